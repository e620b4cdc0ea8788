# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""A claim's review: reading it under a lock, saving it, and what is written down beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row, namedtuple_row
from psycopg.types.json import Json

from schemas.records import ReviewState
from schemas.records_review import Verdict
from service.store.database import Db


@dataclass(frozen=True, slots=True)
class Review:
    """Where a claim's review stands. `judged_by` are those whose verdicts the round has."""

    state: ReviewState
    required: int
    submitted: int
    verdict: str | None
    verdict_id: UUID | None
    round: int
    judged_by: tuple[str, ...]
    assigned_to: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A claim that this transaction has locked; `leased_by` and `lease` are None when nobody holds it."""

    id: UUID
    article_id: UUID
    version: int
    status: str
    lease: UUID | None
    leased_by: str | None
    review: Review


class Actor(NamedTuple):
    """Who does something to a review, with which key, in which request."""

    workspace_id: UUID
    key_id: UUID
    reviewer: str
    request_id: str


class Entry(NamedTuple):
    """One line of a claim's history; the verdict's columns are None where there was none."""

    id: int
    action: str
    reviewer: str
    note: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    request_id: str | None
    created_at: datetime
    verdict_id: UUID | None


_VERDICT = (
    "id, workspace_id, claim_id, round, corrects, reviewer, key_id, rating, explanation, sources, corrected_value,"
    " claimant, first_appearance, request_id, created_at"
)


def lock(db: Db, claim_id: UUID) -> OnDesk | None:
    """The claim, locked until the transaction ends; None: no such claim.

    The first verdict of a round settles how many it needs, so until then the workspace's rules are asked.
    """
    row = db.execute(
        "SELECT id, article_id, version, status, lease_token, leased_by, leased_until > now(),"
        " review_state, CASE WHEN review_state = 'open' AND review_submitted = 0"
        " THEN required_verdicts(workspace_id, kind, language, publisher, worthiness) ELSE review_required END,"
        " review_submitted, verdict, verdict_id, review_round, judged_by, assigned_to, tags"
        " FROM claims WHERE id = %s FOR NO KEY UPDATE",
        [claim_id],
    ).fetchone()
    if row is None:
        return None
    claim, article, version, status, token, holder, live, state, *rest = row
    required, submitted, verdict, verdict_id, number, judged_by, assigned_to, tags = rest
    review = Review(
        *(ReviewState(state), required, submitted, verdict, verdict_id, number, tuple(judged_by), assigned_to),
        tuple(tags),
    )
    return OnDesk(claim, article, version, status, token if live else None, holder if live else None, review)


def save(db: Db, claim_id: UUID, review: Review) -> int:
    """Store the review of a locked claim; its version, which is one more. Publishing dates from the first time."""
    row = db.execute(
        "UPDATE claims SET review_state = %s, review_required = %s, review_submitted = %s, verdict = %s,"
        " verdict_id = %s, review_round = %s, judged_by = %s, assigned_to = %s, tags = %s,"
        " published_at = CASE WHEN %s = 'published' THEN coalesce(published_at, now()) END,"
        " checked_claim_id = CASE WHEN %s = 'alreadyChecked' THEN checked_claim_id END,"
        " version = version + 1, updated_at = now() WHERE id = %s RETURNING version",
        [
            *(str(review.state), review.required, review.submitted, review.verdict, review.verdict_id, review.round),
            *(
                list(review.judged_by),
                review.assigned_to,
                list(review.tags),
                str(review.state),
                str(review.state),
                claim_id,
            ),
        ],
    ).fetchall()[0]
    return int(row[0])


def free(db: Db, claim_id: UUID) -> None:
    """End whatever lease there is on a claim."""
    db.execute("UPDATE claims SET lease_token = NULL, leased_until = NULL, leased_by = NULL WHERE id = %s", [claim_id])


def add_verdict(db: Db, actor: Actor, on_desk: OnDesk, opinion: dict[str, Any], corrects: UUID | None) -> Verdict:
    """Store what a reviewer said."""
    with db.cursor(row_factory=class_row(Verdict)) as cursor:
        return cursor.execute(
            "INSERT INTO verdicts (workspace_id, claim_id, round, corrects, reviewer, key_id, rating, explanation,"
            " sources, corrected_value, claimant, first_appearance, request_id)"
            f" VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING {_VERDICT}",
            [
                *(actor.workspace_id, on_desk.id, on_desk.review.round, corrects, actor.reviewer, actor.key_id),
                *(opinion["rating"], opinion.get("explanation"), Json(opinion.get("sources") or [])),
                *(_json(opinion.get("corrected_value")), _json(opinion.get("claimant"))),
                *(opinion.get("first_appearance"), actor.request_id),
            ],
        ).fetchall()[0]


def ratings(db: Db, claim_id: UUID, number: int) -> list[str]:
    """The ratings of a round's calls, in the order in which they came."""
    rows = db.execute(
        "SELECT rating FROM verdicts WHERE claim_id = %s AND round = %s AND corrects IS NULL ORDER BY id",
        [claim_id, number],
    ).fetchall()
    return [str(row[0]) for row in rows]


def verdicts(db: Db, ids: list[UUID]) -> dict[UUID, Verdict]:
    """Verdicts by their ids."""
    with db.cursor(row_factory=class_row(Verdict)) as cursor:
        rows = cursor.execute(f"SELECT {_VERDICT} FROM verdicts WHERE id = ANY (%s)", [ids]).fetchall()
    return {row.id: row for row in rows}


def add_change(  # noqa: PLR0913, PLR0917 - one per column
    db: Db,
    actor: Actor,
    claim_id: UUID,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    verdict_id: UUID | None,
    note: str | None,
) -> Entry:
    """Write down a change, for good."""
    with db.cursor(row_factory=namedtuple_row) as cursor:
        row = cursor.execute(
            "INSERT INTO review_history"
            " (workspace_id, claim_id, action, reviewer, key_id, note, verdict_id, before, after, request_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            f" RETURNING {_ENTRY}",
            [
                *(actor.workspace_id, claim_id, action, actor.reviewer, actor.key_id, note, verdict_id),
                *(Json(before), Json(after), actor.request_id),
            ],
        ).fetchall()[0]
    return Entry._make(row)


_ENTRY = ", ".join(Entry._fields)


def history(db: Db, claim_id: UUID, before: int | None, limit: int) -> list[Entry]:
    """A claim's changes, newest first, below the id `before`; one more than the limit when there are more."""
    rows = db.execute(
        f"SELECT {_ENTRY} FROM review_history WHERE claim_id = %s AND id < coalesce(%s::bigint, 9223372036854775807)"
        " ORDER BY id DESC LIMIT %s",
        [claim_id, before, limit + 1],
    ).fetchall()
    return [Entry._make(row) for row in rows]


def running_round(db: Db, claim_id: UUID) -> tuple[int, bool] | None:
    """The number of a claim's round, and whether its verdicts are sealed still; None: no such claim."""
    row = db.execute(
        "SELECT review_round, review_state IN ('open', 'alreadyChecked') FROM claims WHERE id = %s", [claim_id]
    ).fetchone()
    return None if row is None else (int(row[0]), bool(row[1]))


def _json(value: dict[str, Any] | None) -> Json | None:
    return None if value is None else Json(value)
