"""Periods by grain: where a century, decade, year, half, quarter, season, month or week begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from workers.extraction.dates.anchors import Anchors
from workers.extraction.dates.dates import Said
from workers.extraction.dates.moments import add, end_of, interval, last_of, nth_weekday
from workers.extraction.quick import quick, replace
from workers.extraction.values import Basis, Grain

#: EDTF (ISO 8601-2) codes for parts of a year: 21-24 seasons, 33-36 quarters, 40-41 halves.
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
#: EDTF's seasons of the southern half of the earth (29 to 32) are so far behind those that name none.
_SOUTHERN = 8


_FIRST_ROUND_DECADE = 2000
_PARTS = {
    "early": (0, 1),
    "mid": (1, 2),
    "late": (2, 3),
    "start": (0, 1),
    "end": (2, 3),
    "first-half": (0, 1.5),
    "second-half": (1.5, 3),
    "first-third": (0, 1),
    "second-third": (1, 2),
    "last-third": (2, 3),
}


@quick
@dataclass(frozen=True, slots=True)
class Placed:
    """First and last moment, grain, how it was placed, and the EDTF text where it is not simply the grain's."""

    first: datetime
    last: datetime
    grain: Grain
    basis: Basis
    edtf: str
    whole: str | None = None


def century(said: Said) -> Placed:
    """The hundred years of a century; raises ValueError before the year 1."""
    century = said.century or 1
    if century < 1:
        raise ValueError(century)
    first, last = datetime(100 * century - 99, 1, 1), end_of(date(100 * century, 12, 31))
    edtf = f"{century - 1:02d}XX"
    return _with_part(said, Placed(first, last, Grain.CENTURY, Basis.EXPLICIT, edtf))


def decade(said: Said) -> Placed:
    """The ten years of a decade; two digits mean the last such decade, a round hundred the whole century."""
    decade = said.decade or 0
    if decade < 100:
        decade += (said.year or 0) if (said.year or 0) >= 100 else 1900 if decade >= 30 else 2000
    if decade % 100 == 0 and decade < _FIRST_ROUND_DECADE and said.part is None:  # the 1800s are a hundred years
        hundred = end_of(date(decade + 99, 12, 31))
        return Placed(datetime(decade, 1, 1), hundred, Grain.CENTURY, Basis.EXPLICIT, f"{decade // 100:02d}XX")
    first, last = datetime(decade, 1, 1), end_of(date(decade + 9, 12, 31))
    edtf = f"{decade}/{decade + 9}" if decade % 10 else f"{decade // 10}X"  # the thirties of an era
    return _with_part(said, Placed(first, last, Grain.DECADE, Basis.EXPLICIT, edtf))


def in_year(said: Said, year: int, basis: Basis, anchors: Anchors) -> Placed:
    """What was said of a year: a quarter, half, season or week of it, or all of it; raises ValueError out of range."""
    if year < 1 or year > 9998:
        raise ValueError(year)
    origin = anchors.fiscal_start(year) if said.fiscal else datetime(year, 1, 1)
    start = origin.month
    if said.quarter:
        first = add(origin, "month", Decimal(3 * said.quarter - 3))
        edtf = f"{first.year}-{32 + (first.month + 2) // 3}"
        return _with_month(said, Placed(first, last_of(first, 3), Grain.QUARTER, basis, edtf))
    if said.half:
        first = add(origin, "month", Decimal(6 * said.half - 6))
        edtf = f"{first.year}-{39 + said.half}" if start == 1 else interval(first, last_of(first, 6))
        return Placed(first, last_of(first, 6), Grain.HALF, basis, edtf)
    if said.season:
        first = datetime(year, anchors.season_month(said.season), 1)
        code = SEASONS[said.season] + (_SOUTHERN if anchors.southern else 0)
        return Placed(first, last_of(first, 3), Grain.SEASON, basis, f"{year}-{code}")
    if said.week is not None:
        monday = datetime.fromisocalendar(
            year, said.week if said.week > 0 else date(year, 12, 28).isocalendar().week, 1
        )
        return Placed(
            monday,
            end_of((monday + timedelta(days=6)).date()),
            Grain.WEEK,
            basis,
            interval(monday, monday + timedelta(days=6)),
        )
    last = last_of(origin, 12)
    edtf = f"{year:04d}" if start == 1 else interval(origin, last)
    return _with_part(said, _with_month(said, Placed(origin, last, Grain.YEAR, basis, edtf)))


def in_month(said: Said, year: int, month: int, basis: Basis) -> Placed:
    """What was said of a month: a day, weekday or week of it, or all of it; raises ValueError where there is no such day."""
    if year < 1 or year > 9998:
        raise ValueError(year)
    first = datetime(year, month, 1)
    if said.day is not None:
        day = datetime(year, month, said.day)
        return Placed(day, end_of(day.date()), Grain.DAY, basis, day.date().isoformat())
    if said.weekday is not None and said.nth is not None:
        day = nth_weekday(first, said.weekday, said.nth)
        return Placed(day, end_of(day.date()), Grain.DAY, basis, day.date().isoformat())
    if said.week is not None:
        sunday = nth_weekday(first, 7, -1)
        monday = nth_weekday(first, 1, said.week) if said.week > 0 else sunday - timedelta(days=6)
        last = end_of((monday + timedelta(days=6)).date())
        return Placed(monday, last, Grain.WEEK, basis, interval(monday, last))
    return _with_part(said, Placed(first, last_of(first, 1), Grain.MONTH, basis, f"{year:04d}-{month:02d}"))


def _with_part(said: Said, whole: Placed) -> Placed:
    """The early, middle or late third (or half) of a grain; the edges of thirds of a month are the 10th and 20th."""
    if said.part == "last-day":
        return Placed(
            datetime.combine(whole.last.date(), time()),
            whole.last,
            Grain.DAY,
            whole.basis,
            whole.last.date().isoformat(),
        )
    if said.part is None or said.part not in _PARTS:
        return whole
    start, end = _PARTS[said.part]
    if whole.grain in (Grain.DECADE, Grain.CENTURY):  # early and late are halves there
        start, end = {"early": (0.0, 1.5), "late": (1.5, 3.0)}.get(said.part, (start, end))
        months = _months(whole)
        first = add(whole.first, "month", Decimal(int(months * start / 3)))
        last = add(whole.first, "month", Decimal(int(months * end / 3))) - timedelta(seconds=1)
        return replace(whole, first=first, last=last, edtf=interval(first, last))
    if whole.grain is Grain.MONTH and not (start == 1.5 or end == 1.5):
        first = whole.first + timedelta(days=10 * int(start))
        last = whole.last if end == 3 else end_of((whole.first + timedelta(days=10 * int(end) - 1)).date())
    else:
        months = _months(whole)
        first = add(whole.first, "month", Decimal(int(months * start / 3)))
        last = (
            add(whole.first, "month", Decimal(int(months * end / 3))) - timedelta(seconds=1)
            if months > 1
            else whole.last
        )
        if months <= 1:
            half = whole.first + timedelta(days=15)
            first, last = (whole.first, half - timedelta(seconds=1)) if start == 0 else (half, whole.last)
    return replace(whole, first=first, last=last, edtf=interval(first, last), whole=whole.edtf)


def _with_month(said: Said, whole: Placed) -> Placed:
    """The first or the last month of a longer time, where that was said; else all of it."""
    if said.part not in ("first-month", "last-month"):
        return whole
    first = whole.first if said.part == "first-month" else whole.last.replace(day=1)
    first = datetime.combine(first.date(), time())
    return Placed(first, last_of(first, 1), Grain.MONTH, whole.basis, first.date().isoformat()[:7])


def _months(whole: Placed) -> int:
    return (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1


def grain_of(said: Said, unit: str, moment: datetime, basis: Basis, anchors: Anchors) -> Placed:
    """The whole unit that holds the moment."""
    day = datetime.combine(moment.date(), time())
    if unit in ("hour", "minute", "second"):
        return Placed(moment, moment, Grain(unit), basis, moment.isoformat(timespec="seconds"))
    if unit == "day":
        return Placed(day, end_of(day.date()), Grain.DAY, basis, day.date().isoformat())
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.isoweekday() - 1)
        if said.weekday is not None:
            day = monday + timedelta(days=said.weekday - 1)
            return Placed(day, end_of(day.date()), Grain.DAY, basis, day.date().isoformat())
        if unit == "weekend" or said.weekend:
            first, last = monday + timedelta(days=5), end_of((monday + timedelta(days=6)).date())
            return Placed(first, last, Grain.WEEKEND, basis, interval(first, last))
        last = end_of((monday + timedelta(days=6)).date())
        return Placed(monday, last, Grain.WEEK, basis, interval(monday, last))
    if unit == "month":
        return in_month(said, moment.year, moment.month, basis)
    if unit == "quarter":
        return in_year(replace(said, quarter=(moment.month + 2) // 3), moment.year, basis, anchors)
    if unit == "half":
        return in_year(replace(said, half=1 if moment.month <= 6 else 2), moment.year, basis, anchors)
    if unit == "decade":
        return decade(Said(decade=moment.year - moment.year % 10, part=said.part))
    if unit == "century":
        return century(Said(century=(moment.year + 99) // 100, part=said.part))
    return in_year(said, moment.year, basis, anchors)
