"""The desk's figures."""

from flask import Response
from flask.views import MethodView

from schemas.records import Scope
from schemas.wire.reviewstats import Stats, StatsQuery, StatsQuestion
from service import answers, reviewfigures
from service.auth import caller, needs
from service.store import reviewstats as store
from service.v1 import reviewexamples as examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint("reviewstats", __name__, url_prefix="/v1/review/stats", description="How the desk is doing.")

_STATS = Stats()


@blueprint.route("")
class ReviewStats(MethodView):
    """The desk's figures."""

    @needs(Scope.REVIEW_WRITE)
    @blueprint.query(StatsQuery)
    @blueprint.answers(200, Stats, example=examples.STATS)
    def get(self, asked: StatsQuestion) -> Response:
        """Count the queue and who holds what now; verdicts and agreement over the last days."""
        with database().reading(caller().workspace_id) as db:
            waiting, held = store.depth(db), store.held(db)
            done, pairs = store.done(db, asked.days), store.pairs(db, asked.days)
        figures = reviewfigures.stats(waiting, held, done, pairs, asked.days)
        return answers.cached(answers.written(_STATS.dump(figures)))
