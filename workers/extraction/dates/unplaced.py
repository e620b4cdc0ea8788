"""Dates that nothing places: what is known of them as EDTF with X, as an offset, or as a year out of reach."""

from __future__ import annotations

import re

from workers.extraction.amounts.lengths import iso
from workers.extraction.dates.clocks import clock, clock_text
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.grains import SEASONS
from workers.extraction.dates.shifts import Shift
from workers.extraction.quick import replace
from workers.extraction.values import Basis, Grain, Period


def unplaced(said: Said) -> Period | None:
    """A date that needs an anchor which is not there: its EDTF has X, its moments are null."""
    at = clock(said)
    shift = said.shift
    if shift is not None:
        known = unplaced_text(said) if said.month is not None or said.day is not None or said.hour is not None else None
        return Period(
            "Date", known or "", None, None, said_grain(said), Basis.UNRESOLVED, offset=offset(shift, said.base)
        )
    text = unplaced_text(said)
    if text is None:
        return None
    return Period(
        "Time" if at and text.startswith("T") else "Date", text, None, None, said_grain(said), Basis.UNRESOLVED
    )


def unplaced_text(said: Said) -> str | None:
    """XXXX-12-27, XXXX-WXX-3, T15:30: what is known of a date without its year or day."""
    time_of_day = clock_text(said)
    if said.holiday is not None and re.fullmatch(r"\d\d-\d\d", said.holiday):
        return f"XXXX-{said.holiday}{time_of_day}"
    if said.month is not None:
        year = "XXXX" if said.year is None or said.two_digits else f"{said.year:04d}"
        return f"{year}-{said.month:02d}" + (f"-{said.day:02d}" if said.day is not None else "") + time_of_day
    if said == Said(year=said.year) and said.year is not None:
        return f"{said.year:04d}"
    if said.day is not None:
        return f"XXXX-XX-{said.day:02d}" + time_of_day
    if said.weekday is not None:
        return f"XXXX-WXX-{said.weekday}" + time_of_day
    if said.week is not None and said.week > 0:
        return f"XXXX-W{said.week:02d}"
    if said.quarter is not None:
        return f"XXXX-{32 + said.quarter}"
    if said.season is not None:
        return f"XXXX-{SEASONS[said.season]}"
    if said.hour is None and said.hours is not None:
        return f"T{said.hours[0]:02d}/T{said.hours[1]:02d}"
    return time_of_day or None


def unplaced_span(span: SaidSpan, first: Said | None, last: Said | None) -> Period | None:
    """A range whose ends nothing places: what is known of each."""
    texts = [unplaced_text(end) if end is not None else None for end in (first, last)]
    said = first or last
    assert said is not None, "a span has an end"
    if not any(texts):
        known = unplaced(said) if first is None or last is None else None
        return None if known is None else replace(known, comparator=span.comparator)
    kind = "Time" if (texts[0] or texts[1] or "").startswith("T") else "Date"
    return Period(
        kind, f"{texts[0] or '..'}/{texts[1] or '..'}", None, None, said_grain(said), Basis.UNRESOLVED,
        first=texts[0], last=texts[1], comparator=span.comparator, approximate=span.approximate,
    )  # fmt: skip


def said_grain(said: Said) -> Grain:
    """The finest grain that was said."""
    for name in ("second", "minute", "hour", "day", "week", "month", "quarter", "half", "season"):
        if getattr(said, name) is not None:
            return Grain(name)
    if said.weekday is not None:
        return Grain.DAY
    if said.hours is not None:
        return Grain.HOUR
    if said.shift is not None and said.shift.unit in Grain._value2member_map_:
        return Grain(said.shift.unit)
    return Grain.YEAR


def far(said: Said | SaidSpan) -> Period | None:
    """A year that no calendar of ours reaches (300 BC, 36,000 years ago), or a day in it: its EDTF alone."""
    if not isinstance(said, Said):
        return None
    if said.shift is not None:
        return Period("Date", "", None, None, Grain.YEAR, Basis.UNRESOLVED, offset=offset(said.shift))
    if said.century is not None and said.century < 0:
        return Period("Date", f"-{-said.century - 1:02d}XX", None, None, Grain.CENTURY, Basis.EXPLICIT)
    if said.year is None or 1 <= said.year <= 9998:
        return None
    text = f"Y{said.year}" if abs(said.year) > 9999 else f"{said.year:05d}" if said.year < 0 else f"{said.year:04d}"
    if said.month is not None:
        text += f"-{said.month:02d}" + (f"-{said.day:02d}" if said.day is not None else "")
    return Period("Date", text, None, None, said_grain(said), Basis.EXPLICIT)


def offset(shift: Shift, base: Said | None = None) -> str | None:
    """A shift as a signed ISO 8601 duration, with the shifts that it starts from; None for units without one."""
    if shift.unit == "now":
        return "PT0S"
    try:
        steps = [shift]
        while base is not None and base.shift is not None and base.shift.count * shift.count > 0:
            steps.append(base.shift)
            base = base.base
        return ("-" if shift.count < 0 else "") + iso(tuple((abs(one.count), one.unit) for one in steps))
    except KeyError:
        return None
