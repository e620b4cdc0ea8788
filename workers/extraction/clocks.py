"""Times of day: hour, minute and second of what was said, and their EDTF text."""

from __future__ import annotations

from workers.extraction.dates import Said


def clock(said: Said) -> tuple[int, int, int] | None:
    """Hour, minute, second of a time as said, the hour put where its part of the day wants it; 25 o'clock stays 25."""
    if said.hour is None:
        return None
    hour = said.hour
    if said.hours is not None:
        low, high = said.hours
        fitting = [h for h in (hour, hour + 12, hour - 12) if low <= h < high]
        hour = fitting[0] if fitting else hour
    return hour, said.minute or 0, said.second or 0


def clock_text(said: Said) -> str:
    """The time of day as T15, T15:30 or T15:30:20, as precise as it was said; empty where none was."""
    at = clock(said)
    if at is None:
        return ""
    text = f"T{at[0]:02d}" + (f":{at[1]:02d}" if said.minute is not None else "")
    return text + (f":{at[2]:02d}" if said.second is not None else "")
