"""Holidays: days that a rule of the data names in every year."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_FIXED = re.compile(r"(\d\d)-(\d\d)$")
_NTH = re.compile(r"(\d\d)/(\d)/(-?\d)([+-]\d+)?$")
_EASTER = re.compile(r"(easter|pascha)([+-]\d+)?$")
_ISLAMIC = re.compile(r"islamic/(\d\d)-(\d\d)$")


def holiday(rule: str, year: int) -> date:
    """The day of a rule in a year. Raises ValueError on a rule that can't be read.

    "12-25" is a day of a month; "11/4/4" the fourth Thursday (4) of November, "05/1/-1" the last Monday of May, with days
    added behind ("11/4/4+1"); "easter-2" is counted from Easter Sunday; "2001-09-11" is that one day. "pascha" is the
    Easter of the Orthodox churches; "islamic/10-01" a day of the tabular Islamic calendar, which the sighting of the moon
    may move by a day.
    """
    if fixed := _FIXED.match(rule):
        return date(year, int(fixed[1]), int(fixed[2]))
    if nth := _NTH.match(rule):
        return _weekday(year, int(nth[1]), int(nth[2]), int(nth[3])) + timedelta(days=int(nth[4] or 0))
    if rule.count("-") == 2:
        return date.fromisoformat(rule)
    if counted := _EASTER.match(rule):
        sunday = easter(year) if counted[1] == "easter" else _orthodox_easter(year)
        return sunday + timedelta(days=int(counted[2] or 0))
    if islamic := _ISLAMIC.match(rule):
        return _islamic(year, int(islamic[1]), int(islamic[2]))
    raise ValueError(rule)


def is_about(rule: str) -> bool:
    """Whether the day of the rule is only known to about a day."""
    return rule.startswith("islamic")


def _orthodox_easter(year: int) -> date:
    """Easter Sunday by the Julian calendar, told in the Gregorian one (Meeus; good from 1900 to 2099)."""
    golden = (19 * (year % 19) + 15) % 30
    shift = (2 * (year % 4) + 4 * (year % 7) - golden + 34) % 7
    month, day = divmod(golden + shift + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _islamic(year: int, month: int, day: int) -> date:
    """The first such day in a year of ours, by the tabular calendar of thirty-year cycles."""
    for islamic_year in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3):
        years = (islamic_year - 1) * 354 + (3 + 11 * islamic_year) // 30
        found = date.fromordinal(max(1, day + 29 * (month - 1) + month // 2 + years + _ISLAMIC_EPOCH))
        if found.year == year:
            return found
    raise ValueError(year)


_ISLAMIC_EPOCH = date(622, 7, 18).toordinal()


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
