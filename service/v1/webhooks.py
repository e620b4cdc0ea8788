"""Webhooks: endpoints that hear of what happens, by the Standard Webhooks specification."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView

from schemas.records import Scope
from schemas.resolving import Resolver
from schemas.wire.webhooks import (
    DeliverySummary,
    Endpoint,
    NewWebhook,
    Webhook,
    WebhookChange,
    WebhookList,
    WebhookSubmission,
)
from service import answers, errors, idempotency, webhookjson, webhooksecret, webhooktarget
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import articles, deliveries
from service.store import webhooks as store
from service.store.database import Db
from service.store.webhooks import WebhookRow
from service.v1 import webhookexamples as examples
from service.v1.blueprint import Blueprint, config, database, once

blueprint = Blueprint("webhooks", __name__, url_prefix="/v1/webhooks", description="Who hears of what happens.")

MOST = 100
OVERLAP_HOURS = 24
_ONCE = {"Cache-Control": "no-store"}


@blueprint.route("")
class Webhooks(MethodView):
    """All endpoints of the workspace."""

    @needs(
        *(Scope.ADMIN, errors.WebhookTargetForbidden, errors.TooManyWebhooks, errors.WebhooksNotConfigured),
        *idempotency.REFUSALS,
    )
    @blueprint.body(WebhookSubmission, example=examples.SUBMISSION)
    @blueprint.answers(201, NewWebhook, description="Made; `secret` is shown this once.", example=examples.NEW)
    def post(self, asked: Endpoint) -> Response:
        """Register an endpoint. It hears of what happens from now on."""
        _check_target(asked)
        return once(lambda db: _register(db, asked))

    @needs(Scope.ADMIN)
    @blueprint.answers(200, WebhookList, example={"items": [examples.WEBHOOK]})
    def get(self) -> Response:
        """List endpoints, newest first."""
        with database().reading(caller().workspace_id) as db:
            rows = store.every(db)
        return answers.cached(answers.written({"items": [webhookjson.webhook(row) for row in rows]}))


@blueprint.route("/<uuid:webhook_id>")
class OneWebhook(MethodView):
    """One endpoint."""

    @needs(Scope.ADMIN, errors.NotFound)
    @blueprint.answers(200, Webhook, example=examples.WEBHOOK)
    def get(self, webhook_id: UUID) -> Response:
        """Look at an endpoint: what it hears of, and whether it is well."""
        with database().reading(caller().workspace_id) as db:
            row = store.find(db, webhook_id)
        return answers.cached(answers.written(webhookjson.webhook(_present(row))))

    @needs(Scope.ADMIN, errors.NotFound, errors.WebhookTargetForbidden)
    @blueprint.body(WebhookChange, example={"enabled": False})
    @blueprint.answers(200, Webhook, example=examples.WEBHOOK | {"enabled": False, "disabledReason": "owner"})
    def patch(self, asked: Endpoint, webhook_id: UUID) -> Response:
        """Change an endpoint. Enabling one that was disabled forgets its failures and sends what still waits."""
        _check_target(asked)
        with database().workspace(caller().workspace_id) as db:
            row = store.change(db, webhook_id, asked)
            articles.announce(db)
        return answers.of(answers.written(webhookjson.webhook(_present(row))))

    @needs(Scope.ADMIN, errors.NotFound)
    @blueprint.answers(204, description="Deleted, with its deliveries.")
    def delete(self, webhook_id: UUID) -> Response:
        """Delete an endpoint and everything that is on its way to it."""
        with database().workspace(caller().workspace_id) as db:
            if not store.delete(db, webhook_id):
                raise errors.NotFound
        return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.route("/<uuid:webhook_id>:rotate")
class RotateWebhook(MethodView):
    """An endpoint's secret."""

    @needs(Scope.ADMIN, errors.NotFound, errors.WebhooksNotConfigured, *idempotency.REFUSALS)
    @blueprint.answers(200, NewWebhook, description="`secret` is shown this once.", example=examples.NEW)
    def post(self, webhook_id: UUID) -> Response:
        """Give an endpoint a new secret; for 24 hours messages carry two signatures, so nothing is refused."""
        return once(lambda db: _rotate(db, webhook_id))


@blueprint.route("/<uuid:webhook_id>:test")
class TestWebhook(MethodView):
    """A test message."""

    @needs(Scope.ADMIN, errors.NotFound, *idempotency.REFUSALS)
    @blueprint.answers(202, DeliverySummary, description="Queued; Location says where.", example=examples.QUEUED_TEST)
    def post(self, webhook_id: UUID) -> Response:
        """Send a `webhook.test` message, signed like every other one."""
        return once(lambda db: _test(db, webhook_id))


def _register(db: Db, asked: Endpoint) -> Answered:
    if store.count(db) >= MOST:
        raise errors.TooManyWebhooks
    secret = webhooksecret.make(config().webhook_keys)
    row = store.add(db, caller().workspace_id, asked, secret.sealed)
    headers = {"Location": f"/v1/webhooks/{row.id}", **_ONCE}
    written = answers.written(webhookjson.webhook(row, secret.text))
    return Answered(answers.of(written, HTTPStatus.CREATED, headers), is_secret=True)


def _rotate(db: Db, webhook_id: UUID) -> Answered:
    secret = webhooksecret.make(config().webhook_keys)
    row = _present(store.rotate(db, webhook_id, secret.sealed, OVERLAP_HOURS))
    return Answered(answers.of(answers.written(webhookjson.webhook(row, secret.text)), headers=_ONCE), is_secret=True)


def _test(db: Db, webhook_id: UUID) -> Answered:
    _present(store.find(db, webhook_id))
    delivery_id = deliveries.add_test(db, caller().workspace_id, webhook_id)
    row = deliveries.find(db, webhook_id, delivery_id)
    articles.announce(db)
    if row is None:
        raise errors.NotFound
    headers = {"Location": f"/v1/webhooks/{webhook_id}/deliveries/{delivery_id}"}
    return Answered(answers.of(answers.written(webhookjson.summary(row)), HTTPStatus.ACCEPTED, headers))


def _check_target(asked: Endpoint) -> None:
    if asked.url is not None:
        resolve: Resolver = current_app.extensions["resolver"]
        webhooktarget.check(asked.url, resolve, loopback=config().webhook_loopback)


def _present(row: WebhookRow | None) -> WebhookRow:
    if row is None:
        raise errors.NotFound
    return row
