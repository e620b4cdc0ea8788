"""The statements that only the relay runs: what is due, whose lease has ended."""

from typing import NamedTuple
from uuid import UUID

from schemas.records import EventType
from schemas.tasks import DUE_CHANNEL
from workers.database import Db
from workers.store import MOST_ATTEMPTS

#: Any number that nobody else in this database takes for an advisory lock.
_RELAY_LOCK = 0x66616374
#: A message that got lost is sent again after this, twice as long each time, up to the second figure.
FIRST_WAIT = 10
LONGEST_WAIT = 60

STOPPED = "The extraction was stopped five times before it ended: the text takes too much time or memory."


class Due(NamedTuple):
    """A revision (or a delivery) to ring for."""

    id: UUID
    request_id: str | None
    traceparent: str | None


def lead(db: Db) -> bool:
    """Become the one relay of this database, for as long as the connection lives; False when another one is."""
    row = db.execute("SELECT pg_try_advisory_lock(%s)", [_RELAY_LOCK]).fetchone()
    return row is not None and bool(row[0])


def listen(db: Db) -> None:
    """Hear of new revisions when they are committed."""
    db.execute(f"LISTEN {DUE_CHANNEL}")


def take_due(db: Db, most: int) -> list[Due]:
    """The revisions that are due, longest first. Each is put off: it is rung for again if nobody takes it by then."""
    rows = db.execute(
        "WITH due AS (SELECT id FROM revisions WHERE state = 'queued' AND next_publish_at <= now()"
        " ORDER BY next_publish_at LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED)"
        " UPDATE revisions r SET publishes = publishes + 1,"
        " next_publish_at = now() + make_interval(secs => least(%(longest)s, %(first)s * 2 ^ least(publishes, 10)))"
        " FROM due WHERE r.id = due.id RETURNING r.id, r.request_id, r.traceparent",
        {"most": most, "first": FIRST_WAIT, "longest": LONGEST_WAIT},
    ).fetchall()
    return sorted((Due(*row) for row in rows), key=lambda due: due.id)  # ids sort by time


def put_back(db: Db, ids: list[UUID]) -> None:
    """Make revisions due again that could not be rung for."""
    db.execute(
        "UPDATE revisions SET publishes = greatest(publishes - 1, 0), next_publish_at = now()"
        " WHERE id = ANY(%s) AND state = 'queued'",
        [ids],
    )


def recall(db: Db) -> None:
    """Make due at once what was rung for and not taken. For a queue that is empty: its messages are gone."""
    db.execute(
        "UPDATE revisions SET next_publish_at = now() WHERE state = 'queued' AND publishes > 0"
        " AND next_publish_at > now() AND next_publish_at <= now() + make_interval(secs => %s)",
        [LONGEST_WAIT],
    )


def release_ended(db: Db) -> int:
    """Queue the revisions whose lease has ended and that may be tried again; how many."""
    return db.execute(
        "UPDATE revisions SET state = 'queued', lease_token = NULL, leased_until = NULL,"
        " next_publish_at = now(), publishes = 0"
        " WHERE state = 'running' AND leased_until < now() AND attempts < %s",
        [MOST_ATTEMPTS],
    ).rowcount


def fail_exhausted(db: Db) -> int:
    """Fail the revisions whose last lease has ended, an event for each; how many."""
    return db.execute(
        "WITH ended AS (UPDATE revisions SET state = 'failed', lease_token = NULL, leased_until = NULL,"
        " finished_at = now(), problem = %(problem)s"
        " WHERE state = 'running' AND leased_until < now() AND attempts >= %(most)s"
        " RETURNING workspace_id, article_id, id, request_id, traceparent)"
        " INSERT INTO events (workspace_id, type, article_id, revision_id, request_id, traceparent)"
        " SELECT workspace_id, %(event)s, article_id, id, request_id, traceparent FROM ended",
        {"problem": STOPPED, "most": MOST_ATTEMPTS, "event": str(EventType.ARTICLE_FAILED)},
    ).rowcount
