"""Traces that nobody asked for cost nothing; those that are asked for say what was done, and no text."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from schemas import tracing
from schemas.tracing import Kind

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What was sent; afterwards this process traces no more."""
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(tracing, "_provider", None)
    tracing.configure("tests", exporter)
    yield exporter
    exporter.clear()


def trace_of(span: ReadableSpan) -> str:
    """The trace's id as a traceparent writes it."""
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def test_nobody_traces_unless_it_is_asked_for() -> None:
    """No context is stored, and what is noted is forgotten."""
    with tracing.span("work", Kind.SERVER, PARENT, {"a": 1}) as span:
        span.note({"b": 2})
        span.fail("reason")
        assert tracing.current() == ""
    tracing.flush()


def test_a_piece_of_work_belongs_to_the_trace_that_the_row_names(memory: InMemorySpanExporter) -> None:
    """And what is done inside of it, to the piece."""
    with tracing.span("outer", Kind.CONSUMER, PARENT, {"attempt": 2, "nothing": None}):
        carried = tracing.current()
        with tracing.span("inner", Kind.CLIENT, carried, {}):
            pass
    inner, outer = memory.get_finished_spans()
    assert (inner.name, outer.name, outer.kind.name) == ("inner", "outer", "CONSUMER")
    assert trace_of(inner) == trace_of(outer) == PARENT.split("-")[1]
    assert outer.parent is not None
    assert inner.parent is not None
    assert f"{outer.parent.span_id:016x}" == PARENT.split("-")[2]
    assert f"{inner.parent.span_id:016x}" == carried.split("-")[2]
    assert dict(outer.attributes or {}) == {"attempt": 2}


@pytest.mark.parametrize("parent", [None, "", "00-0-0-0", "x" * 500, "00-" + "0" * 32 + "-" + "0" * 16 + "-01"])
def test_a_context_that_is_none_begins_a_trace(memory: InMemorySpanExporter, parent: str | None) -> None:
    """A caller may send whatever it likes as a traceparent."""
    with tracing.span("work", Kind.SERVER, parent, {}):
        assert tracing.current()
    (span,) = memory.get_finished_spans()
    assert span.parent is None


def test_a_trace_that_is_not_sampled_is_carried_on_unsent(memory: InMemorySpanExporter) -> None:
    """Whoever began it has decided."""
    with tracing.span("work", Kind.SERVER, PARENT[:-1] + "0", {}):
        assert tracing.current().startswith(PARENT[:35])
        assert tracing.current().endswith("-00")
    assert memory.get_finished_spans() == ()


def test_an_error_is_named_and_not_quoted(memory: InMemorySpanExporter) -> None:
    """Its message may hold a text."""
    with pytest.raises(ValueError, match="secret"), tracing.span("work", Kind.SERVER, None, {}):
        raise ValueError("secret words of an article")
    (span,) = memory.get_finished_spans()
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ValueError")
    assert "secret" not in span.to_json()


IMPORTED = "import sys; print([name for name in sys.modules if name.startswith('opentelemetry')])"
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgresql://factclaims_api@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def run(code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT | settings
    )


@pytest.mark.parametrize("module", ["service.wsgi", "workers.app", "workers.relay"])
def test_what_is_not_asked_for_is_not_imported(module: str) -> None:
    """The library costs memory and time to start. Where it is installed, Redis' client imports it by itself."""
    ended = run(f"import {module}; {IMPORTED}")
    assert (ended.returncode, ended.stdout) == (0, "[]\n"), ended.stderr


def test_the_api_imports_it_when_it_is_asked_for() -> None:
    """The test above can fail."""
    ended = run(f"import service.wsgi; {IMPORTED}", TRACES="1")
    assert "opentelemetry.sdk" in ended.stdout


def test_asked_for_and_not_installed_is_said_at_the_start() -> None:
    """With the name of what to install."""
    ended = run(
        "import importlib.util as util; found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name.startswith('opentelemetry') else found(name, *rest)\n"
        "import service.wsgi",
        TRACES="1",
    )
    assert ended.returncode != 0
    assert "factclaims[otel]" in ended.stderr
