"""From a request to typed arguments: strict bodies and strict query strings, with our refusals."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn, cast

import marshmallow
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from schemas.wire.fields import UNTRUE_TEXT
from service import errors, jsonbody
from service.errors import Flaw, Refusal

Handler = Callable[..., Any]


class StrictParser(FlaskParser):
    """webargs' parser behind our gate."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}  # noqa: RUF012 - webargs' own; our schemas say RAISE

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Strict JSON instead of whatever json.loads takes."""
        del schema
        return jsonbody.read(req)

    def load_querystring(self, req: Request, schema: Schema) -> dict[str, str]:
        """Every parameter once."""
        del schema
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            raise errors.InvalidParameter(flaws=tuple(Flaw(name, "is given more than once") for name in repeated))
        return req.args.to_dict()

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Any,
    ) -> NoReturn:
        """Our refusal with a pointer per flaw."""
        del req, schema, error_status_code, error_headers
        ((location, messages),) = cast(
            "dict[str, Any]", error.messages
        ).items()  # webargs puts the location around them
        if location == "query":
            found = tuple(flaws(messages))
            raise errors.InvalidParameter(flaws=tuple(Flaw(flaw.where[1:], flaw.detail) for flaw in found))
        raise refusal(messages)


def refusal(messages: Any) -> Refusal:
    """The refusal of a body that a schema did not take."""
    found = tuple(flaws(messages))
    kind = errors.InvalidText if any(flaw.detail in UNTRUE_TEXT for flaw in found) else errors.ValidationFailed
    return kind(flaws=found)


def flaws(messages: Any, pointer: str = "") -> Iterator[Flaw]:
    """Marshmallow's nested messages as JSON Pointers (RFC 6901)."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            step = "" if key == marshmallow.exceptions.SCHEMA else "/" + _escape(str(key))
            yield from flaws(inner, pointer + step)
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield Flaw(pointer, _SAID_BETTER.get(str(message), str(message)))


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


# marshmallow's sentences in the words of our own fields.
_SAID_BETTER = {
    "Unknown field.": "is not known here",
    "Missing data for required field.": "is missing",
    "Field may not be null.": "is null",
    "Not a valid string.": "is not a string",
    "Not a valid list.": "is not a list",
    "Not a valid UUID.": "is not an id",
    "Invalid input type.": "is not an object",
}
