"""gunicorn's threads with patience for clients, and with problems instead of pages for what HTTP itself does not allow."""

import json
import selectors
import time
import uuid
from functools import partial
from typing import Any

import structlog
from gunicorn import util
from gunicorn.http import errors as http
from gunicorn.workers.gthread import _DEFER, ThreadWorker  # its own sign for "wait without a thread"
from structlog.contextvars import clear_contextvars

from service import errors, problems
from service.errors import Refusal
from service.patience import PatientSocket, TooSlow
from service.requestid import HEADER

#: Seconds that a thread waits for a new connection's first byte; then the connection waits without a thread.
FIRST_BYTE = 0.25

# What the server finds before the service sees the request; the first that fits counts.
_REFUSALS: tuple[tuple[type[Exception], type[Refusal]], ...] = (
    (TooSlow, errors.TooSlow),
    (http.LimitRequestLine, errors.AddressTooLong),
    (http.LimitRequestHeaders, errors.HeadersTooLarge),
    (http.UnsupportedTransferCoding, errors.UnknownTransferCoding),
    (http.ExpectationFailed, errors.UnknownExpectation),
    (http.ParseException, errors.MalformedRequest),
)

log = structlog.get_logger(__name__)


class FrontDoor(ThreadWorker):  # type: ignore[misc]  # published without type information
    """One process of the HTTP server."""

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread."""
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket(conn.sock)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """One request, in a thread."""
        if not (conn.initialized or conn.wait_for_data(FIRST_BYTE)):
            return _DEFER
        clear_contextvars()  # the thread's last request was somebody else's
        with conn.sock.one_request():
            return super().handle(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """What follows on a thread's work. A stopping process waits on for the first byte; gunicorn's own would hang up."""
        if self.alive or fs.cancelled() or fs.exception() is not None or fs.result() is not _DEFER:
            super().finish_request(conn, fs)
            return
        conn.sock.setblocking(False)  # noqa: FBT003 - the standard library takes it so
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what is no request, or what went wrong around the application, and close the connection."""
        del req
        request_id = uuid.uuid4().hex
        kind = next((refusal for cause, refusal in _REFUSALS if isinstance(exc, cause)), errors.InternalError)
        status, code = problems.TABLE[kind]
        line = log.bind(request_id=request_id, address=addr[0] if addr else None, status=int(status), problem=code)
        if kind is errors.InternalError:
            line.error("unexpected", exc_info=exc)
        else:
            line.info("no request", error=str(exc)[:200])
        try:
            util.write_nonblock(client, _answer(kind(), request_id))
        except OSError:
            line.debug("nobody there to be answered")


def _answer(refusal: Refusal, request_id: str) -> bytes:
    """A whole answer, head and body."""
    status, _ = problems.TABLE[type(refusal)]
    body = json.dumps(problems.document(refusal, request_id)).encode()
    head = (
        f"HTTP/1.1 {int(status)} {status.phrase}",
        "Connection: close",
        f"Content-Type: {problems.MEDIA_TYPE}",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        f"{HEADER}: {request_id}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
