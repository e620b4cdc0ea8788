"""The two ends of a range of dates: what one leaves out it takes from the other."""

from __future__ import annotations

from typing import Any

from workers.extraction.dates.dates import Said, is_clock
from workers.extraction.quick import replace

_COARSE_TO_FINE = (
    "century",
    "decade",
    "year",
    "half",
    "quarter",
    "season",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
)


def inherit(date: Said, other: Said, forward: bool) -> Said:
    """The date with the coarser fields that it leaves out taken from the other end of its range.

    `forward` is set for the later end, which may lean on relative words of the earlier one ("last May to July").
    """
    own = [name for name in _COARSE_TO_FINE if getattr(date, name) is not None]
    if is_clock(date):
        return replace(
            other,
            hour=date.hour,
            minute=date.minute,
            second=date.second,
            hours=date.hours or (other.hours if date.hour else None),
        )
    if date.two_digits and date.year is not None and other.year is not None and not other.two_digits:
        start = other.year - other.year % 100 if other.era is None else other.era
        date = replace(date, year=start + date.year % 100, two_digits=False)
    if (
        date.shift is not None
        or date.step is not None
        or (date.weekday is not None and not own)
        or (not forward and _names_only_a_year(other))
    ):
        return date
    coarsest = _COARSE_TO_FINE.index(own[0]) if own else len(_COARSE_TO_FINE)
    changes: dict[str, Any] = {}
    for name in _COARSE_TO_FINE[:coarsest]:
        value = getattr(other, name)
        if value is not None and name not in ("half", "quarter", "season", "week", "century"):
            changes[name] = value
            if name == "year":
                changes["two_digits"] = other.two_digits
    leans = forward or (other.shift is not None and other.shift.unit == "year" and other.month is not None)
    named = date.month is not None or date.day is not None
    leans = leans and not (named and other.shift is not None and other.shift.unit in _SINGLE)
    if "year" not in changes and date.year is None and other.shift is not None and leans:
        changes["shift"] = other.shift
    if date.hour and date.hours is None and other.hours is not None and date.day is None:
        changes["hours"] = other.hours
    return replace(date, **changes)


#: Moves to a day, of which a day or month by its number takes nothing (from today to 5 December).
_SINGLE = frozenset(("day", "workday", "week", "weekend"))


def _names_only_a_year(date: Said) -> bool:
    """Whether nothing finer than the year was said: what comes before it need not lie in it."""
    return date.year is not None and all(
        getattr(date, name) is None for name in _COARSE_TO_FINE if name not in ("century", "decade", "year")
    )
