"""Webhooks in JSON: endpoints, deliveries, and the messages that are posted."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.records import EventType
from schemas.targets import LONGEST_URL
from schemas.wire.base import WireSchema
from schemas.wire.claims import KINDS, Claim
from schemas.wire.fields import Count, Exact, Filled, Instant, Label, Text, Truth, Whole, at_most, language_tag, one_of

#: What an endpoint can hear of; `webhook.test` comes only when somebody asks for it.
EVENTS = tuple(str(kind) for kind in EventType if kind is not EventType.ARTICLE_ACCEPTED)
DELIVERY_STATES = ("queued", "running", "delivered", "failed")
REASONS = ("owner", "gone", "failing")
_BETWEEN = validate.Range(Decimal(0), Decimal(1), error="is not between {min} and {max}")
_MOST_WORDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a claim must be; None asks for nothing."""

    kinds: list[str] | None = None
    languages: list[str] | None = None
    publishers: list[str] | None = None
    min_worthiness: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An endpoint that is asked for, or what is to change of one; None changes nothing."""

    url: str | None = None
    description: str | None = None
    events: list[str] | None = None
    filters: Filters | None = None
    embargoed: bool | None = None
    enabled: bool | None = None


def _distinct(words: list[str]) -> None:
    if len(set(words)) != len(words):
        raise ValidationError("says the same twice")


def _some(*validators: Any) -> fields.List[str]:
    """A list of at least one, none of them twice; null for no list."""
    length = validate.Length(min=1, max=_MOST_WORDS, error="has none or more than {max}")
    return fields.List(
        Text(validate=validators), validate=[length, _distinct], allow_none=True, metadata={"uniqueItems": True}
    )


class WebhookFilters(WireSchema):
    """What claims must be for the endpoint to hear of them; languages and publishers also hold for articles."""

    kinds = _some(one_of(*KINDS))
    languages = _some(language_tag)
    publishers = fields.List(
        Label(validate=at_most(200)),
        validate=[validate.Length(min=1, max=_MOST_WORDS, error="has none or more than {max}"), _distinct],
        allow_none=True,
        metadata={"uniqueItems": True},
    )
    min_worthiness = Exact(validate=_BETWEEN, allow_none=True, metadata={"example": "0.5"})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Filters:
        """Filters instead of a dict."""
        return Filters(**data)


class WebhookChange(WireSchema):
    """What is to change of an endpoint; `filters` are replaced as a whole."""

    url = Text(
        validate=[validate.Length(min=1), at_most(LONGEST_URL)],
        metadata={"description": "https, a public host, port 443 or 8443.", "example": "https://cms.example.com/hooks"},
    )
    description = Label(validate=at_most(200), allow_none=True)
    events = fields.List(
        Text(validate=one_of(*EVENTS)),
        validate=[validate.Length(min=1, max=len(EVENTS), error="has none or too many"), _distinct],
        metadata={"uniqueItems": True},
    )
    filters = fields.Nested(WebhookFilters)
    embargoed = Truth(metadata={"description": "Hears of articles under embargo at once, not when it ends."})
    enabled = Truth(metadata={"description": "false: nothing is sent, and what happens meanwhile is not sent later."})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Endpoint:
        """An Endpoint instead of a dict."""
        return Endpoint(**data)


class WebhookSubmission(WebhookChange):
    """An endpoint to post to."""

    url = Text(
        required=True,
        validate=[validate.Length(min=1), at_most(LONGEST_URL)],
        metadata={"description": "https, a public host, port 443 or 8443.", "example": "https://cms.example.com/hooks"},
    )
    events = fields.List(
        Text(validate=one_of(*EVENTS)),
        required=True,
        validate=[validate.Length(min=1, max=len(EVENTS), error="has none or too many"), _distinct],
        metadata={"uniqueItems": True},
    )


class ShownFilters(WireSchema):
    """The filters; null asks for nothing."""

    kinds = fields.List(Text(), required=True, allow_none=True)
    languages = fields.List(Text(), required=True, allow_none=True)
    publishers = fields.List(Text(), required=True, allow_none=True)
    min_worthiness = Exact(required=True, allow_none=True)


class Webhook(WireSchema):
    """An endpoint as it can be shown again. `disabledReason`: owner, gone (410), failing (five days)."""

    id = fields.UUID(required=True)
    url = Text(required=True)
    description = Text(required=True, allow_none=True)
    events = fields.List(Text(), required=True)
    filters = fields.Nested(ShownFilters, required=True)
    embargoed = fields.Boolean(required=True)
    enabled = fields.Boolean(required=True)
    disabled_reason = Text(required=True, allow_none=True, validate=one_of(*REASONS))
    failures = Whole(required=True, metadata={"description": "In a row, until now."})
    failing_since = Instant(required=True, allow_none=True)
    paused_until = Instant(required=True, allow_none=True)
    previous_secret_until = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)


class NewWebhook(Webhook):
    """An endpoint just made, or with a new secret; `secret` is shown this once."""

    secret = Text(required=True)


class WebhookList(WireSchema):
    """All endpoints of the workspace, newest first."""

    items = fields.List(fields.Nested(Webhook), required=True)


class Attempt(WireSchema):
    """One attempt at a delivery; `problem` is null when it arrived, `responseStatus` when nothing was answered."""

    started_at = Instant(required=True)
    milliseconds = Whole(required=True)
    response_status = Whole(required=True, allow_none=True)
    problem = Text(required=True, allow_none=True)


class DeliverySummary(WireSchema):
    """A message on its way, or at its end. `messageId` is the header `webhook-id`, the same at every attempt."""

    id = fields.UUID(required=True)
    message_id = Text(required=True)
    type = Text(required=True)
    state = Text(required=True, validate=one_of(*DELIVERY_STATES))
    attempts = Whole(required=True, metadata={"description": "Since it was queued or replayed."})
    response_status = Whole(required=True, allow_none=True)
    problem = Text(required=True, allow_none=True)
    occurred_at = Instant(required=True)
    due_at = Instant(required=True, metadata={"description": "When it is tried (again), at the earliest."})
    finished_at = Instant(required=True, allow_none=True)
    article_id = fields.UUID(required=True, allow_none=True)
    claim_id = fields.UUID(required=True, allow_none=True)


class Delivery(DeliverySummary):
    """A delivery with all its attempts."""

    log = fields.List(fields.Nested(Attempt), required=True)


class DeliveryPage(WireSchema):
    """A page of deliveries, newest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(DeliverySummary), required=True)
    next = Text(required=True, allow_none=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuestion:
    """Which deliveries are asked for."""

    state: str | None = None
    cursor: str | None = None
    limit: int = 50


class DeliveryQuery(WireSchema):
    """The query string of an endpoint's deliveries."""

    state = Text(validate=one_of(*DELIVERY_STATES))
    cursor = Filled(validate=at_most(500))
    limit = Count(validate=validate.Range(1, 200, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> DeliveryQuestion:
        """A DeliveryQuestion instead of a dict."""
        return DeliveryQuestion(**data)


class ReplaySubmission(WireSchema):
    """Since when failed deliveries are to be sent again."""

    since = Instant(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> datetime:
        """The moment itself."""
        moment: datetime = data["since"]
        return moment


class Replayed(WireSchema):
    """How many deliveries were queued again."""

    replayed = Whole(required=True)


class ClaimNews(WireSchema):
    """What a message about a claim holds: the claim as it was when the message was sent; null when it was erased."""

    position = Whole(required=True)
    article_id = fields.UUID(required=True)
    claim_id = fields.UUID(required=True)
    claim_version = Whole(required=True, allow_none=True)
    claim = fields.Nested(Claim, required=True, allow_none=True)


class ArticleStanding(WireSchema):
    """Where an article stands."""

    id = fields.UUID(required=True)
    external_id = Text(required=True, allow_none=True)
    revision = Whole(required=True)
    state = Text(required=True)
    problem = Text(required=True, allow_none=True)
    claims = Whole(required=True, allow_none=True)
    links = fields.Dict(keys=Text(), values=Text(), required=True)


class ArticleNews(WireSchema):
    """What a message about an article holds; `article` is null when it was erased."""

    position = Whole(required=True)
    article_id = fields.UUID(required=True)
    article = fields.Nested(ArticleStanding, required=True, allow_none=True)


class ClaimMessage(WireSchema):
    """A message about a claim."""

    type = Text(required=True)
    timestamp = Instant(required=True)
    data = fields.Nested(ClaimNews, required=True)


class ArticleMessage(WireSchema):
    """A message about an article."""

    type = Text(required=True)
    timestamp = Instant(required=True)
    data = fields.Nested(ArticleNews, required=True)
