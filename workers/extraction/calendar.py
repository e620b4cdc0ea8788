"""Placing what was said in time: from fields and anchors to a first and last moment, a grain and an EDTF string."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from workers.extraction.clocks import clock, clock_text
from workers.extraction.dates import Said, SaidSpan, Shift, inherit, iso
from workers.extraction.holidays import holiday, is_about
from workers.extraction.values import Basis, Comparator, Grain, Period

_FIRST_ROUND_DECADE = 2000
_LEAP_MONTH, _LEAP_DAY = 2, 29
_DAY_END = time(23, 59, 59)
#: EDTF (ISO 8601-2) codes for parts of a year: 21-24 seasons, 33-36 quarters, 40-41 halves.
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PARTS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3), "start": (0, 1), "end": (2, 3), "first-half": (0, 1.5), "second-half": (1.5, 3)}


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative dates lean on: the moment of publication, the last date of the text, and the first month of a fiscal year."""

    published: datetime | None
    context: date | None = None
    fiscal_month: int = 4
    southern: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """First and last moment, grain, how it was placed, and the EDTF text where it is not simply the grain's."""

    first: datetime
    last: datetime
    grain: Grain
    basis: Basis
    edtf: str
    whole: str | None = None


def place(said: Said | SaidSpan, anchors: Anchors) -> Period | None:
    """The period that was said; None where the calendar has no such day. Unplaceable dates keep an EDTF with X."""
    try:
        if isinstance(said, SaidSpan):
            return _place_span(said, anchors)
        placed = _place(said, anchors)
        if placed is None:
            return _unplaced(said)
        return _period(said, placed)
    except (ValueError, OverflowError):
        return _far(said)


def _period(said: Said, placed: _Placed) -> Period:
    timed = said.hour is not None or said.hours is not None or placed.grain in (Grain.HOUR, Grain.MINUTE, Grain.SECOND)
    return Period(
        "DateTime" if timed else "Date", placed.edtf, placed.first, placed.last, placed.grain, placed.basis,
        approximate=said.approximate or (said.holiday is not None and is_about(said.holiday)), part=said.part if placed.whole else None, whole=placed.whole,
    )  # fmt: skip


def _place(said: Said, anchors: Anchors) -> _Placed | None:
    """One date; None where it needs an anchor that is not there, or is a time of no day."""
    day = _place_day(said, anchors)
    if day is None:
        return None
    if said.hour is None and said.hours is None:
        return day
    return _with_time(said, day)


def _place_day(said: Said, anchors: Anchors) -> _Placed | None:
    if said.base is not None:
        moment = _moment(said.base, anchors)
        if moment is None:
            return None
        anchors = replace(anchors, published=moment, context=moment.date())
    if said.holiday is not None:
        return _holiday(said, said.holiday, anchors)
    if said.century is not None:
        return _century(said)
    if said.decade is not None:
        return _decade(said, anchors)
    year, month, basis = _year_and_month(said, anchors)
    if said.shift is not None and year is None:
        return _shifted(said, said.shift, anchors)
    if said.weekday is not None and said.day is None and said.month is None and year is None:
        return _weekday(said, anchors)
    if year is None:
        return None
    if said.month is None and said.day is None and month is None:
        return _in_year(said, year, basis, anchors)
    return _in_month(said, year, month or 1, basis)


def _moment(said: Said, anchors: Anchors) -> datetime | None:
    """The moment that another date is counted from: the very one of a counted move, else where the date begins."""
    if said.shift is None or not said.shift.measured:
        placed = _place(said, anchors)
        return None if placed is None else placed.first
    start = _moment(said.base, anchors) if said.base is not None else _reference(said.shift, anchors)
    return None if start is None else _add(start, said.shift.unit, said.shift.count)


def _year_and_month(said: Said, anchors: Anchors) -> tuple[int | None, int | None, Basis]:
    """The year and month that the words give, or that the anchors add."""
    if said.year is not None:
        return _full_year(said, anchors), said.month, Basis.EXPLICIT
    reference = _reference(said.shift, anchors)
    if said.shift is not None:
        if reference is None:
            return None, None, Basis.UNRESOLVED
        basis = Basis.CONTEXT if said.shift.context else Basis.PUBLISHED
        if said.shift.unit == "year" and (_finer_than_year(said) or said.fiscal):
            running = 1 if said.fiscal and reference.month < anchors.fiscal_month else 0
            return reference.year + int(said.shift.count) - running, said.month, basis
        if said.shift.unit == "month" and (said.day is not None or said.nth is not None or said.week is not None):
            shifted = _add(reference, "month", said.shift.count)
            return shifted.year, shifted.month, basis
        return None, None, basis
    if said.month is not None or said.day is not None or said.quarter or said.half or said.season or said.week:
        return _missing_year(said, anchors)
    return None, None, Basis.UNRESOLVED


def _finer_than_year(said: Said) -> bool:
    return any(value is not None for value in (said.month, said.quarter, said.half, said.season, said.part, said.week))


def _reference(shift: Shift | None, anchors: Anchors) -> datetime | None:
    if shift is not None and shift.context and anchors.context is not None:
        return datetime.combine(anchors.context, time())
    return anchors.published


def _full_year(said: Said, anchors: Anchors) -> int:
    year = said.year or 0
    if not said.two_digits:
        return year
    near = anchors.published.year if anchors.published else 2020
    century = near - near % 100
    return century + year if century + year <= near + 10 else century - 100 + year


def _missing_year(said: Said, anchors: Anchors) -> tuple[int | None, int | None, Basis]:
    """The nearest past: news tell what has happened. `step` +1 or -1 (next, last) moves it."""
    reference = anchors.published
    if reference is None:
        if anchors.context is None:
            return None, said.month, Basis.UNRESOLVED
        return anchors.context.year, said.month or anchors.context.month, Basis.CONTEXT
    if said.month is None and said.day is not None and said.weekday is not None and said.step is None:
        if (fitting := _nearest_fitting(said, reference.date())) is not None:
            return fitting.year, fitting.month, Basis.PUBLISHED
    if said.week is not None and said.month is None:
        return reference.year, None, Basis.PUBLISHED
    if said.month == _LEAP_MONTH and said.day == _LEAP_DAY:
        year = next(y for y in range(reference.year, reference.year - 9, -1) if calendar.isleap(y) and date(y, 2, 29) <= reference.date())
        return year, said.month, Basis.PUBLISHED
    if said.month is None and said.day is not None:
        moment = reference
        if said.day > reference.day and said.step is None:
            moment = _add(reference, "month", Decimal(-1))
        if said.day > calendar.monthrange(moment.year, moment.month)[1]:
            moment = _add(moment, "month", Decimal(-1))
        return moment.year, moment.month, Basis.PUBLISHED
    first_month = said.month or _first_month(said, anchors)
    later = (first_month, said.day or 1) > (reference.month, reference.day)
    year = reference.year - (1 if later else 0)
    if said.step == 1:
        year = reference.year + (0 if later else 1)
    if said.step == -1 and (said.month == reference.month):
        year -= 1
    if said.step == 0:
        year = reference.year
    return year, said.month, Basis.PUBLISHED


def _nearest_fitting(said: Said, reference: date) -> date | None:
    """The nearest day of that number that falls on the weekday that was said."""
    fitting: list[date] = []
    for back in range(-12, 13):
        year, month = divmod(reference.year * 12 + reference.month - 1 + back, 12)
        if (said.day or 0) <= calendar.monthrange(year, month + 1)[1]:
            day = date(year, month + 1, said.day or 1)
            if day.isoweekday() == said.weekday:
                fitting.append(day)
    return min(fitting, key=lambda day: abs(day - reference), default=None)


def _first_month(said: Said, anchors: Anchors) -> int:
    if said.quarter:
        return 3 * said.quarter - 2
    if said.half:
        return 6 * said.half - 5
    return _SEASON_MONTHS.get(said.season or "", 1)


def _holiday(said: Said, rule: str, anchors: Anchors) -> _Placed | None:
    """A holiday of the year that was said, else the nearest past one; `step` +1 the next."""
    if said.year is not None:
        day, basis = holiday(rule, _full_year(said, anchors)), Basis.EXPLICIT
    elif (reference := _reference(said.shift, anchors)) is None:
        return None
    else:
        basis = Basis.PUBLISHED
        day = holiday(rule, reference.year + (int(said.shift.count) if said.shift and said.shift.unit == "year" else 0))
        if said.shift is None and day > reference.date() and said.step != 0 and rule.count("-") < 2:
            day = holiday(rule, reference.year - 1)
        if said.step == 1:
            day = holiday(rule, day.year + 1)
    return _Placed(datetime.combine(day, time()), _end(day), Grain.DAY, basis, day.isoformat())


def _century(said: Said) -> _Placed:
    century = said.century or 1
    if century < 1:
        raise ValueError(century)
    first, last = datetime(100 * century - 99, 1, 1), _end(date(100 * century, 12, 31))
    edtf = f"{century - 1:02d}XX"
    return _with_part(said, _Placed(first, last, Grain.CENTURY, Basis.EXPLICIT, edtf))


def _decade(said: Said, anchors: Anchors) -> _Placed:
    decade = said.decade or 0
    if decade < 100:
        decade += (said.year or 0) if (said.year or 0) >= 100 else 1900 if decade >= 30 else 2000
    if decade % 100 == 0 and decade < _FIRST_ROUND_DECADE and said.part is None:  # the 1800s are a hundred years
        hundred = _end(date(decade + 99, 12, 31))
        return _Placed(datetime(decade, 1, 1), hundred, Grain.CENTURY, Basis.EXPLICIT, f"{decade // 100:02d}XX")
    first, last = datetime(decade, 1, 1), _end(date(decade + 9, 12, 31))
    return _with_part(said, _Placed(first, last, Grain.DECADE, Basis.EXPLICIT, f"{decade // 10}X"))


def _in_year(said: Said, year: int, basis: Basis, anchors: Anchors) -> _Placed:
    if year < 1 or year > 9998:
        raise ValueError(year)
    start = anchors.fiscal_month if said.fiscal else 1
    origin = datetime(year, start, 1)
    if said.quarter:
        first = _add(origin, "month", Decimal(3 * said.quarter - 3))
        return _Placed(first, _last(first, 3), Grain.QUARTER, basis, f"{first.year}-{32 + (first.month + 2) // 3}")
    if said.half:
        first = _add(origin, "month", Decimal(6 * said.half - 6))
        edtf = f"{first.year}-{39 + said.half}" if start == 1 else _interval(first, _last(first, 6))
        return _Placed(first, _last(first, 6), Grain.HALF, basis, edtf)
    if said.season:
        first = datetime(year, _SEASON_MONTHS[said.season], 1)
        return _Placed(first, _last(first, 3), Grain.SEASON, basis, f"{year}-{_SEASONS[said.season]}")
    if said.week is not None:
        monday = datetime.fromisocalendar(year, said.week if said.week > 0 else date(year, 12, 28).isocalendar().week, 1)
        return _Placed(monday, _end((monday + timedelta(days=6)).date()), Grain.WEEK, basis, _interval(monday, monday + timedelta(days=6)))
    last = _last(origin, 12)
    edtf = f"{year:04d}" if start == 1 else _interval(origin, last)
    return _with_part(said, _Placed(origin, last, Grain.YEAR, basis, edtf))


def _in_month(said: Said, year: int, month: int, basis: Basis) -> _Placed:
    if year < 1 or year > 9998:
        raise ValueError(year)
    first = datetime(year, month, 1)
    if said.day is not None:
        day = datetime(year, month, said.day)
        return _Placed(day, _end(day.date()), Grain.DAY, basis, f"{day:%Y-%m-%d}".rjust(10, "0"))
    if said.weekday is not None and said.nth is not None:
        day = _nth_weekday(first, said.weekday, said.nth)
        return _Placed(day, _end(day.date()), Grain.DAY, basis, f"{day:%Y-%m-%d}".rjust(10, "0"))
    if said.week is not None:
        sunday = _nth_weekday(first, 7, -1)
        monday = _nth_weekday(first, 1, said.week) if said.week > 0 else sunday - timedelta(days=6)
        last = _end((monday + timedelta(days=6)).date())
        return _Placed(monday, last, Grain.WEEK, basis, _interval(monday, last))
    return _with_part(said, _Placed(first, _last(first, 1), Grain.MONTH, basis, f"{year:04d}-{month:02d}"))


def _nth_weekday(first: datetime, weekday: int, nth: int) -> datetime:
    if nth < 0:
        last = _last(first, 1)
        return datetime.combine((last - timedelta(days=(last.isoweekday() - weekday) % 7)).date(), time())
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if day.month != first.month:
        raise ValueError(nth)
    return day


def _with_part(said: Said, whole: _Placed) -> _Placed:
    """The early, middle or late third (or half) of a grain; the edges of thirds of a month are the 10th and 20th."""
    if said.part == "last-day":
        return _Placed(datetime.combine(whole.last.date(), time()), whole.last, Grain.DAY, whole.basis, f"{whole.last:%Y-%m-%d}")
    if said.part is None or said.part not in _PARTS:
        return whole
    start, end = _PARTS[said.part]
    if whole.grain in (Grain.DECADE, Grain.CENTURY):  # early and late are halves there
        start, end = {"early": (0.0, 1.5), "late": (1.5, 3.0)}.get(said.part, (start, end))
        months = _months(whole)
        first = _add(whole.first, "month", Decimal(int(months * start / 3)))
        last = _add(whole.first, "month", Decimal(int(months * end / 3))) - timedelta(seconds=1)
        return replace(whole, first=first, last=last, edtf=_interval(first, last))
    if whole.grain is Grain.MONTH and not (start == 1.5 or end == 1.5):
        first = whole.first + timedelta(days=10 * int(start))
        last = whole.last if end == 3 else _end((whole.first + timedelta(days=10 * int(end) - 1)).date())
    else:
        months = _months(whole)
        first = _add(whole.first, "month", Decimal(int(months * start / 3)))
        last = _add(whole.first, "month", Decimal(int(months * end / 3))) - timedelta(seconds=1) if months > 1 else whole.last
        if months <= 1:
            half = whole.first + timedelta(days=15)
            first, last = (whole.first, half - timedelta(seconds=1)) if start == 0 else (half, whole.last)
    return replace(whole, first=first, last=last, edtf=_interval(first, last), whole=whole.edtf)


def _months(whole: _Placed) -> int:
    return (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1


def _shifted(said: Said, shift: Shift, anchors: Anchors) -> _Placed | None:
    reference = _reference(shift, anchors)
    if reference is None:
        return None
    basis = Basis.CONTEXT if shift.context and anchors.context else Basis.PUBLISHED
    unit = {"fiscal": "year"}.get(shift.unit, shift.unit)
    if unit == "now":
        return _Placed(reference, reference, Grain.SECOND, basis, reference.isoformat())
    moment = _add(reference, unit, shift.count)
    if shift.measured and said.base is not None and unit == "year":
        unit = "day"
    if shift.measured and unit in ("week", "fortnight", "month") and said.weekday is None and said.day is None and said.part is None:
        unit = "day"
    return _grain_of(said, unit, moment, basis, anchors)


def _grain_of(said: Said, unit: str, moment: datetime, basis: Basis, anchors: Anchors) -> _Placed:
    """The whole unit that holds the moment."""
    day = datetime.combine(moment.date(), time())
    if unit in ("hour", "minute", "second"):
        return _Placed(moment, moment, Grain(unit), basis, moment.isoformat(timespec="seconds"))
    if unit == "day":
        return _Placed(day, _end(day.date()), Grain.DAY, basis, f"{day:%Y-%m-%d}")
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.isoweekday() - 1)
        if said.weekday is not None:
            day = monday + timedelta(days=said.weekday - 1)
            return _Placed(day, _end(day.date()), Grain.DAY, basis, f"{day:%Y-%m-%d}")
        if unit == "weekend" or said.weekend:
            first, last = monday + timedelta(days=5), _end((monday + timedelta(days=6)).date())
            return _Placed(first, last, Grain.WEEKEND, basis, _interval(first, last))
        last = _end((monday + timedelta(days=6)).date())
        return _Placed(monday, last, Grain.WEEK, basis, _interval(monday, last))
    if unit == "month":
        return _in_month(said, moment.year, moment.month, basis)
    if unit == "quarter":
        return _in_year(replace(said, quarter=(moment.month + 2) // 3), moment.year, basis, anchors)
    if unit == "half":
        return _in_year(replace(said, half=1 if moment.month <= 6 else 2), moment.year, basis, anchors)
    if unit == "decade":
        return _decade(Said(decade=moment.year - moment.year % 10), anchors)
    if unit == "century":
        return _century(Said(century=(moment.year + 99) // 100))
    return _in_year(said, moment.year, basis, anchors)


def _weekday(said: Said, anchors: Anchors) -> _Placed | None:
    """The nearest such weekday in the past, the publication day included; `step` +1 the next, -1 the one before today."""
    reference = anchors.published
    if reference is None or said.weekday is None:
        return None
    today = reference.date()
    back = (today.isoweekday() - said.weekday) % 7
    day = today - timedelta(days=back)
    if said.step is not None and said.step > 0:
        day = day + timedelta(days=7 * said.step)
    if said.step == -1 and back == 0:
        day = day - timedelta(days=7)
    if said.step == 0:
        day = today + timedelta(days=said.weekday - today.isoweekday())
    return _Placed(datetime.combine(day, time()), _end(day), Grain.DAY, Basis.PUBLISHED, day.isoformat())


def _with_time(said: Said, day: _Placed) -> _Placed:
    at = clock(said)
    if at is None:
        low, high = said.hours or (0, 24)
        first = day.first + timedelta(hours=low)
        last = day.first + timedelta(hours=high) - timedelta(seconds=1)
        return _Placed(first, last, Grain.HOUR, day.basis, _interval_of_moments(first, last))
    hour, minute, second = at
    first = day.first + timedelta(hours=hour, minutes=minute, seconds=second)
    grain = Grain.SECOND if said.second is not None else Grain.MINUTE if said.minute is not None else Grain.HOUR
    widths = {Grain.HOUR: timedelta(hours=1), Grain.MINUTE: timedelta(minutes=1), Grain.SECOND: timedelta(seconds=1)}
    return _Placed(first, first + widths[grain] - timedelta(seconds=1), grain, day.basis, first.isoformat(timespec="seconds"))


def _place_span(span: SaidSpan, anchors: Anchors) -> Period | None:
    if span.length is not None:
        return _measured(span, span.length, anchors)
    first, last = span.first, span.last
    if first is not None and last is not None:
        borrowed = inherit(first, last, forward=False)
        first, last = borrowed, inherit(last, borrowed, forward=True)
    ends = [_place(end, anchors) if end is not None else None for end in (first, last)]
    said = first or last
    if said is None:
        return None
    if (first is not None and ends[0] is None) or (last is not None and ends[1] is None):
        return _unplaced_span(span, first, last)
    start, end = ends
    if start is not None and end is not None and start.first > end.last and span.first and span.last:
        if span.last.year is None and span.last.shift is None:
            end = _moved(span.last, end, 1)
        elif span.first.year is None and span.first.shift is None:
            start = _moved(span.first, start, -1)
    some = start or end
    assert some is not None, "one end was placed"
    return Period(
        "DateTime" if some.grain in (Grain.HOUR, Grain.MINUTE, Grain.SECOND) else "Date",
        f"{start.edtf if start else '..'}/{end.edtf if end else '..'}",
        start.first if start else None, end.last if end else None, some.grain, some.basis,
        first=start.edtf if start else None, last=end.edtf if end else None,
        comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def _moved(said: Said, end: _Placed, by: int) -> _Placed:
    """An end without a year that fell on the wrong side of the other one, moved there (December to February)."""
    unit = "year" if said.month is not None else "month" if said.day is not None else "day"
    first, last = _add(end.first, unit, Decimal(by)), _add(end.last, unit, Decimal(by))
    if end.grain is Grain.MONTH:
        return replace(end, first=first, last=_last(first, 1), edtf=f"{first:%Y-%m}")
    text = f"{first:%Y-%m-%d}" if end.grain is Grain.DAY else first.isoformat(timespec="seconds")
    return replace(end, first=first, last=last, edtf=text)


def _measured(span: SaidSpan, length: Shift, anchors: Anchors) -> Period | None:
    """A span measured from the publication: the last three years, the next two weeks."""
    reference = anchors.published
    if reference is None:
        return Period("Date", "", None, None, Grain.DAY, Basis.UNRESOLVED, offset=_offset(length))
    if length.unit == "quarter":  # quarters of the calendar, without the one that runs
        reference = datetime(reference.year, 3 * ((reference.month - 1) // 3) + 1, 1)
        reference = _add(reference, "quarter", Decimal(1)) if length.count > 0 else reference - timedelta(seconds=1)
        first = reference if length.count > 0 else _add(reference + timedelta(seconds=1), "quarter", length.count)
        last = _add(reference, "quarter", length.count) - timedelta(seconds=1) if length.count > 0 else reference
        edtf = _interval(first, last)
        return Period(
            "Date", edtf, first, last, Grain.QUARTER, Basis.PUBLISHED, first=edtf.split("/")[0], last=edtf.split("/")[1]
        )  # fmt: skip
    other = _add(reference, length.unit, length.count)
    first, last = sorted((reference, other))
    timed = length.unit in ("hour", "minute", "second")
    if not timed:
        first, last = datetime.combine(first.date(), time()), _end(last.date())
    edtf = _interval_of_moments(first, last) if timed else _interval(first, last)
    return Period(
        "DateTime" if timed else "Date", edtf, first, last, Grain(length.unit) if timed else Grain.DAY, Basis.PUBLISHED,
        first=edtf.split("/")[0], last=edtf.split("/")[1], comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def _unplaced(said: Said) -> Period | None:
    """A date that needs an anchor which is not there: its EDTF has X, its moments are null."""
    at = clock(said)
    shift = said.shift
    if shift is not None:
        known = unplaced_text(said) if said.month is not None or said.day is not None or said.hour is not None else None
        return Period("Date", known or "", None, None, _said_grain(said), Basis.UNRESOLVED, offset=_offset(shift, said.base))
    text = unplaced_text(said)
    if text is None:
        return None
    return Period("Time" if at and text.startswith("T") else "Date", text, None, None, _said_grain(said), Basis.UNRESOLVED)


def unplaced_text(said: Said) -> str | None:
    """XXXX-12-27, XXXX-WXX-3, T15:30: what is known of a date without its year or day."""
    time_of_day = clock_text(said)
    if said.holiday is not None and re.fullmatch(r"\d\d-\d\d", said.holiday):
        return f"XXXX-{said.holiday}{time_of_day}"
    if said.month is not None:
        return f"XXXX-{said.month:02d}" + (f"-{said.day:02d}" if said.day is not None else "") + time_of_day
    if said.day is not None:
        return f"XXXX-XX-{said.day:02d}" + time_of_day
    if said.weekday is not None:
        return f"XXXX-WXX-{said.weekday}" + time_of_day
    if said.quarter is not None:
        return f"XXXX-{32 + said.quarter}"
    if said.season is not None:
        return f"XXXX-{_SEASONS[said.season]}"
    if said.hour is None and said.hours is not None:
        return f"T{said.hours[0]:02d}/T{said.hours[1]:02d}"
    return time_of_day or None


def _unplaced_span(span: SaidSpan, first: Said | None, last: Said | None) -> Period | None:
    texts = [unplaced_text(end) if end is not None else None for end in (first, last)]
    if not any(texts):
        return None
    said = first or last
    assert said is not None, "a span has an end"
    kind = "Time" if (texts[0] or texts[1] or "").startswith("T") else "Date"
    return Period(
        kind, f"{texts[0] or '..'}/{texts[1] or '..'}", None, None, _said_grain(said), Basis.UNRESOLVED,
        first=texts[0], last=texts[1], comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def _said_grain(said: Said) -> Grain:
    for name in ("second", "minute", "hour", "day", "month", "quarter", "half", "season"):
        if getattr(said, name) is not None:
            return Grain(name)
    if said.weekday is not None:
        return Grain.DAY
    if said.hours is not None:
        return Grain.HOUR
    if said.shift is not None and said.shift.unit in Grain._value2member_map_:
        return Grain(said.shift.unit)
    return Grain.YEAR


def _far(said: Said | SaidSpan) -> Period | None:
    """A year that no calendar of ours reaches (300 BC, 36,000 years ago): its EDTF alone."""
    if not isinstance(said, Said):
        return None
    if said.shift is not None:
        return Period("Date", "", None, None, Grain.YEAR, Basis.UNRESOLVED, offset=_offset(said.shift))
    if said.century is not None and said.century < 0:
        return Period("Date", f"-{-said.century - 1:02d}XX", None, None, Grain.CENTURY, Basis.EXPLICIT)
    if said.year is None or said.month is not None:
        return None
    text = f"Y{said.year}" if abs(said.year) > 9999 else f"{said.year:05d}" if said.year < 0 else f"{said.year:04d}"
    return Period("Date", text, None, None, Grain.YEAR, Basis.EXPLICIT)


def _offset(shift: Shift, base: Said | None = None) -> str | None:
    if shift.unit == "now":
        return "PT0S"
    try:
        steps = [shift]
        while base is not None and base.shift is not None and base.shift.count * shift.count > 0:
            steps.append(base.shift)
            base = base.base
        return ("-" if shift.count < 0 else "") + iso(tuple((abs(one.count), one.unit) for one in steps))
    except KeyError:
        return None


def _add(moment: datetime, unit: str, count: Decimal) -> datetime:
    """The moment moved by calendar units; the day is clipped to the month's last. Raises ValueError out of range."""
    months = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
    if unit in months:
        total = count * months[unit]
        whole = int(total)
        index = moment.year * 12 + moment.month - 1 + whole
        year, month = divmod(index, 12)
        if not 1 <= year <= 9998:
            raise ValueError(year)
        moved = moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
        return moved + timedelta(days=round(float(total - whole) * 30))
    days = {"fortnight": 14, "week": 7, "weekend": 7, "day": 1}
    if unit in days:
        return moment + timedelta(days=float(count * days[unit]))
    seconds = {"hour": 3600, "minute": 60, "second": 1}
    if unit not in seconds:
        raise ValueError(unit)
    return moment + timedelta(seconds=float(count * seconds[unit]))


def _last(first: datetime, months: int) -> datetime:
    return _add(first, "month", Decimal(months)) - timedelta(seconds=1)


def _end(day: date) -> datetime:
    return datetime.combine(day, _DAY_END)


def _interval(first: datetime, last: datetime) -> str:
    return f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"


def _interval_of_moments(first: datetime, last: datetime) -> str:
    return f"{first.isoformat(timespec='seconds')}/{last.isoformat(timespec='seconds')}"


__all__ = ["Anchors", "Comparator", "place", "unplaced_text"]
