# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Leases: who holds which claim, and until when.

A lease is over when its time is past; nobody sweeps. What decides whether a claim may be handed out is
in its own row, so that one statement finds and takes it: SKIP LOCKED passes over what another
transaction is just taking, and a row that was changed meanwhile is judged again by its new columns.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from schemas.claimjson import COLUMNS, ClaimRow
from schemas.terms import terms
from schemas.wire.leases import Filters
from service.store.database import Db


class LeaseRow(NamedTuple):
    """A claim that somebody holds."""

    id: UUID
    reviewer: str
    ends_at: datetime
    claim: ClaimRow


_HANDED_OUT = "status = 'current' AND review_state IN ('open', 'disputed')"
# Whoever asks for this very claim may judge it themselves although it repeats a checked one.
_NAMED = "status = 'current' AND review_state IN ('open', 'disputed', 'alreadyChecked')"
_FREE = "(lease_token IS NULL OR leased_until <= now())"
_RETURNED = f"lease_token, leased_by, leased_until, {COLUMNS}"

_CONDITIONS = {
    "kind": "kind = %(kind)s",
    "language": "language = %(language)s",
    "publisher": "publisher = %(publisher)s",
    # The words narrow the search by an index, the name as it is written decides. An array, not IN: few ids are
    # looked up and sorted, where a subquery would be asked for every claim of the queue.
    "speaker": "strpos(lower(speaker), lower(%(speaker)s)) > 0"
    " AND id = ANY (ARRAY(SELECT claims_with_terms(%(speaker_terms)s)))",
    "min_worthiness": "worthiness >= %(min_worthiness)s",
    "article_id": "article_id = %(article_id)s",
    "claim_id": "id = %(claim_id)s",
    "tags": "id = ANY (ARRAY(SELECT claims_with_tags(%(tags)s)))",
}


def take(db: Db, reviewer: str, filters: Filters, seconds: int) -> LeaseRow | None:
    """Lease the worthiest claim that fits to the reviewer, the oldest of equals; None when there is none.

    Never one that is held, that waits for somebody else, or that this round has the reviewer's verdict of.
    """
    values = _values(filters)
    conditions = [
        *(_NAMED if filters.claim_id else _HANDED_OUT, _FREE, "NOT %(reviewer)s = ANY (judged_by)"),
        "(assigned_to IS NULL OR assigned_to = %(reviewer)s)",
        *(_CONDITIONS[name] for name in values),
    ]
    if "speaker" in values:
        values["speaker_terms"] = terms(filters.speaker)
    row = db.execute(
        "UPDATE claims SET lease_token = gen_random_uuid(), leased_by = %(reviewer)s,"
        " leased_until = now() + make_interval(secs => %(seconds)s)"
        f" WHERE id = (SELECT id FROM claims WHERE {' AND '.join(conditions)}"
        " ORDER BY worthiness DESC, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)"
        f" RETURNING {_RETURNED}",
        values | {"reviewer": reviewer, "seconds": seconds},
    ).fetchone()
    return None if row is None else _lease(row)


def renew(db: Db, token: UUID, seconds: int) -> LeaseRow | None:
    """Let a lease last so long from now on; None when it has ended already."""
    row = db.execute(
        "UPDATE claims SET leased_until = now() + make_interval(secs => %s)"
        f" WHERE lease_token = %s AND leased_until > now() RETURNING {_RETURNED}",
        [seconds, token],
    ).fetchone()
    return None if row is None else _lease(row)


def release(db: Db, token: UUID) -> bool:
    """Give a claim back before its time; False when it was not held any more."""
    return (
        db.execute(
            "UPDATE claims SET lease_token = NULL, leased_until = NULL, leased_by = NULL"
            " WHERE lease_token = %s AND leased_until > now()",
            [token],
        ).rowcount
        == 1
    )


def _lease(row: tuple[Any, ...]) -> LeaseRow:
    token, reviewer, until, *claim = row
    return LeaseRow(token, reviewer, until, ClaimRow(*claim))


def _values(filters: Filters) -> dict[str, Any]:
    values = {name: value for name in _CONDITIONS if (value := getattr(filters, name))}
    if filters.min_worthiness is not None:
        values["min_worthiness"] = int((filters.min_worthiness * 1000).to_integral_value(rounding="ROUND_CEILING"))
    if filters.tags:
        values["tags"] = list(filters.tags)
    return values
