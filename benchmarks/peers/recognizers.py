"""recognizers-text-suite: Microsoft's Recognizers in Python, a model for each sort of entity; six languages of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from recognizers_date_time import recognize_datetime
from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
from recognizers_number_with_unit import (
    recognize_age,
    recognize_currency,
    recognize_dimension,
    recognize_temperature,
)
from recognizers_text import Culture
from recognizers_text.model import ModelResult

from benchmarks.peers.units import currency, measure

_CULTURES = {
    "en": Culture.English, "es": Culture.Spanish, "fr": Culture.French,
    "ja": Culture.Japanese, "pt": Culture.Portuguese, "zh": Culture.Chinese,
}  # fmt: skip
#: Its models and the kinds that each finds; only those are asked that a case is about, as a user of them would.
_MODELS: tuple[tuple[Callable[..., list[ModelResult]], frozenset[str]], ...] = (
    (recognize_datetime, frozenset(("date", "datetime", "time", "duration", "set"))),
    (recognize_currency, frozenset(("amount.money",))),
    (recognize_age, frozenset(("age",))),
    (recognize_dimension, frozenset(("amount.measure",))),
    (recognize_temperature, frozenset(("amount.measure",))),
    (recognize_percentage, frozenset(("percentage",))),
    (recognize_ordinal, frozenset(("ordinal",))),
    (recognize_number, frozenset(("number", "amount.count", "ratio"))),
)
_CALENDAR = frozenset(("date", "datetime", "time", "date_range", "datetime_range", "time_range"))
_KINDS = {"daterange": "date_range", "datetimerange": "datetime_range", "timerange": "time_range"}


def find(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the models find for the kinds of this case; an answer inside a longer one is dropped."""
    scope, found = frozenset(case["scope"]), []
    for model, kinds in _MODELS:
        if scope & kinds:
            found += list(_asked(model, case))
    return [
        one
        for index, one in enumerate(found)
        if not any(
            other["start"] <= one["start"] and one["end"] <= other["end"] and before < index
            for before, other in enumerate(found)
        )
    ]


def _asked(model: Callable[..., list[ModelResult]], case: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    culture = _CULTURES[case["lang"]]
    options: dict[str, Any] = {"fallback_to_default_culture": False}
    if model is recognize_datetime:
        reference = case.get("reference_time")
        moment = datetime.fromisoformat(reference).replace(tzinfo=None) if reference else datetime(2026, 1, 1)  # noqa: DTZ001  # dates in texts have no zone
        options |= {"reference": moment}
    try:
        results = model(case["text"], culture, **options)
    except ValueError:  # it has no such model in this language
        return
    for result in results:
        kind, value = _read(result)
        if kind is not None:
            yield {"start": result.start, "end": result.end + 1, "kind": kind, "value": value}


def _read(result: ModelResult) -> tuple[str | None, Any]:
    name, said = result.type_name, result.resolution or {}
    if name.startswith("datetimeV2."):
        return _moment(name.partition(".")[2], said.get("values", [{}]))
    number = {"number": str(said.get("value")).replace(",", ".")}  # it writes a decimal comma in some cultures
    if name == "currency":
        return "amount.money", number | {"currency": said.get("isoCurrency") or currency(said.get("unit", ""))}
    if name == "percentage":
        return "percentage", {"number": number["number"].rstrip("%"), "unit": "%"}
    if name in ("dimension", "temperature", "age"):
        return "age" if name == "age" else "amount.measure", number | {
            "unit": measure(said.get("unit", "")) or said.get("unit")
        }
    return ("ordinal" if name == "ordinal" else "number"), number


def _moment(kind: str, values: list[dict[str, Any]]) -> tuple[str | None, Any]:
    """Of several years that it offers the first is taken, which is the past one."""
    first = values[0]
    kind = _KINDS.get(kind, kind)
    if kind == "duration":
        return kind, first.get("timex")
    if kind == "set":
        return kind, {"at": first.get("timex")}
    if kind not in _CALENDAR:
        return None, None
    if "start" in first or "end" in first:
        return kind, {"min": _clock(first.get("start")), "max": _clock(first.get("end"))}
    return kind, _clock(first.get("value") or first.get("timex"))


def _clock(value: str | None) -> str | None:
    """A time of day with the T that the scorer knows it by."""
    return f"T{value}" if value and value[2:3] == ":" else value
