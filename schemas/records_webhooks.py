"""The tables of webhooks, one frozen dataclass each, their columns in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DeliveryState(StrEnum):
    """Where a delivery stands. Only `queued` and `running` change by themselves."""

    QUEUED = "queued"
    RUNNING = "running"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint. Secrets are sealed (schemas.sealing); `min_worthiness` is in thousandths; a filter of None asks nothing."""

    id: UUID
    workspace_id: UUID
    url: str
    description: str | None
    events: Sequence[str]
    kinds: Sequence[str] | None
    languages: Sequence[str] | None
    publishers: Sequence[str] | None
    min_worthiness: int | None
    embargoed: bool
    enabled: bool
    disabled_reason: str | None
    secret: str = field(repr=False)
    previous_secret: str | None = field(repr=False)
    previous_until: datetime | None
    version: int
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for one endpoint, and the job of bringing it there; `event_id` is None for a test.

    Nobody tries before `due_at`; the relay rings when `next_publish_at` is due and counts in `publishes`.
    """

    id: UUID
    workspace_id: UUID
    webhook_id: UUID
    event_id: int | None
    type: str
    occurred_at: datetime
    state: DeliveryState
    attempts: int
    lease_token: UUID | None
    leased_until: datetime | None
    due_at: datetime
    next_publish_at: datetime
    publishes: int
    response_status: int | None
    problem: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """What came of one attempt; `problem` is None when it arrived."""

    id: int
    workspace_id: UUID
    delivery_id: UUID
    started_at: datetime
    milliseconds: int
    response_status: int | None
    problem: str | None
