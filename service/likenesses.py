"""The claims that say the same as a claim, or another value for the same thing, the surest first."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from schemas.claimjson import ClaimRow
from schemas.likeness import Reason, contradict, likeness, score
from service import errors
from service.store import alike
from service.store.alike import Asked
from service.store.database import Db


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another claim, how sure it is that it belongs here (0 to 1), and why."""

    row: ClaimRow
    score: Decimal
    reasons: tuple[Reason, ...]


def similar(db: Db, claim_id: UUID, limit: int) -> tuple[int, list[Likeness]]:
    """How many current claims of other articles say the same, and the likest of them. Raises NotFound."""
    return _best(db, _saying_the_same(db, claim_id), limit)


def count_similar(db: Db, claim_id: UUID) -> int:
    """How many current claims of other articles say the same. Raises NotFound."""
    return len(_saying_the_same(db, claim_id))


def conflicts(db: Db, claim_id: UUID, limit: int) -> tuple[int, list[Likeness]]:
    """How many current claims of other articles give another value for the same subject and time. Raises NotFound."""
    one = _asked(db, claim_id)
    if one.magnitude is None or one.claim.subject_key is None:
        return 0, []
    shared: tuple[Reason, ...] = (Reason.SUBJECT, Reason.PERIOD)
    found = {other.id: shared for other in alike.with_subject(db, one) if contradict(one.claim, other.claim)}
    return _best(db, found, limit)


def _saying_the_same(db: Db, claim_id: UUID) -> dict[UUID, tuple[Reason, ...]]:
    """The claims that say the same, and why."""
    one = _asked(db, claim_id)
    if one.magnitude is None:
        return {}
    candidates = [*alike.with_value(db, one), *(alike.with_subject(db, one) if one.claim.subject_key else ())]
    found = {other.id: likeness(one.claim, other.claim) for other in candidates}
    return {other: reasons for other, reasons in found.items() if reasons}


def _asked(db: Db, claim_id: UUID) -> Asked:
    one = alike.asked(db, claim_id)
    if one is None:
        raise errors.NotFound
    return one


def _best(db: Db, found: dict[UUID, tuple[Reason, ...]], limit: int) -> tuple[int, list[Likeness]]:
    ordered = sorted(found, key=lambda claim_id: (-score(found[claim_id]), -claim_id.int))[:limit]
    rows = alike.rows(db, ordered)
    best = [
        Likeness(rows[str(claim_id)], score(found[claim_id]), found[claim_id])
        for claim_id in ordered
        if str(claim_id) in rows
    ]
    return len(found), best
