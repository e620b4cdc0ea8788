"""The query string of listings of claims."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from schemas.records import Outcome
from schemas.terms import terms
from schemas.wire.base import WireSchema
from schemas.wire.claims import CLAIM_MEMBERS, KINDS, REVIEW_STATES, VALUE_TYPES
from schemas.wire.fields import Count, Day, Exact, Filled, Instant, Names, Text, at_most, language_tag, one_of

SORTS = ("worthiness", "time")
_BETWEEN = validate.Range(Decimal(0), Decimal(1), error="is not between {min} and {max}")
_LIMIT = validate.Range(1, 200, error="is not between {min} and {max}")


def claim_members() -> Names:
    """The parameter `fields` of a listing."""
    said = {
        "description": "Only these members of each claim, joined by commas; `id` comes always.",
        "example": "value,text",
    }
    return Names(*CLAIM_MEMBERS, data_key="fields", metadata=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuestion:
    """Which claims are asked for; None filters nothing. Bounds and days include their ends."""

    kind: str | None = None
    type: str | None = None
    unit: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    from_day: date | None = None
    to_day: date | None = None
    language: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    subject: str | None = None
    q: str | None = None
    state: str | None = None
    verdict: str | None = None
    tag: str | None = None
    min_worthiness: Decimal | None = None
    article_id: UUID | None = None
    updated_since: datetime | None = None
    sort: str = "worthiness"
    members: tuple[str, ...] | None = None
    cursor: str | None = None
    limit: int = 50


class ClaimQuery(WireSchema):
    """Filters are joined by and."""

    kind = Text(validate=one_of(*KINDS))
    type = Text(validate=one_of(*VALUE_TYPES))
    unit = Filled(validate=at_most(64), metadata={"description": "ISO 4217, UCUM, a counter's text, % or pp."})
    min = Exact(metadata={"description": "Values that reach this or more, in the claim's own unit."})
    max = Exact(metadata={"description": "Values that reach this or less."})
    from_day = Day(data_key="from", metadata={"description": "Dates and periods that end on this day or later."})
    to_day = Day(data_key="to", metadata={"description": "Dates and periods that begin on this day or earlier."})
    language = Text(validate=language_tag)
    publisher = Filled(validate=at_most(200))
    speaker = Filled(validate=at_most(200), metadata={"description": "Words of the speaker's name."})
    subject = Filled(validate=at_most(200), metadata={"description": "Words of the subject."})
    q = Filled(validate=at_most(200), metadata={"description": "Words of the sentence, any script.", "example": "支持"})
    state = Text(validate=one_of(*REVIEW_STATES), metadata={"description": "Where it stands with the fact-checkers."})
    verdict = Filled(validate=at_most(64), metadata={"description": "The rating that its verdict gives."})
    tag = Filled(validate=at_most(64), metadata={"description": "A tag that the desk has put on it."})
    min_worthiness = Exact(validate=_BETWEEN, metadata={"example": "0.5"})
    article_id = fields.UUID()
    updated_since = Instant()
    sort = Text(validate=one_of(*SORTS), metadata={"description": "Highest worthiness first, or newest first."})
    members = claim_members()
    cursor = Filled(validate=at_most(500))
    limit = Count(validate=_LIMIT)

    @validates_schema
    def check_order(self, data: dict[str, Any], **_: Any) -> None:
        """A range must not end before it begins; a search must have something to look for."""
        for low, high, name in (("min", "max", "max"), ("from_day", "to_day", "to")):
            if low in data and high in data and data[high] < data[low]:
                raise ValidationError("ends before it begins", name)
        if "q" in data and not terms(data["q"]):
            raise ValidationError("holds no word to look for", "q")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ClaimQuestion:
        """A ClaimQuestion instead of a dict."""
        return ClaimQuestion(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleClaimQuestion:
    """Which claims of one article are asked for."""

    revision: int | None = None
    outcome: Outcome | None = None
    members: tuple[str, ...] | None = None
    cursor: str | None = None
    limit: int = 50


class ArticleClaimQuery(WireSchema):
    """An article's claims in the order of its text: the current ones, or all of one revision."""

    revision = Count(validate=validate.Range(1, 999_999_999))
    outcome = fields.Enum(
        Outcome,
        by_value=Text,
        metadata={"description": "With `revision`: what that revision did to the claim, against the one before."},
    )
    members = claim_members()
    cursor = Filled(validate=at_most(500))
    limit = Count(validate=_LIMIT)

    @validates_schema
    def check_outcome(self, data: dict[str, Any], **_: Any) -> None:
        """An outcome is one of a revision."""
        if "outcome" in data and "revision" not in data:
            raise ValidationError("needs a revision", "outcome")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ArticleClaimQuestion:
        """An ArticleClaimQuestion instead of a dict."""
        return ArticleClaimQuestion(**data)
