"""The Hebrew calendar: which day of ours a day of it falls on (E. M. Reingold, N. Dershowitz, Calendrical Calculations)."""

from __future__ import annotations

from datetime import date

_EPOCH = date(1, 1, 1).toordinal() - 1373428
_TISHRI, _KISLEV, _ADAR = 7, 9, 12
_HESHVAN = 8
_LONG_MONTHS = frozenset((1, 3, 5, 7, 11))
_LONG, _SHORT = 30, 29
_PARTS_OF_DAY = 25920


def hebrew_day(year: int, month: int, day: int) -> date:
    """The day of our year that is most of a Hebrew day, which begins on the evening before.

    Nisan is month 1, Tishri 7, the last Adar 12. Raises ValueError where the year has no such day.
    """
    for hebrew in (year + 3760, year + 3761):
        found = date.fromordinal(_ordinal(hebrew, month, day))
        if found.year == year:
            return found
    raise ValueError(month)


def _ordinal(year: int, month: int, day: int) -> int:
    """The ordinal of a day; the last Adar of a leap year is its thirteenth month."""
    leap = _is_leap(year)
    counted = _ADAR + 1 if month == _ADAR and leap else month
    to_adar = range(_TISHRI, _ADAR + 1 + leap)
    before = range(_TISHRI, counted) if counted >= _TISHRI else (*to_adar, *range(1, counted))
    return _new_year(year) + sum(_days(year, one) for one in before) + day - 1


def _days(year: int, month: int) -> int:
    """How many days a month has."""
    length = _new_year(year + 1) - _new_year(year)
    if month == _HESHVAN:
        return _LONG if length % 10 == 5 else _SHORT
    if month == _KISLEV:
        return _SHORT if length % 10 == 3 else _LONG
    return _LONG if month in _LONG_MONTHS or (month == _ADAR and _is_leap(year)) else _SHORT


def _is_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _new_year(year: int) -> int:
    """The ordinal of 1 Tishri, put off where the years around it would get an impossible length."""
    before, at, after = (_elapsed(one) for one in (year - 1, year, year + 1))
    return _EPOCH + at + (2 if after - at == 356 else 1 if at - before == 382 else 0)


def _elapsed(year: int) -> int:
    """The days from the epoch to the new moon of Tishri, which never falls on a Sunday, Wednesday or Friday."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // _PARTS_OF_DAY
    return day + 1 if 3 * (day + 1) % 7 < 3 else day
