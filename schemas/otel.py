"""The one module that imports OpenTelemetry; see schemas.tracing, through which everybody else goes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry import trace
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor, SpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from schemas.tracing import Kind, Value

_CONTEXT = TraceContextTextMapPropagator()
_HEADER = "traceparent"


@dataclass(frozen=True, slots=True)
class Traced:
    """A span of OpenTelemetry."""

    span: trace.Span

    def note(self, attributes: Mapping[str, Value | None]) -> None:
        """Write something down about it."""
        for name, value in attributes.items():
            if value is not None:
                self.span.set_attribute(name, value)

    def fail(self, reason: str) -> None:
        """Mark it as gone wrong."""
        self.span.set_status(trace.StatusCode.ERROR, reason)


def provider(process: str, exporter: SpanExporter | None) -> TracerProvider:
    """What makes spans; they are sent in batches, over a thread that a forked process starts anew."""
    made = TracerProvider(resource=Resource({SERVICE_NAME: process}).merge(OTELResourceDetector().detect()))
    if exporter is not None:
        made.add_span_processor(SimpleSpanProcessor(exporter))
    else:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - tests do without
            OTLPSpanExporter,
        )

        made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made


@contextmanager
def span(made_by: TracerProvider, name: str, kind: Kind, parent: str | None) -> Iterator[Traced]:
    """A span, current for as long as the block lasts. What the block raises is its error, by name only."""
    context = _CONTEXT.extract({_HEADER: parent}) if parent else None
    with made_by.get_tracer("factclaims").start_as_current_span(
        name, context, trace.SpanKind[kind], record_exception=False, set_status_on_exception=False
    ) as opened:
        traced = Traced(opened)
        try:
            yield traced
        except Exception as error:
            traced.fail(type(error).__name__)  # no more: its message may quote a text
            raise


def current() -> str:
    """The traceparent of the current span; '' when there is none."""
    carrier: dict[str, str] = {}
    _CONTEXT.inject(carrier)
    return carrier.get(_HEADER, "")
