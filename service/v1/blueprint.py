"""What the resources' files share: a blueprint with strict parsing, and the way to the database."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import flask_smorest  # type: ignore[import-untyped]  # published without type information
from flask import current_app
from marshmallow import Schema

from service.config import Config
from service.parsing import StrictParser
from service.store.database import Database

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # published without type information
    """A group of routes whose arguments go through the strict parser."""

    ARGUMENTS_PARSER = StrictParser()

    def body(self, schema: type[Schema], *, example: dict[str, Any]) -> Callable[[Handler], Handler]:
        """Take the JSON body through this schema."""
        return cast("Callable[[Handler], Handler]", self.arguments(schema(), example=example))

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
        """Document the answer of a handler that makes it itself."""
        return cast("Callable[[Handler], Handler]", self.response(status, schema, **documented))

    def also_answers(self, status: int, schema: type[Schema], **documented: Any) -> Callable[[Handler], Handler]:
        """Document another answer that is no problem."""
        return cast("Callable[[Handler], Handler]", self.alt_response(status, schema=schema, **documented))

    def nothing_to_say(self, status: int, *, description: str) -> Callable[[Handler], Handler]:
        """Document another answer, one without a body."""
        return cast("Callable[[Handler], Handler]", self.alt_response(status, description=description))


def database() -> Database:
    """The database of this process."""
    return cast("Database", current_app.extensions["database"])


def config() -> Config:
    """The settings of this process."""
    return cast("Config", current_app.extensions["config"])
