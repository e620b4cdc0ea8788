"""Published verdicts as schema.org ClaimReview: one, and all of them as a feed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from schemas.records import Scope
from service import answers, claimreview, errors, reviewsettings
from service.auth import caller, needs
from service.claimreview import CONTEXT, MEDIA_TYPE
from service.store import claimreviews as store
from service.store.database import Database
from service.v1 import reviewexamples as examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint(
    "claimreviews", __name__, url_prefix="/v1", description="Verdicts for readers and search engines."
)

PAGE = 200  # verdicts that are read at a time: what a feed holds in memory, however long it is


@blueprint.route("/claims/<uuid:claim_id>/claimreview")
class ClaimReview(MethodView):
    """One verdict."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.ClaimReviewIncomplete)
    @blueprint.answers(200, {"type": "object"}, content_type=MEDIA_TYPE, example=examples.CLAIM_REVIEW)
    def get(self, claim_id: UUID) -> Response:
        """Get the verdict of a published claim as ClaimReview, to put it into the page where readers find it.

        409 lists what is missing by JSON Pointers, and where each would come from.
        """
        with database().reading(caller().workspace_id) as db:
            row = store.find(db, claim_id)
            settings = reviewsettings.of_workspace(db)
        if row is None:
            raise errors.NotFound
        document, missing = claimreview.build(row, settings)
        if missing:
            raise errors.ClaimReviewIncomplete(flaws=missing)
        return answers.cached(answers.written({"@context": CONTEXT, **document}), content_type=MEDIA_TYPE)


@blueprint.route("/exports/claimreviews.jsonld")
class Feed(MethodView):
    """All verdicts."""

    @needs(Scope.CLAIMS_READ)
    @blueprint.answers(200, {"type": "object"}, content_type=MEDIA_TYPE, example=examples.FEED)
    def get(self) -> Response:
        """Stream every published verdict as a schema.org DataFeed, in the order of publication.

        Those that would be 409 by themselves are left out.
        """
        return Response(_feed(database(), caller().workspace_id), content_type=MEDIA_TYPE)


def _feed(base: Database, workspace_id: UUID) -> Iterator[str]:
    """The feed in pieces. No connection is held while the reader takes its time."""
    with base.reading(workspace_id) as db:
        settings = reviewsettings.of_workspace(db)
    head: dict[str, Any] = {"@context": CONTEXT, "@type": "DataFeed", "name": "ClaimReview"}
    if settings.publisher.name is not None:
        head["publisher"] = claimreview.organisation(settings.publisher)
    yield answers.written(head)[:-1] + ',"dataFeedElement":['
    after, comma = None, ""
    while True:
        with base.reading(workspace_id) as db:
            rows = store.page(db, after, PAGE)
        items = [item for row in rows for item, missing in [claimreview.build(row, settings)] if not missing]
        if items:
            yield comma + ",".join(map(_element, items))
            comma = ","
        if len(rows) < PAGE:
            break
        assert rows[-1].published_at is not None  # noqa: S101 - the statement asks for published ones
        after = rows[-1].published_at, rows[-1].id
    yield "]}"


def _element(item: dict[str, object]) -> str:
    element = {"@type": "DataFeedItem", "dateCreated": item["datePublished"]}
    if "dateModified" in item:
        element["dateModified"] = item["dateModified"]
    return answers.written(element | {"item": item})
