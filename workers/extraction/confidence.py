"""How likely a claim's value is right: a sum of weights from confidence.toml, turned into a probability.

The weights are fitted on the gold beside the project (`python -m benchmarks.confidence --fit`), so that of the claims with
0.9 nine in ten are right there; what the signals are is said here, what they weigh is measured.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from workers.extraction.values import Basis, Duration, Period, Quantity, Value

_FILE = Path(__file__).parent / "confidence.toml"
_SHORT = 2
_DIGIT = re.compile(r"\d")
_LEAST, _MOST = Decimal("0.01"), Decimal("0.99")


@cache
def _weights() -> Mapping[str, float]:
    with _FILE.open("rb") as file:
        weights: Mapping[str, float] = tomllib.load(file)["weights"]
    return weights


def signals(value: Value, words: str, *, bare: bool, alternatives: bool, warned: bool) -> tuple[str, ...]:
    """What speaks for and against a value.

    Its type; `bare` for a number without a unit; `worded` where `words`, the quote, has no digit; `short` where it is one or
    two characters; `ranged`, `bounded` and `vague` by its bounds; `inferred` for a date whose year comes from elsewhere and
    `unresolved` for one that has none; `ambiguous` where another pattern reads the same words; `warned` where the value says
    that it is unsure.
    """
    held = (
        ("bare", bare),
        ("worded", _DIGIT.search(words) is None),
        ("short", len(words) <= _SHORT),
        ("ranged", _is_ranged(value)),
        ("bounded", getattr(value, "comparator", None) is not None),
        ("vague", isinstance(value, Quantity) and value.amount is None and value.approximate),
        ("inferred", isinstance(value, Period) and value.basis in (Basis.PUBLISHED, Basis.CONTEXT)),
        ("unresolved", isinstance(value, Period) and value.basis is Basis.UNRESOLVED),
        ("ambiguous", alternatives),
        ("warned", warned),
    )
    return (_type(value), *(name for name, holds in held if holds))


@lru_cache(maxsize=1024)
def confidence(found: tuple[str, ...]) -> Decimal:
    """The probability that a value with these signals is right, two decimals; the same signals give the same answer."""
    weights = _weights()
    odds = weights["all"] + sum(weights.get(name, 0.0) for name in found)
    return max(_LEAST, min(_MOST, Decimal(1 / (1 + math.exp(-odds))).quantize(_LEAST)))


def _type(value: Value) -> str:
    if isinstance(value, Quantity | Period):
        return value.type.lower()
    return "duration" if isinstance(value, Duration) else "recurrence"


def _is_ranged(value: Value) -> bool:
    if isinstance(value, Quantity):
        return value.low is not None and value.high is not None
    return isinstance(value, Period) and (value.first is not None or value.last is not None)
