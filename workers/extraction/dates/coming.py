"""What comes soon: dates whose year or month is left out because nobody could mistake them for past ones."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from workers.extraction.dates.anchors import Anchors
from workers.extraction.dates.calendar import place
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.quick import replace
from workers.extraction.values import Length, Span

#: Days of a month, where a few more or less do not count.
_MONTH = 30
#: A bare day of the month that is so many days ahead is that one: the one of the month before is told with its month.
_NEXT = 9


def is_coming(meaning: Said | SaidSpan, said: bool | None, anchors: Anchors, soon: int, lately: int) -> bool:
    """Whether a date lies ahead: the words around it have `said` so, or it is one that is not told of what is past."""
    today = anchors.published
    ahead = bool(said) or is_next(meaning, today) or is_soon(meaning, today, soon)
    ahead = ahead or is_feast_soon(meaning, anchors, soon) or (said is None and is_tomorrow(meaning, today))
    return ahead and not is_lately(meaning, today, lately)


def is_soon(meaning: Said | SaidSpan, today: datetime | None, soon: int) -> bool:
    """Whether a month, or a day of it, comes again within `soon` days: news without a verb for it mean the coming one."""
    said = _begin(meaning)
    months = isinstance(meaning, SaidSpan) and said.day is None  # the first ten months are told when they are over
    if today is None or said.month is None or said.week or said.nth or said.lunisolar or months:
        return False
    until = (said.month - today.month) * _MONTH + (said.day or 1) - today.day
    return 0 < until % (_MONTH * 12) <= soon


def is_feast_soon(meaning: Said | SaidSpan, anchors: Anchors, soon: int) -> bool:
    """Whether a holiday, or a day of a lunisolar calendar, comes again within `soon` days."""
    if anchors.published is None or not soon or not isinstance(meaning, Said):
        return False
    if meaning.holiday is None and meaning.lunisolar is None:
        return False
    coming = place(meaning, replace(anchors, ahead=True))
    return coming is not None and coming.earliest is not None and 0 <= (coming.earliest - anchors.published).days < soon


def is_appointment(meaning: Said | SaidSpan, folded: str, date: Span, sentence: Span) -> bool:
    """Whether a weekday with a time of day is all of its line, or its heading ("Saturday, 9 pm: Leeds v Derby").

    What has happened is told with a verb; a diary names the time and what is on then.
    """
    ends = (meaning.first, meaning.last) if isinstance(meaning, SaidSpan) else (meaning,)
    said = [end for end in ends if end is not None]
    if not any(end.weekday is not None for end in said) or not any(end.hour is not None for end in said):
        return False
    before, behind = folded[sentence.start : date.start], folded[date.end : sentence.end]
    return _LEAD.fullmatch(before) is not None and _HEADED.match(behind) is not None


#: A small word may stand before it; behind it nothing does, or what its line is the heading of.
_LEAD = re.compile(r"\W*(?:[^\W\d_]{1,4}\s)?\W*")
_HEADED = re.compile(r"\W*\Z|\s?[:\u2013\u2014-]\s")


def is_next(meaning: Said | SaidSpan, today: datetime | None) -> bool:
    """Whether a bare day of the month is one of the next days."""
    said = _begin(meaning)
    if today is None or said.day is None or said.month is not None or said.weekday is not None:
        return False
    return 0 < said.day - today.day <= _NEXT


def is_tomorrow(meaning: Said | SaidSpan, today: datetime | None) -> bool:
    """Whether a weekday alone is that of the next day: of six days ago it is told with "last", or with a verb."""
    said = _begin(meaning)
    other = (said.day, said.month, said.hour)
    bare = said.weekday is not None and all(part is None for part in other) and not said.week and not said.nth
    return bare and today is not None and said.weekday == (today.isoweekday() % 7) + 1


def is_lately(meaning: Said | SaidSpan, today: datetime | None, lately: int) -> bool:
    """Whether a bare day of the month lies at most `lately` days back: the one of next month is told with its month."""
    said = _begin(meaning)
    if today is None or said.day is None or said.month is not None or said.weekday is not None:
        return False
    return 0 < today.day - said.day <= lately


def _begin(meaning: Said | SaidSpan) -> Said:
    return meaning if isinstance(meaning, Said) else meaning.first or meaning.last or Said()


def moves_ahead(said: Said) -> Length:
    """The lengths of time that a date is ahead of now, coarse to fine; nothing where it says anything else."""
    parts: list[tuple[Decimal, str]] = []
    date: Said | None = said
    while date is not None:
        shift = date.shift
        if date != Said(shift=shift, base=date.base) or shift is None or not shift.measured:
            return ()
        if shift.context or shift.count <= 0:
            return ()
        parts.append((shift.count, shift.unit))
        date = date.base
    return tuple(reversed(parts))
