"""A line in the log for every request."""

import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    """One line per request: what was asked, what was answered, how long it took; no query string, no key."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(answer: Response) -> Response:
    began = g.get("began")
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=answer.status_code,
        problem=g.get("problem"),
        milliseconds=None if began is None else round((time.perf_counter() - began) * 1000, 1),
    )
    return answer
