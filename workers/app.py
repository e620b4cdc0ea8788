"""The Celery app: `celery -A workers.app:app worker`. Broker, limits, and the tasks by their names in schemas.tasks."""

import gc
import os
import platform
import resource
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from celery import Celery, signals
from kombu.entity import Queue

from schemas import tasks, tracing
from schemas.sealing import Seal
from workers import level, logs, store
from workers.config import Config, load
from workers.database import LOST, Database
from workers.deliver import SCHEDULE, Courier
from workers.extract import Engine, Extraction
from workers.extraction.claims import extract
from workers.extraction.language import available
from workers.extraction.mentions.reader import reader
from workers.receipt import Receipt
from workers.webhooks import Poster

_BEAT_SECONDS = 10
_MEGABYTE = 1024 * 1024

#: PostgreSQL holds the truth; a message that is lost, doubled or late must cost time only. Each setting serves that.
SETTINGS: dict[str, Any] = {
    # A frozen Redis must not freeze us: 5 s per answer, 2 s to connect. An unacknowledged message comes
    # back after 5 minutes, which is only a second bell: the relay rings long before.
    "broker_transport_options": {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    "visibility_timeout": 300,  # read by other parts of the same library under this name
    "task_ignore_result": True,  # the result is rows
    "result_backend": None,  # so there is nowhere to keep another one
    "task_acks_late": True,  # a worker that dies leaves its message unacknowledged
    # True would hand a poisonous article on at once and for ever; attempts are counted and capped in PostgreSQL.
    "task_reject_on_worker_lost": False,
    "worker_prefetch_multiplier": 1,  # a message that waits here could be worked on elsewhere
    "task_time_limit": 60,  # SIGKILL; no soft limit: an exception raised by a signal inside psycopg leaves it unknown
    "worker_cancel_long_running_tasks_on_connection_loss": False,  # extraction doesn't need Redis
    "worker_max_tasks_per_child": 500,  # memory that fragments is given back
    "worker_max_memory_per_child": 400_000,  # KiB; checked after a task, WORKER_MEMORY_MB holds during it
    "broker_connection_retry_on_startup": True,  # Redis may come up after us
    "broker_connection_max_retries": None,  # and may stay away for long
    "task_serializer": "json",
    "accept_content": ["json"],  # nothing that could run code
    "worker_enable_remote_control": False,  # whoever reaches Redis shall not command workers
    "worker_send_task_events": False,  # nobody listens: metrics come from the rows
    "worker_hijack_root_logger": False,  # workers.logs is in charge
    "worker_redirect_stdouts": False,
    "task_create_missing_queues": False,  # a mistyped queue is an error, not a hole
    "task_default_queue": tasks.EXTRACT_QUEUE,
    # Two queues, two kinds of workers (--queues): an endpoint that takes its time must not hold up extraction.
    "task_queues": [Queue(tasks.EXTRACT_QUEUE), Queue(tasks.DELIVER_QUEUE)],  # type: ignore[no-untyped-call]  # kombu's
    "task_routes": {
        tasks.EXTRACT_REVISION: {"queue": tasks.EXTRACT_QUEUE},
        tasks.DELIVER_WEBHOOK: {"queue": tasks.DELIVER_QUEUE},
    },
    "enable_utc": True,
}


def create(config: Config, engine: Engine = extract, schedule: Sequence[float] = SCHEDULE) -> Celery:
    """The app for these settings; tests hand in another engine, or other times between the attempts of a delivery."""
    celery = Celery("factclaims", broker=config.redis_url, set_as_current=False)
    celery.conf.update(SETTINGS)
    extraction = Extraction(Database(config.database_url, "factclaims-worker"), config.lease_seconds, engine)

    # Not shared: another app of the same process (in tests) keeps its own engine.
    @celery.task(name=tasks.EXTRACT_REVISION, shared=False, Request=Receipt)  # type: ignore[untyped-decorator]  # celery has no types
    def extract_revision(revision_id: str) -> None:
        """Extract one revision."""
        extraction.run(tasks.ExtractRevision.parse(revision_id).revision_id)

    if config.webhook_keys:
        _add_deliveries(celery, config, schedule)
    _connect_signals(config)
    return celery


def _add_deliveries(celery: Celery, config: Config, schedule: Sequence[float]) -> None:
    """The task that posts; without a key to open their secrets, deliveries wait in their rows."""
    courier = Courier(
        Database(config.database_url, "factclaims-courier"),
        Seal(config.webhook_keys),
        Poster(loopback=config.webhook_loopback),
        schedule,
    )

    @celery.task(name=tasks.DELIVER_WEBHOOK, shared=False, Request=Receipt)  # type: ignore[untyped-decorator]  # celery has no types
    def deliver_webhook(delivery_id: str) -> None:
        """Attempt one delivery."""
        courier.run(tasks.DeliverWebhook.parse(delivery_id).delivery_id)


def _connect_signals(config: Config) -> None:
    """What a worker does when it starts: logs, warm language folders, limits and a heartbeat in each child."""

    def set_up_logging(**_: object) -> None:
        logs.configure(config.log_level)

    def begin(sender: Any, **_: object) -> None:
        set_up_logging()  # the library does it later
        level.require(config.database_url)
        if config.traces:  # before the fork: each child sends what is its own
            tracing.configure("factclaims-worker")
        # Before the fork: the children share the folders' memory, and the first article need not wait for them.
        if tasks.EXTRACT_QUEUE in sender.app.amqp.queues.consume_from:
            for code in available():
                reader(code)
            gc.freeze()  # they stay: the children share their pages, and no collection of garbage looks at them again

    def limit_and_beat(**_: object) -> None:
        limit = config.memory_mb * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        threading.Thread(target=_beat, args=(config.database_url,), daemon=True).start()

    def end(**_: object) -> None:
        tracing.flush()

    signals.worker_process_shutdown.connect(end, weak=False)
    signals.setup_logging.connect(set_up_logging, weak=False)
    signals.worker_init.connect(begin, weak=False)
    signals.worker_process_init.connect(limit_and_beat, weak=False)


def _beat(database_url: str) -> None:
    """Say every ten seconds that this child lives, over a connection of its own."""
    database = Database(database_url, "factclaims-heartbeat")
    name = f"{platform.node()}:{os.getpid()}"
    pause = threading.Event()
    while True:
        with suppress(*LOST):
            store.beat(database.connection(), name, "worker")
        pause.wait(_BEAT_SECONDS)


app = create(load())
