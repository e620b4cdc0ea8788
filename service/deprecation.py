"""Ways of the API that will end: announced in every answer, before they do.

`Deprecation` (RFC 9745) is the moment since which a way is deprecated, `Sunset` (RFC 8594) the one after which it may
be gone, and `Link` says what to read. Nothing is deprecated today; a handler that is says so by a decorator:

    @deprecated(since=datetime(2027, 1, 1, tzinfo=UTC), sunset=datetime(2027, 7, 1, tzinfo=UTC), link="/docs#…")
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.http import http_date

from service.auth import handler_of

Handler = TypeVar("Handler", bound=Callable[..., Any])


class EndsTooEarly(ValueError):
    """A way of the API ends after it was deprecated, not before."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Since when, until when (None: not decided yet), and where to read about it."""

    since: datetime
    sunset: datetime | None
    link: str


def deprecated(*, since: datetime, sunset: datetime | None = None, link: str) -> Callable[[Handler], Handler]:
    """Announce the end of a handler; the contract shows it as deprecated. Raises EndsTooEarly."""
    if sunset is not None and sunset <= since:
        raise EndsTooEarly(EndsTooEarly.__doc__)
    notice = Notice(since, sunset, link)

    def declare(handler: Handler) -> Handler:
        handler.notice = notice  # type: ignore[attr-defined]  # kept by functools.wraps through the decorators above
        return handler

    return declare


def notice_of(app: Flask, endpoint: str, method: str) -> Notice | None:
    """The notice of a route's method, if it has one."""
    notice: Notice | None = getattr(handler_of(app, endpoint, method), "notice", None)
    return notice


def register(app: Flask) -> None:
    """Put the headers on every answer of a deprecated way, refusals too."""
    app.after_request(_announce)


def _announce(answer: Response) -> Response:
    notice = None
    if request.endpoint is not None and request.routing_exception is None:
        notice = notice_of(current_app, request.endpoint, request.method)
    if notice is not None:
        answer.headers["Deprecation"] = f"@{int(notice.since.timestamp())}"
        answer.headers.add("Link", f'<{notice.link}>; rel="deprecation"; type="text/html"')
        if notice.sunset is not None:
            answer.headers["Sunset"] = http_date(notice.sunset)
    return answer
