"""Leases of claims in JSON: what a reviewer asks for, and what is handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate

from schemas.wire.base import WireSchema
from schemas.wire.claims import KINDS, SingleClaim
from schemas.wire.fields import Exact, Filled, Instant, Label, Text, Whole, at_most, language_tag, one_of
from schemas.wire.reviewsettings import LONGEST_LEASE, SHORTEST_LEASE

_SECONDS = validate.Range(SHORTEST_LEASE, LONGEST_LEASE, error="is not between {min} and {max} seconds")
_BETWEEN = validate.Range(Decimal(0), Decimal(1), error="is not between {min} and {max}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which claim may be handed out; None filters nothing, tags must all be there."""

    kind: str | None = None
    language: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    min_worthiness: Decimal | None = None
    article_id: UUID | None = None
    claim_id: UUID | None = None
    tags: Sequence[str] = ()


class LeaseFilters(WireSchema):
    """Which claim: the worthiest that fits all of these."""

    kind = Text(validate=one_of(*KINDS))
    language = Text(validate=language_tag)
    publisher = Filled(validate=at_most(200))
    speaker = Filled(validate=at_most(200), metadata={"description": "Words of the speaker's name."})
    min_worthiness = Exact(validate=_BETWEEN)
    article_id = fields.UUID()
    claim_id = fields.UUID(metadata={"description": "This claim and no other; 409 says why it cannot be had."})
    tags = fields.List(Label(validate=at_most(64)), validate=validate.Length(max=10, error="has more than {max} tags"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """Filters instead of a dict."""
        return Filters(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRequest:
    """A lease that is asked for; `seconds` None is the workspace's time."""

    filters: Filters
    seconds: int | None = None
    reviewer: str | None = None


class LeaseSubmission(LeaseFilters):
    """Hand out the worthiest open claim that fits: held by nobody, and not yet judged by this reviewer."""

    seconds = Whole(validate=_SECONDS, metadata={"description": "How long it is held; else the workspace's time."})
    reviewer = Label(validate=at_most(200), metadata={"description": "For a tool's key: who will judge."})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> LeaseRequest:
        """A LeaseRequest instead of a dict."""
        seconds, reviewer = data.pop("seconds", None), data.pop("reviewer", None)
        return LeaseRequest(filters=Filters(**data), seconds=seconds, reviewer=reviewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """More time for a lease."""

    seconds: int | None = None


class RenewalSubmission(WireSchema):
    """Hold it for so long from now on."""

    seconds = Whole(validate=_SECONDS)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Renewal:
        """A Renewal instead of a dict."""
        return Renewal(**data)


class Lease(WireSchema):
    """A claim that one reviewer holds until `endsAt`. Its id is the token by which that reviewer judges."""

    id = fields.UUID(required=True)
    reviewer = Text(required=True)
    ends_at = Instant(required=True)
    claim = fields.Nested(SingleClaim, required=True)
