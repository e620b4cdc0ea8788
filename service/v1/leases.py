"""The review queue: taking the next claim, holding it longer, giving it back."""

from http import HTTPStatus
from uuid import UUID

from flask import Response
from flask.views import MethodView

from schemas.records import ClaimStatus, Scope
from schemas.wire.leases import Lease, LeaseRequest, LeaseSubmission, Renewal, RenewalSubmission
from service import answers, errors, idempotency, leasejson, reviewer, reviewsettings
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import leases as store
from service.store import review
from service.store.database import Db
from service.transitions import Action, after
from service.v1 import reviewexamples as examples
from service.v1.blueprint import Blueprint, database, once

blueprint = Blueprint("review", __name__, url_prefix="/v1/review/leases", description="The queue of the fact-checkers.")

_REFUSALS = (
    *(errors.NotFound, errors.ReviewerFixed, errors.ClaimLeased, errors.AlreadyJudged),
    *(errors.InvalidTransition, errors.ClaimNotCurrent),
    *idempotency.REFUSALS,
)


@blueprint.route("")
class Leases(MethodView):
    """The next claim."""

    @needs(Scope.REVIEW_WRITE, *_REFUSALS)
    @blueprint.body(LeaseSubmission, example=examples.LEASE_REQUEST)
    @blueprint.answers(201, Lease, description="Yours until `endsAt`.", example=examples.LEASE)
    @blueprint.nothing_to_say(204, description="Nothing fits that is open and free, and that you have not judged.")
    def post(self, asked: LeaseRequest) -> Response:
        """Take the worthiest open claim that fits: nobody else holds it, and you have not judged it.

        It returns by itself at `endsAt`; renew it, give it back, or submit a verdict under its id.
        """
        return once(lambda db: _take(db, asked))


@blueprint.route("/<uuid:lease_id>")
class OneLease(MethodView):
    """One lease."""

    @needs(Scope.REVIEW_WRITE, errors.NotFound)
    @blueprint.answers(204, description="The claim is free again.")
    def delete(self, lease_id: UUID) -> Response:
        """Give a claim back without a verdict."""
        with database().workspace(caller().workspace_id) as db:
            if not store.release(db, lease_id):
                raise errors.NotFound
        return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.route("/<uuid:lease_id>:renew")
class Renewals(MethodView):
    """More time."""

    @needs(Scope.REVIEW_WRITE, errors.NotFound)
    @blueprint.body(RenewalSubmission, example={"seconds": 900})
    @blueprint.answers(200, Lease, example=examples.LEASE)
    def post(self, asked: Renewal, lease_id: UUID) -> Response:
        """Hold a claim longer, counted from now. 404 when the lease has ended: somebody else may hold it."""
        with database().workspace(caller().workspace_id) as db:
            seconds = asked.seconds or reviewsettings.of_workspace(db).lease_seconds
            renewed = store.renew(db, lease_id, seconds)
            if renewed is None:
                raise errors.NotFound
            written = leasejson.write(db, renewed)
        return answers.of(written)


def _take(db: Db, asked: LeaseRequest) -> Answered:
    actor = reviewer.actor(db, asked.reviewer)
    seconds = asked.seconds or reviewsettings.of_workspace(db).lease_seconds
    taken = store.take(db, actor.reviewer, asked.filters, seconds)
    if taken is None:
        if asked.filters.claim_id is not None:
            _explain(db, actor.reviewer, asked.filters.claim_id)
        return Answered(Response(status=HTTPStatus.NO_CONTENT))
    headers = {"Location": f"/v1/review/leases/{taken.id}"}
    return Answered(answers.of(leasejson.write(db, taken), HTTPStatus.CREATED, headers), UUID(taken.claim.article_id))


def _explain(db: Db, who: str, claim_id: UUID) -> None:
    """Say why this claim cannot be had; nothing when it is only that it does not fit the other filters."""
    claim = review.lock(db, claim_id)
    if claim is None:
        raise errors.NotFound
    if claim.status != ClaimStatus.CURRENT:
        raise errors.ClaimNotCurrent
    after(claim.review.state, Action.DISMISS)
    if who in claim.review.judged_by:
        raise errors.AlreadyJudged
    if claim.leased_by is not None:
        raise errors.ClaimLeased
