"""Shifts: moves of calendar units from the publication or from the date the text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_STEP = re.compile(r"(@{0,2})([a-z]+)([+-]\d+)?(?:T(\d+-\d+))?$")


@dataclass(frozen=True, slots=True)
class Shift:
    """A move of `count` units from the publication date, or from the date the text speaks of (`context`).

    `measured` is set where the count was said (two weeks ago), which leads to a day, not to a whole week. `reported` means
    that it leans on the quarter or half that the article reports of (the same period of the year before).
    """

    unit: str
    count: Decimal
    context: bool = False
    measured: bool = False
    reported: bool = False


def step(value: str) -> Shift | None:
    """A relative word's meaning, "year-1", "@day+1" (from the context), "day-1T18-24" (that evening).

    "@@year-1" counts from the quarter or half that the article reports of, whatever other years stand beside it.
    """
    match = _STEP.match(value)
    if match is None:
        return None
    return Shift(match[2], Decimal(match[3] or 0), context=bool(match[1]), reported=match[1] == "@@")
