"""API keys: making, listing and revoking them."""

from http import HTTPStatus
from uuid import UUID

from flask import Response
from flask.views import MethodView

from schemas.records import Scope
from schemas.wire.keys import Key, KeyList, KeyRequest, KeySubmission, NewKey
from service import answers, apikey, errors, idempotency
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import keys as store
from service.store.database import Db
from service.v1 import examples
from service.v1.blueprint import Blueprint, database, once

blueprint = Blueprint("keys", __name__, url_prefix="/v1/keys", description="Who may do what.")

_KEY = Key()
_NEW_KEY = NewKey()


@blueprint.route("")
class Keys(MethodView):
    """All keys of the workspace."""

    @needs(Scope.ADMIN, *idempotency.REFUSALS)
    @blueprint.body(KeySubmission, example=examples.KEY_REQUEST)
    @blueprint.answers(201, NewKey, description="Made; `key` is shown this once.", example=examples.NEW_KEY)
    def post(self, asked: KeyRequest) -> Response:
        """Make a key. Two live keys side by side let you change one without an outage."""
        return once(lambda db: _make(db, asked))

    @needs(Scope.ADMIN)
    @blueprint.answers(200, KeyList, example={"items": [examples.KEY]})
    def get(self) -> Response:
        """List keys, newest first; revoked and expired ones too."""
        with database().reading(caller().workspace_id) as db:
            rows = store.every(db)
        return answers.cached(answers.written({"items": [_KEY.dump(row) for row in rows]}))


@blueprint.route("/<uuid:key_id>")
class OneKey(MethodView):
    """One key."""

    @needs(Scope.ADMIN, errors.NotFound)
    @blueprint.answers(200, Key, example=examples.KEY | {"revokedAt": "2026-02-01T10:00:00Z"})
    def delete(self, key_id: UUID) -> Response:
        """Revoke a key: the next request with it is refused. A second time changes nothing."""
        with database().workspace(caller().workspace_id) as db:
            row = store.revoke(db, key_id)
        if row is None:
            raise errors.NotFound
        return answers.of(answers.written(_KEY.dump(row)))


def _make(db: Db, asked: KeyRequest) -> Answered:
    made = apikey.make()
    row = store.add(
        *(db, caller().workspace_id, asked.name, made.prefix, made.digest, asked.scopes, asked.expires_at),
        asked.reviewer,
    )
    headers = {"Location": f"/v1/keys/{row.id}", "Cache-Control": "no-store"}
    written = answers.written(_NEW_KEY.dump(row) | {"key": made.text})
    return Answered(answers.of(written, HTTPStatus.CREATED, headers), is_secret=True)
