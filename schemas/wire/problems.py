"""Errors in JSON (RFC 9457)."""

from marshmallow import fields

from schemas.wire.base import WireSchema
from schemas.wire.fields import Text, Whole


class Flaw(WireSchema):
    """One thing wrong: a JSON Pointer into the body, or the name of a query parameter."""

    pointer = Text()
    parameter = Text()
    detail = Text(required=True)


class Problem(WireSchema):
    """Why a request was not answered as it hoped. `type` is stable; decide by its last part."""

    type = Text(required=True, metadata={"example": "/problems/validation-failed"})
    title = Text(required=True)
    status = Whole(required=True)
    detail = Text(required=True)
    request_id = Text(allow_none=True)
    errors = fields.List(fields.Nested(Flaw))
