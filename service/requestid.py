"""The id that a request is found by: in its answer, in the logs, on the rows it made, in the worker's logs."""

import re
import uuid

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Request-Id"
_SHAPE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def register(app: Flask) -> None:
    """Take the caller's id when it is a plain one, else make one; before anything else happens."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    sent = request.headers.get(HEADER, "")
    g.request_id = sent if _SHAPE.fullmatch(sent) else uuid.uuid4().hex
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _end(answer: Response) -> Response:
    answer.headers[HEADER] = g.get("request_id", "")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
