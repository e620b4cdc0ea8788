"""The feed of changes in JSON."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.records import EventType
from schemas.wire.articles import Article
from schemas.wire.base import WireSchema
from schemas.wire.claims import Claim
from schemas.wire.fields import Count, Filled, Instant, Text, Whole, at_most, one_of

STARTS = ("earliest", "latest")
LONGEST_WAIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuestion:
    """Which changes are asked for: those after `cursor`, else from the `start`; `wait` is in seconds."""

    cursor: str | None = None
    start: str = "earliest"
    wait: int = 0
    limit: int = 100


class ChangeQuery(WireSchema):
    """The query string of the feed."""

    cursor = Filled(
        validate=at_most(500),
        metadata={"description": "`next` of the page before; good for as long as changes are kept (else 410)."},
    )
    start = Text(
        validate=one_of(*STARTS),
        metadata={"description": "Without a cursor: from the first change on, or only what comes after now."},
    )
    wait = Count(
        validate=validate.Range(0, LONGEST_WAIT, error="is not between {min} and {max}"),
        metadata={"description": "Seconds to wait for a change when there is none; may be cut short when many wait."},
    )
    limit = Count(validate=validate.Range(1, 200, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ChangeQuestion:
        """A ChangeQuestion instead of a dict."""
        return ChangeQuestion(**data)


class FeedChange(WireSchema):
    """Something that happened, and the claim as it is *now*, or the article for a change of its own; null when erased.

    `position` counts the changes of the workspace.
    """

    position = Whole(required=True)
    type = Text(required=True, validate=one_of(*(str(kind) for kind in EventType)))
    at = Instant(required=True)
    article_id = fields.UUID(required=True, allow_none=True)
    claim_id = fields.UUID(required=True, allow_none=True)
    claim_version = Whole(
        required=True, allow_none=True, metadata={"description": "The version that this change made."}
    )
    claim = fields.Nested(Claim, required=True, allow_none=True)
    article = fields.Nested(Article, required=True, allow_none=True)


class ChangePage(WireSchema):
    """Changes in their order. `next` is always a cursor; `more` says whether it is worth asking again at once."""

    items = fields.List(fields.Nested(FeedChange), required=True)
    next = Text(required=True)
    more = fields.Boolean(required=True)
