"""The Islamic calendar as Mecca counts it: a month begins on the evening after a new moon that came before sunset.

The sighting of the moon may move a day by one, and so may other countries.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from workers.extraction.dates.almanac.sky import new_moon_near

_EPOCH = date(622, 7, 18).toordinal()
_SUNSET = 15  # in Mecca, as an hour of universal time


def islamic_day(year: int, month: int, day: int) -> date:
    """The first such day in a year of ours. Raises ValueError where it has none."""
    islamic = (year - 622) * 33 // 32
    for counted in range(islamic - 1, islamic + 3):
        found = _first(counted, month) + timedelta(days=day - 1)
        if found.year == year:
            return found
    raise ValueError(year)


def _first(year: int, month: int) -> date:
    """The first day of a month: near where the tabular calendar of thirty-year cycles has it."""
    tabular = date.fromordinal(
        max(2, _EPOCH + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 1)
    )
    new_moon = new_moon_near(datetime.combine(tabular, time()) - timedelta(days=1))
    return new_moon.date() + timedelta(days=1 if new_moon.hour < _SUNSET else 2)
