"""Articles in JSON: what is sent, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from schemas.wire.base import WireSchema
from schemas.wire.fields import Count, Filled, Instant, Label, Text, WebAddress, Whole, at_most, language_tag, one_of

STATES = ("queued", "running", "extracted", "failed", "withdrawn")
SOURCES = ("text", "html", "ninjs")
MOST_AUTHORS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An article as sent: one of `text`, `html` and `ninjs`. `published_at` keeps the sender's offset."""

    text: str | None = None
    html: str | None = None
    ninjs: dict[str, Any] | None = None
    title: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    embargo_until: datetime | None = None
    url: str | None = None
    external_id: str | None = None
    publisher: str | None = None
    authors: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An article to be stored. `source_digest` is the SHA-256 of the HTML or ninjs that its text was taken from."""

    text: str
    source_format: str = "text"
    source_digest: bytes | None = None
    title: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    embargo_until: datetime | None = None
    url: str | None = None
    external_id: str | None = None
    publisher: str | None = None
    authors: Sequence[str] = ()


class ArticleSubmission(WireSchema):
    """An article to extract: one of `text` (kept exactly as sent), `html` and `ninjs`, and what is known of it."""

    text = Filled(metadata={"description": "Plain text, at most 2 MB of UTF-8; kept exactly as sent."})
    html = Filled(
        metadata={
            "description": "A page, in which the article is looked for, or a fragment, which is kept as a whole. "
            "The text in it is stored; offsets refer to that, see /text."
        }
    )
    ninjs = fields.Dict(
        keys=fields.String(),
        metadata={"description": "An item of ninjs 2 or 3 with a body of text. Fields beside it go before its own."},
    )
    title = Label(validate=at_most(1000))
    language = Text(
        validate=language_tag,
        metadata={
            "description": "BCP 47; guessed from the text when absent. Its country (en-AU), else that of the domain of `url`, "
            "decides whose dollar `$` is, what 03/04/2026 means, and when fiscal years and seasons begin.",
            "example": "ja",
        },
    )
    published_at = Instant(
        metadata={"description": "Resolves dates such as 14日 or 'last year'; its offset tells the reader's day."}
    )
    embargo_until = Instant(
        metadata={"description": "Until then only keys that write articles or review see it and its claims."}
    )
    url = WebAddress()
    external_id = Label(
        validate=at_most(255), metadata={"description": "Your id: new content under it becomes a new revision."}
    )
    publisher = Label(validate=at_most(200))
    authors = fields.List(
        Label(validate=at_most(200)), validate=validate.Length(max=MOST_AUTHORS, error="has more than {max} names")
    )

    @validates_schema
    def check_source(self, data: dict[str, Any], **_: Any) -> None:
        """There is one text, in one form."""
        given = [name for name in SOURCES if name in data]
        if not given:
            raise ValidationError("is missing (or html, or ninjs)", "text")
        if len(given) > 1:
            raise ValidationError(f"is given beside {given[0]}", given[1])

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Sent:
        """What was sent, instead of a dict."""
        return Sent(**data)


class ArticleCounts(WireSchema):
    """How long the text is (code points; 0: no longer kept), and how many claims it has; null until it is extracted."""

    characters = Whole(required=True)
    claims = Whole(required=True, allow_none=True)


class ArticleSource(WireSchema):
    """What the text was taken from, and the SHA-256 of that; null for plain text."""

    format = Text(required=True, validate=one_of(*SOURCES))
    sha256 = Text(required=True, allow_none=True)


class ArticleLinks(WireSchema):
    """Where to go from an article."""

    self = Text(required=True)
    text = Text(required=True)
    claims = Text(required=True)
    revisions = Text(required=True)


class Article(WireSchema):
    """An article as its latest revision has it, and how far the extraction is."""

    id = fields.UUID(required=True)
    type = Text(required=True, validate=one_of("Article"))
    external_id = Text(required=True, allow_none=True)
    revision = Whole(required=True)
    state = Text(required=True, validate=one_of(*STATES))
    attempts = Whole(required=True)
    problem = Text(required=True, allow_none=True, metadata={"description": "Why it failed."})
    title = Text(required=True, allow_none=True)
    language = Text(required=True, allow_none=True)
    language_guessed = fields.Boolean(required=True)
    published_at = Instant(required=True, allow_none=True)
    embargo_until = Instant(required=True, allow_none=True)
    source = fields.Nested(ArticleSource, required=True)
    url = Text(required=True, allow_none=True)
    publisher = Text(required=True, allow_none=True)
    authors = fields.List(Text(), required=True)
    counts = fields.Nested(ArticleCounts, required=True)
    extractor_version = Text(required=True, allow_none=True)
    created_at = Instant(required=True)
    accepted_at = Instant(required=True)
    started_at = Instant(required=True, allow_none=True)
    finished_at = Instant(required=True, allow_none=True)
    links = fields.Nested(ArticleLinks, required=True)


class ArticlePage(WireSchema):
    """A page of articles, newest first; `next` is null on the last one."""

    items = fields.List(fields.Nested(Article), required=True)
    next = Text(required=True, allow_none=True)


class RevisionOutcomes(WireSchema):
    """What the revision did to the article's claims, against the revision before: how many of each."""

    added = Whole(required=True)
    kept = Whole(required=True)
    changed = Whole(required=True)
    removed = Whole(required=True)


class RevisionSummary(WireSchema):
    """One revision of an article."""

    revision = Whole(required=True)
    state = Text(required=True, validate=one_of(*STATES))
    attempts = Whole(required=True)
    problem = Text(required=True, allow_none=True)
    title = Text(required=True, allow_none=True)
    language = Text(required=True, allow_none=True)
    counts = fields.Nested(ArticleCounts, required=True)
    outcomes = fields.Nested(RevisionOutcomes, required=True)
    extractor_version = Text(required=True, allow_none=True)
    accepted_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)


class RevisionList(WireSchema):
    """All revisions of an article, newest first."""

    items = fields.List(fields.Nested(RevisionSummary), required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleQuestion:
    """Which articles are asked for."""

    external_id: str | None = None
    state: str | None = None
    language: str | None = None
    cursor: str | None = None
    limit: int = 50


class ArticleQuery(WireSchema):
    """The query string of a listing of articles."""

    external_id = Filled(validate=at_most(255))
    state = Text(validate=one_of(*STATES))
    language = Text(validate=language_tag)
    cursor = Filled(validate=at_most(500))
    limit = Count(validate=validate.Range(1, 200, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ArticleQuestion:
        """An ArticleQuestion instead of a dict."""
        return ArticleQuestion(**data)


class TextQuery(WireSchema):
    """The query string of an article's text."""

    revision = Count(validate=validate.Range(1, 999_999_999))
