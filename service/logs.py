"""One JSON object per line on standard output; whatever a caller sends is escaped, so it stays one line."""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger(__name__)


def configure(level: str) -> None:
    """Set up structlog for this process, and let the libraries' loggers write through it."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)


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
