"""Stretches: a length of time that begins or ends with a date."""

from __future__ import annotations

from decimal import Decimal

from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.shifts import Shift
from workers.extraction.tokens.grammar import Slots
from workers.extraction.values import Comparator, Duration


def limit(first: Said, length: Duration) -> Said | None:
    """The date until which something lasts at most (within three days from tomorrow); None for other lengths."""
    if length.comparator is not Comparator.AT_MOST or length.low is not None or length.high is None:
        return None
    last = first
    for amount, unit in length.high:
        last = Said(shift=Shift(unit, amount, measured=True), base=last)
    return last


def until(slots: Slots, last: Said) -> tuple[str, object] | None:
    """A stretch of a length, or one unit of the calendar, that ends with a date: the three months to September."""
    length = slots["length"][0] if "length" in slots else None
    parts = length.high if isinstance(length, Duration) else ((Decimal(1), str(slots["unit"][0])),)
    moved = last.shift is not None and (last.shift.measured or "length" not in slots)
    if parts is None or len(parts) != 1 or last.hour is not None or moved:
        return None
    (amount, unit) = parts[0]
    return "date", SaidSpan(None, last, length=Shift(unit, -amount, measured=True))


def beginning(slots: Slots, first: Said) -> tuple[str, object] | None:
    """A stretch of a length that begins with a date: three days from Monday on, the first nine months of 2025."""
    length = slots["length"][0]
    parts = length.high if isinstance(length, Duration) and length.low == length.high else None
    if parts is None or len(parts) != 1 or first.hour is not None or parts[0][1] in _OF_THE_DAY:
        return None
    (amount, unit) = parts[0]
    return "date", SaidSpan(first, None, length=Shift(unit, amount, measured=True))


_OF_THE_DAY = ("hour", "minute", "second")
