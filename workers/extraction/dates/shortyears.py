"""Two digits before the word for "year": a year that needs no century, or a length of time? The words around decide.

The words are data: a language's years.toml, see there. A language without that file keeps what its patterns say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from workers.extraction.values import Span

#: How far before the digits a word may begin, in characters.
_REACH = 8
#: So far before and behind the publication do news speak of years by two digits, and so near without having named one before.
_PAST, _FUTURE, _NEAR = 60, 10, 3
#: Who tells of a life that began in such a year goes on with its years so.
_LIFE = 95
#: Where a clause tells of what is to come, two digits can name a year so far ahead.
_FAR_AHEAD = 60
_WORD = re.compile(r"\D+$")


class ShortYears:
    """The words of one language by which a year of two digits is known."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.known = bool(words)
        self._length_before = re.compile(f"(?:{_any(words.get('length-before', ()))})\\Z")
        self._length_behind = re.compile(_any(words.get("length-behind", ())))
        self._year_before = re.compile(f"(?:{_any(words.get('year-before', ()))})\\Z")
        self._year_behind = re.compile(_any(words.get("year-behind", ())))
        self._open_behind = re.compile(_any(words.get("open-behind", ())))
        self._letters_behind = re.compile(f"[{words['open-letters']}]" if words else "(?!)")
        self._near_behind = re.compile(_any(words.get("near-behind", ())))

    @staticmethod
    def year(digits: int, published: int, *, ahead: bool) -> int:
        """The year that two digits name: at most ten years after the publication, where `ahead` not before it."""
        year = published - published % 100 + digits
        if year <= published + _FUTURE or (ahead and year <= published + _FAR_AHEAD):
            return year
        return year - 100

    def is_year(self, folded: str, digits: Span, year: int, published: int | None, *, spoken: bool) -> bool:
        """Whether the digits with their word name that year; `spoken` where the text has named years before.

        `digits` may be a range: what stands before its first end and behind its last one counts.
        """
        if folded[digits.start] == "0":
            return True
        if published is not None and year < published - (_LIFE if spoken else _PAST):
            return False
        if published is not None and year < published - _PAST and not self._year_behind.match(folded, digits.end):
            return False
        before = folded[max(0, digits.start - _REACH) : digits.start]
        if self._year_before.search(before) and self._year_behind.match(folded, digits.end):
            return True
        if self._length_before.search(before) or self._length_behind.match(folded, digits.end):
            return False
        if self._year_behind.match(folded, digits.end) or self._is_listed(folded, digits):
            return True
        near = published is not None and abs(year - published) <= _NEAR and year % 10 != 0
        if near and self._near_behind.match(folded, digits.end):
            return True
        told = spoken and (published is None or year <= published + _FUTURE)
        if (near or told) and self._open_behind.match(folded, digits.end) is not None:
            return True
        past = near or (spoken and (published is None or year <= published))
        return past and self._letters_behind.match(folded, digits.end) is not None

    @staticmethod
    def _is_listed(folded: str, digits: Span) -> bool:
        """Whether another such year follows in a list, and not both are round, as lengths are (10 years, 20 years on)."""
        word = _WORD.search(folded, digits.start, digits.end)
        if word is None or word.start() != digits.start + 2:
            return False
        other = re.compile(rf"[,\u3001\u30fb](\d\d){re.escape(word[0])}").match(folded, digits.end)
        return other is not None and any(int(one) % 5 for one in (other[1], folded[digits.start : word.start()]))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"
