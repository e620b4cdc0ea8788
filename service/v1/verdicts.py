"""What a desk does with a claim: verdicts and the steps around them, comments, and the history of it all."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from schemas import claimjson
from schemas.claimjson import ClaimRow
from schemas.records import Scope
from schemas.wire.claims import Claim
from schemas.wire.reviewquery import HistoryQuery, HistoryQuestion
from schemas.wire.verdicts import (
    Arrangement,
    ArrangementSubmission,
    CommentSubmission,
    CorrectionRequest,
    CorrectionSubmission,
    HistoryEntry,
    HistoryPage,
    Remark,
    Step,
    StepSubmission,
    VerdictAnswer,
    VerdictRequest,
    VerdictSubmission,
)
from service import answers, desk, errors, historyjson, idempotency, leasejson, paging, reviewer, reviewsettings
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import claims, leases, review
from service.store.database import Db
from service.store.review import Actor
from service.v1 import examples as of_claims
from service.v1 import reviewexamples as examples
from service.v1.blueprint import Blueprint, database, once

blueprint = Blueprint("verdicts", __name__, url_prefix="/v1/claims", description="Judging claims.")

_STEP = (
    *(errors.NotFound, errors.ReviewerFixed, errors.InvalidTransition),
    *(errors.PreconditionRequired, errors.PreconditionFailed),
    *idempotency.REFUSALS,
)
_JUDGED = of_claims.CLAIM | {"version": 2, "review": examples.JUDGED}


@blueprint.route("/<uuid:claim_id>/verdicts")
class Verdicts(MethodView):
    """Verdicts on a claim."""

    @needs(
        Scope.REVIEW_WRITE,
        *_STEP,
        errors.LeaseNotHeld,
        errors.ClaimLeased,
        errors.AlreadyJudged,
        errors.ClaimNotCurrent,
    )
    @blueprint.body(VerdictSubmission, example=examples.VERDICT_REQUEST)
    @blueprint.answers(201, VerdictAnswer, example=examples.VERDICT_ANSWER)
    def post(self, sent: VerdictRequest, claim_id: UUID) -> Response:
        """Judge a claim, under a lease or with If-Match; with `next`, take the next one in the same breath."""
        return once(lambda db: _judge(db, claim_id, sent))


@blueprint.route("/<uuid:claim_id>:correct")
class Corrections(MethodView):
    """Corrections of a verdict."""

    @needs(Scope.REVIEW_WRITE, *_STEP)
    @blueprint.body(CorrectionSubmission, example=examples.CORRECTION_REQUEST)
    @blueprint.answers(200, Claim, example=_JUDGED)
    def post(self, sent: CorrectionRequest, claim_id: UUID) -> Response:
        """Replace the verdict of a judged or published claim; the one that was wrong stays in the history."""
        return _act(
            claim_id,
            sent.reviewer,
            lambda db, actor: desk.correct(db, actor, claim_id, sent, reviewsettings.of_workspace(db)),
        )


@blueprint.route("/<uuid:claim_id>:publish")
class Publications(MethodView):
    """Publishing a verdict."""

    @needs(Scope.REVIEW_WRITE, *_STEP)
    @blueprint.body(StepSubmission, example={})
    @blueprint.answers(200, Claim, example=_JUDGED | {"review": examples.JUDGED | {"state": "published"}})
    def post(self, sent: Step, claim_id: UUID) -> Response:
        """Publish the verdict of a judged claim: as an event, as ClaimReview and in the feed."""
        return _act(claim_id, sent.reviewer, lambda db, actor: desk.publish(db, actor, claim_id, sent.note))


@blueprint.route("/<uuid:claim_id>:dismiss")
class Dismissals(MethodView):
    """Taking a claim off the desk."""

    @needs(Scope.REVIEW_WRITE, *_STEP)
    @blueprint.body(StepSubmission, example={"note": "A page number."})
    @blueprint.answers(200, Claim, example=_JUDGED | {"review": examples.DISMISSED})
    def post(self, sent: Step, claim_id: UUID) -> Response:
        """Take an open or disputed claim off the desk without a verdict."""
        return _act(claim_id, sent.reviewer, lambda db, actor: desk.dismiss(db, actor, claim_id, sent.note))


@blueprint.route("/<uuid:claim_id>:reopen")
class Reopenings(MethodView):
    """Beginning again."""

    @needs(Scope.REVIEW_WRITE, *_STEP)
    @blueprint.body(StepSubmission, example={"note": "The ministry has published new figures."})
    @blueprint.answers(200, Claim, example=of_claims.CLAIM | {"version": 3})
    def post(self, sent: Step, claim_id: UUID) -> Response:
        """Put a claim back into the queue with no verdicts; a published one is withdrawn from readers."""
        return _act(claim_id, sent.reviewer, lambda db, actor: desk.reopen(db, actor, claim_id, sent.note))


@blueprint.route("/<uuid:claim_id>/review")
class Arrangements(MethodView):
    """Who shall judge a claim, and its tags."""

    @needs(Scope.REVIEW_WRITE, *_STEP)
    @blueprint.body(ArrangementSubmission, example={"assignedTo": "R. Kimura", "tags": ["election"]})
    @blueprint.answers(200, Claim, example=of_claims.CLAIM | {"version": 2, "review": examples.ARRANGED})
    def patch(self, sent: Arrangement, claim_id: UUID) -> Response:
        """Assign a claim to a reviewer (null: to anybody) and tag it; what is absent stays."""
        return _act(claim_id, sent.reviewer, lambda db, actor: desk.arrange(db, actor, claim_id, sent.changed))


@blueprint.route("/<uuid:claim_id>/comments")
class Comments(MethodView):
    """Words among reviewers."""

    @needs(Scope.REVIEW_WRITE, errors.NotFound, errors.ReviewerFixed, *idempotency.REFUSALS)
    @blueprint.body(CommentSubmission, example={"text": "The budget of 2025 says 2.7 billion."})
    @blueprint.answers(201, HistoryEntry, example=examples.COMMENT)
    def post(self, sent: Remark, claim_id: UUID) -> Response:
        """Comment on a claim; comments are part of its history."""
        return once(lambda db: _comment(db, claim_id, sent))


@blueprint.route("/<uuid:claim_id>/history")
class History(MethodView):
    """Everything that happened to a claim's review."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.InvalidCursor)
    @blueprint.query(HistoryQuery)
    @blueprint.answers(200, HistoryPage, example={"items": [examples.CALL, examples.COMMENT], "next": None})
    def get(self, asked: HistoryQuestion, claim_id: UUID) -> Response:
        """List a claim's changes, newest first: who, when, before and after.

        While a round waits for more verdicts, each reviewer sees only their own (`sealed`).
        """
        binding = paging.binding_of(str(caller().workspace_id), request.path, request.args)
        before = int(paging.read(asked.cursor, binding)[0]) if asked.cursor else None
        with database().reading(caller().workspace_id) as db:
            standing = review.running_round(db, claim_id)
            if standing is None:
                raise errors.NotFound
            entries = review.history(db, claim_id, before, asked.limit)
            shown = entries[: asked.limit]
            verdicts = review.verdicts(db, [entry.verdict_id for entry in shown if entry.verdict_id])
            me = reviewer.name(db)
        items = historyjson.entries(shown, verdicts, standing, me)
        following = paging.write([shown[-1].id], binding) if len(entries) > asked.limit else None
        return answers.cached(answers.written({"items": items, "next": following}))


def _judge(db: Db, claim_id: UUID, sent: VerdictRequest) -> Answered:
    actor = reviewer.actor(db, sent.reviewer)
    settings = reviewsettings.of_workspace(db)
    verdict = desk.judge(db, actor, claim_id, sent, settings)
    following = leases.take(db, actor.reviewer, sent.next, settings.lease_seconds) if sent.next else None
    claim = _claim(db, claim_id)
    body = (
        f'{{"verdict":{answers.written(historyjson.verdict(verdict))},"claim":{claimjson.write(claim)},'
        f'"next":{leasejson.write(db, following) if following else "null"}}}'
    )
    return Answered(
        answers.of(body, HTTPStatus.CREATED),
        article_id=UUID(claim.article_id),
        next_article_id=UUID(following.claim.article_id) if following else None,
    )


def _comment(db: Db, claim_id: UUID, sent: Remark) -> Answered:
    entry = desk.comment(db, reviewer.actor(db, sent.reviewer), claim_id, sent.text)
    written = answers.written(historyjson.entry(entry, None, sealed=False))
    return Answered(answers.of(written, HTTPStatus.CREATED), UUID(_claim(db, claim_id).article_id))


def _act(claim_id: UUID, named: str | None, act: Callable[[Db, Actor], Any]) -> Response:
    """One step in one transaction, and the claim as it stands afterwards."""

    def step(db: Db) -> Answered:
        act(db, reviewer.actor(db, named))
        row = _claim(db, claim_id)
        return Answered(answers.of(claimjson.write(row), headers={"ETag": f'"{row.version}"'}), UUID(row.article_id))

    return once(step)


def _claim(db: Db, claim_id: UUID) -> ClaimRow:
    row = claims.find(db, claim_id)
    assert row is not None  # noqa: S101 - locked before, in this transaction
    return row
