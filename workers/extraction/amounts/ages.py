"""Numbers that are ages by where they stand: behind a person's name, in commas or in a bracket, or behind "a guard of"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workers.extraction.language import common
from workers.extraction.values import Duration

#: A bracket with nothing but a number, or with a party or place behind it ("(45, SPD)").
_BRACKETED = re.compile(r"(?:1[01]\d|[1-9]\d?)(?=\)|, ?[^\W\d_])")
#: Names with a number in a bracket each, one behind the other: "Anna (12), Tom (9) and Paul (45)".
_LIST = re.compile(r"(?:(?:[^\W\d_][\w'.-]* ){1,5}\(\d{1,3}(?:, ?[^\W\d_]+)?\),? ?)+")
_NUMBER = re.compile(r"\((\d+)")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
#: Behind a name a smaller number alone may count goals or be a player's rank.
_GROWN = 18
#: What is called by one or two words, and how long that is with an article.
_NAMED = r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?"
_PHRASE = 48
#: How far the list of a bracket is looked for.
_REACH = 160


class Ages:
    """The ages of one language: its settings `ages` (a regex) and `people` (words for a person, of whatever age)."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._written = re.compile(settings.get("ages", "(?!)"))
        self._people = frozenset(settings.get("people", ()))
        of = settings.get("person-of")
        self._owner = re.compile(f"(?:{settings['person-before']})({_NAMED}) (?:{of}) ?$") if of else None
        mean = settings.get("mean-age")
        self._mean = re.compile(rf"\b(?:{mean})\b[^,.;:\d]*$") if mean else None
        self._owned = re.compile(rf"\s(?:{of})\b|\s?-" if of else "(?!)")
        self._terms = frozenset(settings.get("terms", ()))
        self._listed = re.compile(rf"[1-9]\d? {settings['age-listed']}\b" if "age-listed" in settings else "(?!)")
        self._first = re.compile(r"[1-9]\d?(?:, [1-9]\d?)* [^\W\d_]{1,3} $")
        self._names = frozenset(common("people.toml")["given-names"]) if self._people else frozenset()

    def is_of_person(self, folded: str, start: int, end: int) -> bool:
        """Whether years behind "a guard of" are the guard's: no term is named, and nothing follows that they are of."""
        if self._owner is None or self._owned.match(folded, end):
            return False
        before = self._first.sub("", folded[max(0, start - _PHRASE) : start])
        if self._mean is not None and self._mean.search(before):
            return True
        owner = self._owner.search(before)
        return owner is not None and self._terms.isdisjoint(owner[1].split())

    def is_age(self, folded: str, start: int) -> bool:
        """Whether the number that begins there is an age."""
        if self._written.match(folded, start):
            return True
        if (listed := self._listed.match(folded, start)) is not None:
            return self.is_of_person(folded, start, listed.end())
        if not self._people or folded[start - 1 : start] != "(" or not _BRACKETED.match(folded, start):
            return False
        first = max(0, start - _REACH)
        for listed in _LIST.finditer(folded, first, start + _REACH):
            if listed.start() < start < listed.end():
                return self._are_ages(listed[0], folded[first:start])
        return False

    def _are_ages(self, listed: str, before: str) -> bool:
        words = frozenset(_WORD.findall(listed))
        if not self._people.isdisjoint(_WORD.findall(before)[-_NEAR:]):
            return True
        if words.isdisjoint(self._names) and words.isdisjoint(self._people):
            return False
        return any(int(number) >= _GROWN for number in _NUMBER.findall(listed))


#: So many words before a bracket a person may be named by what he is ("the driver Jan Voss (9)").
_NEAR = 4


def age_in_years(length: object) -> Decimal | None:
    """The years of a length of time that somebody can be old, or that are a mean of such; None for others."""
    if not isinstance(length, Duration) or length.low is None or length.low != length.high or len(length.low) != 1:
        return None
    (years, unit) = length.low[0]
    return years if unit == "year" and 0 < years <= _OLDEST else None


#: Nobody is older than so many years.
_OLDEST = 115
