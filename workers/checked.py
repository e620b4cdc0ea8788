"""Telling at once that a claim was checked before: it says the same as one with a published verdict."""

from decimal import Decimal

from schemas.likeness import likeness, score
from workers import store_checked
from workers.database import Db
from workers.store import Claimed

#: How sure it must be: the same value with the same subject, words or time; a telling value alone is only similar.
SURE = Decimal("0.6")


def mark(db: Db, claimed: Claimed) -> None:
    """Let the revision's new and changed open claims name the published claim that they repeat, the likest first."""
    best: dict[object, tuple[Decimal, store_checked.Pair]] = {}
    for pair in store_checked.pairs(db, claimed):
        sure = score(likeness(pair.claim, pair.judged))
        if sure >= SURE and (pair.claim_id not in best or sure > best[pair.claim_id][0]):
            best[pair.claim_id] = (sure, pair)
    store_checked.mark(db, claimed, [(pair.claim_id, pair.judged_id) for _, pair in best.values()])
