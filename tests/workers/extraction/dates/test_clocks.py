"""Times of day, alone and as the ends of a range."""

from __future__ import annotations

import pytest

from workers.extraction.dates.clocks import clock_text, paired
from workers.extraction.dates.dates import Said

_AM, _PM = (0, 12), (12, 24)


@pytest.mark.parametrize(
    ("first", "last", "times"),
    [
        (Said(hour=11, hours=_AM), Said(hour=3), ("T11", "T15")),
        (Said(hour=11, hours=_PM), Said(hour=3), ("T23", "T03")),
        (Said(hour=8), Said(hour=11, hours=_PM), ("T20", "T23")),
        (Said(hour=11), Said(hour=3, hours=_AM), ("T23", "T03")),
        (Said(hour=9, minute=30), Said(hour=3, hours=_PM), ("T09:30", "T15")),
    ],
)
def test_one_half_of_the_day_settles_the_other(first: Said, last: Said, times: tuple[str, str]) -> None:
    """Of "11 a.m. to 3" the 3 is the next one; of "8 to 11 p.m." the 8 is the one before."""
    assert tuple(clock_text(end) for end in paired(first, last)) == times


def test_times_that_both_say_their_half_stay() -> None:
    """Nothing is to be settled."""
    ends = (Said(hour=11, hours=_AM), Said(hour=1, hours=_AM))
    assert paired(*ends) == ends


def test_a_clock_of_24_hours_is_left_alone() -> None:
    """17 o'clock needs no half of the day."""
    assert clock_text(paired(Said(hour=17), Said(hour=7, hours=_PM))[0]) == "T17"
