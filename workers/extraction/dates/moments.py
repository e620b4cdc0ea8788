"""Calendar arithmetic: moving moments by units, the ends of days and months, and their EDTF intervals."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_DAY_END = time(23, 59, 59)


def add(moment: datetime, unit: str, count: Decimal) -> datetime:
    """The moment moved by calendar units; the day is clipped to the month's last. Raises ValueError out of range."""
    months = {
        "month": 1,
        "quarter": 3,
        "half": 6,
        "season": 3,
        "year": 12,
        "decade": 120,
        "century": 1200,
        "millennium": 12000,
    }
    if unit in months:
        total = count * months[unit]
        whole = int(total)
        index = moment.year * 12 + moment.month - 1 + whole
        year, month = divmod(index, 12)
        if not 1 <= year <= 9998:
            raise ValueError(year)
        moved = moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
        return moved + timedelta(days=round(float(total - whole) * 30))
    if unit == "workday":
        return _workdays(moment, int(count))
    days = {"fortnight": 14, "week": 7, "weekend": 7, "day": 1}
    if unit in days:
        return moment + timedelta(days=float(count * days[unit]))
    seconds = {"hour": 3600, "minute": 60, "second": 1}
    if unit not in seconds:
        raise ValueError(unit)
    return moment + timedelta(seconds=float(count * seconds[unit]))


def _workdays(moment: datetime, count: int) -> datetime:
    """The moment so many days from Monday to Friday away; public holidays are not known here. Raises ValueError out of range."""
    if abs(count) > _MOST_WORKDAYS:
        raise ValueError(count)
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        moment += step
        count -= (moment.isoweekday() <= _FRIDAY) * (1 if count > 0 else -1)
    return moment


_MOST_WORKDAYS, _FRIDAY = 1000, 5


def last_of(first: datetime, months: int) -> datetime:
    """The last second of so many months."""
    return add(first, "month", Decimal(months)) - timedelta(seconds=1)


def begin_of(moment: datetime, unit: str) -> datetime:
    """The moment at which the second, minute, hour, day, week, month, quarter or year of a moment begins."""
    if unit in ("second", "minute", "hour"):
        return moment.replace(
            microsecond=0,
            second=moment.second if unit == "second" else 0,
            minute=0 if unit == "hour" else moment.minute,
        )
    day = datetime.combine(moment.date(), time())
    if unit == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    if unit == "day":
        return day
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3}.get(unit, 1)
    return day.replace(day=1, month=month)


def end_of(day: date) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, _DAY_END)


def nth_weekday(first: datetime, weekday: int, nth: int) -> datetime:
    """The nth such weekday of the month that begins at `first`, -1 for the last; raises ValueError where there is none."""
    if nth < 0:
        last = last_of(first, 1)
        return datetime.combine((last - timedelta(days=(last.isoweekday() - weekday) % 7)).date(), time())
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if day.month != first.month:
        raise ValueError(nth)
    return day


def interval(first: datetime, last: datetime) -> str:
    """An EDTF interval of days."""
    return f"{first.date().isoformat()}/{last.date().isoformat()}"


def interval_of_moments(first: datetime, last: datetime) -> str:
    """An EDTF interval of moments."""
    return f"{first.isoformat(timespec='seconds')}/{last.isoformat(timespec='seconds')}"
