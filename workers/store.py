# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""The statements that the workers run on revisions and claims: one function a statement.

A revision's way: queued → running (a lease: token and end) → extracted, queued again, or failed. Each
step is one conditional UPDATE; no row means that somebody else was first, and nothing was changed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from uuid import UUID

from schemas.records import EventType
from schemas.tasks import DUE_CHANNEL
from workers.database import Db

#: How often a revision is tried before it is failed for good.
MOST_ATTEMPTS = 5
#: Code points a second that even a slow machine extracts, and the longest lease: beyond the task's time limit.
SLOWEST_PACE = 20_000
LONGEST_LEASE = 75


@dataclass(frozen=True, slots=True)
class Claimed:
    """A revision that this process holds, with what extraction needs of it."""

    id: UUID
    workspace_id: UUID
    article_id: UUID
    number: int
    text: str
    language: str | None
    published_at: datetime | None
    published_offset: int | None
    url: str | None
    publisher: str | None
    attempts: int
    request_id: str | None
    traceparent: str | None

    @property
    def published(self) -> datetime | None:
        """The moment of publication on the sender's clock, without its zone: the text's "today" is that day."""
        if self.published_at is None or self.published_offset is None:
            return None
        zone = timezone(timedelta(minutes=self.published_offset))
        return self.published_at.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an extraction says about its revision."""

    claims: int
    language: str
    version: str


_CLAIMED = (
    "id, workspace_id, article_id, number, text, language, published_at, published_offset, url, publisher,"
    " attempts, request_id, traceparent"
)


def claim(db: Db, revision_id: UUID, token: UUID, lease_seconds: int) -> Claimed | None:
    """Take the revision under `token`, one attempt more; None when it is held, finished or gone.

    The attempt is counted before the work, so that one that ends the process counts too. A long text's
    lease is longer, up to LONGEST_LEASE.
    """
    row = db.execute(
        "UPDATE revisions SET state = 'running', lease_token = %(token)s, attempts = attempts + 1,"
        " leased_until = now()"
        " + make_interval(secs => least(%(lease)s + text_length / %(pace)s, %(longest)s)),"
        " started_at = coalesce(started_at, now())"
        " WHERE id = %(id)s AND attempts < %(most)s"
        " AND (state = 'queued' OR (state = 'running' AND leased_until < now()))"
        f" RETURNING {_CLAIMED}",
        {
            "id": revision_id,
            "token": token,
            "lease": lease_seconds,
            "pace": SLOWEST_PACE,
            "longest": LONGEST_LEASE,
            "most": MOST_ATTEMPTS,
        },
    ).fetchone()
    return None if row is None else Claimed(*row)


def held(db: Db, revision_id: UUID, token: UUID) -> Claimed | None:
    """The revision, if it is held under `token`: what a claim of unknown outcome has come to."""
    row = db.execute(
        f"SELECT {_CLAIMED} FROM revisions WHERE id = %s AND lease_token = %s", [revision_id, token]
    ).fetchone()
    return None if row is None else Claimed(*row)


def finish(db: Db, claimed: Claimed, token: UUID, outcome: Outcome) -> bool:
    """Mark the revision extracted if `token` still holds it, and write the event; False changes nothing.

    The first statement of the finishing transaction: from here on nobody can take the revision over.
    """
    return (
        db.execute(
            "WITH done AS (UPDATE revisions SET state = 'extracted', lease_token = NULL, leased_until = NULL,"
            " problem = NULL, claim_count = %(claims)s, extractor_version = %(version)s, finished_at = now(),"
            " language_guessed = language IS NULL, language = coalesce(language, %(language)s)"
            " WHERE id = %(id)s AND state = 'running' AND lease_token = %(token)s"
            " RETURNING workspace_id, article_id, id, request_id)"
            " INSERT INTO events (workspace_id, type, article_id, revision_id, request_id)"
            " SELECT workspace_id, %(event)s, article_id, id, request_id FROM done",
            {
                "id": claimed.id,
                "token": token,
                "claims": outcome.claims,
                "language": outcome.language,
                "version": outcome.version,
                "event": str(EventType.ARTICLE_EXTRACTED),
            },
        ).rowcount
        == 1
    )


def trace(db: Db, traceparent: str) -> None:
    """Let the events of this transaction carry the trace on; '' changes nothing."""
    if traceparent:
        db.execute("SELECT set_config('app.traceparent', %s, true)", [traceparent])


def announce(db: Db) -> None:
    """Wake the relay when this transaction is committed: it puts the new events in order."""
    db.execute("SELECT pg_notify(%s, '')", [DUE_CHANNEL])


def lock_article(db: Db, article_id: UUID) -> None:
    """Let one revision of an article at a time decide which claims are current, until the transaction ends."""
    db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(article_id)])


def newer_is_extracted(db: Db, claimed: Claimed) -> bool:
    """Whether a later revision of the article was finished before this one."""
    return (
        db.execute(
            "SELECT 1 FROM revisions WHERE article_id = %s AND number > %s AND state = 'extracted' LIMIT 1",
            [claimed.article_id, claimed.number],
        ).fetchone()
        is not None
    )


def fail(db: Db, claimed: Claimed, token: UUID, problem: str, wait_seconds: float) -> str | None:
    """Give back a revision whose extraction went wrong; its state now, None when `token` no longer holds it.

    It is tried again after `wait_seconds`, or failed with `problem` when this was the last attempt.
    """
    row = db.execute(
        "WITH ended AS (UPDATE revisions SET lease_token = NULL, leased_until = NULL,"
        " publishes = 0, problem = %(problem)s,"
        " state = CASE WHEN attempts < %(most)s THEN 'queued' ELSE 'failed' END,"
        " finished_at = CASE WHEN attempts < %(most)s THEN NULL ELSE now() END,"
        " next_publish_at = now() + make_interval(secs => %(wait)s)"
        " WHERE id = %(id)s AND state = 'running' AND lease_token = %(token)s"
        " RETURNING workspace_id, article_id, id, request_id, traceparent, state),"
        " told AS (INSERT INTO events (workspace_id, type, article_id, revision_id, request_id, traceparent)"
        " SELECT workspace_id, %(event)s, article_id, id, request_id, traceparent FROM ended WHERE state = 'failed')"
        " SELECT state FROM ended",
        {
            "id": claimed.id,
            "token": token,
            "problem": problem,
            "wait": wait_seconds,
            "most": MOST_ATTEMPTS,
            "event": str(EventType.ARTICLE_FAILED),
        },
    ).fetchone()
    return None if row is None else str(row[0])


def state(db: Db, revision_id: UUID) -> str | None:
    """The revision's state; None when it was erased."""
    row = db.execute("SELECT state FROM revisions WHERE id = %s", [revision_id]).fetchone()
    return None if row is None else str(row[0])


def beat(db: Db, process: str, role: str) -> None:
    """Say that this process is alive."""
    db.execute(
        "INSERT INTO heartbeats (process, role) VALUES (%s, %s) ON CONFLICT (process) DO UPDATE SET beat_at = now()",
        [process, role],
    )
