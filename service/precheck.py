"""What is refused before a handler sees it: strange paths, unknown parameters, answers nobody accepts."""

from flask import Flask, current_app, request

from service import errors
from service.auth import access_of, handler_of
from service.errors import Flaw

_JSON = "application/json"
_PROBLEM = "application/problem+json"


def register_paths(app: Flask) -> None:
    """Refuse addresses that another server might read differently; before anything else."""
    app.before_request(_check_host)
    app.before_request(_check_path)


def register_shape(app: Flask) -> None:
    """Refuse what the route does not take or cannot give; after the key was checked."""
    app.before_request(_check_accept)
    app.before_request(_check_parameters)


def _check_host() -> None:
    """HTTP/1.1 says whom it speaks to (RFC 9112, section 3.2)."""
    if "Host" not in request.headers and request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
        raise errors.MalformedRequest("The Host header is missing.")


def _check_path() -> None:
    if "\x00" in request.path or ".." in request.path.split("/") or "\\" in request.path:
        raise errors.MalformedRequest("The path holds characters that no address here has.")


def _check_accept() -> None:
    if _is_api() and request.accept_mimetypes.provided and not _accepts_what_we_give():
        raise errors.NotAcceptable


def _accepts_what_we_give() -> bool:
    """Whatever else an answer can be, JSON is asked for by most clients without a second thought."""
    handler = handler_of(current_app, str(request.endpoint), request.method)
    gives: tuple[str, ...] = getattr(handler, "gives", ())
    plain = [media_type.partition(";")[0] for media_type in gives]
    return request.accept_mimetypes.best_match([*gives, *plain, _JSON, _PROBLEM]) is not None


def _check_parameters() -> None:
    if not _is_api() or not request.query_string:
        return
    handler = handler_of(current_app, str(request.endpoint), request.method)
    if not getattr(handler, "takes_query", False):
        raise errors.InvalidParameter(flaws=tuple(Flaw(name, "is not known here") for name in request.args))


def _is_api() -> bool:
    """Whether a route of the versioned API was found."""
    return (
        request.routing_exception is None
        and request.path.startswith("/v1/")
        and access_of(current_app, str(request.endpoint), request.method) is not None
    )
