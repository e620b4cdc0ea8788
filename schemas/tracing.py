"""Traces by OpenTelemetry, if they are asked for: one from the request over relay and worker to the webhook.

What goes from process to process goes through rows, so rows carry the trace's context, as they carry the request's id; messages
stay ids. Nothing of OpenTelemetry is imported unless `configure` is called; until then `span` and `current` do nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

Value = str | int | bool


class Unavailable(Exception):
    """Traces are asked for, and OpenTelemetry is not installed: pip install 'factclaims[otel]'."""


class Kind(StrEnum):
    """What a span's process does for the others, by OpenTelemetry's names."""

    SERVER = "SERVER"
    PRODUCER = "PRODUCER"
    CONSUMER = "CONSUMER"
    CLIENT = "CLIENT"


class Span(Protocol):
    """A piece of work under way."""

    def note(self, attributes: Mapping[str, Value | None]) -> None:
        """Write something down about it; None is left out."""

    def fail(self, reason: str) -> None:
        """Mark it as gone wrong."""


class _Untraced:
    """What is handed out when nobody traces."""

    def note(self, attributes: Mapping[str, Value | None]) -> None:
        """Forget it."""

    def fail(self, reason: str) -> None:
        """Forget it."""


_UNTRACED = _Untraced()
_provider: "TracerProvider | None" = None


def configure(process: str, exporter: "SpanExporter | None" = None) -> None:
    """Trace from now on, also in processes that are forked from this one. Raises Unavailable.

    Spans go in the background to where OpenTelemetry's own variables say (OTEL_EXPORTER_OTLP_ENDPOINT, by HTTP), under the name
    OTEL_SERVICE_NAME or else `process`; to `exporter`, at once, if one is given.
    """
    global _provider  # noqa: PLW0603 - one per process, as the library has it
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        raise Unavailable(Unavailable.__doc__)
    from schemas import otel  # noqa: PLC0415 - the only way to the library, for who has it

    _provider = otel.provider(process, exporter)


def flush() -> None:
    """Send what is still here; before a process ends that does not end by itself."""
    if _provider is not None:
        _provider.force_flush()


@contextmanager
def span(name: str, kind: Kind, parent: str | None, attributes: Mapping[str, Value | None]) -> Iterator[Span]:
    """A piece of work, part of the trace that `parent` (a traceparent) names; of a new one when that is None or none."""
    if _provider is None:
        yield _UNTRACED
        return
    from schemas import otel  # noqa: PLC0415 - as above

    with otel.span(_provider, name, kind, parent) as opened:
        opened.note(attributes)
        yield opened


def current() -> str:
    """The traceparent of the piece of work that is under way here; '' when there is none."""
    if _provider is None:
        return ""
    from schemas import otel  # noqa: PLC0415 - as above

    return otel.current()
