"""The lexicon as the scanner asks it: where a word can start, what it says, and which words make one compound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workers.extraction.language import OPAQUE, Entry, Language, first_key
from workers.extraction.tokens.token import Alphabet, Token

#: A number word that is one only inside a compound or behind another one, as "ein" and "un" are articles elsewhere.
_INSIDE = "#inside"
#: A part that is added behind a number (and a half).
_TAILS = frozenset(("#tails", "and-half"))
#: What one-word numbers are written of, besides the `compound-kinds` of the language's settings.
_COMPOUNDED = frozenset(("#digits", _INSIDE, "#atoms", "#scales", "#ordinals", "#ordinal-scales", "#joins", "#tails"))
#: A word longer than this is no number: 777,777 takes 65 letters in German.
_LONGEST_COMPOUND = 100
#: Behind it are scripts that are written without spaces.
LAST_LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicon says of a word in one spelling: its readings and their letter.

    It `starts` something, is `part` of a number, `opaque` where it hides what is inside it, and `yields` to a number word
    that it begins with. A `tail` only ends a number; a `whole` word must not go on, but for particles, and a `parted` one not
    begin inside another; what is `free` is a word whatever follows it, and what is `simple` is one whatever stands before it too.
    """

    readings: Mapping[str, Any]
    letter: str
    starts: bool
    part: bool
    opaque: bool
    yields: bool
    tail: bool
    whole: bool
    parted: bool
    free: bool
    simple: bool


class Lexicon:
    """The words of one language; built once per language, used for every text.

    `starters` are the kinds with which a mention can begin. `words` has every surface, with what is known of it as soon as
    that was asked, unless it depends on the spelling. `trigger` finds the characters at which a word can start; behind
    one of `seconds` one of its characters must follow.
    """

    def __init__(self, language: Language, alphabet: Alphabet, starters: Iterable[str]) -> None:
        self._language = language
        self._alphabet = alphabet
        self._starters = frozenset(starters) | {OPAQUE}
        self._yielding = frozenset(language.settings.get("yielding", ()))
        self._whole = frozenset(language.settings.get("whole-words", ()))
        self._parted = frozenset(language.settings.get("parted-words", ()))
        self._spelled: dict[str, Word] = {}
        self.words: dict[str, Word | None] = dict.fromkeys(language.entries)
        self._compound = self._compile_compound() if language.notation.compounds else None
        self.seconds = {} if language.spaced else self._second_characters()
        self.trigger = self._compile_trigger()
        entries = language.entries.items()
        units = frozenset(language.settings.get("units-first", ()))
        self.units_first = {
            word for word, said in entries if len(word) == 1 and any(entry.kind in units for entry in said)
        }

    def word(self, spelled: str, surface: str) -> Word:
        """What is known of a surface of the lexicon, in one spelling: case may forbid some of its readings."""
        known = self._spelled.get(spelled)
        if known is None:
            entries = self._language.entries[surface]
            readings = {entry.kind: entry.value for entry in entries if entry.exact is None or entry.exact == spelled}
            part = any(kind[0] == "#" for kind in readings)
            starts = part or not self._starters.isdisjoint(readings)
            opaque = OPAQUE in readings
            yields = opaque or not self._yielding.isdisjoint(readings)
            tail = any(entry.kind in _TAILS for entry in entries)
            free = not self._language.spaced and surface[-1] > LAST_LATIN and not surface[-1].isdigit()
            whole, parted = surface in self._whole, surface in self._parted
            simple = free and not (tail or yields or whole or parted)
            letter = self._alphabet.letter(readings)
            known = Word(readings, letter, starts, part, opaque, yields, tail, whole, parted, free, simple)
            self._spelled[spelled] = known
            if all(entry.exact is None for entry in entries):
                self.words[surface] = known
        return known

    def is_number_word(self, surface: str) -> bool:
        """Whether some reading is a number, or a part of one."""
        return any(entry.kind[0] == "#" for entry in self._language.entries.get(surface, ()))

    def split(self, folded: str, start: int, end: int) -> list[Token]:
        """The number words that a compound is written of (dreihundertzwanzig), or nothing."""
        if self._compound is None or end - start > _LONGEST_COMPOUND:
            return []
        tokens: list[Token] = []
        position = start
        while position < end:
            part = self._compound.match(folded, position, end)
            if part is None or not part.group():
                return []
            entries = self._language.entries[part.group()]
            readings = {"#digits" if entry.kind == _INSIDE else entry.kind: entry.value for entry in entries}
            tokens.append(Token(position, part.end(), readings, self._alphabet.letter(readings), is_number_part=True))
            position = part.end()
        return tokens

    def _starts(self, entries: Iterable[Entry]) -> bool:
        """Whether one of these readings can begin a mention, a number, or a word that hides its inside."""
        return any(entry.kind in self._starters or entry.kind[0] == "#" for entry in entries)

    def _second_characters(self) -> dict[str, frozenset[str]]:
        """First character -> what must come next, where no entry of one character starts something; saves most looks."""
        starting = [surface for surface, entries in self._language.entries.items() if self._starts(entries)]
        alone = {surface for surface in starting if len(surface) == 1}
        seconds: dict[str, set[str]] = {}
        for surface in starting:
            if surface[0] not in alone and not "0" <= surface[0] <= "z":
                seconds.setdefault(surface[0], set()).add(surface[1])
        return {first: frozenset(following) for first, following in seconds.items()}

    def _compile_trigger(self) -> re.Pattern[str]:
        """The characters at which something can start.

        In a language without spaces most of them must be followed by another one: the expression asks whether the next
        character can follow any of them, which spares most stops, and `seconds` whether it can follow this one.
        """
        firsts = set("0123456789")
        for surface, entries in self._language.entries.items():
            if self._starts(entries):
                firsts.add(first_key(surface, spaced=False))
        point = rf"|[{re.escape(self._language.notation.decimal)}](?=\d)"
        if self._language.spaced:
            return re.compile(rf"{_any(firsts)}|[^\W\d_]{point}")
        firsts |= set("abcdefghijklmnopqrstuvwxyz")
        alone, following = _any(firsts.difference(self.seconds)), _any(frozenset().union(*self.seconds.values()))
        return re.compile(rf"{_any(firsts)}(?:(?<={alone})|(?={following})){point}")

    def _compile_compound(self) -> re.Pattern[str]:
        kinds = _COMPOUNDED.union(self._language.settings.get("compound-kinds", ()))
        parts = [
            surface
            for surface, entries in self._language.entries.items()
            if any(entry.kind in kinds for entry in entries) and surface.isalpha()
        ]
        return re.compile("|".join(sorted(map(re.escape, parts), key=lambda part: (-len(part), part))))


def _any(characters: Iterable[str]) -> str:
    """The expression for one of these characters."""
    return f"[{''.join(sorted(map(re.escape, characters)))}]"
