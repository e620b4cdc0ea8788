"""What the resources' files share: a blueprint with strict parsing, and the way to the database."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import flask_smorest  # type: ignore[import-untyped]  # published without type information
from flask import Response, current_app
from marshmallow import Schema

from schemas.records import Scope
from service import idempotency
from service.auth import caller
from service.config import Config
from service.idempotency import Answered
from service.parsing import StrictParser
from service.store.database import Database, Db

Handler = TypeVar("Handler", bound=Callable[..., Any])


SEES_EMBARGOED = frozenset({Scope.ARTICLES_WRITE, Scope.REVIEW_WRITE, Scope.ADMIN})


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # published without type information
    """A group of routes whose arguments go through the strict parser."""

    ARGUMENTS_PARSER = StrictParser()

    def body(self, schema: type[Schema], *, example: dict[str, Any]) -> Callable[[Handler], Handler]:
        """Take the JSON body through this schema."""
        return cast("Callable[[Handler], Handler]", self.arguments(schema(), example=example))

    def lines(self, media_type: str, *, description: str, example: str) -> Callable[[Handler], Handler]:
        """Document a body that is read line by line, by the handler itself."""
        content = {media_type: {"schema": {"type": "string"}, "example": example}}
        documented = {"required": True, "description": description, "content": content}
        return cast("Callable[[Handler], Handler]", self.doc(requestBody=documented))

    def query(self, schema: type[Schema]) -> Callable[[Handler], Handler]:
        """Take the query string through this schema: one instance, since making one costs more than using it."""

        def decorate(handler: Handler) -> Handler:
            decorated = self.arguments(schema(), location="query")(handler)
            decorated.takes_query = True
            return cast("Handler", decorated)

        return decorate

    def answers(
        self, status: int, schema: type[Schema] | dict[str, str] | None = None, **documented: Any
    ) -> Callable[[Handler], Handler]:
        """Document the answer of a handler that makes it itself; what it can be asked for by Accept follows."""

        def decorate(handler: Handler) -> Handler:
            decorated = self.response(status, schema, **documented)(handler)
            if schema is not None:
                decorated.gives = (documented.get("content_type", "application/json"), *getattr(handler, "gives", ()))
            return cast("Handler", decorated)

        return decorate

    def also_answers(self, status: int, schema: type[Schema], **documented: Any) -> Callable[[Handler], Handler]:
        """Document another answer that is no problem."""
        return cast("Callable[[Handler], Handler]", self.alt_response(status, schema=schema, **documented))

    def also_as(self, media_type: str, *, example: dict[str, Any]) -> Callable[[Handler], Handler]:
        """Document another form of the same answer, for callers whose Accept prefers it; goes below `answers`."""

        def decorate(handler: Handler) -> Handler:
            handler.gives = (*getattr(handler, "gives", ()), media_type)  # type: ignore[attr-defined]  # kept by wraps
            handler.forms = {media_type: example}  # type: ignore[attr-defined]  # as above
            return handler

        return decorate

    def nothing_to_say(self, status: int, *, description: str) -> Callable[[Handler], Handler]:
        """Document another answer, one without a body."""
        return cast("Callable[[Handler], Handler]", self.alt_response(status, description=description))


def database() -> Database:
    """The database of this process, as the caller may see it: under embargo only who writes articles or reviews."""
    base = cast("Database", current_app.extensions["database"])
    return base.seeing_embargoed() if caller().scopes & SEES_EMBARGOED else base


def config() -> Config:
    """The settings of this process."""
    return cast("Config", current_app.extensions["config"])


def once(act: Callable[[Db], Answered]) -> Response:
    """Act in one transaction; for a request whose Idempotency-Key has had its answer, repeat that."""
    workspace_id = caller().workspace_id
    with database().workspace(workspace_id) as db:
        return idempotency.once(db, workspace_id, lambda: act(db))
