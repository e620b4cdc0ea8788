"""How a workspace reviews."""

from flask import Response
from flask.views import MethodView

from schemas.records import Scope
from schemas.wire.reviewsettings import ReviewSettings, Settings
from service import answers, errors, preconditions, reviewsettings
from service.auth import caller, needs
from service.store import reviewsettings as store
from service.v1 import reviewexamples as examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint(
    "reviewsettings", __name__, url_prefix="/v1/review/settings", description="Ratings, double review, publisher."
)

_SCHEMA = ReviewSettings()


@blueprint.route("")
class WorkspaceSettings(MethodView):
    """How the workspace reviews."""

    @needs(Scope.REVIEW_WRITE)
    @blueprint.answers(200, ReviewSettings, example=examples.SETTINGS)
    def get(self) -> Response:
        """Get the ratings, the number of verdicts that claims need, and the publisher; the defaults until changed."""
        with database().reading(caller().workspace_id) as db:
            settings = reviewsettings.of_workspace(db)
        return answers.cached(answers.written(_SCHEMA.dump(settings)), etag=str(settings.version))

    @needs(Scope.ADMIN, errors.PreconditionFailed)
    @blueprint.body(ReviewSettings, example=examples.SETTINGS)
    @blueprint.answers(200, ReviewSettings, example=examples.SETTINGS)
    def put(self, sent: Settings) -> Response:
        """Replace all settings: what is absent has its default again, so get them first and put them back with If-Match.

        Claims that have a verdict in their round keep the number that they need.
        """
        wire = _SCHEMA.dump(sent)
        with database().workspace(caller().workspace_id) as db:
            seen = preconditions.version_seen()
            version = store.put(db, caller().workspace_id, wire, seen)
        if version is None:
            raise errors.PreconditionFailed
        return answers.of(answers.written(wire), headers={"ETag": f'"{version}"'})
