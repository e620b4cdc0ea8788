# ruff: noqa: S608 -- what is put into a statement is a constant; values are parameters
"""What has happened in a workspace, in order."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from schemas.claimjson import COLUMNS, ClaimRow
from service.store import articles
from service.store.articles import ArticleRow
from service.store.database import Db


class ChangeRow(NamedTuple):
    """An event with its position, and its claim or else its article as it is now, if that still exists."""

    position: int
    type: str
    at: datetime
    article_id: str | None
    claim_id: str | None
    claim_version: int | None
    claim: ClaimRow | None
    article: ArticleRow | None


_EVENT = len(ChangeRow._fields) - 2  # how many columns are the event's own


def after(db: Db, position: int, most: int) -> list[ChangeRow]:
    """At most `most` changes behind this position.

    Positions are given to committed events only, by one writer, in the order in which they become visible:
    behind the last position that was seen nothing can turn up later. See workers.store_events.
    """
    rows = db.execute(
        "SELECT e.position, e.type, e.created_at, e.article_id::text, e.claim_id::text, e.claim_version,"
        f" {COLUMNS} FROM events e LEFT JOIN claims ON claims.id = e.claim_id"
        " WHERE e.position > %s ORDER BY e.position LIMIT %s",
        [position, most],
    ).fetchall()
    changes = [
        ChangeRow._make([*row[:_EVENT], ClaimRow._make(row[_EVENT:]) if row[_EVENT] else None, None]) for row in rows
    ]
    ids = {UUID(change.article_id) for change in changes if change.article_id and change.claim_id is None}
    known = articles.several(db, list(ids)) if ids else {}
    return [
        change._replace(article=known.get(UUID(change.article_id)))
        if change.article_id and change.claim_id is None
        else change
        for change in changes
    ]


class Step(NamedTuple):
    """An event of an article's own."""

    position: int
    type: str


def of_article(db: Db, article_id: UUID, position: int) -> list[Step]:
    """What has happened to an article itself (not to its claims) behind this position."""
    rows = db.execute(
        "SELECT position, type FROM events WHERE article_id = %s AND claim_id IS NULL AND position > %s"
        " ORDER BY position",
        [article_id, position],
    ).fetchall()
    return [Step._make(row) for row in rows]


def latest(db: Db) -> int:
    """The position of the last change; 0 when there was none."""
    rows = db.execute(
        "SELECT greatest(0, (SELECT max(position) FROM events WHERE position IS NOT NULL),"
        " (SELECT max(position) FROM forgotten_changes))"
    ).fetchall()
    return int(rows[0][0])


def forgotten(db: Db) -> int:
    """The last position that is no longer kept; 0 when all are. What was read before this was asked is whole behind it."""
    rows = db.execute("SELECT coalesce(max(position), 0) FROM forgotten_changes").fetchall()
    return int(rows[0][0])
