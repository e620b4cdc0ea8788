"""What the desk's figures are counted from."""

from datetime import datetime
from typing import NamedTuple

from service.store.database import Db


class Waiting(NamedTuple):
    """Claims of one kind, language and state that wait for a verdict, and how long the oldest does."""

    kind: str
    language: str
    state: str
    claims: int
    oldest_seconds: int


class Done(NamedTuple):
    """Verdicts of a reviewer on one kind of claims, on one day (UTC)."""

    reviewer: str
    kind: str
    day: str
    verdicts: int


class Pair(NamedTuple):
    """How often two calls of one round said these two things; `one` came before `two`."""

    kind: str
    one: str
    two: str
    rating_one: str
    rating_two: str
    claims: int


class Held(NamedTuple):
    """A claim that somebody holds."""

    claim_id: str
    reviewer: str
    ends_at: datetime


def depth(db: Db) -> list[Waiting]:
    """The queue, counted from its index alone."""
    rows = db.execute(
        "SELECT kind, language, review_state, count(*),"
        " extract(epoch FROM now() - min(created_at))::integer FROM claims"
        " WHERE status = 'current' AND review_state IN ('open', 'disputed') GROUP BY kind, language, review_state"
    ).fetchall()
    return [Waiting(*row) for row in rows]


def held(db: Db) -> list[Held]:
    """Who holds what now, the first to end first."""
    rows = db.execute(
        "SELECT id::text, leased_by, leased_until FROM claims"
        " WHERE lease_token IS NOT NULL AND leased_until > now() ORDER BY leased_until LIMIT 1000"
    ).fetchall()
    return [Held(*row) for row in rows]


def done(db: Db, days: int) -> list[Done]:
    """Verdicts by reviewer, kind and day."""
    rows = db.execute(
        "SELECT v.reviewer, c.kind, to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)"
        " FROM verdicts v JOIN claims c ON c.id = v.claim_id WHERE v.created_at >= now() - make_interval(days => %s) AND v.corrects IS NULL"
        " GROUP BY v.reviewer, c.kind, day ORDER BY day, v.reviewer, c.kind",
        [days],
    ).fetchall()
    return [Done(*row) for row in rows]


def pairs(db: Db, days: int) -> list[Pair]:
    """What pairs of blind calls said, of rounds that are complete; a call that settled a dispute was not blind."""
    rows = db.execute(
        "WITH calls AS (SELECT v.claim_id, v.round, v.reviewer, v.rating, c.kind,"
        " row_number() OVER (PARTITION BY v.claim_id, v.round ORDER BY v.id) AS place, c.review_required AS required"
        " FROM verdicts v JOIN claims c ON c.id = v.claim_id WHERE v.created_at >= now() - make_interval(days => %s) AND v.corrects IS NULL"
        " AND NOT (c.review_state IN ('open', 'alreadyChecked') AND v.round = c.review_round))"
        " SELECT one.kind, one.reviewer, two.reviewer, one.rating, two.rating, count(*)"
        " FROM calls one JOIN calls two ON two.claim_id = one.claim_id AND two.round = one.round"
        " AND one.place < two.place AND two.place <= two.required"
        " GROUP BY one.kind, one.reviewer, two.reviewer, one.rating, two.rating",
        [days],
    ).fetchall()
    return [Pair(*row) for row in rows]
