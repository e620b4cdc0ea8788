"""Holidays: days, and stretches of days, that a rule of the data names in every year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from workers.extraction.dates.almanac.easter import easter, orthodox_easter
from workers.extraction.dates.almanac.hebrew import hebrew_day
from workers.extraction.dates.almanac.hindu import lunar_day, sun_entry
from workers.extraction.dates.almanac.islamic import islamic_day
from workers.extraction.dates.almanac.lunisolar import lunisolar_day, solar_term

_RULE = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<fixed>\d\d-\d\d)|(?P<nth>\d\d/\d/-?\d)|(?P<easter>easter|pascha)"
    r"|hebrew/(?P<hebrew>\d\d-\d\d)|islamic/(?P<islamic>\d\d-\d\d)|tithi/(?P<tithi>\d\d-\d\d@\d\d)"
    r"|chinese/(?P<chinese>\d\d-\d\d)|korean/(?P<korean>\d\d-\d\d)|term/(?P<term>\d+)"
    r"|sun/(?P<sun>\d\d?)|365/(?P<vague>\d{4}-\d\d-\d\d))"
    r"(?:\((?P<moves>\d[+-]\d(?:,\d[+-]\d)*)\))?(?:(?P<side>[<>])(?P<weekday>\d))?(?P<days>[+-]\d+)?$"
)
_FIELD = re.compile(r"[@/]|(?<=\d)-")


def feast(rule: str, year: int) -> tuple[date, date]:
    """The first and the last day of a rule: one day, or two rules with ".." between them. Raises ValueError as `holiday`."""
    first, _, last = rule.partition("..")
    start = holiday(first, year)
    if not last:
        return start, start
    end = holiday(last, year)
    return start, end if end >= start else holiday(last, year + 1)


def holiday(rule: str, year: int) -> date:
    """The day of a rule in a year. Raises ValueError on a rule that can't be read, or where the year has no such day.

    "12-25" is a day of a month; "11/4/4" the fourth Thursday (4) of November, "05/1/-1" the last Monday of May; "easter",
    and "pascha" of the Orthodox churches; "hebrew/01-15" and "islamic/10-01" days of those calendars, Nisan and Muharram
    being 1; "tithi/07-30@18" the lunar day of a Hindu month (Chaitra 1) that runs at 18 hours; "sun/10" the day on which
    the sun enters the tenth sign; "chinese/08-15" and "korean/08-15" days of those lunisolar calendars, "term/15" the solar
    term at which the sun has 15 degrees; "365/2022-08-16" a day that comes again after 365 days; "2001-09-11" that day alone.
    Behind it may stand "(6-1,7+1)": a day earlier from a Saturday, later from a Sunday; "<5" and ">7": the last Friday up
    to it, the first Sunday from it on; and "+1" or "-2" days.
    """
    parts = _RULE.match(rule)
    if parts is None:
        raise ValueError(rule)
    day = _day(parts, year)
    moves = {int(move[0]): int(move[1:]) for move in parts["moves"].split(",")} if parts["moves"] else {}
    day += timedelta(days=moves.get(day.isoweekday(), 0))
    if parts["weekday"]:
        ahead = (int(parts["weekday"]) - day.isoweekday()) % 7
        day += timedelta(days=ahead if parts["side"] == ">" or not ahead else ahead - 7)
    return day + timedelta(days=int(parts["days"] or 0))


def is_once(rule: str) -> bool:
    """Whether the rule names the day of one year only."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", rule) is not None


def is_about(rule: str) -> bool:
    """Whether the day of the rule is only known to about a day."""
    return rule.startswith("islamic")


def _day(parts: re.Match[str], year: int) -> date:
    """The day before it is moved."""
    kind = next(name for name in parts.re.groupindex if parts[name] is not None)
    text = parts[kind]
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "vague":
        first = date.fromisoformat(text)
        return first + timedelta(days=365 * (year - first.year))
    if kind == "easter":
        return easter(year) if text == "easter" else orthodox_easter(year)
    return _COUNTED[kind](year, *map(int, _FIELD.split(text)))


def _weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


_COUNTED: dict[str, Callable[..., date]] = {
    "fixed": date, "nth": _weekday, "hebrew": hebrew_day, "islamic": islamic_day, "tithi": lunar_day, "sun": sun_entry,
    "chinese": partial(lunisolar_day, "chinese"), "korean": partial(lunisolar_day, "korean"), "term": solar_term,
}  # fmt: skip
