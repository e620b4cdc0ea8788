"""Vague times and amounts, told by two numbers in a row: two or three years ago, at two or three, 14, 15 degrees."""

from __future__ import annotations

from workers.extraction.dates import dates
from workers.extraction.dates.dates import SaidSpan
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number
from workers.extraction.values import Quantity


def some_time_away(slots: Slots) -> tuple[str, object] | None:
    """Between two dates that are counted from now: two or three years ago, 3 to 5 days later."""
    number, lowest = slots["n"][0], slots["low"][0] if "low" in slots else None
    if not isinstance(number, Number):
        return None
    low = lowest.value if isinstance(lowest, Number) else number.low
    high = number.value if number.high is None else number.high
    if low is None or low >= high:
        return None
    near, far = (dates.said({**slots, "n": [Number(count)]}) for count in (low, high))
    if near is None or far is None or near.shift is None:
        return None
    first, last = (far, near) if near.shift.count < 0 else (near, far)
    return "date", SaidSpan(first, last, approximate=number.vague)


def about_oclock(slots: Slots) -> tuple[str, object] | None:
    """Between two hours that follow each other: at two or three in the morning."""
    number = slots["between"][0]
    if not isinstance(number, Number) or number.low is None or number.high is None:
        return None
    part = {name: found for name, found in slots.items() if name == "daypart"}
    first, last = (dates.said({**part, "hour": [Number(hour)]}) for hour in (number.low, number.high))
    return None if first is None or last is None else ("time", SaidSpan(first, last, approximate=True))


def follow(low: object, high: object) -> bool:
    """Whether two amounts follow each other, so that one or the other is meant (14, 15 degrees)."""
    return isinstance(low, Number) and isinstance(high, Quantity) and high.amount == low.value + 1


def in_scale(low: object, high: object) -> object:
    """A digit before its follower of tens, hundreds or more, in that scale: "2, 3 hundred" begins with 200."""
    if not isinstance(low, Number) or not isinstance(high, Quantity) or high.amount is None or not 0 < low.value < 9:
        return low
    scale = high.amount / (low.value + 1)
    return Number(low.value * scale) if scale > 1 and scale.normalize().as_tuple().digits == (1,) else low
