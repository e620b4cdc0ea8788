"""What a webhook tells: the claim as it is now, the article's state; never a text that was erased."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from schemas.claimjson import COLUMNS, ClaimRow
from workers.database import Db


class EventRow(NamedTuple):
    """An event of the feed, and where its article's latest revision stands."""

    position: int
    claim_id: UUID | None
    claim_version: int | None
    article_id: UUID | None
    external_id: str | None
    revision: int | None
    state: str | None
    problem: str | None
    claims: int | None
    at: datetime


def event(db: Db, event_id: int) -> EventRow | None:
    """The event behind a delivery."""
    row = db.execute(
        "SELECT e.position, e.claim_id, e.claim_version, e.article_id, a.external_id, r.number, r.state, r.problem,"
        " r.claim_count, e.created_at FROM events e LEFT JOIN articles a ON a.id = e.article_id"
        " LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.latest_revision WHERE e.id = %s",
        [event_id],
    ).fetchone()
    return None if row is None else EventRow(*row)


def claim(db: Db, claim_id: UUID) -> ClaimRow | None:
    """A claim as it is now; None when it was erased."""
    row = db.execute(f"SELECT {COLUMNS} FROM claims WHERE id = %s", [claim_id]).fetchone()  # noqa: S608 - a constant
    return None if row is None else ClaimRow._make(row)
