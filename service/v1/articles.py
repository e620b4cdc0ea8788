"""Articles: taking them in, looking at them, erasing them."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, g, request
from flask.views import MethodView

from schemas.records import Scope
from schemas.wire.articles import (
    Article,
    ArticlePage,
    ArticleQuery,
    ArticleQuestion,
    ArticleSubmission,
    RevisionList,
    Sent,
    Submission,
    TextQuery,
)
from service import (
    answers,
    articlejson,
    conversion,
    erasure,
    errors,
    idempotency,
    intake,
    paging,
    reextraction,
    withdrawal,
)
from service.auth import caller, needs
from service.idempotency import Answered
from service.store import articles as store
from service.store import placements
from service.store.articles import ArticleRow
from service.store.database import Db
from service.v1 import examples
from service.v1.blueprint import Blueprint, config, database, once

blueprint = Blueprint("articles", __name__, url_prefix="/v1/articles", description="What was sent, and how far it is.")

RETRY_AFTER = "1"  # seconds until a first look is worth while


@blueprint.route("")
class Articles(MethodView):
    """All articles of the workspace."""

    @needs(Scope.ARTICLES_WRITE, *idempotency.REFUSALS)
    @blueprint.body(ArticleSubmission, example=examples.SUBMISSION)
    @blueprint.answers(202, Article, description="Stored and queued; Location says where.", example=examples.QUEUED)
    @blueprint.also_answers(200, Article, description="This content is known already.", example=examples.ARTICLE)
    def post(self, sent: Sent) -> Response:
        """Submit an article.

        The same content again is the same article (200). New content under a known externalId is a new
        revision (202). With an Idempotency-Key the same request gets the same answer for seven days.
        """
        article = conversion.submission(sent, config().max_text_bytes)
        return once(lambda db: _take(db, article))

    @needs(Scope.CLAIMS_READ, errors.InvalidCursor)
    @blueprint.query(ArticleQuery)
    @blueprint.answers(200, ArticlePage, example={"items": [examples.ARTICLE], "next": None})
    def get(self, asked: ArticleQuestion) -> Response:
        """List articles, newest first."""
        binding = paging.binding_of(str(caller().workspace_id), request.path, request.args)
        before = UUID(paging.read(asked.cursor, binding)[0]) if asked.cursor else None
        with database().reading(caller().workspace_id) as db:
            rows = store.page(db, asked, before)
        return _page(rows, asked.limit, binding)


@blueprint.route("/<uuid:article_id>")
class OneArticle(MethodView):
    """One article."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.Gone)
    @blueprint.answers(200, Article, example=examples.ARTICLE)
    def get(self, article_id: UUID) -> Response:
        """Look at an article: its state, its attempts, its counts and, if it failed, why."""
        with database().reading(caller().workspace_id) as db:
            row = store.find(db, article_id)
        return answers.cached(answers.written(articlejson.data(articlejson.present(row))))

    @needs(Scope.ARTICLES_WRITE, errors.NotFound, errors.Gone)
    @blueprint.answers(204, description="Erased.")
    def delete(self, article_id: UUID) -> Response:
        """Erase an article with its text and its claims; afterwards it is 410."""
        with database().workspace(caller().workspace_id) as db:
            erasure.erase(db, caller().workspace_id, article_id, g.request_id)
        return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.route("/<uuid:article_id>:withdraw")
class WithdrawArticle(MethodView):
    """Taking an article back."""

    @needs(Scope.ARTICLES_WRITE, errors.NotFound, errors.Gone)
    @blueprint.answers(200, Article, example=examples.ARTICLE | {"state": "withdrawn"})
    def post(self, article_id: UUID) -> Response:
        """Withdraw an article: its text stays, its claims are no longer listed. A second time changes nothing."""
        with database().workspace(caller().workspace_id) as db:
            row = withdrawal.withdraw(db, caller().workspace_id, article_id, g.request_id)
        return answers.of(answers.written(articlejson.data(row)))


@blueprint.route("/<uuid:article_id>/text")
class ArticleText(MethodView):
    """The text of an article."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.Gone, errors.TextForgotten)
    @blueprint.query(TextQuery)
    @blueprint.answers(200, {"type": "string"}, content_type="text/plain", example=examples.TEXT)
    def get(self, asked: dict[str, int], article_id: UUID) -> Response:
        """Get the text exactly as received: the offsets of claims count its code points."""
        with database().reading(caller().workspace_id) as db:
            found = store.text(db, article_id, asked.get("revision"))
        return answers.cached(_text(found), content_type=answers.TEXT)


@blueprint.route("/<uuid:article_id>/revisions")
class Revisions(MethodView):
    """The revisions of an article."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.Gone)
    @blueprint.answers(200, RevisionList, example=examples.REVISIONS)
    def get(self, article_id: UUID) -> Response:
        """List an article's revisions, newest first, each with what it did to the claims."""
        with database().reading(caller().workspace_id) as db:
            rows = store.revisions(db, article_id)
            articlejson.present(rows[0] if rows else None)
            outcomes = placements.outcomes(db, article_id)
        return answers.cached(answers.written({"items": articlejson.revisions(rows, outcomes)}))


@blueprint.route("/<uuid:article_id>:reextract")
class Reextraction(MethodView):
    """Another extraction of an article."""

    @needs(Scope.ARTICLES_WRITE, errors.NotFound, errors.Gone)
    @blueprint.answers(202, Article, description="Queued, if it was not.", example=examples.QUEUED)
    def post(self, article_id: UUID) -> Response:
        """Extract an article's latest revision again, for a better extractor or after a failure.

        Claims that are found again keep their ids, verdicts and history; the others are superseded. Until then
        the present ones stay.
        """
        with database().workspace(caller().workspace_id) as db:
            reextraction.start(db, article_id)
            row = articlejson.present(store.find(db, article_id))
        headers = {"Location": f"/v1/articles/{article_id}", "Retry-After": RETRY_AFTER}
        return answers.of(answers.written(articlejson.data(row)), HTTPStatus.ACCEPTED, headers)


def _take(db: Db, sent: Submission) -> Answered:
    accepted = intake.accept(db, caller().workspace_id, sent, g.request_id)
    row = articlejson.present(store.find(db, accepted.article_id))
    headers = {"Location": f"/v1/articles/{accepted.article_id}"}
    status = HTTPStatus.ACCEPTED if accepted.new else HTTPStatus.OK
    if accepted.new:
        headers["Retry-After"] = RETRY_AFTER
    return Answered(answers.of(answers.written(articlejson.data(row)), status, headers), accepted.article_id)


def _page(rows: list[ArticleRow], limit: int, binding: bytes) -> Response:
    shown = rows[:limit]
    following = paging.write([str(shown[-1].id)], binding) if len(rows) > limit else None
    return answers.cached(answers.written({"items": [articlejson.data(row) for row in shown], "next": following}))


def _text(found: tuple[bool, str | None] | None) -> str:
    if found is None:
        raise errors.NotFound
    erased, text = found
    if erased:
        raise errors.Gone
    if text is None:
        raise errors.NotFound
    if not text:
        raise errors.TextForgotten
    return text
