"""Saving what an extraction found: each claim is added, goes on under its id, or is ended."""

from schemas.records import ClaimStatus, Outcome
from workers import checked, store, store_claims
from workers.database import Db
from workers.documents import ClaimRow
from workers.lineage import Succession, successions
from workers.store import Claimed


def save(db: Db, claimed: Claimed, version: str, found: list[ClaimRow]) -> None:
    """Bring the article's claims to what was found, in the transaction that finishes the revision.

    When a later revision was finished before, what it has is current and stays: only what it lacks is added, as superseded.
    """
    known = store_claims.known(db, claimed.article_id)
    plan = successions(known, found, claimed.id)
    if store.newer_is_extracted(db, claimed):
        _save_late(db, claimed, version, plan)
        return
    moving = [step for step in plan if step.known is not None and not _stays(step, claimed)]
    continued = {step.known.id for step in plan if step.known is not None}
    gone = [claim.id for claim in known if claim.is_current and claim.id not in continued]
    if any(claim.revision_id == claimed.id for claim in known):
        store_claims.leave_places(db, claimed, gone, [step.known.id for step in moving if step.known])
    if gone:
        store_claims.supersede(db, claimed, gone)
    if moving:
        store_claims.archive(db, claimed, [step.known.id for step in moving if step.known])
        store_claims.move(
            db, claimed, version, [(step.known.id, step.row, step.outcome) for step in moving if step.known]
        )
    store_claims.add(db, claimed, version, ClaimStatus.CURRENT, [step.row for step in plan if step.known is None])
    checked.mark(db, claimed)


def _save_late(db: Db, claimed: Claimed, version: str, plan: list[Succession]) -> None:
    store_claims.place(
        db, claimed, [(step.known.id, step.row, Outcome.ADDED) for step in plan if step.known is not None]
    )
    store_claims.add(db, claimed, version, ClaimStatus.SUPERSEDED, [step.row for step in plan if step.known is None])


def _stays(step: Succession, claimed: Claimed) -> bool:
    """Whether the claim's row is right as it stands: the same revision was read again, with the same answer."""
    return step.is_same and step.known is not None and step.known.is_current and step.known.revision_id == claimed.id
