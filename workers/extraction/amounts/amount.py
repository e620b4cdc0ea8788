"""Amounts: the numbers of a pattern's slots, put together from whole, fraction and scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workers.extraction.quick import quick, replace
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number


@quick
@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its vague bounds, as quantities add and scale it."""

    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    def times(self, factor: Decimal) -> Amount:
        """The amount in another unit."""
        return Amount(self.value * factor, _scaled(self.low, factor), _scaled(self.high, factor))

    def plus(self, other: Amount) -> Amount:
        """Both together (2 metres and 15 centimetres)."""
        low = (
            (self.low or self.value) + (other.low or other.value)
            if self.low is not None or other.low is not None
            else None
        )
        high = (
            (self.high or self.value) + (other.high or other.value)
            if self.high is not None or other.high is not None
            else None
        )
        return Amount(self.value + other.value, low, high)


def _scaled(bound: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if bound is None else bound * factor


def amount_of(reading: Any) -> Amount:
    """The amount of a slot: a number token, a lexicon value such as "0.5", or a vague one's lowest and highest."""
    if isinstance(reading, Number):
        return Amount(reading.value, reading.low, reading.high)
    if isinstance(reading, tuple):
        low, high = (Decimal(str(bound)) for bound in reading)
        return Amount(low, low, high)
    return Amount(Decimal(str(reading)))


def combined(slots: Slots) -> Slots | None:
    """The slots with their first number made whole: num/den (1/4 mile), whole num/den (2 1/2), and a scale letter (4m).

    None where the denominator is nought.
    """
    if "den" not in slots and "scale" not in slots:
        return slots
    numbers: list[object] = list(slots.get("n", ()))
    if "den" in slots:
        denominator = amount_of(slots["den"][0]).value
        if not denominator:
            return None
        part = amount_of(slots["num"][0] if "num" in slots else 1).value / denominator
        whole = amount_of(slots["whole"][0]).value if "whole" in slots else Decimal(0)
        numbers.insert(0, Number(whole - part if whole < 0 else whole + part))
    if "scale" in slots and numbers:
        factor = Decimal(str(slots["scale"][0]))
        scaled = amount_of(numbers[0]).times(factor)
        numbers[0] = Number(scaled.value, None, scaled.low, scaled.high, scaled.low is not None, scale=factor)
    return {**{name: found for name, found in slots.items() if name not in _COMBINED}, "n": numbers}


_COMBINED = ("num", "den", "whole", "scale", "n")


def shared(low: Number, high: Sequence[object]) -> Number:
    """The lower number of a range with the scale of the higher one, where only that can be meant (5 or 6 million)."""
    first = high[0] if high else None
    if not isinstance(first, Number) or first.scale is None or low.scale is not None:
        return low
    return replace(low, value=low.value * first.scale, plain=None) if low.value * first.scale < first.value else low


def lent(number: object, like: object) -> object:
    """A plain number with the scale of the one that it is told beside ("from 1.2 to 2.6 million"), unless it is too great."""
    if not isinstance(number, Number) or not isinstance(like, Number) or like.scale is None or number.scale is not None:
        return number
    return replace(number, value=number.value * like.scale, plain=None) if abs(number.value) < _LENDS else number


#: A greater number is told in full.
_LENDS = 1000
