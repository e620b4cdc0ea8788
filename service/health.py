"""/healthz says that the process lives; /readyz that it can take articles."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app
from flask.views import MethodView

from schemas import migrate
from service import answers
from service.auth import open_to_all
from service.problems import DATABASE_AWAY
from service.store import operations

if TYPE_CHECKING:
    from service.store.database import Database

blueprint = Blueprint("health", __name__)

_HEAD = migrate.head()


class Health(MethodView):
    """The process."""

    @open_to_all
    def get(self) -> Response:
        """Answer without touching anything."""
        return answers.of('{"status":"ok"}')


class Ready(MethodView):
    """The process and its database; not Redis, which accepting an article does not need."""

    @open_to_all
    def get(self) -> Response:
        """200 when Postgres answers and stands on the level that this code needs, else 503."""
        database: Database = current_app.extensions["database"]
        try:
            with database.connection() as db:
                level = operations.level(db)
        except DATABASE_AWAY:
            return _answer("unreachable", None)
        return _answer("ok" if level is not None and level >= _HEAD else "behind", level)


def _answer(database: str, level: str | None) -> Response:
    ready = database == "ok"
    body: dict[str, object] = {
        "status": "ready" if ready else "not ready",
        "database": database,
        "migration": {"current": level, "needed": _HEAD},
    }
    if database == "behind":
        body["advice"] = "run `factclaims migrate`; until then this process takes nothing"
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return answers.of(answers.written(body), status, {} if ready else {"Retry-After": "1"})


blueprint.add_url_rule("/healthz", view_func=Health.as_view("healthz"))
blueprint.add_url_rule("/readyz", view_func=Ready.as_view("readyz"))
