# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""The statements about claims that repeat a checked one; they run in the finishing transaction."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from schemas.likeness import NEAR, Comparable
from schemas.records import EventType
from schemas.records_review import THE_SERVICE
from workers.database import Db
from workers.store import Claimed

_MOST = 20  # judged claims that one claim is compared with, the latest verdicts first
_COMPARABLE = (
    "language",
    "measure",
    "value_type",
    "unit",
    "lower_bound",
    "upper_bound",
    "earliest",
    "latest",
    "subject_key",
    "terms",
)
_OF_CLAIM, _OF_JUDGED = (", ".join(f"{table}.{column}" for column in _COMPARABLE) for table in ("c", "j"))


class Pair(NamedTuple):
    """A claim of the revision, and a claim with a published verdict whose value is near."""

    claim_id: UUID
    judged_id: UUID
    claim: Comparable
    judged: Comparable


def pairs(db: Db, claimed: Claimed) -> list[Pair]:
    """The revision's open claims that this transaction has written, each with the judged claims of nearly its value."""
    rows = db.execute(
        f"SELECT c.id, j.id, {_OF_CLAIM}, {_OF_JUDGED} FROM claims c CROSS JOIN LATERAL ("
        " SELECT * FROM claims k WHERE k.workspace_id = c.workspace_id AND k.measure = c.measure"
        " AND k.magnitude BETWEEN c.magnitude - %(near)s * abs(c.magnitude) AND c.magnitude + %(near)s * abs(c.magnitude)"
        " AND k.status = 'current' AND k.verdict IS NOT NULL AND k.review_state = 'published' AND k.id <> c.id"
        f" ORDER BY k.updated_at DESC LIMIT {_MOST}) j"
        " WHERE c.revision_id = %(revision)s AND c.status = 'current' AND c.review_state = 'open'"
        " AND c.updated_at = now() AND c.measure IS NOT NULL",
        {"revision": claimed.id, "near": float(NEAR)},
    ).fetchall()
    width = len(_COMPARABLE)
    return [Pair(row[0], row[1], _comparable(row[2 : 2 + width]), _comparable(row[2 + width :])) for row in rows]


def mark(db: Db, claimed: Claimed, found: Sequence[tuple[UUID, UUID]]) -> None:
    """Let claims name the judged one that they repeat, history and event for each.

    Their version counts this transaction already.
    """
    db.execute(
        "WITH marked AS (UPDATE claims c SET review_state = 'alreadyChecked', checked_claim_id = pair.judged"
        " FROM unnest(%(claims)s::uuid[], %(judged)s::uuid[]) AS pair (claim, judged)"
        " WHERE c.id = pair.claim RETURNING c.id, c.version, review_snapshot(c) AS snapshot),"
        " told AS (INSERT INTO review_history (workspace_id, claim_id, action, reviewer, before, after, request_id)"
        " SELECT %(workspace)s, id, 'match', %(service)s, (snapshot || jsonb_build_object('state', 'open'))::json,"
        " snapshot::json, %(request)s FROM marked)"
        " INSERT INTO events (workspace_id, type, article_id, revision_id, request_id, claim_id, claim_version)"
        " SELECT %(workspace)s, %(event)s, %(article)s, %(revision)s, %(request)s, id, version FROM marked",
        {
            "claims": [claim for claim, _ in found],
            "judged": [judged for _, judged in found],
            "workspace": claimed.workspace_id,
            "service": THE_SERVICE,
            "article": claimed.article_id,
            "revision": claimed.id,
            "request": claimed.request_id,
            "event": str(EventType.CLAIM_ALREADY_CHECKED),
        },
    )


def _comparable(row: Sequence[object]) -> Comparable:
    return Comparable(**dict(zip(_COMPARABLE, row, strict=True)))  # type: ignore[arg-type]  # the columns' types
