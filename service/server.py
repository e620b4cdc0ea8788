"""The HTTP server's settings, read by `gunicorn --config python:service.server`; the address is an option."""

import gc
import os
import shutil
import tempfile
from typing import Any

# The processes add up their metrics in files of this folder; prometheus_client looks for it by this name.
_NAMED = "PROMETHEUS_MULTIPROC_DIR" in os.environ
_METRICS = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="factclaims-metrics-"))

# gunicorn's gthread, with patience: a request mostly waits for PostgreSQL, and waiting threads are cheap; service.places
# keeps half of them free of answers that take long and of clients that are slow (service.patience).
# The threads of a process share the connections that DATABASE_POOL allows it.
worker_class = "service.frontdoor.FrontDoor"
workers = 2
# Imported once, before the processes part: faster to start, and memory is shared. Connections open at first use.
preload_app = True
threads = 8
# A stopped process finishes what it has begun; requests are short.
graceful_timeout = 5
timeout = 30
keepalive = 5
# The server's most: filters in Japanese are long when they are percent-encoded. Beyond, the server itself says 414.
limit_request_line = 8190
# Beyond these it says 431. More than any client sends, and little to read for nothing.
limit_request_fields = 100
limit_request_field_size = 8190
# Requests are logged by the service itself, with their id.
accesslog = None
# A second door, open to whoever may write in a home folder: not needed.
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Before the processes part: what is loaded by now stays, so no collection walks it again or unshares its memory.

    It also lets each process end in a tenth of the time (0.05 s of work instead of 0.47).
    """
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Keep the counts of a process that has ended, without its gauges."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it reads the variable above when imported

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # published without types


def on_exit(server: Any) -> None:
    """Leave no files behind, unless a successor (SIGUSR2) counts on in the folder that was named to both."""
    if not (_NAMED and server.reexec_pid):
        shutil.rmtree(_METRICS, ignore_errors=True)
