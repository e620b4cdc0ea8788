"""Bare numbers that are ages by where they stand: behind a person's name, in commas or in a bracket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workers.extraction.language import common

#: A bracket with nothing but a number, or with a party or place behind it ("(45, SPD)").
_BRACKETED = re.compile(r"(?:1[01]\d|[1-9]\d?)(?=\)|, ?[^\W\d_])")
#: Names with a number in a bracket each, one behind the other: "Anna (12), Tom (9) and Paul (45)".
_LIST = re.compile(r"(?:(?:[^\W\d_][\w'.-]* ){1,5}\(\d{1,3}(?:, ?[^\W\d_]+)?\),? ?)+")
_NUMBER = re.compile(r"\((\d+)")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
#: Behind a name a smaller number alone may count goals or be a player's rank.
_GROWN = 18
#: How far the list of a bracket is looked for.
_REACH = 160


class Ages:
    """The ages of one language: its settings `ages` (a regex) and `people` (words for a person, of whatever age)."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._written = re.compile(settings.get("ages", "(?!)"))
        self._people = frozenset(settings.get("people", ()))
        self._names = frozenset(common("people.toml")["given-names"]) if self._people else frozenset()

    def is_age(self, folded: str, start: int) -> bool:
        """Whether the number that begins there is an age."""
        if self._written.match(folded, start):
            return True
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
