"""What else says the same as a claim, and what contradicts it."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response
from flask.views import MethodView

from schemas import claimjson
from schemas.records import Scope
from schemas.wire.likenesses import LikenessList, LikenessQuery, LikenessQuestion
from service import answers, errors, likenesses
from service.auth import caller, needs
from service.likenesses import Likeness
from service.v1 import examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint(
    "likenesses", __name__, url_prefix="/v1/claims", description="What else says so, or says otherwise."
)

SIMILAR = {"count": 1, "items": [{"claim": examples.CLAIM, "score": "0.85", "reasons": ["value", "subject", "words"]}]}
CONFLICTS = {"count": 1, "items": [{"claim": examples.CLAIM, "score": "0.40", "reasons": ["subject", "period"]}]}


@blueprint.route("/<uuid:claim_id>/similar")
class Similar(MethodView):
    """Claims that say the same."""

    @needs(Scope.CLAIMS_READ, errors.NotFound)
    @blueprint.query(LikenessQuery)
    @blueprint.answers(200, LikenessList, example=SIMILAR)
    def get(self, asked: LikenessQuestion, claim_id: UUID) -> Response:
        """Find the same value, unit and time in other articles, in any language.

        In one language the words decide with the value; across languages a telling value or the same time has to.
        """
        with database().reading(caller().workspace_id) as db:
            count, found = likenesses.similar(db, claim_id, asked.limit)
        return answers.cached(_written(count, found))


@blueprint.route("/<uuid:claim_id>/conflicts")
class Conflicts(MethodView):
    """Claims that contradict it."""

    @needs(Scope.CLAIMS_READ, errors.NotFound)
    @blueprint.query(LikenessQuery)
    @blueprint.answers(200, LikenessList, example=CONFLICTS)
    def get(self, asked: LikenessQuestion, claim_id: UUID) -> Response:
        """Find other values for the same subject, unit and time in other articles."""
        with database().reading(caller().workspace_id) as db:
            count, found = likenesses.conflicts(db, claim_id, asked.limit)
        return answers.cached(_written(count, found))


def _written(count: int, found: Sequence[Likeness]) -> str:
    items = ",".join(
        f'{{"claim":{claimjson.write(one.row)},"score":"{one.score}","reasons":{answers.written(list(one.reasons))}}}'
        for one in found
    )
    return f'{{"count":{count},"items":[{items}]}}'
