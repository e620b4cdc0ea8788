"""Deliveries: what was sent to an endpoint, what came of it, and sending it again."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from schemas.records import Scope
from schemas.wire.webhooks import (
    Delivery,
    DeliveryPage,
    DeliveryQuery,
    DeliveryQuestion,
    DeliverySummary,
    Replayed,
    ReplaySubmission,
)
from service import answers, errors, idempotency, paging, webhookjson
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import articles, webhooks
from service.store import deliveries as store
from service.store.database import Db
from service.v1 import webhookexamples as examples
from service.v1.blueprint import Blueprint, database, once

blueprint = Blueprint("deliveries", __name__, url_prefix="/v1/webhooks", description="What was sent.")


@blueprint.route("/<uuid:webhook_id>/deliveries")
class Deliveries(MethodView):
    """The deliveries of an endpoint."""

    @needs(Scope.ADMIN, errors.NotFound, errors.InvalidCursor)
    @blueprint.query(DeliveryQuery)
    @blueprint.answers(200, DeliveryPage, example={"items": [examples.DELIVERED], "next": None})
    def get(self, asked: DeliveryQuestion, webhook_id: UUID) -> Response:
        """List an endpoint's deliveries, newest first; those that ended are kept for thirty days, if the operator sets nothing else."""
        binding = paging.binding_of(str(caller().workspace_id), request.path, request.args)
        before = UUID(paging.read(asked.cursor, binding)[0]) if asked.cursor else None
        with database().reading(caller().workspace_id) as db:
            if webhooks.find(db, webhook_id) is None:
                raise errors.NotFound
            rows = store.page(db, webhook_id, asked, before)
        shown = rows[: asked.limit]
        following = paging.write([str(shown[-1].id)], binding) if len(rows) > asked.limit else None
        page = {"items": [webhookjson.summary(row) for row in shown], "next": following}
        return answers.cached(answers.written(page))


@blueprint.route("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>")
class OneDelivery(MethodView):
    """One delivery."""

    @needs(Scope.ADMIN, errors.NotFound)
    @blueprint.answers(200, Delivery, example=examples.DELIVERY)
    def get(self, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Look at a delivery with all its attempts."""
        with database().reading(caller().workspace_id) as db:
            row = store.find(db, webhook_id, delivery_id)
            attempts = store.attempts(db, delivery_id)
        if row is None:
            raise errors.NotFound
        return answers.cached(answers.written(webhookjson.delivery(row, attempts)))


@blueprint.route("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>:replay")
class ReplayDelivery(MethodView):
    """Sending once more."""

    @needs(Scope.ADMIN, errors.NotFound, errors.DeliveryUnderWay, *idempotency.REFUSALS)
    @blueprint.answers(202, DeliverySummary, description="Queued again.", example=examples.QUEUED)
    def post(self, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Send an ended delivery again, under the same message id."""
        return once(lambda db: _replay(db, webhook_id, delivery_id))


@blueprint.route("/<uuid:webhook_id>:replay")
class ReplayFailed(MethodView):
    """Sending again what has failed."""

    @needs(Scope.ADMIN, errors.NotFound, *idempotency.REFUSALS)
    @blueprint.body(ReplaySubmission, example={"since": "2026-01-08T00:00:00Z"})
    @blueprint.answers(202, Replayed, description="Queued again.", example={"replayed": 12})
    def post(self, since: datetime, webhook_id: UUID) -> Response:
        """Send again whatever has failed since a moment: after the endpoint's own outage."""
        return once(lambda db: _replay_failed(db, webhook_id, since))


def _replay(db: Db, webhook_id: UUID, delivery_id: UUID) -> Answered:
    replayed = store.replay(db, webhook_id, delivery_id)
    row = store.find(db, webhook_id, delivery_id)
    articles.announce(db)
    if row is None:
        raise errors.NotFound
    if not replayed:
        raise errors.DeliveryUnderWay
    return Answered(answers.of(answers.written(webhookjson.summary(row)), HTTPStatus.ACCEPTED))


def _replay_failed(db: Db, webhook_id: UUID, since: datetime) -> Answered:
    if webhooks.find(db, webhook_id) is None:
        raise errors.NotFound
    replayed = store.replay_failed(db, webhook_id, since)
    articles.announce(db)
    return Answered(answers.of(answers.written({"replayed": replayed}), HTTPStatus.ACCEPTED))
