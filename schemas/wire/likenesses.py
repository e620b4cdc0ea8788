"""Claims that say the same as a claim, or contradict it."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.likeness import Reason
from schemas.wire.base import WireSchema
from schemas.wire.claims import Claim
from schemas.wire.fields import Count, Exact, Text, Whole, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessQuestion:
    """How many are asked for."""

    limit: int = 10


class LikenessQuery(WireSchema):
    """The query string."""

    limit = Count(validate=validate.Range(1, 50, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> LikenessQuestion:
        """A LikenessQuestion instead of a dict."""
        return LikenessQuestion(**data)


class Likeness(WireSchema):
    """Another claim, how sure it is that it belongs here (0 to 1), and what the two have in common."""

    claim = fields.Nested(Claim, required=True)
    score = Exact(required=True)
    reasons = fields.List(Text(validate=one_of(*(str(reason) for reason in Reason))), required=True)


class LikenessList(WireSchema):
    """The surest first; `count` is how many there are among the 200 nearest values and 100 of the same subject."""

    count = Whole(required=True)
    items = fields.List(fields.Nested(Likeness), required=True)
