"""The records of the review desk: one frozen dataclass per table, as in schemas.records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

#: Who changes a review without anybody pressing a key.
THE_SERVICE = "factclaims"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer said of a claim; never changed afterwards. `corrects` names the verdict that it replaces.

    `sources`, `corrected_value` and `claimant` have the shapes of `schemas.wire.verdicts`.
    """

    id: UUID
    workspace_id: UUID
    claim_id: UUID
    round: int
    corrects: UUID | None
    reviewer: str
    key_id: UUID
    rating: str
    explanation: str | None
    sources: list[dict[str, Any]]
    corrected_value: dict[str, Any] | None
    claimant: dict[str, Any] | None
    first_appearance: str | None
    request_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """One change of a claim's review, with the review before and after it; never changed afterwards.

    What followed by itself has THE_SERVICE for its reviewer, and no key.
    """

    id: int
    workspace_id: UUID
    claim_id: UUID
    action: str
    reviewer: str
    key_id: UUID | None
    note: str | None
    verdict_id: UUID | None
    before: dict[str, Any]
    after: dict[str, Any]
    request_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How a workspace reviews; the JSON columns have the shapes of `schemas.wire.reviewsettings`."""

    workspace_id: UUID
    version: int
    ratings: list[dict[str, Any]]
    required: int
    rules: list[dict[str, Any]]
    lease_seconds: int
    publish_when_judged: bool
    publisher: dict[str, Any]
    updated_at: datetime
