"""Holidays: days that a rule of the data names in every year."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_FIXED = re.compile(r"(\d\d)-(\d\d)$")
_NTH = re.compile(r"(\d\d)/(\d)/(-?\d)([+-]\d+)?$")
_EASTER = re.compile(r"easter([+-]\d+)?$")


def holiday(rule: str, year: int) -> date:
    """The day of a rule in a year. Raises ValueError on a rule that can't be read.

    "12-25" is a day of a month; "11/4/4" the fourth Thursday (4) of November, "05/1/-1" the last Monday of May, with days
    added behind ("11/4/4+1"); "easter-2" is counted from Easter Sunday; "2001-09-11" is that one day.
    """
    if fixed := _FIXED.match(rule):
        return date(year, int(fixed[1]), int(fixed[2]))
    if nth := _NTH.match(rule):
        return _weekday(year, int(nth[1]), int(nth[2]), int(nth[3])) + timedelta(days=int(nth[4] or 0))
    if rule.count("-") == 2:
        return date.fromisoformat(rule)
    if counted := _EASTER.match(rule):
        return easter(year) + timedelta(days=int(counted[1] or 0))
    raise ValueError(rule)


def _weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * correction + 114, 31)
    return date(year, month, day + 1)
