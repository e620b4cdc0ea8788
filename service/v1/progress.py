"""How far an article is, as it happens."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from schemas.records import Scope
from service import answers, articlejson, errors, progress
from service.auth import caller, needs
from service.places import Held, Place
from service.store import articles, changes
from service.v1 import examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint("progress", __name__, url_prefix="/v1/articles", description="How far an article is.")

MEDIA_TYPE = "text/event-stream"
_EXAMPLE = f"retry: 1000\n\nid: 3\nevent: article.extracted\ndata: {answers.written(examples.ARTICLE)}\n\n"
_LARGEST = 2**62


@blueprint.route("/<uuid:article_id>/events")
class ArticleEvents(MethodView):
    """An article's way."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.Gone, errors.Busy)
    @blueprint.answers(200, {"type": "string"}, content_type=MEDIA_TYPE, example=_EXAMPLE)
    @blueprint.nothing_to_say(204, description="It is finished, and you have heard of it: do not come back.")
    def get(self, article_id: UUID) -> Response:
        """Follow an article by server-sent events until it is finished, a minute at most.

        Come back with the header Last-Event-ID to go on. Few can follow at a time (503 `busy`): for many articles,
        take webhooks or /v1/changes.
        """
        position = _position(request.headers.get("Last-Event-ID", ""))
        with database().reading(caller().workspace_id) as db:
            row = articlejson.present(articles.find(db, article_id))
            waiting = changes.of_article(db, article_id, position)
            heard = position or changes.forgotten(db)  # of one that ended long ago nothing is kept to be told
        if heard and progress.ended(row) and not waiting:
            return Response(status=HTTPStatus.NO_CONTENT)
        pieces = progress.stream(database(), caller().workspace_id, article_id, position)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(Held(Place(), pieces), content_type=MEDIA_TYPE, headers=headers)


def _position(last: str) -> int:
    """The position that a Last-Event-ID names; what is none of ours begins anew."""
    return min(int(last), _LARGEST) if last.isascii() and last.isdecimal() and len(last) < len(str(_LARGEST)) else 0
