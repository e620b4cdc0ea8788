"""The Hindu lunisolar calendar: which day of ours a lunar day (tithi) or an entry of the sun falls on, as India counts them.

Months go from new moon to new moon (amanta), Chaitra being 1, and are named by the sign that the sun enters in them; one
in which it enters none is left out. Longitudes are sidereal, by the Lahiri ayanamsa.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import floor

from workers.extraction.dates.almanac.sky import MONTH, centuries, elongation, new_moon_near, sun, turned

_INDIA = timedelta(hours=5, minutes=30)
_AFTER_SUNSET = timedelta(hours=6)
_TITHI, _TITHI_DAYS = 12, MONTH / 30
_SIGN, _SIGNS = 30, 12
#: Lahiri ayanamsa at the year 2000 and its growth, in degrees and degrees a century.
_AYANAMSA, _PRECESSION = 23.853, 1.3969
#: When the sun enters Aries, in days after New Year, less some days to be before it in every year of ours.
_BEFORE_ARIES = 97


def lunar_day(year: int, month: int, tithi: int, hour: int) -> date:
    """The day of that year on which lunar day 1-30 of a month runs at this hour of Indian time, else the one it begins on.

    Raises ValueError where the year has no such month.
    """
    for new_moon in _new_moons(year):
        sign, following = (floor(_sidereal_sun(moment) / _SIGN) for moment in (new_moon, new_moon + timedelta(MONTH)))
        if sign == following or (sign + 1) % _SIGNS + 1 != month:
            continue
        start = (new_moon + timedelta(days=(tithi - 1.6) * _TITHI_DAYS) + _INDIA).date()
        days = [start + timedelta(days=later) for later in range(4)]
        found = next((day for day in days if _tithi(day, hour) == tithi), None)
        if found is None:  # so short that the hour sees it on no day
            found = next((day for day in days if _tithi(day + timedelta(days=1), hour) % 30 >= tithi % 30), start)
        if found.year == year:
            return found
    raise ValueError(month)


def sun_entry(year: int, sign: int) -> date:
    """The day in Indian time on which the sun enters a sign, Aries being 1; what happens after sunset counts for the next."""
    moment = datetime(year, 1, 1) + timedelta(days=((sign - 1) * 30.4375 + _BEFORE_ARIES) % 365.25)
    while turned(_sidereal_sun(moment) - (sign - 1) * _SIGN) < 0:
        moment += timedelta(hours=1)
    return (moment + _INDIA + _AFTER_SUNSET).date()


def _new_moons(year: int) -> Iterator[datetime]:
    """The new moons from the winter before a year to its end."""
    moment = new_moon_near(datetime(year - 1, 11, 15))
    while moment.year <= year:
        yield moment
        moment = new_moon_near(moment + timedelta(days=MONTH))


def _tithi(day: date, hour: int) -> int:
    """The lunar day that runs at an hour of Indian time."""
    moment = datetime.combine(day, time()) + timedelta(hours=hour) - _INDIA
    return floor(elongation(moment) / _TITHI) + 1


def _sidereal_sun(moment: datetime) -> float:
    return (sun(moment) - _AYANAMSA - _PRECESSION * centuries(moment)) % 360
