"""quantulum3: quantities with units in English text, by rules; its classifier for ambiguous units is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quantulum3 import parser
from quantulum3.classes import Quantity

from benchmarks.peers.units import LENGTHS, measure


def find(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The quantities of an English text."""
    return [_prediction(found) for found in parser.parse(case["text"])]


def _prediction(found: Quantity) -> dict[str, Any]:
    unit, entity = found.unit.name, found.unit.entity.name
    value: dict[str, Any] = {"number": format(found.value, "f")}
    if found.uncertainty:
        value = {"min": str(found.value - found.uncertainty), "max": str(found.value + found.uncertainty)}
    start, end = found.span
    if entity == "currency":
        kind, value = "amount.money", value | {"currency": found.unit.currency_code}
    elif unit == "percentage":
        kind, value = "percentage", value | {"unit": "%"}
    elif unit in LENGTHS and not found.uncertainty:
        return {"start": start, "end": end, "kind": "duration", "value": LENGTHS[unit].format(f"{found.value:g}")}
    elif unit == "dimensionless":
        kind = "number"
    else:
        kind, value = "amount.measure", value | {"unit": measure(unit) or unit}
    return {"start": start, "end": end, "kind": kind, "value": value}
