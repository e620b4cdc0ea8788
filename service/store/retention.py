# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""What the relay would forget now, over all workspaces, as the owner sees them: counted, not touched.

The functions that forget (migration 0012) and workers/retention.py are the rule; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from service.store.database import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """For how many days each kind is kept; 0: for ever."""

    changes: int
    deliveries: int
    tombstones: int
    earlier_texts: int


class Due(NamedTuple):
    """How many of a kind would go, when the oldest of them was made or ended, and how many there are in all."""

    due: int
    oldest: datetime | None
    all: int


# Nothing younger than a day is forgotten, whatever is set.
_OLD = "now() - make_interval(days => greatest(%(days)s, 1))"
_CHANGES = f"SELECT id FROM events WHERE position IS NOT NULL AND created_at < {_OLD}"

_QUESTIONS = {
    "changes": f"SELECT count(*) FILTER (WHERE position IS NOT NULL AND created_at < {_OLD}),"
    f" min(created_at) FILTER (WHERE position IS NOT NULL AND created_at < {_OLD}), count(*) FROM events",
    "deliveries": "SELECT count(*) FILTER (WHERE finished_at < now() - make_interval(days => %(days)s)),"
    " min(finished_at) FILTER (WHERE finished_at < now() - make_interval(days => %(days)s)), count(*)"
    " FROM deliveries",
    "tombstones": f"SELECT count(*) FILTER (WHERE erased_at < {_OLD}), min(erased_at) FILTER (WHERE erased_at < {_OLD}),"
    " count(*) FROM articles WHERE erased_at IS NOT NULL",
    "earlier_texts": "SELECT count(*) FILTER (WHERE since IS NOT NULL), min(since), count(*) FROM revisions e,"
    " LATERAL (SELECT min(r.finished_at) AS since FROM revisions r WHERE r.article_id = e.article_id"
    " AND r.number > e.number AND r.state = 'extracted' AND r.forgot_earlier_at IS NULL"
    f" AND r.finished_at < {_OLD} AND NOT EXISTS (SELECT FROM revisions u WHERE u.article_id = r.article_id"
    " AND u.number < r.number AND u.state IN ('queued', 'running'))) AS later WHERE e.text <> ''",
}
_UNDELIVERED = (
    f"SELECT count(*), min(occurred_at) FROM deliveries WHERE event_id IN ({_CHANGES})"
    " AND (finished_at IS NULL OR %(ended)s = 0 OR finished_at >= now() - make_interval(days => %(ended)s))"
)
_ANSWERS = (
    "SELECT count(*) FILTER (WHERE expires_at < now()), min(expires_at) FILTER (WHERE expires_at < now()), count(*)"
    " FROM idempotency_keys"
)


def due(db: Db, kept: Kept) -> dict[str, Due]:
    """Each kind that is kept for a time only; `undelivered` are deliveries that go with the change they tell of."""
    found: dict[str, Due] = {}
    for kind, question in _QUESTIONS.items():
        days: int = getattr(kept, kind)
        found[kind] = _ask(db, question, {"days": days})
        if not days:
            found[kind] = Due(0, None, found[kind].all)
    found["undelivered"] = Due(0, None, found["deliveries"].all)
    if kept.changes:
        values = {"days": kept.changes, "ended": kept.deliveries}
        number, oldest = db.execute(_UNDELIVERED, values).fetchall()[0]
        found["undelivered"] = Due(number, oldest, found["deliveries"].all)
    found["answers"] = _ask(db, _ANSWERS, {})
    return found


def _ask(db: Db, question: str, values: dict[str, int]) -> Due:
    return Due(*db.execute(question, values).fetchall()[0])
