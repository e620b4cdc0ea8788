"""A span for every request, if traces are asked for; what a request stores carries its context on."""

from contextlib import ExitStack
from http import HTTPStatus

from flask import Flask, Response, g, request

from schemas import tracing
from service.config import Config


def register(app: Flask, config: Config) -> None:
    """Begin with the request, end with its answer; nothing at all unless TRACES is set."""
    if config.traces:
        app.before_request(_begin)
        app.after_request(_tell)
        app.teardown_request(_end)


def _begin() -> None:
    route = request.url_rule.rule if request.url_rule else "none"  # never the path: a caller chooses it
    g.traced = ExitStack()
    span = tracing.span(
        f"{request.method if request.url_rule else 'request'} {route}",
        tracing.Kind.SERVER,
        request.headers.get("traceparent"),
        {"http.request.method": request.method, "http.route": route, "request.id": g.request_id},
    )
    g.span = g.traced.enter_context(span)


def _tell(answer: Response) -> Response:
    if "span" in g:
        g.span.note({"http.response.status_code": answer.status_code})
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            g.span.fail(g.get("problem") or "internal-error")
    return answer


def _end(_error: BaseException | None) -> None:
    if "traced" in g:
        g.pop("traced").close()
