"""What relative dates lean on, and the year that a date without one gets: news tell what has happened."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from workers.extraction.dates.dates import Said
from workers.extraction.dates.moments import add
from workers.extraction.dates.shifts import Shift
from workers.extraction.quick import quick, replace
from workers.extraction.values import Basis, Grain, Period

_LEAP_MONTH, _LEAP_DAY = 2, 29


_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


#: Grains that name a single day, and those that name a month or less than half a year.
_DAYS = frozenset((Grain.DAY, Grain.HOUR, Grain.MINUTE, Grain.SECOND))
_MONTHS = _DAYS | {Grain.WEEK, Grain.WEEKEND, Grain.MONTH, Grain.QUARTER}
_STRETCHES = frozenset((Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.SEASON))
_NEWS = 2
#: What an article reports of is a quarter or half that began so many days before its publication, no earlier.
_REPORTED = frozenset((Grain.QUARTER, Grain.HALF))
_REPORT_DAYS = 400
#: The year that is over is reported of for so many days.
_BOOK_DAYS = 120
_TOO_COARSE = frozenset((Grain.CENTURY, Grain.DECADE))


@quick
@dataclass(frozen=True, slots=True)
class Spoken:
    """The last dates that the text spoke of: to the day, to the month or finer, to the year or finer.

    `news` is the last day that lies within `_NEWS` days before the publication: what the article is about. `fiscal` is the
    end of the last fiscal year that was named by its number, within as many years. `period` is the last month, quarter
    or stretch of months, which "a year earlier" moves as a whole.
    `origin` is what was spoken of before a date that was counted back from it: "the day before" said again is the same day.
    `reported` is the last quarter or half that may be the one of which the article reports.
    """

    day: date | None = None
    month: date | None = None
    year: date | None = None
    news: date | None = None
    fiscal: date | None = None
    period: Period | None = None
    origin: Spoken | None = None
    reported: date | None = None

    def then(self, period: Period, published: datetime | None, *, back: bool = False) -> Spoken:
        """What the text has spoken of after this period, too; `back` where it was counted back from what went before."""
        if period.earliest is None or period.basis is Basis.UNRESOLVED or period.grain in _TOO_COARSE:
            return self
        is_day, is_years = period.grain in _DAYS, period.grain is Grain.YEAR
        start = (period.latest if period.last and period.latest and not is_years else period.earliest).date()
        age = None if published is None else (published.date() - start).days
        is_news = is_day and age is not None and 0 <= age <= _NEWS
        is_report = period.grain in _REPORTED and age is not None and 0 <= age <= _REPORT_DAYS
        if (
            is_years and not back and published is not None and period.latest is not None
        ):  # the accounts of the past year
            is_report = is_report or 0 <= (published - period.latest).days <= _BOOK_DAYS
        return Spoken(
            day=start if is_day else self.day,
            month=start if period.grain in _MONTHS else self.month,
            year=(is_news and (self.origin or self).year) or start,
            news=start if is_news else self.news,
            fiscal=self.fiscal,
            period=self.period if is_day or back else period if period.grain in _STRETCHES else None,
            origin=(self.origin or replace(self)) if back else None,
            reported=start if is_report else self.reported,
        )

    def faded(self) -> Spoken:
        """What is left of it some sentences later: the months of which the article reports."""
        begun = self.period.earliest.date() if self.period is not None and self.period.earliest is not None else None
        months = self.period if self.reported is not None and begun == self.reported else None
        return replace(self, month=self.reported, year=self.reported, period=months)

    def in_fiscal(self, period: Period, published: datetime | None) -> Spoken:
        """What the text has spoken of where this was a fiscal year by its number, and no bygone one."""
        begun = period.earliest
        lately = begun is not None and published is not None and abs(begun.year - published.year) <= _NEWS
        return replace(self, fiscal=(period.latest or begun).date()) if begun is not None and lately else self

    def to(self, unit: str, *, back: bool = False) -> date | None:
        """The date that a move of such units starts from: the day after is the day after a day, not after a year."""
        if back and self.origin is not None:
            return self.origin.to(unit)
        if unit in ("year", "decade", "century", "fiscal"):
            return self.year
        return self.month if unit in ("month", "quarter", "half", "season") else self.day


@quick
@dataclass(frozen=True, slots=True)
class Anchors:
    """What dates lean on: the moment of publication, the dates of the text, and the first month of a fiscal year.

    `fiscal_ends` means that a fiscal year bears the number of the year in which it ends, `southern` that winter is in July.
    `ahead` is set where words tell that a date without a year, or a weekday, is still to come.
    """

    published: datetime | None
    spoken: Spoken = Spoken()
    fiscal_month: int = 4
    fiscal_ends: bool = False
    southern: bool = False
    ahead: bool = False

    def fiscal_year(self, moment: datetime) -> int:
        """The number of the fiscal year that runs at a moment."""
        begun = moment.year if moment.month >= self.fiscal_month else moment.year - 1
        return begun + self._fiscal_lead

    def fiscal_start(self, year: int) -> datetime:
        """When the fiscal year of this number begins; raises ValueError out of range."""
        return datetime(year - self._fiscal_lead, self.fiscal_month, 1)

    @property
    def _fiscal_lead(self) -> int:
        """By how much a fiscal year's number is ahead of the year in which it begins."""
        return 1 if self.fiscal_ends and self.fiscal_month > 1 else 0

    def season_month(self, season: str) -> int:
        """The first month of a season where the article is written."""
        month = _SEASON_MONTHS[season]
        return (month + 5) % 12 + 1 if self.southern else month

    def at(self, moment: datetime) -> Anchors:
        """The anchors of somebody who speaks at that moment."""
        day = moment.date()
        return replace(self, published=moment, spoken=Spoken(day, day, day))


def _finer_than_year(said: Said) -> bool:
    return any(value is not None for value in (said.month, said.quarter, said.half, said.season, said.part, said.week))


def reference_of(shift: Shift | None, anchors: Anchors) -> datetime | None:
    """The moment that a shift counts from: the date the text speaks of, or the publication; None where neither is known."""
    if shift is not None and shift.reported and anchors.published is not None:
        return datetime.combine(_reported(anchors.spoken, anchors.published.date()), time())
    if shift is not None and shift.context and (day := anchors.spoken.to(shift.unit, back=shift.count < 0)) is not None:
        return datetime.combine(day, time())
    return anchors.published


def _reported(spoken: Spoken, published: date) -> date:
    """The quarter or half that is reported of, else the year that was spoken of unless it lies far back: a founding, a record."""
    if spoken.reported is not None:
        return spoken.reported
    return spoken.year if spoken.year is not None and abs(published.year - spoken.year.year) <= 1 else published


def full_year(said: Said, anchors: Anchors) -> int:
    """The year that was said, two digits in the century that puts it nearest before ten years from now."""
    year = said.year or 0
    if not said.two_digits:
        return year
    near = anchors.published.year if anchors.published else 2020
    century = near - near % 100
    return century + year if century + year <= near + 10 else century - 100 + year


def year_and_month(said: Said, anchors: Anchors) -> tuple[int | None, int | None, Basis]:
    """The year and month that the words give, or that the anchors add."""
    if said.year is not None:
        return full_year(said, anchors), said.month, Basis.EXPLICIT
    reference = reference_of(said.shift, anchors)
    if said.shift is not None:
        if said.fiscal and said.shift.context and said.shift.count and anchors.spoken.fiscal is not None:
            reference = datetime.combine(anchors.spoken.fiscal, time())
        if reference is None:
            return None, None, Basis.UNRESOLVED
        basis = Basis.CONTEXT if said.shift.context else Basis.PUBLISHED
        if said.shift.unit == "year" and (_finer_than_year(said) or said.fiscal):
            running = anchors.fiscal_year(reference) if said.fiscal else reference.year
            return running + int(said.shift.count), said.month, basis
        if said.shift.unit == "month" and (said.day is not None or said.nth is not None or said.week is not None):
            shifted = add(reference, "month", said.shift.count)
            return shifted.year, shifted.month, basis
        return None, None, basis
    if said.month is not None or said.day is not None or said.quarter or said.half or said.season or said.week:
        return _missing_year(said, anchors)
    return None, None, Basis.UNRESOLVED


def _missing_year(said: Said, anchors: Anchors) -> tuple[int | None, int | None, Basis]:
    """The nearest past, for news tell what has happened, or the nearest to come; `step` +1 or -1 (next, last) moves it."""
    reference = anchors.published
    if reference is None:
        known = anchors.spoken.month or anchors.spoken.year if said.month is None else anchors.spoken.year
        if known is None:
            return None, said.month, Basis.UNRESOLVED
        return known.year, said.month or known.month, Basis.CONTEXT
    if said.day is not None and said.weekday is not None and said.step is None:
        fitting = _nearest_fitting(said, reference.date())
        if fitting is not None:
            return fitting.year, fitting.month, Basis.PUBLISHED
    if said.week is not None and said.month is None:
        later = said.week > reference.isocalendar().week
        return reference.year + (anchors.ahead and not later) - (later and not anchors.ahead), None, Basis.PUBLISHED
    if said.month == _LEAP_MONTH and said.day == _LEAP_DAY:
        return _leap_year(reference.date(), ahead=anchors.ahead), said.month, Basis.PUBLISHED
    if said.month is None and said.day is not None:
        moment = reference
        ahead = anchors.ahead and said.step is None
        if said.day > reference.day and said.step in (None, -1) and not ahead:
            moment = add(reference, "month", Decimal(-1))
        if said.day < reference.day and (said.step == 1 or ahead):
            moment = add(reference, "month", Decimal(1))
        if said.day > calendar.monthrange(moment.year, moment.month)[1]:
            moment = add(moment, "month", Decimal(1 if ahead else -1))
        return moment.year, moment.month, Basis.PUBLISHED
    if said.fiscal and (said.quarter or said.half):
        return _fiscal_year(said, anchors, reference), None, Basis.PUBLISHED
    first_month = said.month or _first_month(said, anchors)
    later = (first_month, said.day or 1) > (reference.month, reference.day)
    year = reference.year - (1 if later else 0)
    if said.step == 1:
        year = reference.year + (0 if later else 1)
    if anchors.ahead and said.step is None:
        year = reference.year + (1 if _is_over(said, first_month, reference) and not _just_over(said, reference) else 0)
    if said.step == -1 and (said.month == reference.month):
        year -= 1
    if said.step == 0:  # this winter is, in March, the one that began last year
        year = reference.year - (first_month == _YEAR_END and said.season is not None and reference.month <= _WINTRY)
    return year, said.month, Basis.PUBLISHED


def _fiscal_year(said: Said, anchors: Anchors, reference: datetime) -> int:
    """The fiscal year whose quarter or half has begun last, or is the next that is not over."""
    months = 3 if said.quarter else 6
    origin = anchors.fiscal_start(reference.year + 1)
    first = add(origin, "month", Decimal(months * ((said.quarter or said.half or 1) - 1)))
    year = reference.year + 1
    while add(first, "month", Decimal(months if anchors.ahead else 0)) > reference:
        first, year = add(first, "month", Decimal(-12)), year - 1
    return year + 1 if anchors.ahead else year


def _leap_year(reference: date, *, ahead: bool) -> int:
    """The nearest year that has a 29 February before, or after, the reference."""
    step = 1 if ahead else -1
    days = (
        date(y, _LEAP_MONTH, _LEAP_DAY)
        for y in range(reference.year, reference.year + 9 * step, step)
        if calendar.isleap(y)
    )
    return next(day.year for day in days if day == reference or (day > reference) is ahead)


def _is_over(said: Said, first_month: int, reference: datetime) -> bool:
    """Whether this year's day, month, quarter, half or season lies behind the reference."""
    months = 3 if said.quarter or said.season else 6 if said.half else 1
    return (first_month + months - 1, said.day or 31) < (reference.month, reference.day)


def _nearest_fitting(said: Said, reference: date) -> date | None:
    """The nearest day of that number that falls on the weekday that was said."""
    fitting: list[date] = []
    for back in range(-12, 13):
        year, month = divmod(reference.year * 12 + reference.month - 1 + back, 12)
        if said.month in (None, month + 1) and (said.day or 0) <= calendar.monthrange(year, month + 1)[1]:
            day = date(year, month + 1, said.day or 1)
            if day.isoweekday() == said.weekday:
                fitting.append(day)
    return min(fitting, key=lambda day: abs(day - reference), default=None)


def _just_over(said: Said, reference: datetime) -> bool:
    """Whether a day lies a few weeks back, or a month has just gone by: whoever means the one of next year says so."""
    if said.day is None and said.month is not None:
        return 0 < reference.month - said.month <= _MONTHS_OVER
    if said.day is None or said.month is None or said.day > _SHORTEST_MONTH:
        return False
    return 0 < (reference.date() - date(reference.year, said.month, said.day)).days <= _JUST_OVER


_SHORTEST_MONTH, _JUST_OVER, _MONTHS_OVER = 28, 21, 2
_YEAR_END, _WINTRY = 12, 3


def _first_month(said: Said, anchors: Anchors) -> int:
    if said.quarter:
        return 3 * said.quarter - 2
    if said.half:
        return 6 * said.half - 5
    return anchors.season_month(said.season) if said.season else 1
