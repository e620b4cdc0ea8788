"""How a workspace reviews, in JSON: its ratings, how many verdicts a claim needs, who publishes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from schemas.wire.base import WireSchema
from schemas.wire.claims import KINDS
from schemas.wire.fields import Exact, Label, Text, Truth, WebAddress, Whole, at_most, language_tag, one_of

CLAIM_PLACE = "{claimId}"
SHORTEST_LEASE, LONGEST_LEASE = 10, 86_400  # seconds
MOST_RATINGS, MOST_RULES = 20, 50

rating_name = validate.Regexp(r"[a-z][A-Za-z0-9]{0,39}\Z", error="is not a name such as mostlyFalse")
_REQUIRED = validate.Range(1, 9, error="is not between {min} and {max}")
_LEASE = validate.Range(SHORTEST_LEASE, LONGEST_LEASE, error="is not between {min} and {max} seconds")
_SHARE = validate.Range(Decimal(0), Decimal(1), error="is not between {min} and {max}")
_VALUE = validate.Range(-1, 100, error="is not between {min} and {max}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One of the answers a reviewer can give. `value` is its place on the scale, None beside the scale."""

    name: str
    label: str
    value: int | None = None
    dismisses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many verdicts the claims need that fit all that is not None."""

    required: int
    kind: str | None = None
    language: str | None = None
    publisher: str | None = None
    min_worthiness: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The organisation that publishes verdicts. `url_template` holds {claimId}."""

    name: str | None = None
    url: str | None = None
    logo: str | None = None
    url_template: str | None = None


DEFAULT_RATINGS = (
    Rating(name="true", label="True", value=5),
    Rating(name="mostlyTrue", label="Mostly true", value=4),
    Rating(name="mixed", label="Mixed", value=3),
    Rating(name="mostlyFalse", label="Mostly false", value=2),
    Rating(name="false", label="False", value=1),
    Rating(name="unverifiable", label="Unverifiable"),
    Rating(name="notAClaim", label="Not a claim", dismisses=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a workspace reviews. `version` is 0 as long as nobody has changed anything."""

    ratings: Sequence[Rating] = DEFAULT_RATINGS
    required: int = 1
    rules: Sequence[Rule] = ()
    lease_seconds: int = 900
    publish_when_judged: bool = False
    publisher: Publisher = field(default_factory=Publisher)
    version: int = 0

    def rating(self, name: str) -> Rating | None:
        """The rating of this name; None when the workspace has none."""
        return next((rating for rating in self.ratings if rating.name == name), None)

    @property
    def scale(self) -> tuple[int, int] | None:
        """The worst and the best value; None when no rating has one."""
        values = [rating.value for rating in self.ratings if rating.value is not None]
        return (min(values), max(values)) if values else None


class RatingSchema(WireSchema):
    """An answer that a reviewer can give. A rating that dismisses takes the claim off the desk."""

    name = Text(required=True, validate=rating_name)
    label = Label(required=True, validate=at_most(60), metadata={"description": "What readers see."})
    value = Whole(
        load_default=None, allow_none=True, validate=_VALUE, metadata={"description": "Its place on the scale."}
    )
    dismisses = Truth(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rating:
        """A Rating instead of a dict."""
        return Rating(**data)


class RuleSchema(WireSchema):
    """How many verdicts the claims need that fit; the first rule that fits counts."""

    required = Whole(required=True, validate=_REQUIRED)
    kind = Text(load_default=None, allow_none=True, validate=one_of(*KINDS))
    language = Text(load_default=None, allow_none=True, validate=language_tag)
    publisher = Label(load_default=None, allow_none=True, validate=at_most(200))
    min_worthiness = Exact(load_default=None, allow_none=True, validate=_SHARE)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rule:
        """A Rule instead of a dict."""
        return Rule(**data)


class PublisherSchema(WireSchema):
    """Who publishes the verdicts: needed for ClaimReview."""

    name = Label(load_default=None, allow_none=True, validate=at_most(200))
    url = WebAddress(load_default=None, allow_none=True)
    logo = WebAddress(load_default=None, allow_none=True)
    url_template = Text(
        load_default=None,
        allow_none=True,
        validate=at_most(2000),
        metadata={"description": "Where a verdict is read on your site; {claimId} stands for the claim's id."},
    )

    @validates_schema
    def check_template(self, data: dict[str, Any], **_: Any) -> None:
        """A template is a URL that differs from claim to claim."""
        template = data.get("url_template")
        if template is None:
            return
        if CLAIM_PLACE not in template or "{" in template.replace(CLAIM_PLACE, ""):
            raise ValidationError(f"does not hold {CLAIM_PLACE} and no other braces", "urlTemplate")
        try:
            WebAddress().deserialize(template.replace(CLAIM_PLACE, "0"))
        except ValidationError as error:
            raise ValidationError(error.messages, "urlTemplate") from None

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Publisher:
        """A Publisher instead of a dict."""
        return Publisher(**data)


class ReviewSettings(WireSchema):
    """How the workspace reviews; what is absent in a PUT has its default."""

    ratings = fields.List(
        fields.Nested(RatingSchema),
        load_default=lambda: list(DEFAULT_RATINGS),
        validate=validate.Length(2, MOST_RATINGS, error="has not between {min} and {max} ratings"),
    )
    required = Whole(load_default=1, validate=_REQUIRED)
    rules = fields.List(
        fields.Nested(RuleSchema),
        load_default=list,
        validate=validate.Length(max=MOST_RULES, error="has more than {max} rules"),
    )
    lease_seconds = Whole(load_default=900, validate=_LEASE)
    publish_when_judged = Truth(load_default=False)
    publisher = fields.Nested(PublisherSchema, load_default=Publisher)

    @validates_schema
    def check_names(self, data: dict[str, Any], **_: Any) -> None:
        """Two ratings of one name could not be told apart."""
        names = [rating.name for rating in data.get("ratings", [])]
        if len(set(names)) != len(names):
            raise ValidationError("names a rating twice", "ratings")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Settings:
        """Settings instead of a dict."""
        return Settings(**data)
