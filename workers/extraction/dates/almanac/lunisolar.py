"""The lunisolar calendars of China and Korea: which day of ours a day of theirs is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from workers.extraction.dates.almanac.sky import sun, turned

_FILE = Path(__file__).parent / "lunisolar.toml"
_LONG, _SHORT = 30, 29


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a lunisolar calendar: the day of ours on which it begins, and how many days it has."""

    first: date
    length: int

    def day(self, number: int) -> date:
        """The day of that number. Raises ValueError where the month is shorter."""
        if not 1 <= number <= self.length:
            raise ValueError(number)
        return self.first + timedelta(days=number - 1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return self.day(self.length)


def month(calendar: str, year: int, number: int, leap: bool = False) -> Month:
    """A month of a lunisolar year ("chinese" or "korean"); `leap` means the one that is put in behind the month of that number.

    Raises ValueError where the table has no such year or the year no such month.
    """
    written = _years(calendar).get(str(year))
    if written is None or not 1 <= number <= 12:
        raise ValueError(year)
    begins, put_in, lengths = written.split()
    if leap and int(put_in) != number:
        raise ValueError(number)
    before = number - 1 + (1 if leap or 0 < int(put_in) < number else 0)
    first = date.fromisoformat(f"{year}-{begins}")
    days = [_LONG if length == "L" else _SHORT for length in lengths]
    return Month(first + timedelta(days=sum(days[:before])), days[before])


def lunisolar_day(calendar: str, year: int, number: int, day: int) -> date:
    """The day of a lunisolar month and day that falls into a year of ours. Raises ValueError where none does."""
    for lunar_year in (year, year - 1):
        try:
            found = month(calendar, lunar_year, number).day(day)
        except ValueError:
            continue
        if found.year == year:
            return found
    raise ValueError(year)


def solar_term(year: int, degrees: int) -> date:
    """The day, in the time of Beijing, on which the sun comes to that longitude (15: Qingming, 270: the winter solstice)."""
    begins = datetime(year, 1, 1) - _BEIJING
    day = int((degrees - _SUN_AT_NEW_YEAR) % 360 / _DEGREES_A_DAY) - 3
    while turned(sun(begins + timedelta(days=day + 1)) - degrees) < 0:
        day += 1
    return date(year, 1, 1) + timedelta(days=day)


_BEIJING = timedelta(hours=8)
_SUN_AT_NEW_YEAR, _DEGREES_A_DAY = 280, 360 / 365.25


@cache
def _years(calendar: str) -> dict[str, str]:
    with _FILE.open("rb") as file:
        years: dict[str, str] = tomllib.load(file)[calendar]
    return years
