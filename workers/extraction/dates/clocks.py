"""Times of day: hour, minute and second of what was said, and their EDTF text."""

from __future__ import annotations

from workers.extraction.dates.dates import Said, is_clock
from workers.extraction.quick import replace
from workers.extraction.values import Duration

_NOON = 12
_HOURS = 24
_DAY = _HOURS * 60


def clock(said: Said) -> tuple[int, int, int] | None:
    """Hour, minute, second of a time as said, the hour put where its part of the day wants it; 25 o'clock stays 25."""
    if said.hour is None:
        return None
    hour = said.hour
    if said.hours is not None and hour <= _NOON:  # from 13 on the hour has said its part of the day itself
        low, high = said.hours
        fitting = [h for h in (hour, hour + 12, hour - 12) if low <= h < high]
        hour = fitting[0] if fitting else hour
    return hour, said.minute or 0, said.second or 0


def paired(first: Said, last: Said) -> tuple[Said, Said]:
    """Two times of one range where only one says a.m. or p.m.: the other is the nearest in the direction of the range.

    Where neither does, the range goes forward within the day if it can.
    """
    if first.hour is None or last.hour is None or (first.hours is None) == (last.hours is None):
        return first, _afternoon(first, last)
    if last.hours is None:
        start = _minutes(first)
        hour = min(
            (last.hour % 12, last.hour % 12 + 12), key=lambda h: (h * 60 + (last.minute or 0) - start - 1) % _DAY
        )
        return first, last if last.hour > _NOON else replace(last, hour=hour, hours=(hour, hour + 1))
    stop = _minutes(last)
    hour = min((first.hour % 12, first.hour % 12 + 12), key=lambda h: (stop - h * 60 - (first.minute or 0) - 1) % _DAY)
    return first if first.hour > _NOON or not first.hour else replace(first, hour=hour, hours=(hour, hour + 1)), last


def _afternoon(first: Said, last: Said) -> Said:
    """The later of two bare hours of one half of the day, put behind the earlier one (from 10 to 4)."""
    if first.hours is not None or not first.hour or first.hour > _NOON:
        return last
    if last.hour is None or _is_full(last) or not is_clock(last):
        return last
    if (last.hour, last.minute or 0) >= (first.hour, first.minute or 0):
        return last
    return replace(last, hour=last.hour + _NOON)


def _is_full(said: Said) -> bool:
    return said.hour is None or not 0 < said.hour < _NOON


def _minutes(said: Said) -> int:
    hour, minute, _ = clock(said) or (0, 0, 0)
    return hour * 60 + minute


def later(first: Said, length: Duration) -> Said | None:
    """The time of day that a length of time leads to (2 p.m. for two hours); None where it is not told in hours."""
    units = {"hour": 60, "minute": 1}
    if length.low is None or length.low != length.high or any(unit not in units for _, unit in length.low):
        return None
    minutes = _minutes(first) + int(sum(amount * units[unit] for amount, unit in length.low))
    hour = minutes // 60 % 24
    return Said(hour=hour, minute=minutes % 60, hours=(hour, hour + 1))


def clock_text(said: Said) -> str:
    """The time of day as T15, T15:30 or T15:30:20, as precise as it was said; empty where none was."""
    at = clock(said)
    if at is None:
        return ""
    hour = at[0] - _HOURS if at[0] > _HOURS and is_clock(said) else at[0]  # 25 o'clock is one in the night
    text = f"T{hour:02d}" + (f":{at[1]:02d}" if said.minute is not None else "")
    return text + (f":{at[2]:02d}" if said.second is not None else "")
