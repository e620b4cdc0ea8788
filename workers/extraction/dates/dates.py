"""Dates as they are said: neutral fields from slots, not yet placed in time (calendar.py does that)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workers.extraction.amounts.amount import combined
from workers.extraction.dates.shifts import Shift, step
from workers.extraction.quick import quick, replace
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number
from workers.extraction.values import Comparator, Duration


@quick
@dataclass(frozen=True, slots=True)
class Said:
    """One date or time as said; null fields were not said. `two_digits` marks a year said as '21, `era` the year before its era.

    `either` is the day where it could be the month as well (03/04/2026). `term` marks the business year that ends in its month.
    """

    year: int | None = None
    two_digits: bool = False
    era: int | None = None
    century: int | None = None
    decade: int | None = None
    half: int | None = None
    quarter: int | None = None
    season: str | None = None
    holiday: str | None = None
    month: int | None = None
    week: int | None = None
    day: int | None = None
    weekday: int | None = None
    weekend: bool = False
    nth: int | None = None
    part: str | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    hours: tuple[int, int] | None = None
    shift: Shift | None = None
    fiscal: bool = False
    term: bool = False
    lunisolar: str | None = None
    leap: bool = False
    step: int | None = None
    either: int | None = None
    approximate: bool = False
    base: Said | None = None


@dataclass(frozen=True, slots=True)
class SaidSpan:
    """From one date to another as said; an end that is null is open, `comparator` tells how the single end binds.

    `length` is set for spans that are measured from the other end ("the last three years"), `apart` where a first day
    without a month does not share that of the last ("from the 14th to 30 December", said month first: the coming 14th).
    """

    first: Said | None
    last: Said | None
    comparator: Comparator | None = None
    length: Shift | None = None
    approximate: bool = False
    apart: bool = False


def whole(reading: Any) -> int:
    """The integer of a slot: a number token's value or a lexicon value."""
    return int(reading.value) if isinstance(reading, Number) else int(reading)


#: Fields whose value is a whole number of the slot of that name.
_WHOLE = (
    "century", "decade", "half", "quarter", "month", "week", "day", "either", "weekday",
    "nth", "hour", "minute", "second", "step",
)  # fmt: skip


def said(slots: Slots) -> Said | None:
    """The fields of a date pattern's slots; None where they contradict the calendar (31 February, 25 o'clock p.m.)."""
    fields: dict[str, Any] = {}
    if "unit" in slots and "den" in slots:
        slots = combined(slots) or {}
    for name in _WHOLE:
        if name in slots and not (name == "half" and "n" in slots):  # half a unit more is no half of a year
            fields[name] = whole(slots[name][0])
    for name in ("season", "part", "holiday"):
        if name in slots:
            fields[name] = str(slots[name][0])
    if "/" in fields.get("season", ""):  # next spring
        year, _, fields["season"] = fields["season"].partition("/")
        slots = {**slots, "rel": [year]}
    if "year" in slots:
        fields |= _year(slots)
    if "decade" in fields and "era" in slots:  # its thirties begin with its thirtieth year
        fields |= {"decade": whole(slots["era"][0]) + fields["decade"], "era": whole(slots["era"][0])}
    if "clock" in slots and isinstance(slots["clock"][0], Number) and slots["clock"][0].clock is not None:
        fields["hour"], fields["minute"] = slots["clock"][0].clock
    if "halfhour" in slots:
        fields["minute"] = 30
    if "hour" in fields and "second" in fields:
        fields.setdefault("minute", 0)
    if "past" in slots:
        fields["minute"] = whole(slots["past"][0])
    if "till" in slots and "hour" in fields:
        fields |= {"minute": 60 - abs(whole(slots["till"][0])), "hour": (fields["hour"] or 24) - 1}
    if "daypart" in slots:
        fields["hours"] = _hours(str(slots["daypart"][0]))
    if "rel" in slots:
        shift = step(str(slots["rel"][0]))
        if shift is None:
            return None
        fields["shift"] = shift
        if shift.unit == "fiscal":
            fields["shift"] = replace(shift, unit="year")
        if "T" in str(slots["rel"][0]):
            fields["hours"] = _hours(str(slots["rel"][0]).partition("T")[2])
    if "length" in slots and isinstance(slots["length"][0], Duration):
        return _moved(slots["length"][0], slots)
    if "n" in slots and "unit" in slots:
        count = _count(slots)
        if count is None:
            return None
        sign = _sign(slots)
        vague = "more" in slots  # ten months and more ago: that month, not that day
        fields["shift"] = Shift(str(slots["unit"][0]), count * sign, context="context" in slots, measured=not vague)
    elif "n" in slots and "weekday" in slots and "sign" in slots:
        fields["step"] = int(slots["n"][0].value) * whole(slots["sign"][0])  # type: ignore[attr-defined]  # a number token
    elif "fiscal" in slots and "step" in fields:  # last fiscal year
        fields["shift"] = Shift("year", Decimal(fields.pop("step")))
    elif "unit" in slots and "rel" not in slots:
        fields["shift"] = Shift(str(slots["unit"][0]), Decimal(fields.pop("step", 0)))
    if "base" in slots and isinstance(slots["base"][0], Said):
        fields["base"] = slots["base"][0]
        if "shift" in slots:
            moved = slots["shift"][0]
            if not isinstance(moved, Said) or moved.shift is None or not moved.shift.count or moved.month or moved.day:
                return None
            fields["shift"] = replace(moved.shift, context=False)
    if "deadline" in slots and fields["shift"].unit == "year":  # within a year: to the day
        fields["base"] = Said(shift=Shift("day", Decimal(0)))
    if "bce" in slots and "century" in fields:
        fields["century"] = -fields["century"]
    if "fiscal_half" in slots:
        fields["half"] = whole(slots["fiscal_half"][0])
    fields["term"] = "term" in slots
    fields["fiscal"] = not {"fiscal", "fiscal_half"}.isdisjoint(slots) or (
        "rel" in slots and str(slots["rel"][0]).lstrip("@").startswith("fiscal")
    )
    for reading in slots.get("lunisolar", ()):
        fields |= _lunisolar(str(reading))
    fields["weekend"] = "weekend" in slots
    if fields["weekend"] and not fields.keys() & {"holiday", "shift"}:
        fields["weekday"] = _SATURDAY  # the one that has begun last, or that comes
    fields["approximate"] = "approx" in slots
    date = Said(**fields)
    if not _possible(date):
        return None
    return date if "whole" not in slots else Said(shift=Shift(str(slots["whole"][0]), Decimal(0)), base=date)


_SATURDAY = 6


def _lunisolar(value: str) -> dict[str, Any]:
    """The calendar, month and day of a word such as "chinese/01-15"; 00 is what it does not say, L a leap month."""
    calendar, _, day = value.partition("/")
    said = {"month": int(day[:2] or 0), "day": int(day[3:5] or 0), "leap": day.endswith("L")}
    return {"lunisolar": calendar} | {name: number for name, number in said.items() if number}


def _sign(slots: Slots) -> int:
    """The direction of a move, which words that lean on the text's own date say as well (two days later)."""
    return next((whole(slots[name][0]) for name in ("sign", "context", "deadline") if name in slots), 1)


def _moved(length: Duration, slots: Slots) -> Said | None:
    """A date counted from another one by a length of time (two days before yesterday), part by part."""
    if length.low is None or length.low != length.high:
        return None
    base = slots["base"][0] if "base" in slots else None
    if base is not None and not isinstance(base, Said):
        return None
    sign = _sign(slots)
    for amount, unit in length.low:
        base = Said(shift=Shift(unit, amount * sign, context="context" in slots, measured=True), base=base)
    return base


def end(name: str, slots: Slots) -> Said | None:
    """One end of a range: the slot `first` or `last` with a date, or `first_day`, `last_year`, ... with a bare number."""
    if name in slots:
        date = slots[name][0]
        return date if isinstance(date, Said) else None
    bare = {slot.removeprefix(f"{name}_"): readings for slot, readings in slots.items() if slot.startswith(f"{name}_")}
    return said(bare) if bare else None


def _year(slots: Slots) -> dict[str, Any]:
    readings = slots["year"]
    year = whole(readings[0])
    if len(readings) > 1:  # nineteen eighty-four
        year = year * 100 + whole(readings[1])
    plain = readings[0].plain if isinstance(readings[0], Number) else None
    if "era" in slots:
        return {"year": whole(slots["era"][0]) + year, "era": whole(slots["era"][0])}
    if "bce" in slots:
        return {"year": 1 - year}
    return {"year": year, "two_digits": plain is not None and len(plain) <= 2 and "ce" not in slots}


def _count(slots: Slots) -> Decimal | None:
    number = slots["n"][0]
    count = number.value if isinstance(number, Number) else Decimal(str(number))
    if isinstance(number, Number) and number.vague:
        return None
    return count + (Decimal(str(slots["half"][0])) if "half" in slots else 0)


def _hours(value: str) -> tuple[int, int]:
    if value == "same":
        return SAME_PART
    start, end = value.split("-")
    return int(start), int(end)


#: The part of the day of the time that was spoken of before.
SAME_PART = (0, 0)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _possible(date: Said) -> bool:
    if date.month is not None and not 1 <= date.month <= 12:
        return False
    if date.day is not None and not 1 <= date.day <= (_MONTH_DAYS[date.month - 1] if date.month else 31):
        return False
    if date.decade is not None and (date.decade - (date.era or 0)) % 10:
        return False
    if date.hour is not None and not 0 <= date.hour < 30:
        return False
    if (date.minute or 0) > 59 or (date.second or 0) > 60:
        return False
    return not (date.quarter is not None and not 1 <= date.quarter <= 4)


def is_clock(date: Said) -> bool:
    """Whether it is a time of day that names no day."""
    named = (
        date.year,
        date.month,
        date.day,
        date.weekday,
        date.shift,
        date.season,
        date.quarter,
        date.half,
        date.week,
        date.base,
        date.decade,
        date.century,
    )
    return (date.hour is not None or date.hours is not None) and all(field is None for field in named)


def is_timed(date: Said | None) -> bool:
    """Whether a move by hours, minutes or seconds leads to it, or to what it is counted from."""
    if date is None:
        return False
    return (date.shift is not None and date.shift.unit in ("hour", "minute", "second")) or is_timed(date.base)


def leans_on_a_moment(date: Said) -> bool:
    """Whether it is counted in hours or minutes from what was told before (nine minutes later), whose hour nobody knows."""
    return date.shift is not None and date.shift.context and is_timed(date)


def is_coarse(date: Said) -> bool:
    """Whether it names no single day, so that no time of day can belong to it (next week, 2019)."""
    if date.day is not None or date.weekday is not None or date.holiday is not None:
        return False
    return date.shift is None or date.shift.unit not in ("day", "hour", "minute", "second", "now")


def is_that_day(date: Said) -> bool:
    """Whether it is the day of which the text spoke ("that day"), whatever the hour."""
    return date.shift is not None and date.shift.context and date.shift.unit == "day" and not date.shift.count
