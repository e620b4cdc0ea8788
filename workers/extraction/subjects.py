"""What a quantity is of: the noun phrase that the language's particles or prepositions point at."""

from __future__ import annotations

import re
from functools import cache

from workers.extraction.language import Language
from workers.extraction.values import Span, Subject

_LONGEST = 60


@cache
def _noun_behind(particles: tuple[str, ...], noun: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, particles))})({noun})")


@cache
def _noun_before(particles: tuple[str, ...], noun: str) -> re.Pattern[str]:
    return re.compile(rf"({noun})(?:{'|'.join(map(re.escape, particles))})")


def subject(text: str, sentence: Span, quote: Span, language: Language) -> Subject | None:
    """The subject of the quantity at `quote`, inside its sentence; None where no pattern of the language fits.

    First the noun that the quantity belongs to ("500 drones", "500\u6a5f\u306e..."), then the nearest topic before it.
    """
    rules = language.cues.get("meaning-subject", {})
    noun = rules.get("noun")
    if not noun:
        return None
    if behind := rules.get("behind"):
        found = _noun_behind(tuple(behind), noun).match(text, quote.end, min(sentence.end, quote.end + _LONGEST))
        if found:
            return _subject(text, found.start(1), found.end(1))
    if before := rules.get("before"):
        start = max(sentence.start, quote.start - _LONGEST)
        last = None
        for last in _noun_before(tuple(before), noun).finditer(text, start, quote.start):
            pass
        if last:
            return _subject(text, last.start(1), last.end(1))
    return None


def _subject(text: str, start: int, end: int) -> Subject:
    return Subject(text[start:end], Span(start, end))
