"""The statements on deliveries: making them, ringing for them, and the way of one through its attempts.

A delivery's way: queued → running (a lease) → delivered, queued again, or failed. Each step is one
conditional UPDATE; no row means that somebody else was first, and nothing was changed.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workers.database import Db
from workers.store_relay import FIRST_WAIT, LONGEST_WAIT, Due

#: Longer than an attempt may take.
LEASE_SECONDS = 30
#: Deliveries that one healthy endpoint is rung for at a time; one that fails is tried with one.
EACH = 200
#: Seconds that a failing endpoint is left alone: 1, 2, 4 … up to this.
LONGEST_PAUSE = 300
#: An endpoint that has failed for so long without one success is disabled.
_GIVE_UP = "5 days"


class Held(NamedTuple):
    """A delivery that this process holds, with what sending it needs."""

    id: UUID
    workspace_id: UUID
    type: str
    occurred_at: datetime
    attempts: int
    event_id: int | None
    url: str
    secret: str
    previous_secret: str | None
    traceparent: str | None


def take_due(db: Db, most: int) -> list[Due]:
    """The deliveries that are due, of all endpoints that may be tried. Each is put off until it is rung for again."""
    rows = db.execute(
        "WITH due AS (SELECT d.id FROM webhooks w CROSS JOIN LATERAL (SELECT id FROM deliveries"
        " WHERE webhook_id = w.id AND state = 'queued' AND next_publish_at <= now() ORDER BY next_publish_at"
        " LIMIT CASE WHEN w.failures = 0 THEN %(each)s ELSE 1 END FOR NO KEY UPDATE SKIP LOCKED) AS d"
        " WHERE w.enabled AND (w.paused_until IS NULL OR w.paused_until <= now())"
        " AND (w.failures = 0 OR NOT EXISTS"
        " (SELECT FROM deliveries r WHERE r.webhook_id = w.id AND r.state = 'running')) LIMIT %(most)s)"
        " UPDATE deliveries d SET publishes = publishes + 1,"
        " next_publish_at = now() + make_interval(secs => least(%(longest)s, %(first)s * 2 ^ least(publishes, 10)))"
        " FROM due WHERE d.id = due.id"
        " RETURNING d.id, (SELECT traceparent FROM events e WHERE e.id = d.event_id)",
        {"most": most, "each": EACH, "first": FIRST_WAIT, "longest": LONGEST_WAIT},
    ).fetchall()
    return sorted((Due(row[0], None, row[1]) for row in rows), key=lambda due: due.id)  # ids sort by time


def put_back(db: Db, ids: list[UUID]) -> None:
    """Make deliveries due again that could not be rung for."""
    db.execute(
        "UPDATE deliveries SET publishes = greatest(publishes - 1, 0), next_publish_at = now()"
        " WHERE id = ANY(%s) AND state = 'queued'",
        [ids],
    )


def recall(db: Db) -> None:
    """Make due at once what was rung for and not taken. For a queue that is empty: its messages are gone."""
    db.execute(
        "UPDATE deliveries d SET next_publish_at = now() FROM webhooks w WHERE d.webhook_id = w.id AND w.enabled"
        " AND d.state = 'queued' AND d.publishes > 0"
        " AND d.next_publish_at > now() AND d.next_publish_at <= now() + make_interval(secs => %s)",
        [LONGEST_WAIT],
    )


def release_ended(db: Db) -> int:
    """Queue the deliveries whose lease has ended: whether they arrived is unknown; how many."""
    return db.execute(
        "UPDATE deliveries SET state = 'queued', lease_token = NULL, leased_until = NULL, publishes = 0,"
        " next_publish_at = now() WHERE state = 'running' AND leased_until < now()"
    ).rowcount


def hold(db: Db, delivery_id: UUID, token: UUID) -> Held | None:
    """Take the delivery under `token`, one attempt more; None when it is held, not due, finished, or must wait."""
    row = db.execute(
        "UPDATE deliveries d SET state = 'running', lease_token = %(token)s, attempts = d.attempts + 1,"
        " leased_until = now() + make_interval(secs => %(lease)s)"
        " FROM webhooks w WHERE d.id = %(id)s AND w.id = d.webhook_id AND w.enabled"
        " AND (w.paused_until IS NULL OR w.paused_until <= now()) AND d.state = 'queued' AND d.due_at <= now()"
        " RETURNING d.id, d.workspace_id, d.type, d.occurred_at, d.attempts, d.event_id, w.url, w.secret,"
        " CASE WHEN w.previous_until > now() THEN w.previous_secret END,"
        " (SELECT traceparent FROM events e WHERE e.id = d.event_id)",
        {"id": delivery_id, "token": token, "lease": LEASE_SECONDS},
    ).fetchone()
    return None if row is None else Held(*row)


def record(  # noqa: PLR0913, PLR0917 - what an attempt is
    db: Db, held: Held, token: UUID, started_at: datetime, milliseconds: int, status: int | None, problem: str | None
) -> bool:
    """Write down an attempt if `token` still holds the delivery; False changes nothing."""
    return (
        db.execute(
            "INSERT INTO delivery_attempts (workspace_id, delivery_id, started_at, milliseconds, response_status,"
            " problem) SELECT workspace_id, id, %s, %s, %s, %s FROM deliveries"
            " WHERE id = %s AND state = 'running' AND lease_token = %s FOR NO KEY UPDATE",
            [started_at, milliseconds, status, problem, held.id, token],
        ).rowcount
        == 1
    )


def succeed(db: Db, delivery_id: UUID, status: int) -> None:
    """Mark a recorded delivery as delivered; its endpoint is well."""
    db.execute(
        "WITH done AS (UPDATE deliveries SET state = 'delivered', lease_token = NULL, leased_until = NULL,"
        " response_status = %s, problem = NULL, finished_at = now() WHERE id = %s RETURNING webhook_id)"
        " UPDATE webhooks SET failures = 0, failing_since = NULL, paused_until = NULL FROM done"
        " WHERE id = done.webhook_id AND (failures > 0 OR paused_until IS NOT NULL)",
        [status, delivery_id],
    )


def put_off(db: Db, delivery_id: UUID, status: int | None, problem: str, wait_seconds: float) -> None:
    """Queue a recorded delivery again, not to be tried for so many seconds."""
    db.execute(
        "UPDATE deliveries SET state = 'queued', lease_token = NULL, leased_until = NULL, publishes = 0,"
        " response_status = %(status)s, problem = %(problem)s, due_at = now() + make_interval(secs => %(wait)s),"
        " next_publish_at = now() + make_interval(secs => %(wait)s) WHERE id = %(id)s",
        {"id": delivery_id, "status": status, "problem": problem, "wait": wait_seconds},
    )


def fail(db: Db, delivery_id: UUID, status: int | None, problem: str) -> None:
    """Give a recorded delivery up; it can be replayed."""
    db.execute(
        "UPDATE deliveries SET state = 'failed', lease_token = NULL, leased_until = NULL, response_status = %s,"
        " problem = %s, finished_at = now() WHERE id = %s",
        [status, problem, delivery_id],
    )


def note_failure(db: Db, delivery_id: UUID, *, gone: bool, pause_seconds: float | None) -> None:
    """Leave the delivery's endpoint alone for a while; disable it when it is gone, or has failed for days."""
    db.execute(
        "UPDATE webhooks w SET failures = failures + 1, failing_since = coalesce(failing_since, now()),"
        " paused_until = now() + make_interval(secs => greatest(%(pause)s::float8,"
        " least(%(longest)s, 2 ^ least(failures, 20)))),"
        " enabled = enabled AND NOT %(gone)s AND coalesce(failing_since > now() - %(give_up)s::interval, true),"
        " disabled_reason = CASE WHEN NOT enabled THEN disabled_reason WHEN %(gone)s THEN 'gone'"
        " WHEN failing_since <= now() - %(give_up)s::interval THEN 'failing' END,"
        " updated_at = CASE WHEN %(gone)s THEN now() ELSE updated_at END"
        " FROM deliveries d WHERE d.id = %(id)s AND w.id = d.webhook_id",
        {
            "id": delivery_id,
            "gone": gone,
            "pause": pause_seconds,
            "longest": LONGEST_PAUSE,
            "give_up": _GIVE_UP,
        },
    )
