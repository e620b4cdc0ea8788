"""`python -m workers.relay`: rings the bell for what is due. One works at a time; others wait to take over.

It hears of new revisions by NOTIFY and looks for itself every second, so that a lost notification costs
a second. Nothing it holds matters: it may be killed at any moment.
"""

import os
import platform
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from celery import Celery
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from schemas import tasks
from workers import logs, store, store_events, store_relay
from workers.app import app
from workers.config import Config, load
from workers.database import LOST, Database, Db

log = structlog.get_logger(__name__)

_TICK = 1.0
_BATCH = 200  # rows taken at a time: few enough to be put back quickly
_EVENTS = 5000  # events put in order at a time: an article has hundreds
_BEAT_SECONDS = 5.0
_TIDY_SECONDS = 600.0


class QueueUnavailable(Exception):
    """The queue cannot be reached, or did not answer in time."""


class Bell:
    """The way to the queue: a connection that is opened again when it has died."""

    def __init__(self, app: Celery, depth: int) -> None:
        """At most `depth` messages may wait in the queue."""
        self._app = app
        self._depth = depth
        self._connection: Connection | None = None

    def room(self) -> int:
        """How many messages more may wait. Raises QueueUnavailable."""
        try:
            # Declaring is how the library tells a queue's length; an empty queue of Redis is one that is not there.
            channel = self._open().default_channel
            declared = channel.queue_declare(tasks.EXTRACT_QUEUE)  # type: ignore[no-untyped-call]  # kombu's
        except self._troubles() as error:
            raise self._lost(error) from error
        return max(0, self._depth - int(declared.message_count))

    def ring(self, revision_id: UUID) -> None:
        """Send one message. Raises QueueUnavailable."""
        message = tasks.ExtractRevision(revision_id)
        try:
            # The connection is checked by ourselves: Celery would retry inside for a long time.
            self._app.send_task(tasks.EXTRACT_REVISION, kwargs=message.kwargs(), connection=self._open(), retry=False)
        except self._troubles() as error:
            raise self._lost(error) from error

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._app.connection_for_write()
            self._connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        return self._connection

    def _troubles(self) -> tuple[type[BaseException], ...]:
        """What the library raises when Redis is away, slow, or refuses (full, loading, a wrong password)."""
        connection = self._app.connection_for_write()
        return (*connection.connection_errors, *connection.channel_errors, OperationalError, OSError)

    def _lost(self, error: BaseException) -> QueueUnavailable:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.collect()  # type: ignore[no-untyped-call]  # kombu's
        return QueueUnavailable(str(error).partition("\n")[0][:200])


@dataclass(slots=True)
class Relay:
    """One relay process; `wake` becomes readable when it shall look whether to stop."""

    database: Database
    bell: Bell
    wake: socket.socket
    name: str
    stopping: bool = False
    leading: bool = False
    silent: bool = False  # whether the queue's absence has been said already
    next_times: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Work until `stopping` is set."""
        while not self.stopping:
            try:
                self._turn()
            except LOST as error:
                log.warning("database-unavailable", error=str(error).partition("\n")[0][:200])
                self.leading = False
                self.database.renew()
                self._rest(None)

    def _turn(self) -> None:
        db = self.database.connection()
        if not self.leading and store_relay.lead(db):
            self.leading = True
            store_relay.listen(db)
            log.info("leading")
        if self._is_time("beat", _BEAT_SECONDS):
            store.beat(db, self.name, "relay")
        if self.leading:
            self._look_after(db)
            while self._publish(db) == _BATCH and not self.stopping:
                pass
            while self._place_events() == _EVENTS and not self.stopping:
                pass
        self._rest(db)

    def _look_after(self, db: Db) -> None:
        if self._is_time("leases", _TICK):
            failed, released = store_relay.fail_exhausted(db), store_relay.release_ended(db)
            if failed or released:
                log.warning("leases-ended", queued=released, failed=failed)
        if self._is_time("tidy", _TIDY_SECONDS):
            store_relay.forget_silent(db)
            store_relay.forget_answers(db)

    def _place_events(self) -> int:
        """Put what has been committed in order; how many events."""
        with self.database.transaction() as db:
            store_events.lock_positions(db)
            return store_events.place(db, _EVENTS)

    def _publish(self, db: Db) -> int:
        """Ring for what is due, as far as the queue has room; how many. What cannot be rung for stays due."""
        due: list[store_relay.Due] = []
        rung = 0
        try:
            due = store_relay.take_due(db, min(_BATCH, self.bell.room()))
            for revision in due:
                self.bell.ring(revision.id)
                rung += 1
                log.info("rang", request_id=revision.request_id, revision_id=str(revision.id))
        except QueueUnavailable as error:
            store_relay.put_back(db, [revision.id for revision in due[rung:]])
            if not self.silent:
                log.warning("queue-unavailable", error=str(error))
            self.silent = True
            return 0
        self.silent = False
        return rung

    def _is_time(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self.next_times.get(what, 0.0):
            return False
        self.next_times[what] = now + seconds
        return True

    def _rest(self, db: Db | None) -> None:
        """Wait for a notification, a signal, or the next tick."""
        watched: list[socket.socket | Db] = [self.wake] if db is None else [self.wake, db]
        # Without the queue a notification would only make us knock again at once.
        if self.silent:
            watched = [self.wake]
        ready, _, _ = select.select(watched, [], [], _TICK)
        if self.wake in ready:
            self.wake.recv(64)
        if db is not None:
            for _ in db.notifies(timeout=0):
                pass


def main(config: Config) -> None:
    """Run until SIGTERM or SIGINT."""
    logs.configure(config.log_level)
    ears, mouth = socket.socketpair()
    for end in (ears, mouth):
        end.settimeout(0)
    signal.set_wakeup_fd(mouth.fileno())
    relay = Relay(
        database=Database(config.database_url, "factclaims-relay"),
        bell=Bell(app, config.queue_depth),
        wake=ears,
        name=f"{platform.node()}:{os.getpid()}",
    )

    def stop(*_: object) -> None:
        relay.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    relay.run()


if __name__ == "__main__":
    main(load())
