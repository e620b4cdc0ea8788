"""dateparser: dates in many languages; its search finds them in running text and gives each as a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from dateparser.search import search_dates

_NOON = datetime(2026, 1, 1, 12, 0)  # noqa: DTZ001  # dates in texts have no zone


def find(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The dates of a text. dateparser tells no precision: a moment at midnight, or at the hour it leans on, is a day."""
    reference = case.get("reference_time")
    base = datetime.fromisoformat(reference).replace(tzinfo=None) if reference else _NOON
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_AS_TIMEZONE_AWARE": False}
    found = search_dates(case["text"], languages=[case["lang"]], settings=settings) or []
    return list(_placed(case["text"], found, base))


def _placed(text: str, found: list[tuple[str, datetime]], base: datetime) -> Iterator[dict[str, Any]]:
    """Dateparser gives no offsets: each answer is looked for behind the one before it."""
    at = 0
    for words, moment in found:
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        day = moment.time() in (datetime.min.time(), base.time())
        value = f"{moment:%Y-%m-%d}" if day else f"{moment:%Y-%m-%dT%H:%M}"
        yield {"start": start, "end": at, "kind": "date" if day else "datetime", "value": value}
