"""Many articles at once."""

from flask import Response, request, stream_with_context
from flask.views import MethodView

from schemas.records import Scope
from service import answers, batch, errors, jsonbody
from service.auth import caller, needs
from service.places import Held, Place
from service.v1 import examples
from service.v1.blueprint import Blueprint, config, database

blueprint = Blueprint("batch", __name__, url_prefix="/v1", description="Many articles at once.")

_INPUT = answers.written(examples.SUBMISSION) + "\n" + answers.written({"text": "Some 500 people came."}) + "\n"
_RESULT = {"line": 1, "status": 202, "id": examples.ARTICLE_ID, "location": f"/v1/articles/{examples.ARTICLE_ID}"}
_FLAW = {"pointer": "/text", "detail": "is missing (or html, or ninjs)"}
_PROBLEM = {"type": "/problems/validation-failed", "title": "Unprocessable Entity", "status": 422}
_PROBLEM |= {"detail": "The body does not have the right shape.", "requestId": "…", "errors": [_FLAW]}
_OUTPUT = answers.written(_RESULT) + "\n" + answers.written({"line": 2, "status": 422, "problem": _PROBLEM}) + "\n"


@blueprint.route("/articles:batch")
class Batch(MethodView):
    """Many articles."""

    @needs(Scope.ARTICLES_WRITE, errors.Busy)
    @blueprint.lines(
        batch.MEDIA_TYPE,
        description=f"One article a line, as POST /v1/articles takes it; at most {batch.MOST_LINES:,} lines.",
        example=_INPUT,
    )
    @blueprint.answers(200, {"type": "string"}, content_type=batch.MEDIA_TYPE, example=_OUTPUT)
    def post(self) -> Response:
        """Submit up to 1,000 articles, one a line; each line is answered by a line, as soon as it is stored.

        A line that is refused (`problem`) does not touch the others. What stands behind the last result was not
        read; sending the whole batch again is safe, because the same content is the same article.
        """
        jsonbody.check_media(request, batch.MEDIA_TYPE)
        lines = batch.results(database(), caller().workspace_id, config())
        return Response(stream_with_context(Held(Place(), lines)), content_type=batch.MEDIA_TYPE)
