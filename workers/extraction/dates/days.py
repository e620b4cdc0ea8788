"""One date placed in time: by its fields, by a shift, a weekday or a holiday, and with its time of day."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

from workers.extraction.dates.almanac.lunisolar import month
from workers.extraction.dates.anchors import Anchors, full_year, reference_of, year_and_month
from workers.extraction.dates.clocks import clock
from workers.extraction.dates.dates import Said
from workers.extraction.dates.grains import Placed, century, decade, grain_of, in_month, in_year
from workers.extraction.dates.holidays import feast, is_once
from workers.extraction.dates.moments import add, end_of, interval, interval_of_moments
from workers.extraction.dates.shifts import Shift
from workers.extraction.quick import replace
from workers.extraction.values import Basis, Grain


def place_one(said: Said, anchors: Anchors) -> Placed | None:
    """One date; None where it needs an anchor that is not there, or is a time of no day."""
    day = _place_day(said, anchors)
    if day is None:
        return None
    if said.hour is None and said.hours is None:
        return day
    return _with_time(said, day)


def _place_day(said: Said, anchors: Anchors) -> Placed | None:
    if said.base is not None:
        moment = _moment(said.base, anchors)
        if moment is None:
            return None
        anchors = anchors.at(moment)
    if said.holiday is not None:
        return _holiday(said, said.holiday, anchors)
    if said.lunisolar is not None:
        return _lunisolar(said, said.lunisolar, anchors)
    if said.century is not None:
        return century(said)
    if said.decade is not None:
        return decade(said)
    if (
        said.shift is not None and said.shift.unit == "period"
    ):  # a year earlier: the same months, where the text names any
        return _same_months(said, said.shift, anchors)
    year, month, basis = year_and_month(said, anchors)
    if said.shift is not None and year is None:
        return _shifted(said, said.shift, anchors)
    if said.weekday is not None and said.day is None and said.month is None and year is None:
        return _weekday(said, anchors)
    if year is None:
        return None
    if said.term and month is not None:
        books = replace(anchors, fiscal_month=month % 12 + 1, fiscal_ends=False)
        return in_year(replace(said, month=None, fiscal=True), year - (month < 12), basis, books)
    if said.month is None and said.day is None and month is None:
        return in_year(said, year, basis, anchors)
    return in_month(said, year, month or 1, basis)


def _moment(said: Said, anchors: Anchors) -> datetime | None:
    """The moment that another date is counted from: the very one of a counted move, else where the date begins."""
    if said.shift is None or not said.shift.measured:
        placed = place_one(said, anchors)
        return None if placed is None else placed.first
    start = _moment(said.base, anchors) if said.base is not None else reference_of(said.shift, anchors)
    return None if start is None else add(start, said.shift.unit, said.shift.count)


def _holiday(said: Said, rule: str, anchors: Anchors) -> Placed | None:
    """A holiday of the year that was said, else the nearest past one; `step` +1 the next."""
    if said.year is not None:
        (first, last), basis = feast(rule, full_year(said, anchors)), Basis.EXPLICIT
    elif (reference := reference_of(said.shift, anchors)) is None:
        return None
    else:
        basis = Basis.PUBLISHED
        year = reference.year + (int(said.shift.count) if said.shift and said.shift.unit == "year" else 0)
        first, last = feast(rule, year)
        if said.shift is None and said.step is None and anchors.ahead and first < reference.date():
            first, last = feast(rule, year + 1)
        elif (
            said.shift is None
            and first > reference.date()
            and said.step != 0
            and not anchors.ahead
            and not is_once(rule)
        ):
            first, last = feast(rule, year - 1)
        if said.step == 1:
            first, last = feast(rule, first.year + 1)
    if said.weekend:  # the one that is nearest to it
        first += timedelta(days=(_SATURDAY - first.isoweekday() + _NEAREST) % 7 - _NEAREST)
        last = first + timedelta(days=1)
    start = datetime.combine(first, time())
    edtf = first.isoformat() if first == last else interval(start, datetime.combine(last, time()))
    return Placed(start, end_of(last), Grain.DAY, basis, edtf)


#: Saturday's number, and how many days before a feast its weekend may begin: Tuesday's is the one before.
_SATURDAY, _NEAREST = 6, 3


def _lunisolar(said: Said, calendar: str, anchors: Anchors) -> Placed | None:
    """A day or month of a lunisolar calendar, in the year that was said, else the nearest past one."""
    if said.month is None:
        return None
    reference = reference_of(said.shift, anchors)
    if said.year is not None:
        return _lunisolar_in(said, calendar, full_year(said, anchors), Basis.EXPLICIT)
    if reference is None:
        return None
    if said.shift is not None and said.shift.unit == "year":
        return _lunisolar_in(said, calendar, reference.year + int(said.shift.count), Basis.PUBLISHED)
    step = 1 if anchors.ahead else -1
    for waited in range(-1, _LONGEST_WAIT):
        try:
            found = _lunisolar_in(said, calendar, reference.year + step * waited, Basis.PUBLISHED)
        except ValueError:  # a year without that leap month, or without its thirtieth day
            continue
        if (found.last >= reference) if anchors.ahead else (found.first <= reference):
            return found
    return None


#: A leap month of one number can stay away for so many years.
_LONGEST_WAIT = 40


def _lunisolar_in(said: Said, calendar: str, year: int, basis: Basis) -> Placed:
    found = month(calendar, year, said.month or 1, said.leap)
    if said.day is not None:
        day = found.day(said.day)
        return Placed(datetime.combine(day, time()), end_of(day), Grain.DAY, basis, day.isoformat())
    first, last = datetime.combine(found.first, time()), end_of(found.last)
    return Placed(first, last, Grain.MONTH, basis, interval(first, last))


def _shifted(said: Said, shift: Shift, anchors: Anchors) -> Placed | None:
    reference = reference_of(shift, anchors)
    if reference is None:
        return None
    basis = Basis.CONTEXT if shift.context and anchors.spoken.to(shift.unit) else Basis.PUBLISHED
    unit = {"fiscal": "year"}.get(shift.unit, shift.unit)
    if unit == "now":
        return Placed(reference, reference, Grain.SECOND, basis, reference.isoformat())
    if shift.context and unit in ("hour", "minute", "second") and anchors.spoken.day is not None:
        return None  # four hours later: the day is known, the hour that it counts from is not
    moment = add(reference, unit, shift.count)
    if shift.measured and said.base is not None and unit == "year":
        unit = "day"
    if (
        shift.measured
        and unit in ("week", "fortnight", "month", "workday")
        and said.weekday is None
        and said.day is None
        and said.part is None
    ):
        unit = "day"
    if shift.measured and unit == "year" and shift.count % 1:
        unit = "month"  # half a year ago is known to the month
    return grain_of(said, unit, moment, basis, anchors)


def _same_months(said: Said, shift: Shift, anchors: Anchors) -> Placed | None:
    """The months that the text spoke of, so many years away or in the year that was said; where it named none, the year."""
    months = anchors.spoken.period
    if months is None or months.earliest is None or months.latest is None:
        return _place_day(replace(said, shift=replace(shift, unit="year") if said.year is None else None), anchors)
    years = int(shift.count)
    if said.year is not None:
        years = full_year(said, anchors) - months.latest.year
    elif said.step is not None and anchors.published is not None:
        years = anchors.published.year + said.step - months.latest.year
    first = add(months.earliest, "year", Decimal(years))
    last = add(months.latest + timedelta(seconds=1), "year", Decimal(years)) - timedelta(seconds=1)
    edtf = _YEAR.sub(lambda year: f"{int(year[0]) + years:04d}", months.edtf)
    return Placed(first, last, months.grain, Basis.CONTEXT, edtf)


#: A year that begins one end of a period.
_YEAR = re.compile(r"(?<![\d-])\d{4}")


def _weekday(said: Said, anchors: Anchors) -> Placed | None:
    """The nearest such weekday in the past, the publication day included; `step` +1 the next, -1 the one before today."""
    reference = anchors.published
    if reference is None or said.weekday is None:
        return None
    today = reference.date()
    back = (today.isoweekday() - said.weekday) % 7
    day = today - timedelta(days=back)
    if anchors.ahead and said.step is None and back:
        day += timedelta(days=7)
    if said.step is not None and said.step > 0:
        day = day + timedelta(days=7 * said.step)
    if said.step == -1 and back == 0:
        day = day - timedelta(days=7)
    if said.step == 0:
        day = today + timedelta(days=said.weekday - today.isoweekday())
    start = datetime.combine(day, time())
    if said.weekend:
        last = day + timedelta(days=1)
        return Placed(
            start, end_of(last), Grain.WEEKEND, Basis.PUBLISHED, interval(start, datetime.combine(last, time()))
        )
    return Placed(start, end_of(day), Grain.DAY, Basis.PUBLISHED, day.isoformat())


def _with_time(said: Said, day: Placed) -> Placed:
    at = clock(said)
    if at is None:
        low, high = said.hours or (0, 24)
        first = day.first + timedelta(hours=low)
        last = day.first + timedelta(hours=high) - timedelta(seconds=1)
        return Placed(first, last, Grain.HOUR, day.basis, interval_of_moments(first, last))
    hour, minute, second = at
    first = day.first + timedelta(hours=hour, minutes=minute, seconds=second)
    grain = Grain.SECOND if said.second is not None else Grain.MINUTE if said.minute is not None else Grain.HOUR
    widths = {Grain.HOUR: timedelta(hours=1), Grain.MINUTE: timedelta(minutes=1), Grain.SECOND: timedelta(seconds=1)}
    return Placed(
        first, first + widths[grain] - timedelta(seconds=1), grain, day.basis, first.isoformat(timespec="seconds")
    )
