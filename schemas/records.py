"""One frozen dataclass per table, its columns in their order; the migrations say what each may hold.

Columns that Postgres computes (text_length, the float shadows of the bounds) are not repeated here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class RevisionState(StrEnum):
    """Where a revision stands. Only `queued` and `running` change by themselves."""

    QUEUED = "queued"
    RUNNING = "running"
    EXTRACTED = "extracted"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class ClaimStatus(StrEnum):
    """Whether a claim is in its article today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ReviewState(StrEnum):
    """Where a claim stands with the fact-checkers; service/transitions.py says how it gets from one to the next."""

    OPEN = "open"
    DISPUTED = "disputed"
    JUDGED = "judged"
    PUBLISHED = "published"
    ALREADY_CHECKED = "alreadyChecked"
    DISMISSED = "dismissed"


class Outcome(StrEnum):
    """What a revision did to a claim, against the revision before."""

    ADDED = "added"
    KEPT = "kept"
    CHANGED = "changed"
    REMOVED = "removed"


class EventType(StrEnum):
    """What an event row says has happened."""

    ARTICLE_ACCEPTED = "article.accepted"
    ARTICLE_EXTRACTED = "article.extracted"
    ARTICLE_FAILED = "article.failed"
    ARTICLE_WITHDRAWN = "article.withdrawn"
    ARTICLE_ERASED = "article.erased"
    CLAIM_CREATED = "claim.created"
    CLAIM_CHANGED = "claim.changed"
    CLAIM_SUPERSEDED = "claim.superseded"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    CLAIM_ERASED = "claim.erased"
    CLAIM_ALREADY_CHECKED = "claim.alreadyChecked"
    VERDICT_PUBLISHED = "verdict.published"


class Scope(StrEnum):
    """What a key may do."""

    ARTICLES_WRITE = "articles:write"
    CLAIMS_READ = "claims:read"
    REVIEW_WRITE = "review:write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A tenant."""

    id: UUID
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: never the secret, only its SHA-256. `reviewer` is the person whose key it is, if one's."""

    id: UUID
    workspace_id: UUID
    name: str
    prefix: str
    digest: bytes
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    reviewer: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article's identity; what was sent is in its revisions."""

    id: UUID
    workspace_id: UUID
    external_id: str | None
    content_digest: bytes
    latest_revision: int
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """An article as received at one time, and the job of extracting it.

    `language` is None until the worker has guessed it, when the sender did not name it.
    `published_offset` is the sender's time zone in minutes east of UTC: the reader's "today" is the date
    of `published_at` there, which may differ from the date in UTC. `problem` is a sentence for the reader.
    The relay rings when `next_publish_at` is due and counts in `publishes`, its back-off's exponent.
    `queued_at` is `accepted_at`, or when it was queued again for a better extractor.
    """

    id: UUID
    workspace_id: UUID
    article_id: UUID
    number: int
    content_digest: bytes
    text: str
    title: str | None
    language: str | None
    language_guessed: bool
    published_at: datetime | None
    published_offset: int | None
    url: str | None
    publisher: str | None
    authors: Sequence[str]
    state: RevisionState
    attempts: int
    lease_token: UUID | None
    leased_until: datetime | None
    next_publish_at: datetime
    publishes: int
    problem: str | None
    claim_count: int | None
    extractor_version: str | None
    request_id: str | None
    accepted_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: what is searched by is typed, the rest is `document`.

    `document` is JSON text, an object of the shape `schemas.wire.claims.ClaimDocument`, stored and sent
    as it stands. `worthiness` is in thousandths. `lower_bound` and `upper_bound` are None where the
    value is open (or no number). `earliest` and `latest` are those of a date, else of the period that
    the value is about. `terms` come from `schemas.terms.terms(sentence, subject, speaker)`. `judged_by`
    names the reviewers whose verdicts the current round has; a lease is over when `leased_until` is past.
    `measure`, `magnitude` and `subject_key` come from `schemas.likeness`; `checked_claim_id` is a claim with a published verdict
    that says the same.
    """

    id: UUID
    workspace_id: UUID
    article_id: UUID
    revision_id: UUID
    revision_number: int
    extractor_version: str
    version: int
    status: ClaimStatus
    kind: str
    value_type: str
    quote_start: int
    quote_end: int
    language: str
    publisher: str | None
    speaker: str | None
    subject: str | None
    unit: str | None
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    earliest: date | None
    latest: date | None
    worthiness: int
    terms: Sequence[str]
    review_state: str
    review_required: int
    review_submitted: int
    verdict: str | None
    document: str
    created_at: datetime
    updated_at: datetime
    review_round: int
    judged_by: Sequence[str]
    assigned_to: str | None
    tags: Sequence[str]
    verdict_id: UUID | None
    published_at: datetime | None
    lease_token: UUID | None
    leased_until: datetime | None
    leased_by: str | None
    measure: str | None
    magnitude: float | None
    checked_claim_id: UUID | None
    subject_key: str | None


@dataclass(frozen=True, slots=True)
class ClaimPlacement:
    """Where a claim stood in one revision; `document` is what it was there, None while the claim's row still says so."""

    workspace_id: UUID
    article_id: UUID
    revision_id: UUID
    revision_number: int
    claim_id: UUID
    outcome: Outcome
    quote_start: int
    claim_version: int
    document: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, written in the transaction in which it did; ids only.

    `position` is None until the single writer of positions has seen the event.
    """

    id: int
    workspace_id: UUID
    type: EventType
    article_id: UUID | None
    revision_id: UUID | None
    claim_id: UUID | None
    claim_version: int | None
    request_id: str | None
    created_at: datetime
    position: int | None


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An answer that was given, kept in the transaction that earned it."""

    workspace_id: UUID
    key: str
    request_digest: bytes
    status: int
    headers: dict[str, str]
    body: str
    article_id: UUID | None
    created_at: datetime
    expires_at: datetime
    next_article_id: UUID | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A relay or worker that was alive at `beat_at`."""

    process: str
    role: str
    started_at: datetime
    beat_at: datetime
