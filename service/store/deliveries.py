"""Deliveries of an endpoint, as its owner sees and repeats them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from schemas.wire.webhooks import DeliveryQuestion
from service.store.database import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A delivery with what its event is about."""

    id: UUID
    type: str
    state: str
    attempts: int
    response_status: int | None
    problem: str | None
    occurred_at: datetime
    due_at: datetime
    finished_at: datetime | None
    article_id: UUID | None
    claim_id: UUID | None


class AttemptRow(NamedTuple):
    """One attempt."""

    started_at: datetime
    milliseconds: int
    response_status: int | None
    problem: str | None


_SELECT = (
    "SELECT d.id, d.type, d.state, d.attempts, d.response_status, d.problem, d.occurred_at, d.due_at, d.finished_at,"
    " e.article_id, e.claim_id FROM deliveries d LEFT JOIN events e ON e.id = d.event_id"
)


def page(db: Db, webhook_id: UUID, asked: DeliveryQuestion, before: UUID | None) -> list[DeliveryRow]:
    """An endpoint's deliveries, newest first, below the id `before`; one more than the limit when there are more."""
    conditions = ["d.webhook_id = %(webhook)s"]
    conditions += ["d.state = %(state)s"] if asked.state is not None else []
    conditions += ["d.id < %(before)s"] if before is not None else []
    with db.cursor(row_factory=class_row(DeliveryRow)) as cursor:
        return cursor.execute(
            f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY d.id DESC LIMIT %(rows)s",
            {"webhook": webhook_id, "state": asked.state, "before": before, "rows": asked.limit + 1},
        ).fetchall()


def find(db: Db, webhook_id: UUID, delivery_id: UUID) -> DeliveryRow | None:
    """One delivery of an endpoint."""
    with db.cursor(row_factory=class_row(DeliveryRow)) as cursor:
        return cursor.execute(f"{_SELECT} WHERE d.webhook_id = %s AND d.id = %s", [webhook_id, delivery_id]).fetchone()


def attempts(db: Db, delivery_id: UUID) -> list[AttemptRow]:
    """The attempts at a delivery, in their order."""
    rows = db.execute(
        "SELECT started_at, milliseconds, response_status, problem FROM delivery_attempts"
        " WHERE delivery_id = %s ORDER BY id",
        [delivery_id],
    ).fetchall()
    return [AttemptRow._make(row) for row in rows]


def add_test(db: Db, workspace_id: UUID, webhook_id: UUID) -> UUID:
    """Queue a message that says nothing but that it arrived."""
    rows = db.execute(
        "INSERT INTO deliveries (workspace_id, webhook_id, type, occurred_at) VALUES (%s, %s, 'webhook.test', now())"
        " RETURNING id",
        [workspace_id, webhook_id],
    ).fetchall()
    found: UUID = rows[0][0]
    return found


def replay(db: Db, webhook_id: UUID, delivery_id: UUID) -> bool:
    """Queue an ended delivery again, as if it had never been tried; False when it has not ended."""
    return (
        db.execute(
            "UPDATE deliveries SET state = 'queued', attempts = 0, due_at = now(), next_publish_at = now(),"
            " publishes = 0, problem = NULL, finished_at = NULL"
            " WHERE webhook_id = %s AND id = %s AND state IN ('delivered', 'failed')",
            [webhook_id, delivery_id],
        ).rowcount
        == 1
    )


def replay_failed(db: Db, webhook_id: UUID, since: datetime) -> int:
    """Queue again what has failed of an endpoint's deliveries since then; how many."""
    return db.execute(
        "UPDATE deliveries SET state = 'queued', attempts = 0, due_at = now(), next_publish_at = now(),"
        " publishes = 0, problem = NULL, finished_at = NULL"
        " WHERE webhook_id = %s AND state = 'failed' AND occurred_at >= %s",
        [webhook_id, since],
    ).rowcount
