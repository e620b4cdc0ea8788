"""Verdicts, and what else a desk does with a claim, in JSON."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate

from schemas.wire.base import WireSchema
from schemas.wire.claims import Claim
from schemas.wire.fields import Exact, Filled, Instant, Label, Text, WebAddress, Whole, at_most, one_of
from schemas.wire.leases import Filters, Lease, LeaseFilters
from schemas.wire.reviewsettings import rating_name

MOST_SOURCES, MOST_TAGS = 50, 20


def distinct(words: list[str]) -> None:
    """Refuse a list that says something twice."""
    if len(set(words)) != len(words):
        raise ValidationError("says something twice")


class Source(WireSchema):
    """Where the reviewer looked: the address, and the words that decide."""

    url = WebAddress(required=True)
    title = Label(validate=at_most(500))
    quote = Filled(validate=at_most(5000))


class CorrectedValue(WireSchema):
    """What would have been right, in words; and as an exact number with its unit, when it is one."""

    text = Filled(required=True, validate=at_most(500))
    amount = Exact()
    unit = Filled(validate=at_most(64))


class Claimant(WireSchema):
    """Who made the claim, where the reviewer knows better than the extractor."""

    name = Label(required=True, validate=at_most(200))
    type = Text(required=True, validate=one_of("Person", "Organization"))


class Opinion(WireSchema):
    """What a reviewer says of a claim."""

    rating = Text(required=True, validate=rating_name, metadata={"description": "One of the workspace's ratings."})
    explanation = Filled(validate=at_most(20_000), allow_none=True)
    sources = fields.List(
        fields.Nested(Source), validate=validate.Length(max=MOST_SOURCES, error="has more than {max} sources")
    )
    corrected_value = fields.Nested(CorrectedValue, allow_none=True)
    claimant = fields.Nested(Claimant, allow_none=True)
    first_appearance = WebAddress(allow_none=True)


_OPINION = Opinion()


def stored(data: dict[str, Any]) -> dict[str, Any]:
    """An opinion's members as JSON carries them, by their columns' names; takes them out of `data`."""
    own = {name: data.pop(name) for name in _OPINION.fields if name in data}
    dumped = _OPINION.dump(own)
    return {name: dumped[str(field.data_key)] for name, field in _OPINION.fields.items() if name in own}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRequest:
    """A verdict that is submitted; `opinion` holds columns of the table verdicts, in JSON's shapes."""

    opinion: dict[str, Any]
    lease: UUID | None = None
    reviewer: str | None = None
    next: Filters | None = None


class VerdictSubmission(Opinion):
    """A verdict. It needs `lease`, or the header If-Match with the claim's ETag."""

    lease = fields.UUID(metadata={"description": "The id of the lease under which the claim was looked at."})
    reviewer = Label(validate=at_most(200), metadata={"description": "For a tool's key: who judges."})
    next = fields.Nested(LeaseFilters, metadata={"description": "Also take the next claim that fits."})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> VerdictRequest:
        """A VerdictRequest instead of a dict."""
        return VerdictRequest(opinion=stored(data), **data)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """Another verdict in place of the one that counts."""

    opinion: dict[str, Any]
    note: str | None = None
    reviewer: str | None = None


class CorrectionSubmission(Opinion):
    """The verdict as it should have been. It needs the header If-Match with the claim's ETag."""

    note = Filled(validate=at_most(2000), metadata={"description": "Why it is corrected; kept in the history."})
    reviewer = Label(validate=at_most(200))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> CorrectionRequest:
        """A CorrectionRequest instead of a dict."""
        return CorrectionRequest(opinion=stored(data), **data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step without a verdict."""

    note: str | None = None
    reviewer: str | None = None


class StepSubmission(WireSchema):
    """A step of the review, and why. It needs the header If-Match with the claim's ETag."""

    note = Filled(validate=at_most(2000))
    reviewer = Label(validate=at_most(200))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Step:
        """A Step instead of a dict."""
        return Step(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Whose a claim is and how it is tagged; what is not in `changed` stays."""

    changed: dict[str, Any]
    reviewer: str | None = None


class ArrangementSubmission(WireSchema):
    """Who shall judge the claim (null: anybody), and its tags. Needs If-Match with the claim's ETag."""

    assigned_to = Label(validate=at_most(200), allow_none=True)
    tags = fields.List(
        Label(validate=at_most(64)),
        validate=[validate.Length(max=MOST_TAGS, error="has more than {max} tags"), distinct],
        metadata={"uniqueItems": True},
    )
    reviewer = Label(validate=at_most(200))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Arrangement:
        """An Arrangement instead of a dict."""
        return Arrangement(reviewer=data.pop("reviewer", None), changed=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment that is made."""

    text: str
    reviewer: str | None = None


class CommentSubmission(WireSchema):
    """A comment for the other reviewers; readers never see it."""

    text = Filled(required=True, validate=at_most(10_000))
    reviewer = Label(validate=at_most(200))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Remark:
        """A Remark instead of a dict."""
        return Remark(**data)


class Verdict(Opinion):
    """A verdict as it was submitted."""

    id = fields.UUID(required=True)
    round = Whole(required=True)
    corrects = fields.UUID(required=True, allow_none=True)
    reviewer = Text(required=True)
    created_at = Instant(required=True)


class VerdictAnswer(WireSchema):
    """The verdict, the claim as it stands now, and the next lease when one was asked for and there was one."""

    verdict = fields.Nested(Verdict, required=True)
    claim = fields.Nested(Claim, required=True)
    next = fields.Nested(Lease, required=True, allow_none=True)


class ReviewSnapshot(WireSchema):
    """A claim's review at one time."""

    state = Text(required=True)
    required = Whole(required=True)
    submitted = Whole(required=True)
    verdict = Text(required=True, allow_none=True)
    assigned_to = Text(required=True, allow_none=True)
    tags = fields.List(Text(), required=True)
    round = Whole(required=True)
    version = Whole(required=True)


class HistoryEntry(WireSchema):
    """One change: who, when, by which request, before and after.

    `sealed` is true where a verdict is not shown yet: others of its round are still to come.
    """

    id = Text(required=True)
    action = Text(required=True)
    reviewer = Text(required=True)
    note = Text(required=True, allow_none=True)
    sealed = fields.Boolean(required=True)
    verdict = fields.Nested(Verdict, required=True, allow_none=True)
    before = fields.Nested(ReviewSnapshot, required=True)
    after = fields.Nested(ReviewSnapshot, required=True)
    request_id = Text(required=True, allow_none=True)
    created_at = Instant(required=True)


class HistoryPage(WireSchema):
    """A page of a claim's history, newest first."""

    items = fields.List(fields.Nested(HistoryEntry), required=True)
    next = Text(required=True, allow_none=True)
