"""How much a claim deserves checking: a sum of weights from worthiness.toml, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from workers.extraction.values import Claim, Duration, Facts, Period, Quantity, Value, Worthiness

_FILE = Path(__file__).parent / "worthiness.toml"
_SMALL = Decimal(10)
#: Their decimals are ours: "one in three" is no measured 0.33.
_PARTS = frozenset(("Ratio", "Multiple"))
_LARGE = {"Money": Decimal(100_000_000), "Count": Decimal(10_000)}


@cache
def _weights() -> Mapping[str, Decimal]:
    with _FILE.open("rb") as file:
        weights: Mapping[str, Decimal] = tomllib.load(file, parse_float=Decimal)["weights"]
    return weights


def worthiness(claim: Claim, facts: Facts, signs: frozenset[str]) -> Worthiness:
    """The score from 0 to 1, two decimals, and its reasons; the same input has the same score.

    `facts` are what the rest of the article says about it, `signs` what the words beside the claim say: `record`, `label`.
    """
    value = claim.value
    checks = facts.checks
    reasons = [
        reason
        for reason, holds in (
            (_type_reason(value), True),
            ("precise", _precise(value)),
            ("large", _large(value)),
            ("bounded", getattr(value, "comparator", None) is not None),
            ("attributed", claim.attribution.mode != "own"),
            ("speaker", claim.attribution.speaker is not None),
            ("subject", claim.subject is not None),
            ("change", claim.change is not None),
            ("record", "record" in signs),
            ("contradicted", any(check.kind == "contradiction" for check in checks)),
            ("miscalculated", any(not check.holds and check.kind != "contradiction" for check in checks)),
            ("label", "label" in signs),
            ("small-count", _small(value)),
            ("vague", getattr(value, "approximate", False) and getattr(value, "amount", True) is None),
        )
        if holds
    ]
    return _score(tuple(reasons))


@lru_cache(maxsize=1024)
def _score(reasons: tuple[str, ...]) -> Worthiness:
    """The weights of these reasons together, no less than 0 and no more than 1."""
    score = sum((_weights()[reason] for reason in reasons), Decimal(0))
    return Worthiness(max(Decimal(0), min(Decimal(1), score)).quantize(Decimal("0.01")), reasons)


def _type_reason(value: Value) -> str:
    if isinstance(value, Quantity):
        return value.type.lower()
    return "duration" if isinstance(value, Duration) else "date" if isinstance(value, Period) else "recurrence"


def _precise(value: Value) -> bool:
    """Whether an amount is named that nobody knows without counting or measuring: ten or more, or one with decimals."""
    if not isinstance(value, Quantity) or value.amount is None:
        return False
    return abs(value.amount) >= _SMALL or (value.type not in _PARTS and not _is_whole(value.amount))


def _large(value: Value) -> bool:
    """Whether money or things are counted in numbers that only somebody with books can know."""
    if not isinstance(value, Quantity) or value.type not in _LARGE:
        return False
    named = [abs(amount) for amount in (value.amount, value.low, value.high) if amount is not None]
    return bool(named) and max(named) >= _LARGE[value.type]


def _small(value: Value) -> bool:
    return (
        isinstance(value, Quantity)
        and value.type in ("Count", "Number")
        and value.amount is not None
        and abs(value.amount) < _SMALL
        and _is_whole(value.amount)
    )


def _is_whole(amount: Decimal) -> bool:
    return amount == amount.to_integral_value()
