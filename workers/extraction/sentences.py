"""Sentences as spans: where one statement ends and the next begins, in any of the languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from workers.extraction.values import Span

_OPENING = {"\u300c": "\u300d", "\u300e": "\u300f"}
_MARKS = re.compile("[\u3002\uff01\uff1f!?.\n\u300c\u300d\u300e\u300f]")
#: A quotation longer than this does not hold its sentence together any more.
_LONGEST_QUOTE = 300
#: Text without an end of sentence (a table, a list of results) is cut here: every claim carries its sentence, so
#: a text that is one long sentence would take the square of its length.
_LONGEST = 2000
_CLOSERS = "\u300d\u300f\uff09)\"'\u201d\u2019\u3002\uff01\uff1f!?"
#: They open a quotation in one language and close it in another; right behind a full stop, where a blank belongs, they close.
_SPACED_CLOSERS = "\u201c\u00ab\u00bb"
#: The number of a day, a century or a league before its full stop.
_ORDINAL = re.compile(r"(?<!\w)\d{1,2}\Z")


def sentences(text: str, folded: str, settings: Mapping[str, Any]) -> list[Span]:
    """The sentences of a text as spans without the blanks around them, in order; every letter is in exactly one.

    A full stop ends a sentence when a blank and no small letter follows, and no abbreviation of the
    language's settings stands before it. A line break ends one unless the fold calls it a blank;
    a full stop inside corner brackets does not.
    """
    abbreviations = frozenset(settings.get("abbreviations", ()))
    numbered = tuple(settings.get("behind-ordinals", ()))
    spans: list[Span] = []
    start, opened = 0, -1
    for mark in _MARKS.finditer(text):
        at, sign = mark.start(), mark.group()
        if at < start:
            continue
        if sign in _OPENING:
            opened = at if opened < 0 else opened
            continue
        if sign in _OPENING.values():
            opened = -1
            continue
        if sign == "\n":
            if folded[at] == " ":
                continue
            opened = -1
        elif (opened >= 0 and at - opened < _LONGEST_QUOTE) or (
            sign in ".!?" and not _ends(text, at, abbreviations, numbered)
        ):
            continue
        end = at + 1
        closers = _CLOSERS + _SPACED_CLOSERS if sign in ".!?" else _CLOSERS
        while sign != "\n" and end < len(text) and text[end] in closers:
            end += 1
        _add(spans, text, start, end)
        start = end
    _add(spans, text, start, len(text))
    return spans


def sentence_at(spans: Sequence[Span], position: int) -> Span | None:
    """The sentence that holds a position, or None where only blanks are."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None


def _ends(text: str, at: int, abbreviations: frozenset[str], numbered: tuple[str, ...]) -> bool:
    """Whether an ASCII mark ends a sentence: a blank behind it, no abbreviation before, no small letter next."""
    following = text[at + 1 : at + 4].lstrip("\"')\u201c\u201d\u2019\u00ab\u00bb")
    if following and not following[0].isspace():
        return False
    rest = text[at + 1 : at + 8].lstrip(" \"')\u201c\u201d\u2019\u00ab\u00bb")
    if rest and rest[0].islower():
        return False
    if text[at] != ".":
        return True
    if numbered and _is_numbered(text, at, numbered):
        return False
    word = text[max(0, at - 12) : at].rsplit(None, 1)
    last = word[-1] if word else ""
    return not (last.lower() in abbreviations or (len(last) == 1 and last.isupper()))


def _is_numbered(text: str, at: int, numbered: tuple[str, ...]) -> bool:
    """Whether the word behind a number's full stop is one that is numbered so (3. Mai, 2. Bundesliga)."""
    return text.startswith(numbered, at + 2) and _ORDINAL.search(text[max(0, at - 4) : at]) is not None


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = max(text.rfind(" ", start + _LONGEST // 2, start + _LONGEST), start + _LONGEST // 2)
        spans.append(Span(start, cut))
        start = cut
        while text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))
