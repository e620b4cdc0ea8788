# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""The statements by which a finished revision changes its article's claims: one function a statement.

All of them run in the finishing transaction, with the article locked.
"""

from collections.abc import Sequence
from dataclasses import astuple, fields
from uuid import UUID

from schemas.records import ClaimStatus, EventType, Outcome
from workers.database import Db
from workers.documents import ClaimRow
from workers.lineage import Known
from workers.store import Claimed

_KNOWN = (
    "id, status = 'current', revision_id, kind, value_type, unit, lower_bound, upper_bound, earliest, latest,"
    " quote_start, quote_end, document::text"
)
_COLUMNS = tuple(field.name for field in fields(ClaimRow))
_PLACES = ", ".join("%s" for _ in _COLUMNS)
_PLACED = "claim_placements (workspace_id, article_id, revision_id, revision_number, claim_id, outcome, quote_start, claim_version"
_TOLD = "events (workspace_id, type, article_id, revision_id, request_id, claim_id, claim_version)"


def known(db: Db, article_id: UUID) -> list[Known]:
    """The claims that the article has or had, those of its newest revisions first; withdrawn ones have no successor."""
    rows = db.execute(
        f"SELECT {_KNOWN} FROM claims WHERE article_id = %s AND status <> 'withdrawn'"
        " ORDER BY revision_number DESC, quote_start",
        [article_id],
    ).fetchall()
    return [Known(*row) for row in rows]


def add(db: Db, claimed: Claimed, version: str, status: ClaimStatus, rows: Sequence[ClaimRow]) -> None:
    """Insert new claims, each with its place and an event, in one round trip (pipelined)."""
    of_claim = (*_of(claimed), version, str(status), claimed.publisher)
    with db.cursor() as cursor:
        cursor.executemany(
            "WITH added AS (INSERT INTO claims (workspace_id, article_id, revision_id, revision_number,"
            f" extractor_version, status, publisher, {', '.join(_COLUMNS)})"
            f" VALUES (%s, %s, %s, %s, %s, %s, %s, {_PLACES}) RETURNING id, version, quote_start),"
            f" placed AS (INSERT INTO {_PLACED})"
            " SELECT %s::uuid, %s::uuid, %s::uuid, %s::integer, id, %s, quote_start, version FROM added)"
            f" INSERT INTO {_TOLD} SELECT %s::uuid, %s, %s::uuid, %s::uuid, %s, id, version FROM added",
            [
                (*of_claim, *astuple(row), *_of(claimed), str(Outcome.ADDED), *_event(claimed, EventType.CLAIM_CREATED))
                for row in rows
            ],
        )


def archive(db: Db, claimed: Claimed, ids: Sequence[UUID]) -> None:
    """Keep what claims looked like in the earlier revision that they are about to leave."""
    db.execute(
        "UPDATE claim_placements p SET document = c.document FROM claims c"
        " WHERE c.id = ANY(%s) AND p.claim_id = c.id AND p.revision_id = c.revision_id"
        " AND c.revision_id <> %s AND p.document IS NULL",
        [list(ids), claimed.id],
    )


def move(db: Db, claimed: Claimed, version: str, moves: Sequence[tuple[UUID, ClaimRow, Outcome]]) -> None:
    """Let claims go on in this revision, current, one version further, with an event each (pipelined).

    In a revision that is read again, a claim keeps the outcome that it had there.
    """
    assignments = ", ".join(f"{column} = %s" for column in _COLUMNS)
    with db.cursor() as cursor:
        cursor.executemany(
            "WITH moved AS (UPDATE claims SET revision_id = %s, revision_number = %s, extractor_version = %s,"
            f" publisher = %s, {assignments}, status = 'current', version = version + 1, updated_at = now()"
            " WHERE id = %s RETURNING id, version, quote_start),"
            f" placed AS (INSERT INTO {_PLACED})"
            " SELECT %s::uuid, %s::uuid, %s::uuid, %s::integer, id, %s, quote_start, version FROM moved"
            " ON CONFLICT (revision_id, claim_id) DO UPDATE"
            " SET quote_start = excluded.quote_start, claim_version = excluded.claim_version)"
            f" INSERT INTO {_TOLD} SELECT %s::uuid, %s, %s::uuid, %s::uuid, %s, id, version FROM moved",
            [
                (
                    *(claimed.id, claimed.number, version, claimed.publisher, *astuple(row), claim_id),
                    *(*_of(claimed), str(outcome), *_event(claimed, EventType.CLAIM_CHANGED)),
                )
                for claim_id, row, outcome in moves
            ],
        )


def place(db: Db, claimed: Claimed, places: Sequence[tuple[UUID, ClaimRow, Outcome]]) -> None:
    """Note where claims stood, and how they looked, in a revision that came late."""
    with db.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_PLACED}, document)"
            " SELECT %s, %s, %s, %s, id, %s, %s, version, %s::json FROM claims WHERE id = %s"
            " ON CONFLICT (revision_id, claim_id) DO NOTHING",
            [
                (*_of(claimed), str(outcome), row.quote_start, row.document, claim_id)
                for claim_id, row, outcome in places
            ],
        )


def leave_places(db: Db, claimed: Claimed, gone: Sequence[UUID], moving: Sequence[UUID]) -> None:
    """Clear the way in a revision that is read again: what it had added and is gone was never there.

    What is about to move stops being current for a moment, because current claims exclude each other from a place.
    """
    db.execute(
        "DELETE FROM claim_placements WHERE revision_id = %s AND claim_id = ANY(%s) AND outcome = 'added'",
        [claimed.id, list(gone)],
    )
    db.execute("UPDATE claims SET status = 'superseded' WHERE id = ANY(%s)", [list(moving)])


def supersede(db: Db, claimed: Claimed, ids: Sequence[UUID]) -> None:
    """End claims that the article no longer makes, an event for each; earlier revisions' are noted as removed here."""
    db.execute(
        "WITH ended AS (UPDATE claims SET status = 'superseded', version = version + 1, updated_at = now()"
        " WHERE id = ANY(%(ids)s) AND status = 'current' RETURNING id, version, revision_id, quote_start),"
        f" placed AS (INSERT INTO {_PLACED})"
        " SELECT %(workspace)s, %(article)s, %(revision)s, %(number)s, ended.id, 'removed', quote_start, version"
        " FROM ended WHERE revision_id <> %(revision)s"
        " OR EXISTS (SELECT FROM claim_placements p WHERE p.revision_id = %(revision)s AND p.claim_id = ended.id)"
        " ON CONFLICT (revision_id, claim_id) DO UPDATE"
        " SET outcome = 'removed', claim_version = excluded.claim_version)"
        f" INSERT INTO {_TOLD}"
        " SELECT %(workspace)s, %(event)s, %(article)s, revision_id, %(request)s, id, version FROM ended",
        {
            "ids": list(ids),
            "workspace": claimed.workspace_id,
            "article": claimed.article_id,
            "revision": claimed.id,
            "number": claimed.number,
            "event": str(EventType.CLAIM_SUPERSEDED),
            "request": claimed.request_id,
        },
    )


def _of(claimed: Claimed) -> tuple[UUID, UUID, UUID, int]:
    return claimed.workspace_id, claimed.article_id, claimed.id, claimed.number


def _event(claimed: Claimed, event: EventType) -> tuple[UUID, str, UUID, UUID, str | None]:
    return claimed.workspace_id, str(event), claimed.article_id, claimed.id, claimed.request_id
