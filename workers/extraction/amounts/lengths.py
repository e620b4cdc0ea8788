"""Lengths of time: from pairs of number and unit, and as ISO 8601 durations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from workers.extraction.amounts.amount import combined
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number
from workers.extraction.values import Comparator, Duration, Length


def duration(slots: Slots) -> Duration | None:
    """A length of time from (n, unit) pairs, with half a unit more or instead; null when the number is missing."""
    if "seconds" in slots:
        return _clocked(slots)
    whole_slots = combined(slots)
    if whole_slots is None or "unit" not in whole_slots:
        return None
    slots = whole_slots
    units = [str(unit) for said in slots["unit"] for unit in (said if isinstance(said, tuple) else (said,))]
    if any(_RANKS.get(unit, 0) < _RANKS.get(after, 0) for unit, after in pairwise(units)):  # ten minutes, two hours
        return None
    numbers: Sequence[Any] = slots.get("n", ())
    if len(units) > 1 and any(
        isinstance(one, Number) and one.value != one.value.to_integral_value() for one in numbers[:-1]
    ):
        return None  # 83.6 years, two months more
    if len(set(units)) < len(units):  # ten years and two years are two lengths
        return None
    if " " in units[0]:  # a word for part of a unit: "0.5 year"
        share, unit = units[0].split(" ")
        counted = numbers[0] if numbers else None
        length: Length = ((Decimal(share) * (counted.value if isinstance(counted, Number) else 1), unit),)
        return Duration(length, length)
    if any(_overflows(number, unit) for number, unit in zip(numbers[1:], units[1:], strict=False)):
        return None  # two years, 200 hours of work
    if not numbers:
        amount = Decimal(str(slots["half"][0])) if "half" in slots else Decimal(1)
        length = ((amount, units[0]),)
        return Duration(length, length)
    low: list[tuple[Decimal, str]] = []
    high: list[tuple[Decimal, str]] = []
    vague = False
    for index, (number, unit) in enumerate(zip(numbers, units, strict=False)):
        half = Decimal(str(slots["half"][0])) if "half" in slots and index == len(units) - 1 else Decimal(0)
        value = number.value if isinstance(number, Number) else Decimal(str(number))
        vague = vague or (isinstance(number, Number) and (number.vague or number.round))
        low.append(((number.low if isinstance(number, Number) and number.low is not None else value) + half, unit))
        high.append(((number.high if isinstance(number, Number) and number.high is not None else value) + half, unit))
    if "decimals" in slots and (digits := slots["decimals"][0].plain) is not None:  # type: ignore[attr-defined]  # a number token
        low[-1] = high[-1] = (high[-1][0] + Decimal(f"0.{digits}"), high[-1][1])
    lowest = slots["low"][0] if "low" in slots else None
    if lowest is not None and not isinstance(lowest, Number):  # a week or two
        lowest = Number(Decimal(str(lowest)))
    if isinstance(lowest, Number) and len(high) == 1:  # 15-20 minutes
        return Duration(((lowest.value, units[0]),), tuple(high)) if lowest.value < high[0][0] else None
    if "more" in slots or any(isinstance(number, Number) and number.more for number in numbers):
        return Duration(tuple(low), None, Comparator.MORE)
    return Duration(tuple(low), tuple(high), approximate=vague or "approx" in slots)


_RANKS = {"second": 1, "minute": 2, "hour": 3, "day": 4, "week": 5, "month": 6, "year": 7}
#: So many of a unit are one of the next greater one that people say.
_FULL = {"second": 60, "minute": 60, "hour": 24, "day": 31, "week": 53, "month": 12}


def _overflows(number: Any, unit: str) -> bool:
    """Whether a later part of a length is no rest of the part before it."""
    return isinstance(number, Number) and number.value >= _FULL.get(unit, number.value + 1)


def _clocked(slots: Slots) -> Duration:
    """A length that is told like a time of day, as races are: 2:03:41."""
    told = tuple(
        (number.value, name.removesuffix("s"))
        for name in ("hours", "minutes", "seconds")
        for number in slots.get(name, ())
        if isinstance(number, Number)
    )
    return Duration(told, told)


_ISO_DATE = {"millennium": ("Y", 1000), "century": ("Y", 100), "decade": ("Y", 10), "year": ("Y", 1), "half": ("M", 6),
             "quarter": ("M", 3), "season": ("M", 3), "month": ("M", 1), "week": ("W", 1), "weekend": ("D", 2),
             "fortnight": ("W", 2), "day": ("D", 1), "workday": ("D", 1)}  # fmt: skip


_ISO_TIME = {"hour": "H", "minute": "M", "second": "S"}


def iso(length: Length) -> str:
    """The ISO 8601 duration of a length, in the units that were said; raises KeyError on an unknown unit."""
    dates: dict[str, Decimal] = {}
    times: dict[str, Decimal] = {}
    for amount, unit in length:
        if unit in _ISO_TIME:
            times[_ISO_TIME[unit]] = times.get(_ISO_TIME[unit], Decimal(0)) + amount
        else:
            letter, factor = _ISO_DATE[unit]
            dates[letter] = dates.get(letter, Decimal(0)) + amount * factor
    text = "P" + "".join(f"{_plain(dates[letter])}{letter}" for letter in "YMWD" if letter in dates)
    return text + (
        "T" + "".join(f"{_plain(times[letter])}{letter}" for letter in "HMS" if letter in times) if times else ""
    )


def is_longer(one: Length, other: Length) -> bool:
    """Whether a length is longer than another, by a year of 365 days and months of 30."""
    return _hours(one) > _hours(other)


def _hours(length: Length) -> Decimal:
    return sum((amount * _HOURS[unit] for amount, unit in length), Decimal(0))


_HOURS = {
    unit: Decimal(factor) * {"Y": 8760, "M": 720, "W": 168, "D": 24}[letter]
    for unit, (letter, factor) in _ISO_DATE.items()
} | {"hour": Decimal(1), "minute": 1 / Decimal(60), "second": 1 / Decimal(3600)}


def _plain(amount: Decimal) -> str:
    return format(amount.normalize() if amount else Decimal(0), "f")
