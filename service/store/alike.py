# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Claims of other articles that may say the same as a claim, or contradict it: candidates by index, nearest first."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from schemas.claimjson import COLUMNS, ClaimRow
from schemas.likeness import NEAR, Comparable
from service.store.database import Db

_NEWEST, _NEAREST = 100, 50  # candidates with the very value, and on each side of it
_COMPARABLE = "language, measure, value_type, unit, lower_bound, upper_bound, earliest, latest, subject_key, terms"


class Asked(NamedTuple):
    """The claim that others are compared with; no `magnitude`: it is comparable with nothing."""

    article_id: UUID
    magnitude: float | None
    claim: Comparable


class Candidate(NamedTuple):
    """Another claim."""

    id: UUID
    claim: Comparable


def asked(db: Db, claim_id: UUID) -> Asked | None:
    """The claim as it is compared; None when there is none."""
    row = db.execute(f"SELECT article_id, magnitude, {_COMPARABLE} FROM claims WHERE id = %s", [claim_id]).fetchone()
    return None if row is None else Asked(row[0], row[1], _comparable(row[2:]))


def with_value(db: Db, one: Asked) -> list[Candidate]:
    """The newest current claims of other articles with the same value, then the nearest values on both sides."""
    here = "status = 'current' AND measure = %(measure)s AND article_id <> %(article)s"
    row = f"SELECT id, {_COMPARABLE} FROM claims WHERE {here}"
    rows = db.execute(
        f"({row} AND magnitude = %(size)s ORDER BY claims.id DESC LIMIT {_NEWEST})"
        f" UNION ALL ({row} AND magnitude > %(size)s AND magnitude <= %(most)s ORDER BY magnitude LIMIT {_NEAREST})"
        f" UNION ALL ({row} AND magnitude < %(size)s AND magnitude >= %(least)s"
        f" ORDER BY magnitude DESC LIMIT {_NEAREST})",
        _window(one),
    ).fetchall()
    return [Candidate(row[0], _comparable(row[1:])) for row in rows]


def with_subject(db: Db, one: Asked) -> list[Candidate]:
    """Current claims of other articles with the same unit and subject, whatever their value."""
    rows = db.execute(
        f"SELECT id, {_COMPARABLE} FROM claims WHERE status = 'current' AND measure = %(measure)s"
        f" AND subject_key = %(subject)s AND article_id <> %(article)s LIMIT {_NEWEST}",
        {"measure": one.claim.measure, "subject": one.claim.subject_key, "article": one.article_id},
    ).fetchall()
    return [Candidate(row[0], _comparable(row[1:])) for row in rows]


def rows(db: Db, ids: Sequence[UUID]) -> dict[str, ClaimRow]:
    """The claims themselves, by id."""
    found = db.execute(f"SELECT {COLUMNS} FROM claims WHERE id = ANY(%s)", [list(ids)]).fetchall()
    return {row[0]: ClaimRow._make(row) for row in found}


def _window(one: Asked) -> dict[str, object]:
    size = one.magnitude or 0.0
    # A range is near by its middle: twice the tolerance leaves room for its width.
    reach = 2 * float(NEAR) * abs(size)
    return {
        "measure": one.claim.measure,
        "article": one.article_id,
        "size": size,
        "least": size - reach,
        "most": size + reach,
    }


def _comparable(row: Sequence[object]) -> Comparable:
    return Comparable(**dict(zip(_COMPARABLE.split(", "), row, strict=True)))  # type: ignore[arg-type]  # the columns' types
