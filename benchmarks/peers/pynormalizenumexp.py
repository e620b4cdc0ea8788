"""pynormalizenumexp: Japanese quantities and times with spans and bounds, by dictionaries and rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pynormalizenumexp.normalize_numexp import NormalizeNumexp

from benchmarks.peers.units import currency, measure

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NORMALIZER = NormalizeNumexp("ja")


def find(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The quantities and times of a Japanese text."""
    return [_prediction(found) for found in _NORMALIZER.normalize(case["text"], as_dict=True)]


def _prediction(found: Mapping[str, Any]) -> dict[str, Any]:
    low, high = found["value_lower_bound"], found["value_upper_bound"]
    kind: str
    value: Any
    if found["type"] == "numerical":
        kind, value = _amount(found["counter"], low, high)
    elif found["type"] == "duration":
        kind, value = "duration", _length(low)
    elif found["type"] == "reltime":
        moved, named = _length(found["value_lower_bound_rel"]), _date(found["value_lower_bound_abs"])
        kind, value = "date", {"offset": moved, "date": named} if named else {"offset": moved}
    else:
        first, last = _date(low), _date(high)
        kind = "time" if first.startswith("T") else "date"
        value = first if first == last else {"min": first or None, "max": last or None}
    return {"start": found["position_start"], "end": found["position_end"], "kind": kind, "value": value}


def _amount(counter: str, low: float, high: float) -> tuple[str, dict[str, Any]]:
    value: dict[str, Any] = {"number": _number(low)} if low == high else {"min": _number(low), "max": _number(high)}
    if counter == "%":
        return "percentage", value | {"unit": "%"}
    if code := currency(counter):
        return "amount.money", value | {"currency": code}
    if code := measure(counter):
        return "amount.measure", value | {"unit": code}
    return ("amount.count", value | {"unit": counter}) if counter else ("number", value)


def _number(value: float) -> str | None:
    return None if math.isinf(value) else format(Decimal(str(value)), "f")


def _known(moment: Mapping[str, float]) -> dict[str, float]:
    return {part: moment[part] for part in _PARTS if not math.isinf(moment[part])}


def _length(moment: Mapping[str, float]) -> str:
    """A length as ISO 8601; all parts carry the sign of the first."""
    known = _known(moment)
    sign = "-" if any(amount < 0 for amount in known.values()) else ""
    days, clock = (
        "".join(f"{abs(known[part]):g}{part[0].upper()}" for part in parts if part in known)
        for parts in (_PARTS[:3], _PARTS[3:])
    )
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days}"


def _date(moment: Mapping[str, float]) -> str:
    """A date with XX for what is not known before its last part."""
    known = {part: int(amount) for part, amount in _known(moment).items()}
    days = [f"{known[part]:02d}" if part in known else "XX" for part in _PARTS[1:3]]
    date = "-".join([f"{known['year']:04d}" if "year" in known else "XXXX", *days])
    while date.endswith("-XX"):
        date = date[:-3]
    clock = ":".join(f"{known[part]:02d}" for part in _PARTS[3:] if part in known)
    return ("" if date == "XXXX" else date) + (f"T{clock}" if clock else "")
