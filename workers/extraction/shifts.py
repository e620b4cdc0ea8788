"""Shifts: moves of calendar units from the publication or from the date the text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_STEP = re.compile(r"(@?)([a-z]+)([+-]\d+)?(?:T(\d+-\d+))?$")


@dataclass(frozen=True, slots=True)
class Shift:
    """A move of `count` units from the publication date, or from the date the text speaks of (`context`).

    `measured` is set where the count was said (two weeks ago), which leads to a day, not to a whole week.
    """

    unit: str
    count: Decimal
    context: bool = False
    measured: bool = False


def step(value: str) -> Shift | None:
    """A relative word's meaning, "year-1", "@day+1" (from the context), "day-1T18-24" (that evening)."""
    match = _STEP.match(value)
    if match is None:
        return None
    return Shift(match[2], Decimal(match[3] or 0), context=bool(match[1]))
