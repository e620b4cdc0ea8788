"""Who calls, and whether they may: every handler says its scope, and what says nothing is refused at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import psycopg_pool
import structlog
from flask import Flask, Request, current_app, g, request

from schemas.records import Scope
from service import apikey, errors
from service.errors import Refusal
from service.store import keys
from service.store.database import Database

Handler = TypeVar("Handler", bound=Callable[..., Any])

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that a request came with."""

    key_id: UUID
    workspace_id: UUID
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Access:
    """What a handler demands: a scope (None: open to all), and the problems it may answer with."""

    scope: Scope | None
    refusals: tuple[type[Refusal], ...] = ()


def needs(scope: Scope, *refusals: type[Refusal]) -> Callable[[Handler], Handler]:
    """Declare the scope of a handler, and the refusals of its own (for the documentation)."""
    return _declare(Access(scope, refusals))


def open_to_all(handler: Handler) -> Handler:
    """Declare that a handler asks for no key."""
    return _declare(Access(None))(handler)


def _declare(access: Access) -> Callable[[Handler], Handler]:
    def declare(handler: Handler) -> Handler:
        handler.access = access  # type: ignore[attr-defined]  # kept by functools.wraps through the decorators above
        return handler

    return declare


def register(app: Flask) -> None:
    """Ask for a key before anything of a request is read."""
    app.before_request(_identify)


def register_scopes(app: Flask) -> None:
    """Ask for the scope; after the request was counted, so that refusals count, too."""
    app.before_request(_admit)


def check_declared(app: Flask) -> None:
    """Refuse to start with a route that declares no access."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if access_of(app, rule.endpoint, method) is None:
                raise RuntimeError(f"{method} {rule.rule} declares no access: use needs() or open_to_all()")


def access_of(app: Flask, endpoint: str, method: str) -> Access | None:
    """What a route's method demands; None when it does not say."""
    access: Access | None = getattr(handler_of(app, endpoint, method), "access", None)
    return access


def handler_of(app: Flask, endpoint: str, method: str) -> Any:
    """The function that answers a route's method (HEAD is answered by GET); None when none does."""
    view = app.view_functions[endpoint]
    methods = getattr(view, "view_class", None)
    return view if methods is None else getattr(methods, "get" if method == "HEAD" else method.lower(), None)


def caller() -> Caller:
    """The key that the current request came with."""
    found: Caller = g.caller
    return found


def _demanded() -> Scope | None:
    """The scope that the current request needs; None when it is open to all or leads nowhere."""
    if request.routing_exception is not None or request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint, request.method)
    return None if access is None else access.scope


def _identify() -> None:
    if _demanded() is None:
        return
    found = _look_up(current_app.extensions["database"], bearer(request))
    structlog.contextvars.bind_contextvars(workspace_id=str(found.workspace_id), key_id=str(found.key_id))
    g.caller = found


def _admit() -> None:
    scope = _demanded()
    if scope is not None and scope not in caller().scopes:
        log.info("scope refused", needed=str(scope))
        raise errors.InsufficientScope(f"The API key lacks the scope that this needs: {scope}.")


def bearer(incoming: Request) -> apikey.ApiKeyText:
    """The key in the Authorization header. Raises Unauthenticated, or MalformedRequest when there are two."""
    header = incoming.headers.get("Authorization", "")
    if "," in header:
        # The server has joined two headers into one line; a bearer token holds no comma.
        raise errors.MalformedRequest("There are two Authorization headers.")
    scheme, _, credentials = header.partition(" ")
    key = apikey.parse(credentials.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        log.info("key refused", reason="malformed" if header else "absent")
        raise errors.Unauthenticated
    return key


def _look_up(database: Database, key: apikey.ApiKeyText) -> Caller:
    standing = _ask(database, key.digest)
    if standing is None or standing.standing != "live":
        log.info("key refused", reason="unknown" if standing is None else standing.standing, prefix=key.prefix)
        raise errors.Unauthenticated
    return Caller(standing.key_id, standing.workspace_id, frozenset(standing.scopes))


def _ask(database: Database, digest: bytes) -> keys.Standing | None:
    """One question, asked again on a new connection when the old one turns out dead: it changes nothing."""
    try:
        with database.connection() as db:
            return keys.authenticate(db, digest)
    except (psycopg.errors.QueryCanceled, psycopg_pool.PoolTimeout):
        raise  # a new connection would not help
    except psycopg.OperationalError:
        database.renew()
        with database.connection() as db:
            return keys.authenticate(db, digest)
