"""What a desk does with a claim: judge, correct, publish, dismiss, reopen, assign, tag, comment.

Every change locks the claim, saves the review with its version one higher, and writes the history row
and the event in the same transaction.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from schemas.records import ClaimStatus, EventType, ReviewState
from schemas.records_review import Verdict
from schemas.wire.reviewsettings import Rating, Settings
from schemas.wire.verdicts import CorrectionRequest, VerdictRequest
from service import errors, preconditions
from service.decision import outcome
from service.errors import Flaw
from service.store import claims, events
from service.store import review as store
from service.store.database import Db
from service.store.review import Actor, Entry, OnDesk, Review
from service.transitions import Action, after


def locked(db: Db, claim_id: UUID) -> OnDesk:
    """The claim, locked. Raises NotFound."""
    found = store.lock(db, claim_id)
    if found is None:
        raise errors.NotFound
    return found


def judge(db: Db, actor: Actor, claim_id: UUID, sent: VerdictRequest, settings: Settings) -> Verdict:
    """Take a reviewer's verdict, under a lease or an If-Match; what it does to the claim is decided here.

    Raises NotFound, PreconditionRequired, PreconditionFailed, LeaseNotHeld, ClaimLeased, ClaimNotCurrent,
    AlreadyJudged, InvalidTransition, or ValidationFailed for a rating that the workspace does not have.
    """
    claim = locked(db, claim_id)
    _check_hold(claim, actor, sent.lease)
    if claim.status != ClaimStatus.CURRENT:
        raise errors.ClaimNotCurrent
    if actor.reviewer in claim.review.judged_by:
        raise errors.AlreadyJudged
    after(claim.review.state, Action.DISMISS)  # what can be dismissed is open to judgement
    rating = _rating(settings, sent.opinion["rating"])
    verdict = store.add_verdict(db, actor, claim, sent.opinion, corrects=None)
    review = replace(
        claim.review, submitted=claim.review.submitted + 1, judged_by=(*claim.review.judged_by, actor.reviewer)
    )
    given = store.ratings(db, claim_id, review.round)
    action = outcome(review.state, review.required, given)
    if action is Action.DECIDE:
        review = replace(review, verdict=rating.name, verdict_id=verdict.id)
        action = Action.DISMISS if rating.dismisses else action
    store.free(db, claim_id)
    claim = _move(db, actor, claim, review, action, verdict_id=verdict.id)
    if action is Action.DECIDE and settings.publish_when_judged:
        _publish(db, actor, claim, note=None)
    return verdict


def correct(db: Db, actor: Actor, claim_id: UUID, sent: CorrectionRequest, settings: Settings) -> Verdict:
    """Put another verdict in place of the one that counts; the old one stays in the history."""
    claim = locked(db, claim_id)
    preconditions.check(claim.version)
    after(claim.review.state, Action.CORRECT)
    rating = _rating(settings, sent.opinion["rating"])
    if rating.dismisses:
        raise errors.ValidationFailed(flaws=(Flaw("/rating", "takes the claim off the desk: reopen it for that"),))
    verdict = store.add_verdict(db, actor, claim, sent.opinion, corrects=claim.review.verdict_id)
    review = replace(claim.review, verdict=rating.name, verdict_id=verdict.id)
    _move(db, actor, claim, review, Action.CORRECT, verdict_id=verdict.id, note=sent.note)
    if review.state is ReviewState.PUBLISHED:
        events.add_claim_event(db, EventType.VERDICT_PUBLISHED, claim_id, actor.request_id)
    return verdict


def publish(db: Db, actor: Actor, claim_id: UUID, note: str | None) -> None:
    """Let readers see the verdict."""
    claim = locked(db, claim_id)
    preconditions.check(claim.version)
    _publish(db, actor, claim, note)


def dismiss(db: Db, actor: Actor, claim_id: UUID, note: str | None) -> None:
    """Take a claim off the desk without a verdict."""
    claim = locked(db, claim_id)
    preconditions.check(claim.version)
    _move(db, actor, claim, claim.review, Action.DISMISS, note=note)
    store.free(db, claim_id)


def reopen(db: Db, actor: Actor, claim_id: UUID, note: str | None) -> None:
    """Begin the next round, with no verdicts; those of the earlier rounds stay in the history."""
    claim = locked(db, claim_id)
    preconditions.check(claim.version)
    review = replace(
        claim.review, submitted=0, verdict=None, verdict_id=None, judged_by=(), round=claim.review.round + 1
    )
    _move(db, actor, claim, review, Action.REOPEN, note=note)
    claims.reopen_checked_by(db, actor.request_id, claim_id=claim_id)


def arrange(db: Db, actor: Actor, claim_id: UUID, changed: dict[str, Any]) -> None:
    """Assign a claim (None: to nobody) and tag it; nothing happens when nothing changes."""
    claim = locked(db, claim_id)
    preconditions.check(claim.version)
    if "tags" in changed:
        changed = changed | {"tags": tuple(changed["tags"])}
    review = replace(claim.review, **changed)
    if review != claim.review:
        action = "assign" if review.assigned_to != claim.review.assigned_to else "tag"
        _change(db, actor, claim, review, action)


def comment(db: Db, actor: Actor, claim_id: UUID, text: str) -> Entry:
    """Leave a word for the other reviewers. It changes nothing, so the version stays."""
    claim = locked(db, claim_id)
    now = _snapshot(claim.review, claim.version)
    return store.add_change(db, actor, claim_id, "comment", now, now, None, text)


def _check_hold(claim: OnDesk, actor: Actor, lease: UUID | None) -> None:
    if lease is not None:
        if claim.lease != lease or claim.leased_by != actor.reviewer:
            raise errors.LeaseNotHeld
        return
    preconditions.check(claim.version)
    if claim.leased_by not in (None, actor.reviewer):
        raise errors.ClaimLeased


def _rating(settings: Settings, name: str) -> Rating:
    rating = settings.rating(name)
    if rating is None:
        names = ", ".join(known.name for known in settings.ratings)
        raise errors.ValidationFailed(flaws=(Flaw("/rating", f"is not one of: {names}"),))
    return rating


def _publish(db: Db, actor: Actor, claim: OnDesk, note: str | None) -> None:
    _move(db, actor, claim, claim.review, Action.PUBLISH, note=note)
    events.add_claim_event(db, EventType.VERDICT_PUBLISHED, claim.id, actor.request_id)


def _move(  # noqa: PLR0913 - a change is who, what, from, to and why
    db: Db,
    actor: Actor,
    claim: OnDesk,
    review: Review,
    action: Action,
    *,
    verdict_id: UUID | None = None,
    note: str | None = None,
) -> OnDesk:
    review = replace(review, state=after(claim.review.state, action))
    return _change(db, actor, claim, review, action, verdict_id=verdict_id, note=note)


def _change(  # noqa: PLR0913 - as above
    db: Db,
    actor: Actor,
    claim: OnDesk,
    review: Review,
    action: str,
    *,
    verdict_id: UUID | None = None,
    note: str | None = None,
) -> OnDesk:
    version = store.save(db, claim.id, review)
    before, now = _snapshot(claim.review, claim.version), _snapshot(review, version)
    store.add_change(db, actor, claim.id, str(action), before, now, verdict_id, note)
    events.add_claim_event(db, EventType.CLAIM_CHANGED, claim.id, actor.request_id)
    return replace(claim, version=version, review=review)


def _snapshot(review: Review, version: int) -> dict[str, Any]:
    """The shape of `schemas.wire.verdicts.ReviewSnapshot`."""
    return {
        "state": str(review.state),
        "required": review.required,
        "submitted": review.submitted,
        "verdict": review.verdict,
        "assignedTo": review.assigned_to,
        "tags": list(review.tags),
        "round": review.round,
        "version": version,
    }
