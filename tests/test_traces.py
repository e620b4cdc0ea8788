"""One trace from a newsroom's request to the webhook that tells of it, over four processes, at a collector of our own."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from service import firstkey
from service.embedded.processes import Running
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests.databases import Database
from tests.http import Api
from tests.webhooks import Receiver, receiver

TRACE = "0af7651916cd43dd8448eb211c80319c"
SENT = f"00-{TRACE}-b7ad6b7169203331-01"
TEXT = "The bridge cost $2.9 billion, the mayor said."


@dataclass(frozen=True, slots=True)
class Collected:
    """A span as it arrived."""

    process: str
    name: str
    trace: str
    id: str
    parent: str
    failed: bool
    everything: str


@dataclass(slots=True)
class Collector:
    """What an OpenTelemetry collector would have got."""

    url: str
    spans: list[Collected] = field(default_factory=list)

    def wait(self, *names: str, seconds: float = 60) -> dict[str, Collected]:
        """The first span of each name in our trace, when all are there."""
        end = time.monotonic() + seconds
        while not set(names) <= (found := {span.name: span for span in self.spans[::-1] if span.trace == TRACE}).keys():
            assert time.monotonic() < end, sorted(found)
            time.sleep(0.05)
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Takes spans as OTLP over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.spans += _read(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Collector(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


def _read(message: Any) -> Iterator[Collected]:
    for resource in message.resource_spans:
        named = {each.key: each.value.string_value for each in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                yield Collected(named["service.name"], span.name, *ids, span.status.code == 2, str(span))


@pytest.fixture
def programs(programs: Programs, collector: Collector) -> Programs:
    """They trace, and do not wait long before they send."""
    traced = {"TRACES": "1", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    return Programs({**programs.environment, **traced}, programs.logs)


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    """An endpoint on this machine."""
    with receiver() as running:
        yield running


def send(api: Api, text: str) -> requests.Response:
    """Submit an article as part of a trace that a newsroom's own system has begun."""
    headers = {"Authorization": f"Bearer {api.key}", "traceparent": SENT}
    return requests.post(f"{api.url}/v1/articles", json={"text": text}, headers=headers, timeout=20)


def test_request_relay_task_and_webhook_are_one_trace(
    api: Api, worker: Running, courier: Running, endpoint: Receiver, collector: Collector
) -> None:
    """Each hangs below what caused it, over rows that carry the context; messages stay ids."""
    with api.client() as client:
        client.request("POST", "/v1/webhooks", json={"url": endpoint.url, "events": ["article.extracted"]})
    assert send(api, TEXT).status_code == 202
    endpoint.wait(1)
    spans = collector.wait("POST /v1/articles", "ring extract", "extract", "ring deliver", "deliver")
    request, task = spans["POST /v1/articles"], spans["extract"]
    assert request.parent == SENT.split("-")[2]
    assert spans["ring extract"].parent == task.parent == request.id
    assert spans["ring deliver"].parent == spans["deliver"].parent == task.id
    assert [spans[name].process for name in ("POST /v1/articles", "ring extract", "extract", "deliver")] == [
        "factclaims-api",
        "factclaims-relay",
        "factclaims-worker",
        "factclaims-worker",
    ]
    assert not any(span.failed for span in spans.values())
    assert all("bridge" not in span.everything for span in collector.spans)
    assert not worker.ended
    assert not courier.ended


def test_what_goes_wrong_is_marked_and_other_requests_are_other_traces(
    api: Api, courier: Running, endpoint: Receiver, collector: Collector
) -> None:
    """An endpoint that answers 500 fails its span; who sends no context begins a trace."""
    endpoint.moods.append("500")
    with api.client() as client:
        hook = client.request("POST", "/v1/webhooks", json={"url": endpoint.url, "events": ["article.erased"]})
        client.request("POST", f"/v1/webhooks/{hook['id']}:test")
    article = send(api, TEXT).json()["id"]
    headers = {"Authorization": f"Bearer {api.key}", "traceparent": SENT}
    requests.delete(f"{api.url}/v1/articles/{article}", headers=headers, timeout=20)
    end = time.monotonic() + 60
    while not any(span.name == "deliver" and span.failed for span in collector.spans):
        assert time.monotonic() < end
        time.sleep(0.05)
    collector.wait("DELETE /v1/articles/<uuid:article_id>")
    others = {span.trace for span in collector.spans if span.name == "POST /v1/webhooks"}
    assert len(others) == 1
    assert TRACE not in others
    assert not courier.ended


def test_a_collector_that_is_away_holds_up_nobody(programs: Programs, database: Database) -> None:
    """Traces are lost, articles are not."""
    key, port = firstkey.make(database.migrator_url, "away", "tests").text, free_port()
    away = {**programs.environment, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
    running = Running(Programs(away, programs.logs).api("127.0.0.1", port))
    try:
        running.wait_until_ready(30)
        began = time.monotonic()
        assert send(Api(f"http://127.0.0.1:{port}", key), TEXT).status_code == 202
        assert time.monotonic() - began < 5
    finally:
        running.stop()
