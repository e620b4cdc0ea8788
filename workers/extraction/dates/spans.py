"""Two ends placed in time: ranges, open ends, and lengths that are measured from an end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from workers.extraction.dates.anchors import Anchors, Spoken
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.days import place_one
from workers.extraction.dates.ends import inherit
from workers.extraction.dates.grains import Placed
from workers.extraction.dates.moments import add, begin_of, end_of, interval, interval_of_moments, last_of
from workers.extraction.dates.shifts import Shift
from workers.extraction.dates.unplaced import offset, unplaced_span
from workers.extraction.quick import replace
from workers.extraction.values import Basis, Grain, Period


def place_span(span: SaidSpan, anchors: Anchors) -> Period | None:
    """The period between two ends, each leaning on the other for what it leaves out."""
    if span.length is not None and span.last is not None:
        return _until(span, span.last, span.length, anchors)
    if span.length is not None and span.first is not None:
        return _from(span, span.first, span.length, anchors)
    if span.length is not None:
        return _measured(span, span.length, anchors)
    first, last = span.first, span.last
    if first is not None and last is not None:
        borrowed = first if span.apart else inherit(first, last, forward=False)
        first, last = borrowed, inherit(last, borrowed, forward=True)
    ends = [place_one(end, anchors) if end is not None else None for end in (first, last)]
    follows = span.last is not None and last is not None and ends[0] is not None and _follows(span.last, last)
    if follows and last is not None and ends[0] is not None:
        ends[1] = place_one(replace(last, year=ends[0].first.year), anchors)  # the 28th to the 3rd, seen from the 28th
    if first is not None and not _leans(first) and last is not None and _leans(last) and ends[0] is not None:
        told = ends[0].first.date()  # May 2021 to September of the year after: after 2021
        ends[1] = place_one(last, replace(anchors, spoken=Spoken(told, told, told)))
    said = first or last
    if said is None:
        return None
    if (first is not None and ends[0] is None) or (last is not None and ends[1] is None):
        return unplaced_span(span, first, last)
    start, end = ends
    if start is not None and end is not None and start.first > end.last and span.first and span.last:
        if _overnight(span.first, span.last):
            end = _moved(Said(hour=span.last.hour), end, 1)
        elif span.first.weekday is not None and span.last.weekday is not None and span.first.day is None:
            start = _moved(span.first, start, -1)  # Thursday to Friday of last week, not a week that has not ended
        elif span.last.year is None and span.last.shift is None and (follows or not anchors.ahead):
            end = _moved(span.last, end, 1)
        elif span.first.year is None and span.first.shift is None:
            start = _moved(span.first, start, -1)
    if start is not None and end is not None and _is_years_before(span, start, end):
        start = _moved(span.first, start, end.last.year - start.first.year - 1)  # type: ignore[arg-type]  # placed
    if start is not None and end is not None and _is_of_last_month(span, start, end, anchors):
        start = _moved(Said(day=1), start, 1)
    if start is not None and end is not None and start.first > end.last:
        return None  # a range that ends before it begins is none
    some = start or end
    assert some is not None, "one end was placed"
    return Period(
        "DateTime" if some.grain in (Grain.HOUR, Grain.MINUTE, Grain.SECOND) else "Date",
        f"{_outer(start, 0)}/{_outer(end, -1)}",
        start.first if start else None, end.last if end else None, some.grain, some.basis,
        first=start.edtf if start else None, last=end.edtf if end else None,
        comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def _is_years_before(span: SaidSpan, start: Placed, end: Placed) -> bool:
    """Whether a month or day without a year fell more than a year before an end in a year that was told (to next March)."""
    first, last = span.first, span.last
    if first is None or last is None or first.month is None or first.year is not None or first.shift is not None:
        return False
    told = last.year is not None or (last.shift is not None and last.shift.unit == "year")
    return told and add(start.first, "year", Decimal(1)) < end.first


def _is_of_last_month(span: SaidSpan, start: Placed, end: Placed, anchors: Anchors) -> bool:
    """Whether a bare day fell into the month before the publication's, and its range ends in days to come (the 20th to 3 May)."""
    first, last, today = span.first, span.last, anchors.published
    if first is None or last is None or today is None or first.day is None or end.first <= today:
        return False
    if first.month is not None or first.shift is not None or first.step is not None or first.weekday is not None:
        return False
    begun = (start.first.year, start.first.month) < (today.year, today.month)
    return begun and add(start.first, "month", Decimal(1)) <= end.first


def _leans(said: Said) -> bool:
    """Whether it counts from what was told before it."""
    return said.shift is not None and said.shift.context


def _outer(end: Placed | None, side: int) -> str:
    """The EDTF of one end of a range, where it is an interval itself its outer side (since early 2021); ".." where open."""
    return ".." if end is None else end.edtf.split("/")[side]


def _overnight(first: Said, last: Said) -> bool:
    """Whether both ends are hours of one day that was said once, the later one of the night behind it (Friday, 23 to 4)."""
    return last.hour is not None and last == replace(first, hour=last.hour, minute=last.minute, second=last.second)


def _follows(said: Said, last: Said) -> bool:
    """Whether the later end is a bare day in the month of the earlier one."""
    return (
        said.day is not None and said.month is None and last.month is not None and last.year is None and not last.shift
    )


def _moved(said: Said, end: Placed, by: int) -> Placed:
    """An end without a year that fell on the wrong side of the other one, moved there (December to February)."""
    unit = (
        "year"
        if said.month is not None
        else "month"
        if said.day is not None
        else "day"
        if said.weekday is None
        else "week"
    )
    first, last = add(end.first, unit, Decimal(by)), add(end.last, unit, Decimal(by))
    if end.grain is Grain.MONTH:
        return replace(end, first=first, last=last_of(first, 1), edtf=first.date().isoformat()[:7])
    text = first.date().isoformat() if end.grain is Grain.DAY else first.isoformat(timespec="seconds")
    return replace(end, first=first, last=last, edtf=text)


def _measured(span: SaidSpan, length: Shift, anchors: Anchors) -> Period | None:
    """A span measured from the publication: the last three years, the next two weeks."""
    reference = anchors.published
    if reference is None:
        return Period("Date", "", None, None, Grain.DAY, Basis.UNRESOLVED, offset=offset(length))
    if length.unit == "quarter" or not length.measured:
        return _whole_units(length, reference)
    if length.unit == "workday" and length.count > 0:
        reference = add(reference, "workday", Decimal(1))
        length = replace(length, count=length.count - 1)
    other = add(reference, length.unit, length.count)
    first, last = sorted((reference, other))
    timed = length.unit in ("hour", "minute", "second")
    if not timed:
        first, last = datetime.combine(first.date(), time()), end_of(last.date())
    edtf = interval_of_moments(first, last) if timed else interval(first, last)
    return Period(
        "DateTime" if timed else "Date", edtf, first, last, Grain(length.unit) if timed else Grain.DAY, Basis.PUBLISHED,
        first=edtf.split("/")[0], last=edtf.split("/")[1], comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def _until(span: SaidSpan, last: Said, length: Shift, anchors: Anchors) -> Period | None:
    """So long up to the end of a date: the three months to September begin with July."""
    end = place_one(last, anchors)
    if end is None:
        return unplaced_span(span, None, last)
    first = add(end.last + timedelta(seconds=1), length.unit, length.count)
    finer = end.grain is Grain.MONTH and length.unit in ("week", "day")  # the last three days of May
    if finer or (end.grain is Grain.YEAR and length.unit not in ("year", "decade", "century")):  # or months of 2025
        return _stretch(first, end.last, length, end.basis)
    if end.grain is Grain.MONTH and length.unit in ("month", "quarter", "half", "year"):
        start = first.date().isoformat()[:7]
    elif end.grain is Grain.YEAR:
        start = first.date().isoformat()[:4]
    else:
        start = first.date().isoformat()
    return Period(
        "Date", f"{start}/{_outer(end, -1)}", first, end.last, end.grain, end.basis, first=start, last=_outer(end, -1)
    )


def _from(span: SaidSpan, first: Said, length: Shift, anchors: Anchors) -> Period | None:
    """So long from the beginning of a date: the first nine months of 2025, three days from Monday on."""
    start = place_one(first, anchors)
    if start is None:
        return unplaced_span(span, first, None)
    return _stretch(
        start.first, add(start.first, length.unit, length.count) - timedelta(seconds=1), length, start.basis
    )


def _stretch(first: datetime, last: datetime, length: Shift, basis: Basis) -> Period:
    """The days, months or years of a stretch: whole months and years are named as such."""
    months = length.unit in ("month", "quarter", "half") and first.day == 1 and not length.count % 1
    years = length.unit in ("year", "decade") and (first.month, first.day) == (1, 1)
    grain, length_of = (Grain.YEAR, 4) if years else (Grain.MONTH, 7) if months else (Grain.DAY, 10)
    begun, ended = (moment.date().isoformat()[:length_of] for moment in (first, last))
    return Period("Date", f"{begun}/{ended}", first, last, grain, basis, first=begun, last=ended)


def _whole_units(length: Shift, reference: datetime) -> Period:
    """So many whole units of the calendar before or behind the one that runs (the last two months, the next three quarters)."""
    timed = length.unit in ("hour", "minute", "second")
    running = begin_of(reference, length.unit)
    first = running if length.count < 0 else add(running, length.unit, Decimal(1))
    first, last = sorted((first, add(first, length.unit, length.count)))
    if timed:
        edtf = interval_of_moments(first, last)
    else:
        last -= timedelta(seconds=1)
        edtf = interval(first, last)
    return Period(
        "DateTime" if timed else "Date", edtf, first, last, Grain(length.unit), Basis.PUBLISHED,
        first=edtf.split("/")[0], last=edtf.split("/")[1],
    )  # fmt: skip
