# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Claims, as listings and single ones need them."""

from typing import Any, NamedTuple
from uuid import UUID

from schemas.claimjson import COLUMNS, ClaimRow
from schemas.records import EventType
from schemas.records_review import THE_SERVICE
from schemas.terms import fold, terms
from schemas.wire.claimquery import ClaimQuestion
from service.store.database import Db


class Place(NamedTuple):
    """Where a listing goes on: below this worthiness (when sorted by it) and this id."""

    worthiness: int | None
    id: UUID


_FIRST_CJK = 0x2E80  # where the scripts that are looked for in pairs begin

_SELECT = f"SELECT {COLUMNS} FROM claims"

# An open end of a value reaches everything; a claim without any number is not asked about numbers.
_CONDITIONS = {
    "kind": "kind = %(kind)s",
    "type": "value_type = %(type)s",
    "unit": "unit = %(unit)s",
    "min": "upper_float >= %(min)s::float8 AND (upper_bound >= %(min)s OR upper_bound IS NULL)",
    "max": "lower_float <= %(max)s::float8 AND (lower_bound <= %(max)s OR lower_bound IS NULL)",
    "from_day": "coalesce(earliest, latest) IS NOT NULL AND (latest IS NULL OR latest >= %(from_day)s)",
    "to_day": "coalesce(earliest, latest) IS NOT NULL AND (earliest IS NULL OR earliest <= %(to_day)s)",
    "language": "language = %(language)s",
    "publisher": "publisher = %(publisher)s",
    "speaker": "strpos(lower(speaker), lower(%(speaker)s)) > 0",
    "subject": "strpos(lower(subject), lower(%(subject)s)) > 0",
    "state": "review_state = %(state)s",
    "verdict": "verdict = %(verdict)s",
    "tag": "id = ANY (ARRAY(SELECT claims_with_tags(ARRAY[%(tag)s])))",
    "min_worthiness": "worthiness >= %(min_worthiness)s",
    "article_id": "article_id = %(article_id)s",
    "updated_since": "updated_at >= %(updated_since)s",
}


def page(db: Db, asked: ClaimQuestion, after: Place | None) -> list[ClaimRow]:
    """Current claims that answer all filters, in the asked order; one more than the limit when there are more."""
    conditions, values = _filters(asked)
    by_worthiness = asked.sort == "worthiness"
    if after is not None:
        conditions.append(
            "(worthiness, id) < (%(after_worthiness)s, %(after_id)s)" if by_worthiness else "id < %(after_id)s"
        )
        values |= {"after_worthiness": after.worthiness, "after_id": after.id}
    # claims.id: a bare id would be the text of the first column, which no index is sorted by
    order = "worthiness DESC, claims.id DESC" if by_worthiness else "claims.id DESC"
    rows = db.execute(
        f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT %(rows)s",
        values | {"rows": asked.limit + 1},
    ).fetchall()
    return [ClaimRow._make(row) for row in rows]


def following(db: Db, asked: ClaimQuestion, after: UUID | None, most: int) -> list[ClaimRow]:
    """At most `most` current claims that answer all filters, in the order of their ids, behind the id `after`."""
    conditions, values = _filters(asked)
    if after is not None:
        conditions.append("claims.id > %(after_id)s")
    rows = db.execute(
        f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY claims.id LIMIT %(rows)s",
        values | {"after_id": after, "rows": most},
    ).fetchall()
    return [ClaimRow._make(row) for row in rows]


def of_article(db: Db, article_id: UUID, after: tuple[int, UUID] | None, limit: int) -> list[ClaimRow]:
    """An article's current claims in the order of its text; one more than `limit` when there are more."""
    beyond = "" if after is None else " AND (quote_start, id) > (%(after_start)s, %(after_id)s)"
    start, after_id = after or (None, None)
    rows = db.execute(
        f"{_SELECT} WHERE article_id = %(article_id)s AND status = 'current'{beyond}"
        " ORDER BY quote_start, claims.id LIMIT %(rows)s",
        {"article_id": article_id, "after_start": start, "after_id": after_id, "rows": limit + 1},
    ).fetchall()
    return [ClaimRow._make(row) for row in rows]


def find(db: Db, claim_id: UUID) -> ClaimRow | None:
    """One claim, whatever its status."""
    row = db.execute(f"{_SELECT} WHERE id = %s", [claim_id]).fetchone()
    return None if row is None else ClaimRow._make(row)


def withdraw(db: Db, article_id: UUID, request_id: str) -> None:
    """End an article's current claims because it was taken back, an event for each."""
    db.execute(
        "WITH ended AS (UPDATE claims SET status = 'withdrawn', version = version + 1, updated_at = now()"
        " WHERE article_id = %s AND status = 'current'"
        " RETURNING workspace_id, article_id, revision_id, id, version)"
        " INSERT INTO events (workspace_id, type, article_id, revision_id, claim_id, claim_version, request_id)"
        " SELECT workspace_id, %s, article_id, revision_id, id, version, %s FROM ended",
        [article_id, str(EventType.CLAIM_WITHDRAWN), request_id],
    )


def announce_erasure(db: Db, article_id: UUID, request_id: str) -> None:
    """An event for each claim of an article that is about to be deleted: the tombstones of the feed."""
    db.execute(
        "INSERT INTO events (workspace_id, type, article_id, revision_id, claim_id, claim_version, request_id)"
        " SELECT workspace_id, %s, article_id, revision_id, id, version, %s FROM claims WHERE article_id = %s"
        " ORDER BY id",
        [str(EventType.CLAIM_ERASED), request_id, article_id],
    )


def reopen_checked_by(db: Db, request_id: str, *, claim_id: UUID | None = None, article_id: UUID | None = None) -> None:
    """Open the claims whose only check is the verdict on this claim, or on one of this article; history and event for each."""
    db.execute(
        "WITH opened AS (UPDATE claims SET review_state = 'open', checked_claim_id = NULL, version = version + 1,"
        " updated_at = now() WHERE checked_claim_id IN"
        " (SELECT id FROM claims WHERE id = %(claim)s OR article_id = %(article)s)"
        " AND article_id IS DISTINCT FROM %(article)s"
        " RETURNING workspace_id, article_id, revision_id, id, version, review_snapshot(claims) AS snapshot),"
        " told AS (INSERT INTO review_history"
        " (workspace_id, claim_id, action, reviewer, note, before, after, request_id)"
        " SELECT workspace_id, id, 'reopen', %(service)s, 'The check that it rested on was taken back.',"
        " (snapshot || jsonb_build_object('state', 'alreadyChecked', 'version', version - 1))::json, snapshot::json,"
        " %(request)s FROM opened)"
        " INSERT INTO events (workspace_id, type, article_id, revision_id, claim_id, claim_version, request_id)"
        " SELECT workspace_id, %(event)s, article_id, revision_id, id, version, %(request)s FROM opened",
        {
            "claim": claim_id,
            "article": article_id,
            "service": THE_SERVICE,
            "event": str(EventType.CLAIM_CHANGED),
            "request": request_id,
        },
    )


def _filters(asked: ClaimQuestion) -> tuple[list[str], dict[str, Any]]:
    """The conditions of a question on current claims, and their values."""
    values = _values(asked)
    conditions = ["status = 'current'", *(_CONDITIONS[name] for name in values)]
    if asked.q is not None:
        conditions.append(_search(asked.q, values))
    return conditions, values


def _values(asked: ClaimQuestion) -> dict[str, Any]:
    values = {name: value for name in _CONDITIONS if (value := getattr(asked, name)) is not None}
    if "min_worthiness" in values:
        values["min_worthiness"] = int((values["min_worthiness"] * 1000).to_integral_value(rounding="ROUND_CEILING"))
    return values


def _search(question: str, values: dict[str, Any]) -> str:
    """The condition for a question's terms. Words and pairs have an index; one character alone is looked for in all."""
    wanted = terms(question)
    alone = [term for term in wanted if len(term) == 1 and ord(term) >= _FIRST_CJK]
    indexed = [term for term in wanted if term not in alone]
    conditions = []
    if indexed:
        conditions.append("id IN (SELECT claims_with_terms(%(terms)s))")
        values["terms"] = indexed
    for number, character in enumerate(alone):
        conditions.append(f"EXISTS (SELECT FROM unnest(terms) term WHERE strpos(term, %(alone{number})s) > 0)")
        values[f"alone{number}"] = fold(character)
    return " AND ".join(conditions)
