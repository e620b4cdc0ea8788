"""Claims: searching them, and looking at one."""

from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from schemas import claimjson
from schemas.claimjson import ClaimRow
from schemas.records import Scope
from schemas.wire.claimquery import ArticleClaimQuery, ArticleClaimQuestion, ClaimQuery, ClaimQuestion
from schemas.wire.claims import ClaimPage, SingleClaim
from service import annotation, answers, articlejson, errors, likenesses, paging
from service.auth import caller, needs
from service.store import articles, placements
from service.store import claims as store
from service.store.claims import Place
from service.v1 import examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint("claims", __name__, url_prefix="/v1", description="Quantified claims, ready to be checked.")

ANNOTATION = annotation.build(examples.CLAIM_ROW, "https://factclaims.example")
PAGE = {"items": [examples.CLAIM], "next": None}


@blueprint.route("/claims")
class Claims(MethodView):
    """All current claims of the workspace."""

    @needs(Scope.CLAIMS_READ, errors.InvalidCursor)
    @blueprint.query(ClaimQuery)
    @blueprint.answers(200, ClaimPage, example=PAGE)
    def get(self, asked: ClaimQuestion) -> Response:
        """Search claims: the filters are joined by and; page by passing `next` as `cursor`."""
        binding = paging.binding_of(str(caller().workspace_id), request.path, request.args)
        after = _place(paging.read(asked.cursor, binding)) if asked.cursor else None
        with database().reading(caller().workspace_id) as db:
            rows = store.page(db, asked, after)
        following = _following(rows, asked, binding)
        return answers.cached(claimjson.write_page(rows[: asked.limit], following, asked.members))


@blueprint.route("/claims/<uuid:claim_id>")
class OneClaim(MethodView):
    """One claim."""

    @needs(Scope.CLAIMS_READ, errors.NotFound)
    @blueprint.answers(200, SingleClaim, example=examples.CLAIM | {"similar": 2})
    @blueprint.also_as(annotation.MEDIA_TYPE, example=ANNOTATION)
    def get(self, claim_id: UUID) -> Response:
        """Look at a claim. Accept can ask for it as a W3C Web Annotation.

        Its ETag is its version, a point, and how many others say the same; If-Match takes it, and the version alone.
        """
        is_plain = answers.preferred(answers.JSON, annotation.MEDIA_TYPE, "application/ld+json") == answers.JSON
        with database().reading(caller().workspace_id) as db:
            row = store.find(db, claim_id)
            if row is None:
                raise errors.NotFound
            similar = likenesses.count_similar(db, claim_id) if is_plain else 0
        if is_plain:
            answer = answers.cached(claimjson.write(row, similar), etag=f"{row.version}.{similar}")
        else:
            document = answers.written(annotation.build(row, request.url_root.rstrip("/")))
            answer = answers.cached(document, etag=f"{row.version}-annotation", content_type=annotation.MEDIA_TYPE)
        answer.vary.add("Accept")
        return answer


@blueprint.route("/articles/<uuid:article_id>/claims")
class ArticleClaims(MethodView):
    """The claims of one article."""

    @needs(Scope.CLAIMS_READ, errors.NotFound, errors.Gone, errors.InvalidCursor)
    @blueprint.query(ArticleClaimQuery)
    @blueprint.answers(200, ClaimPage, example=PAGE)
    def get(self, asked: ArticleClaimQuestion, article_id: UUID) -> Response:
        """List an article's claims in the order of its text; [] until it is extracted.

        With `revision`, the claims as they were in that revision; `outcome` chooses those that it added,
        kept, changed or removed against the revision before.
        """
        binding = paging.binding_of(str(caller().workspace_id), request.path, request.args)
        after = _position(paging.read(asked.cursor, binding)) if asked.cursor else None
        with database().reading(caller().workspace_id) as db:
            articlejson.present(articles.find(db, article_id))
            if asked.revision is None:
                rows = store.of_article(db, article_id, after, asked.limit)
            else:
                rows = placements.of_revision(db, article_id, asked.revision, asked.outcome, after, asked.limit)
        following = None
        if len(rows) > asked.limit:
            last = rows[asked.limit - 1]
            following = paging.write([last.quote_start, last.id], binding)
        return answers.cached(claimjson.write_page(rows[: asked.limit], following, asked.members))


def _place(written: list[int | str | None]) -> Place:
    worthiness, claim_id = written
    return Place(None if worthiness is None else int(worthiness), UUID(str(claim_id)))


def _position(written: list[int | str]) -> tuple[int, UUID]:
    start, claim_id = written
    return int(start), UUID(str(claim_id))


def _following(rows: list[ClaimRow], asked: ClaimQuestion, binding: bytes) -> str | None:
    if len(rows) <= asked.limit:
        return None
    last = rows[asked.limit - 1]
    return paging.write([last.worthiness if asked.sort == "worthiness" else None, last.id], binding)
