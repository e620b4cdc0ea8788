"""What sections mean: the kind and value that a pattern of dates, ranges or bounds builds from its slots."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workers.extraction.amounts.bounds import bounded, bounded_duration
from workers.extraction.amounts.lengths import is_longer
from workers.extraction.amounts.quantities import span_of
from workers.extraction.dates import dates
from workers.extraction.dates.clocks import later, paired
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.shifts import Shift
from workers.extraction.dates.stretches import beginning, limit, until
from workers.extraction.mentions.vague import about_oclock, follow, in_scale, some_time_away
from workers.extraction.quick import replace
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number
from workers.extraction.values import Comparator, Duration, Quantity


def falls(slots: Slots) -> bool:
    """Whether the slots `more` and `less` are in that order, as in the score of a winner; true where they are missing."""
    more, less = (slots[name][0] if name in slots else None for name in ("more", "less"))
    return not isinstance(more, Number) or not isinstance(less, Number) or more.value >= less.value


def kinded(kind: str, value: object | None) -> tuple[str, object] | None:
    """The kind with its value, or None where there is no value."""
    return None if value is None else (kind, value)


def calendar(section: str, slots: Slots) -> tuple[str, object] | None:
    """A date or time; `day` with `clock` or with the fields of a time is that day at that time."""
    day = slots["day"][0] if "day" in slots else None
    if isinstance(day, SaidSpan):
        return None
    if not isinstance(day, Said):
        return kinded(section, dates.said(slots) if "daypart" not in slots else _in_part(slots))
    clock = (
        slots["clock"][0]
        if "clock" in slots
        else dates.said({name: found for name, found in slots.items() if name != "day"})
    )
    if day.hour is not None or dates.is_coarse(day):
        return None
    if isinstance(clock, Number):
        clock = dates.said({"clock": [clock]})
    if isinstance(clock, SaidSpan):
        if clock.length is not None or not all(end is None or dates.is_clock(end) for end in (clock.first, clock.last)):
            return None
        first, last = (None if end is None else _at(day, end) for end in (clock.first, clock.last))
        return section, replace(clock, first=first, last=last)
    return None if not isinstance(clock, Said) else (section, _at(day, clock))


def _at(day: Said, clock: Said) -> Said:
    hours = clock.hours or day.hours
    if clock.hours is None and day.hours is not None and clock.hour == day.hours[1]:  # a morning ends at twelve
        hours = (clock.hour, clock.hour + 1)
    return replace(day, hour=clock.hour, minute=clock.minute, second=clock.second, hours=hours)


def _in_part(slots: Slots) -> Said | SaidSpan | None:
    """A time of day in the part of the day that is told apart from it (in the afternoon at seven)."""
    clock = slots["clock"][0] if "clock" in slots else None
    if not isinstance(clock, Said | SaidSpan):
        return dates.said(slots)
    part = dates.said({"daypart": slots["daypart"]})
    if part is None:
        return None
    if isinstance(clock, SaidSpan):
        first, last = (None if end is None else _at(part, end) for end in (clock.first, clock.last))
        return replace(clock, first=first, last=last)
    return None if clock.hour is None else _at(part, clock)


def measured_span(slots: Slots) -> SaidSpan | None:
    """The last three years, the next two weeks: `step` is the direction, `steps` that of whole units of the calendar.

    `back` is the direction of what has lasted so long; with months or halves left vague it began in a month, not on a day.
    """
    renamed = {("sign" if name in ("step", "steps", "back") else name): readings for name, readings in slots.items()}
    shifted = dates.said(renamed)
    if shifted is None or shifted.shift is None:
        return None
    if "back" in slots and ("more" in slots or "half" in slots) and (began := _vaguely(shifted.shift)) is not None:
        return SaidSpan(Said(shift=began), Said(shift=Shift("day", Decimal(0))))
    if shifted.base is not None:  # within two days and three hours
        today = Said(shift=Shift("now" if dates.is_timed(shifted) else "day", Decimal(0)))
        return SaidSpan(today, shifted) if shifted.shift.count > 0 and "length" in slots else None
    return SaidSpan(None, None, length=replace(shifted.shift, measured="steps" not in slots))


def _vaguely(length: Shift) -> Shift | None:
    """The month that lies so many months or years and a half away; None for other lengths."""
    months = length.count * {"month": 1, "year": 12}.get(length.unit, 0)
    return Shift("month", Decimal(int(months))) if (months and length.count % 1) or length.unit == "month" else None


def ranged(slots: Slots) -> tuple[str, object] | None:
    """A range of dates, lengths or amounts from its two ends."""
    if "n" in slots and "unit" in slots:
        return some_time_away(slots)
    if "between" in slots:
        return about_oclock(slots)
    first, last = dates.end("first", slots), dates.end("last", slots)
    if (whole := dates.end("whole", slots)) is not None:
        return beginning(slots, whole)
    if first is None and last is not None and ("length" in slots or "unit" in slots):
        return until(slots, last)
    if first is not None and "length" in slots and isinstance(slots["length"][0], Duration):
        if not dates.is_clock(first):
            if (latest := limit(first, slots["length"][0])) is not None:
                return "date", SaidSpan(first, latest)
            return beginning(slots, first) if not dates.is_coarse(first) else None
        last = later(first, slots["length"][0])
    if first is not None or last is not None:
        if not isinstance(first, Said) or not isinstance(last, Said):
            return None
        if first.century is not None and last.century is None and last.decade is None:
            return None
        timed = dates.is_clock(first)
        if (dates.is_clock(first) or "first_hour" in slots) and "last" in slots and last.hour is None:
            return None
        if ("first_day" in slots and last.hour is not None) or (
            "first_month" in slots and "first_day" not in slots and last.month is None
        ):
            return None
        if "last" in slots and "closed" not in slots and _counts_on(first, last):
            return None
        if ("last_day" in slots and first.hour is not None) or (
            "last_hour" in slots and "first" in slots and first.hour is None
        ):
            return None
        if "tail" in slots:
            return _tailed(first, last, slots["tail"][0])
        if timed or dates.is_clock(last):
            first, last = paired(first, last)
        apart = "apart" in slots and first.day is not None and first.month is None and last.month is not None
        return ("time" if timed else "date"), SaidSpan(first, last, apart=apart)
    if "lower" in slots:
        return _bounded_pair(slots["lower"][0], slots["upper"][0])
    if "low" not in slots or "high" not in slots:  # its ends were dates that the calendar does not have
        return None
    low, high = slots["low"][0], slots["high"][0]
    if "listed" in slots and not follow(low, high):
        return None
    if isinstance(high, Duration):
        return kinded("duration", _range_of_lengths(low, high))
    low, high = _as_quantity(in_scale(low, high) if "tens" in slots else low), _as_quantity(high)
    if not isinstance(high, Quantity):
        return None
    if not isinstance(low, Quantity):
        return None
    return kinded(_KINDS[high.type], span_of(low, high))


def _counts_on(first: Said, last: Said) -> bool:
    """Whether "tomorrow to 3 days" counts days from the first end; "up to the 3rd" closes a range."""
    bare = (last.month, last.year, last.weekday, last.hour, last.shift, last.base)
    return first.shift is not None and first.day is None and last.day is not None and all(part is None for part in bare)


def _as_quantity(reading: object) -> object:
    """A bare number of a range as the quantity it is."""
    return Quantity("Number", reading.value) if isinstance(reading, Number) and not reading.vague else reading


def _tailed(first: Said, last: Said, tail: object) -> tuple[str, object] | None:
    """A range of days whose year or month stands behind both (May 8 - 10, 2010; from 4 to 22 this month)."""
    if not isinstance(tail, Said) or tail.day is not None:
        return None
    if tail.shift is not None and tail.shift.unit == "month" and first.month is None:
        return "date", SaidSpan(replace(first, shift=tail.shift), replace(last, shift=tail.shift))
    if (
        tail.shift is not None
        and tail.shift.unit == "year"
        and tail == Said(shift=tail.shift)
        and first.month is not None
    ):
        month = last.month or first.month
        return "date", SaidSpan(replace(first, shift=tail.shift), replace(last, month=month, shift=tail.shift))
    if tail.year is None or tail.month is not None or first.month is None:
        return None
    if last.month is not None:
        whole = first.year is None and last.year is None
        return ("date", SaidSpan(replace(first, year=tail.year), replace(last, year=tail.year))) if whole else None
    return "date", SaidSpan(first, replace(last, month=first.month, year=tail.year))


def _bounded_pair(lower: object, upper: object) -> tuple[str, object] | None:
    """Two bounds of one amount, length or date: at least 10 and under 20, from March on and before May."""
    if isinstance(lower, Duration) and isinstance(upper, Duration):
        open_ends = lower.low is not None and lower.high is None and upper.low is None
        return ("duration", Duration(lower.low, upper.high, upper.comparator)) if open_ends else None
    if isinstance(lower, SaidSpan) and isinstance(upper, SaidSpan):
        if lower.comparator is None or upper.comparator is None or lower.first is None or upper.last is None:
            return None
        return "date", SaidSpan(lower.first, upper.last)
    if (
        not isinstance(lower, Quantity)
        or not isinstance(upper, Quantity)
        or lower.comparator is None
        or upper.comparator is None
        or (lower.type != "Number" and lower.comparator in _UPPER and upper.comparator not in _UPPER)
    ):
        return None  # a high of 29 and a low of 21 degrees are two temperatures
    return kinded(_KINDS[upper.type], span_of(lower, upper))


#: What bounds an amount from above.
_UPPER = (Comparator.LESS, Comparator.AT_MOST)
_KINDS: Mapping[str, str] = {
    "Money": "money", "Count": "count", "Measure": "measure", "Percentage": "percentage", "PercentagePoints": "points",
    "Ratio": "ratio", "Multiple": "multiple", "Age": "age", "Number": "number", "Ordinal": "ordinal",
}  # fmt: skip


def _range_of_lengths(low: object, high: Duration) -> Duration | None:
    if high.low is None or high.high is None:
        return None
    if isinstance(low, Number):
        if len(high.high) != 1:
            return None
        (amount, unit) = high.high[0]
        return Duration(((low.value, unit),), high.high) if low.value < amount else None
    if isinstance(low, Duration) and low.low is not None and low.comparator is None:
        if is_longer(low.low, high.high):
            return None
        return Duration(low.low, high.high, approximate=low.approximate or high.approximate)
    return None


def bound(slots: Slots) -> tuple[str, object] | None:
    """A value under its bounding words."""
    left_out = () if "far" in slots else ("sign",)
    value = (
        slots["q"][0]
        if "q" in slots
        else dates.said({name: found for name, found in slots.items() if name not in left_out})
    )
    if "far" in slots:
        return _moved_bound(value, Comparator(str(slots["far"][0])))
    signs = [str(sign) for sign in slots.get("sign", ())]
    if isinstance(value, Number):
        value = Quantity("Number", value.value if value.low is None else None, low=value.low, high=value.high)
    if isinstance(value, Quantity):
        return (_KINDS[value.type], bounded(value, signs)) if signs else None
    if isinstance(value, Duration):
        return ("duration", bounded_duration(value, signs)) if signs else None
    if isinstance(value, Said):
        if signs[:1] == ["="]:  # exactly that day is that day
            return ("time" if dates.is_clock(value) else "date"), value
        comparator = Comparator(signs[0]) if signs and signs[0] != "~" else None
        kind = "time" if dates.is_clock(value) else "date"
        if comparator is None:
            return kind, replace(value, approximate=True)
        open_end = comparator in (Comparator.AT_LEAST, Comparator.MORE)
        return kind, SaidSpan(value if open_end else None, None if open_end else value, comparator)
    return None


def _moved_bound(date: object, comparator: Comparator) -> tuple[str, object] | None:
    """A date counted from another one, under a bound: more than 40 years ago, less than two weeks after the vote."""
    if not isinstance(date, Said) or date.shift is None or not date.shift.measured or date.hour is not None:
        return None
    base = date.base or Said(shift=Shift("day", Decimal(0)))
    past, more = date.shift.count < 0, comparator in (Comparator.MORE, Comparator.AT_LEAST)
    if more:
        return "date", SaidSpan(None, date, Comparator.AT_MOST) if past else SaidSpan(date, None, Comparator.AT_LEAST)
    return "date", SaidSpan(date, base) if past else SaidSpan(base, date)
