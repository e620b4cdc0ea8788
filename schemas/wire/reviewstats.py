"""The desk's figures in JSON."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.wire.base import WireSchema
from schemas.wire.fields import Count, Exact, Instant, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsQuestion:
    """How many days back throughput and agreement are counted."""

    days: int = 30


class StatsQuery(WireSchema):
    """The query string of the figures."""

    days = Count(validate=validate.Range(1, 366, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> StatsQuestion:
        """A StatsQuestion instead of a dict."""
        return StatsQuestion(**data)


class Waiting(WireSchema):
    """Claims that wait for a verdict, and how long the oldest has waited."""

    kind = Text(required=True)
    language = Text(required=True)
    state = Text(required=True)
    claims = Whole(required=True)
    oldest_seconds = Whole(required=True)


class Queue(WireSchema):
    """The queue now. Claims that are held are open or disputed, too."""

    open = Whole(required=True)
    disputed = Whole(required=True)
    held = Whole(required=True)
    oldest_seconds = Whole(required=True, allow_none=True)
    parts = fields.List(fields.Nested(Waiting), required=True)


class Held(WireSchema):
    """A claim that somebody holds until `endsAt`."""

    claim_id = Text(required=True)
    reviewer = Text(required=True)
    ends_at = Instant(required=True)


class DayDone(WireSchema):
    """Verdicts of one day (UTC)."""

    day = Text(required=True)
    verdicts = Whole(required=True)


class Agreement(WireSchema):
    """How far blind pairs of verdicts agree: the plain share, and Cohen's kappa; null where it does not exist."""

    pairs = Whole(required=True)
    raw = Exact(required=True, allow_none=True)
    kappa = Exact(required=True, allow_none=True)


class KindDone(WireSchema):
    """Verdicts on one kind of claims, and how far they agree."""

    kind = Text(required=True)
    verdicts = Whole(required=True)
    agreement = fields.Nested(Agreement, required=True)


class ReviewerDone(WireSchema):
    """A reviewer's verdicts, and how far they agree with everybody else's."""

    reviewer = Text(required=True)
    verdicts = Whole(required=True)
    agreement = fields.Nested(Agreement, required=True)


class Stats(WireSchema):
    """Queue and leases now; verdicts and agreement over the last days."""

    queue = fields.Nested(Queue, required=True)
    leases = fields.List(fields.Nested(Held), required=True)
    days = Whole(required=True)
    verdicts = Whole(required=True)
    per_day = fields.List(fields.Nested(DayDone), required=True)
    agreement = fields.Nested(Agreement, required=True)
    kinds = fields.List(fields.Nested(KindDone), required=True)
    reviewers = fields.List(fields.Nested(ReviewerDone), required=True)
