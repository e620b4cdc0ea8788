"""Placing what was said in time: from fields and anchors to a first and last moment, a grain and an EDTF string."""

from __future__ import annotations

from workers.extraction.dates.anchors import Anchors
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.days import place_one
from workers.extraction.dates.grains import Placed
from workers.extraction.dates.holidays import is_about
from workers.extraction.dates.spans import place_span
from workers.extraction.dates.unplaced import far, unplaced
from workers.extraction.values import Grain, Period


def place(said: Said | SaidSpan, anchors: Anchors) -> Period | None:
    """The period that was said; None where the calendar has no such day. Unplaceable dates keep an EDTF with X."""
    try:
        if isinstance(said, SaidSpan):
            return place_span(said, anchors)
        placed = place_one(said, anchors)
        if placed is None:
            return unplaced(said)
        return _period(said, placed)
    except (ValueError, OverflowError):
        return far(said)


def _period(said: Said, placed: Placed) -> Period:
    timed = said.hour is not None or said.hours is not None or placed.grain in (Grain.HOUR, Grain.MINUTE, Grain.SECOND)
    return Period(
        "DateTime" if timed else "Date",
        placed.edtf,
        placed.first,
        placed.last,
        placed.grain,
        placed.basis,
        approximate=said.approximate or (said.holiday is not None and is_about(said.holiday)),
        part=said.part if placed.whole else None,
        whole=placed.whole,
        warnings=("ambiguous-date",) if said.either is not None and said.either != said.month else (),
    )
