"""How much a claim deserves checking: a sum of weights from worthiness.toml, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from workers.extraction.values import Attribution, Change, Duration, Period, Quantity, Subject, Value, Worthiness

_FILE = Path(__file__).parent / "worthiness.toml"
_SMALL = Decimal(10)


@cache
def _weights() -> Mapping[str, Decimal]:
    with _FILE.open("rb") as file:
        weights: Mapping[str, Decimal] = tomllib.load(file, parse_float=Decimal)["weights"]
    return weights


def worthiness(value: Value, subject: Subject | None, attribution: Attribution, change: Change | None) -> Worthiness:
    """The score from 0 to 1, two decimals, and its reasons; the same input has the same score."""
    weights = _weights()
    reasons = [
        reason
        for reason, holds in (
            (_type_reason(value), True),
            ("precise", _precise(value)),
            ("bounded", getattr(value, "comparator", None) is not None),
            ("attributed", attribution.mode != "own"),
            ("speaker", attribution.speaker is not None),
            ("subject", subject is not None),
            ("change", change is not None),
            ("small-count", _small(value)),
            ("vague", getattr(value, "approximate", False) and getattr(value, "amount", True) is None),
        )
        if holds
    ]
    score = sum((weights[reason] for reason in reasons), Decimal(0))
    return Worthiness(max(Decimal(0), min(Decimal(1), score)).quantize(Decimal("0.01")), tuple(reasons))


def _type_reason(value: Value) -> str:
    if isinstance(value, Quantity):
        return value.type.lower()
    return "duration" if isinstance(value, Duration) else "date" if isinstance(value, Period) else "recurrence"


def _precise(value: Value) -> bool:
    return isinstance(value, Quantity) and value.amount is not None and abs(value.amount) >= _SMALL


def _small(value: Value) -> bool:
    return (
        isinstance(value, Quantity)
        and value.type in ("Count", "Number")
        and value.amount is not None
        and abs(value.amount) < _SMALL
    )
