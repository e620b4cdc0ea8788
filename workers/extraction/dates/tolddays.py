"""Days that a text has told with their month: their number alone means them again (broken into on 27 February; on the 27th)."""

from __future__ import annotations

from datetime import date, datetime

from workers.extraction.dates.dates import Said
from workers.extraction.quick import replace
from workers.extraction.values import Period

#: A bare day so near to the publication is the news day, whatever was told before.
_NEWS = 7


class ToldDays:
    """The days of one article by their number."""

    def __init__(self) -> None:
        self._days: dict[int, date] = {}

    def note(self, said: object, period: Period) -> None:
        """Remembers a day that was told with its month."""
        if isinstance(said, Said) and said.day is not None and said.month is not None and period.earliest is not None:
            self._days[said.day] = period.earliest.date()

    def meant(self, said: object, period: Period | None, published: datetime | None) -> Said | None:
        """The told day that a bare day of the month means; None for other dates, and for a day of the news."""
        if (
            not isinstance(said, Said)
            or said.day not in self._days
            or said.month is not None
            or said.weekday is not None
        ):
            return None
        begun = None if period is None else period.earliest
        if begun is not None and published is not None and abs((begun.date() - published.date()).days) <= _NEWS:
            return None
        told = self._days[said.day]
        return replace(said, year=told.year, month=told.month)
