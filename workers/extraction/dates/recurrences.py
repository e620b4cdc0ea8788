"""Recurrences: something that comes again, every so often or so many times in a while."""

from __future__ import annotations

from decimal import Decimal

from workers.extraction.amounts.amount import amount_of
from workers.extraction.amounts.lengths import iso
from workers.extraction.dates.clocks import clock_text
from workers.extraction.dates.dates import Said, SaidSpan, whole
from workers.extraction.quick import replace
from workers.extraction.tokens.grammar import Slots
from workers.extraction.values import Recurrence


def recurrence(slots: Slots) -> Recurrence | None:
    """Every n units, n times a unit, or at a weekday or time of day that comes again; None where nothing says how often."""
    if "set" in slots:
        known, clock = slots["set"][0], slots["clock"][0]
        if not isinstance(known, Recurrence) or not isinstance(clock, Said | SaidSpan):
            return None
        ends = [clock] if isinstance(clock, Said) else [clock.first, clock.last]
        return replace(known, at=(known.at or "") + "/".join(clock_text(end) for end in ends if end is not None))
    at = "/".join(f"XXXX-WXX-{whole(day)}" for day in slots.get("weekday", ())) or _date(slots)
    if "clock" in slots and isinstance(slots["clock"][0], Said):
        at += clock_text(slots["clock"][0])
    times = amount_of(slots["times"][0]).value if "times" in slots else None
    count = amount_of(slots["n"][0]).value if "n" in slots else Decimal(1)
    if "unit" not in slots:
        return Recurrence(iso(((count, "week" if "weekday" in slots else "day"),)), at, times) if at else None
    return Recurrence(iso(((count, str(slots["unit"][0])),)), at or None, times)


def _date(slots: Slots) -> str:
    """The month and day that come again (XXXX-09-01, XXXX-XX-15), empty where neither was said."""
    month = f"{whole(slots['month'][0]):02d}" if "month" in slots else "XX"
    if "day" in slots:
        return f"XXXX-{month}-{whole(slots['day'][0]):02d}"
    return "" if month == "XX" else f"XXXX-{month}"
