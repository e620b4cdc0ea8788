"""The query strings of the desk's listings."""

from dataclasses import dataclass
from typing import Any

from marshmallow import post_load, validate

from schemas.wire.base import WireSchema
from schemas.wire.fields import Count, Filled, at_most


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuestion:
    """Which part of a history is asked for."""

    cursor: str | None = None
    limit: int = 50


class HistoryQuery(WireSchema):
    """A claim's history, newest first."""

    cursor = Filled(validate=at_most(500))
    limit = Count(validate=validate.Range(1, 200, error="is not between {min} and {max}"))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> HistoryQuestion:
        """A HistoryQuestion instead of a dict."""
        return HistoryQuestion(**data)
