"""/metrics for Prometheus: this process's requests, and the queue as Postgres has it."""

import hmac
import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.views import MethodView
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from schemas.wire.articles import STATES
from service import errors
from service.auth import open_to_all
from service.config import Config
from service.problems import DATABASE_AWAY
from service.store import operations
from service.store.database import Database

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_REQUESTS = Counter("factclaims_requests", "Requests answered.", ["route", "method", "status"])
_SECONDS = Histogram("factclaims_request_seconds", "Seconds from the request's head to its answer.", ["route"])

blueprint = Blueprint("metrics", __name__)


class Metrics(MethodView):
    """What Prometheus scrapes."""

    @open_to_all
    def get(self) -> Response:
        """The metrics in Prometheus' text format; with METRICS_TOKEN set, only for its bearer."""
        config: Config = current_app.extensions["config"]
        if config.metrics_token is not None:
            sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(sent.encode(), config.metrics_token.encode()):
                raise errors.Unauthenticated
        registry = _registry(current_app.extensions["database"], config)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE)


class Queue(Collector):
    """The queue's figures over all workspaces; `up` is 0 when Postgres does not answer."""

    def __init__(self, database: Database) -> None:
        """`database` is asked when somebody scrapes."""
        self._database = database

    def collect(self) -> Iterator[Metric]:
        """Ask Postgres once."""
        reachable = GaugeMetricFamily("factclaims_database_up", "Whether Postgres answers.")
        try:
            with self._database.connection() as db:
                found = {figures.state: figures for figures in operations.queue(db)}
                silence = operations.silence(db)
                posts = operations.deliveries(db)
        except DATABASE_AWAY:
            reachable.add_metric([], 0)
            yield reachable
            return
        reachable.add_metric([], 1)
        yield reachable
        revisions = GaugeMetricFamily("factclaims_revisions", "Revisions by state.", labels=["state"])
        for state in STATES:
            revisions.add_metric([state], found[state].revisions if state in found else 0)
        yield revisions
        waiting = [figures.oldest_seconds for state, figures in found.items() if state in ("queued", "running")]
        yield GaugeMetricFamily(
            "factclaims_oldest_unfinished_seconds", "Age of the oldest unfinished revision.", max(waiting, default=0)
        )
        retried = sum(figures.retried for figures in found.values())
        yield GaugeMetricFamily("factclaims_retried_revisions", "Revisions with more than one attempt.", retried)
        under_way = GaugeMetricFamily(
            "factclaims_deliveries", "Webhook deliveries under way by state.", labels=["state"]
        )
        for state in ("queued", "running"):
            under_way.add_metric([state], posts.get(state, (0, 0.0))[0])
        yield under_way
        yield GaugeMetricFamily(
            "factclaims_oldest_undelivered_seconds",
            "Age of the oldest webhook delivery that has not ended.",
            max((seconds for _, seconds in posts.values()), default=0),
        )
        heartbeat = GaugeMetricFamily(
            "factclaims_heartbeat_seconds",
            "Seconds since the last sign of life of any process of a role.",
            labels=["role"],
        )
        for role, seconds in silence.items():
            heartbeat.add_metric([role], seconds)
        yield heartbeat


def register(app: Flask) -> None:
    """Count every request by its route's pattern, never by its path: a path is chosen by the caller."""
    app.after_request(_count)
    app.register_blueprint(blueprint)


def _count(answer: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    _REQUESTS.labels(route, request.method if request.url_rule else "none", answer.status_code).inc()
    began = g.get("began")
    if began is not None:
        _SECONDS.labels(route).observe(time.perf_counter() - began)
    return answer


def _registry(database: Database, config: Config) -> CollectorRegistry:
    """The queue's figures once, the requests of all processes of this server."""
    registry = CollectorRegistry()
    registry.register(Queue(database))
    if config.metrics_folder is not None:
        multiprocess.MultiProcessCollector(  # type: ignore[no-untyped-call]  # published without types
            registry, path=config.metrics_folder
        )
    else:
        registry.register(_REQUESTS)
        registry.register(_SECONDS)
    return registry


blueprint.add_url_rule("/metrics", view_func=Metrics.as_view("metrics"))
