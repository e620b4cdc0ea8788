"""From text to mentions: scan, read numbers, then the language's pattern stages, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from workers.extraction.amounts.ages import Ages, age_in_years
from workers.extraction.amounts.lengths import duration
from workers.extraction.amounts.quantities import Quantities
from workers.extraction.amounts.units import table
from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.dates.recurrences import recurrence
from workers.extraction.language import Language, load
from workers.extraction.mentions.builders import bound, calendar, falls, kinded, measured_span, ranged
from workers.extraction.quick import quick
from workers.extraction.tokens.grammar import APART, Slots, Stage, Trace
from workers.extraction.tokens.numbers import merge
from workers.extraction.tokens.numerals import Number, classes, usual_numbers
from workers.extraction.tokens.scanner import Scanner
from workers.extraction.tokens.token import Alphabet, Token, with_gaps, without_gaps
from workers.extraction.values import Duration, Quantity, Recurrence, Span

#: A name right before a number, and what stands before a word that begins a sentence.
_NAME = re.compile(r"(?<![^\W\u2e80-\uffff])([a-z]?[A-Z][\w.&'\u2019-]*)(?<!['\u2019]s) $")
_FRESH = re.compile(r"(?:^|[.!?:\n]['\")\u201d\u2019]?\s*)['\"(\u201c\u2018]?$")
_LONGEST_NAME = 30
#: What follows a number that was told of a place: another one, or nothing more (430 in Hesse, 361 in Bavaria).
_LISTED = re.compile(r"[,;.](?!\d)| und ")
_LONGEST_LEAD = 8
_CALENDAR = frozenset(("date", "time"))
#: Values of a mention before dates are placed in time.
Meaning = Quantity | Duration | Recurrence | Said | SaidSpan


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """A span that says a quantity: its kind, what it means, the pattern that found it, and other readings of it.

    `year` is set for a length of time, or a range of two, whose two digits could name years as well.
    """

    span: Span
    kind: str
    meaning: Meaning
    pattern: str
    others: tuple[str, ...] = ()
    year: Said | SaidSpan | None = None


class Reader:
    """Finds the mentions of one language; built once, safe to share between texts."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._alphabet = Alphabet()
        self._quantities = Quantities(table())
        self._stages = [Stage(sections, language.macros, self._alphabet) for sections in language.patterns.values()]
        built = frozenset(section.partition("_")[0] for sections in language.patterns.values() for section in sections)
        first, *later = (stage.first_kinds() for stage in self._stages)
        starters = first.union(*(kinds - built for kinds in later))
        self._ages = Ages(language.settings)
        self._in_name = re.compile(language.settings.get("name-before", "(?!)"))
        self._know_letters()
        self._scanner = Scanner(language, self._alphabet, starters)

    def _know_letters(self) -> None:
        """Gives the usual sets of kinds their letters at once: a new letter later compiles every pattern anew."""
        for entries in self.language.entries.values():
            self._alphabet.letter(frozenset(entry.kind for entry in entries if entry.kind[0] != "#"))
        for number in usual_numbers():
            self._alphabet.letter(classes(number))
        for stage in self.language.patterns.values():
            for section in stage:
                self._alphabet.letter((section.partition("_")[0],))

    def read(self, text: str, folded: str, trace: Trace | None = None) -> list[Mention]:
        """The mentions of `text` in order, never overlapping; `folded` is `fold(text)`. Never raises on any text."""
        row = with_gaps(self.tokens(text, folded), folded)
        for stage in self._stages:
            row = stage.reduce(row, self._build, trace)
        tokens = without_gaps(row)
        named = self._named_numbers(text, tokens) if self.language.settings.get("names-hide-numbers") else frozenset()
        if trace is not None:
            trace.dropped += self._dropped(tokens, folded, named)
        return [
            mention
            for token in tokens
            if (token.patterns is not None or "number" in token.readings)
            and token.start not in named
            and (mention := self._mention(token, folded)) is not None
        ]

    def _dropped(self, tokens: list[Token], folded: str, named: frozenset[int]) -> Iterator[str]:
        """Why tokens that say something became no mention, for whoever asks for an explanation."""
        for token in tokens:
            if token.patterns is None and "number" not in token.readings:
                why = "only a word: no pattern took it"
            elif token.start in named:
                why = "the number of a name"
            elif self._mention(token, folded) is not None:
                continue
            elif token.patterns is not None and next(iter(token.patterns)) == "none":
                why = f"hidden by the pattern {token.patterns['none']}"
            elif _cut(token, folded):
                why = "begins or ends inside a word"
            elif self._runs_on(token, folded):
                why = "goes on as another word"
            elif token.patterns is None and _is_bullet(token, folded):
                why = "numbers a list"
            else:
                why = "a number in words inside a name, or one that is never a number alone"
            yield f"{token.start}-{token.end} {folded[token.start : token.end]!r} {why}"

    def _named_numbers(self, text: str, tokens: list[Token]) -> frozenset[int]:
        """Where bare numbers begin that belong to a name before them (FTSE 100, Apollo 11).

        At the beginning of a sentence every word looks like a name.
        """
        named = set()
        shapes = self.language.settings.get("shapes", {}).keys()
        end = 0
        for token in tokens:
            if not shapes.isdisjoint(token.readings):
                continue  # a word that no entry knows may be the name
            if token.patterns is None and "number" in token.readings and end + 1 < token.start:
                word = _NAME.search(text, max(end, token.start - _LONGEST_NAME), token.start)
                sure = word is not None and (not self.language.spaced or (word[1].isupper() and len(word[1]) > 1))
                fresh = word is None or (not sure and _FRESH.search(text[: word.start(1)][-4:]))
                if word and not fresh and not _is_told_of_a_place(text, word.start(1), token.end, self.language):
                    named.add(token.start)
            end = token.end
        return frozenset(named)

    def tokens(self, text: str, folded: str) -> list[Token]:
        """The tokens that the pattern stages start from."""
        return merge(self._scanner.scan(text, folded), self.language, self._alphabet, folded)

    def _build(self, section: str, slots: Slots) -> tuple[str, object] | None:
        """The kind and value of a section's slots; the one place where sections get their meaning."""
        if section in _CALENDAR:
            return calendar(section, slots)
        if section == "duration":
            return kinded("duration", duration(slots))
        if section == "recurrence":
            return kinded("recurrence", recurrence(slots))
        if section == "span":
            return kinded("date", measured_span(slots))
        if section == "range":
            return ranged(slots)
        if section == "bound":
            return bound(slots)
        if section in ("none", "hidden", APART):
            return ("none" if section == "hidden" else section, None) if falls(slots) else None
        return kinded(section, self._quantities.build(section, slots))

    def _mention(self, token: Token, folded: str) -> Mention | None:
        if token.patterns is None:
            return self._bare_number(token, folded)
        kind = next(iter(token.patterns))
        meaning: Any = token.readings[kind]
        glued = kind == "percentage" and not self.language.spaced  # ROE10% names what it is of
        if kind == "none" or _cut(token, folded, glued=glued) or self._runs_on(token, folded):
            return None
        if kind == "duration" and (aged := self._aged(token, meaning, folded)) is not None:
            return Mention(Span(token.start, token.end), "age", aged, f"{self.language.code}/age.of")
        others = tuple(name for name in token.patterns.values())[1:]
        year = token.readings.get("date") if kind == "duration" and self.language.years else None
        year = year if isinstance(year, Said | SaidSpan) and _is_short_year(year) else None
        pattern = f"{self.language.code}/{token.patterns[kind]}"
        return Mention(Span(token.start, token.end), kind, meaning, pattern, others, year)

    def _aged(self, token: Token, length: Any, folded: str) -> Any:
        """A length of time in years as the age that it is behind a person ("a guard of 31 years"), or None."""
        years = age_in_years(length)
        if years is None or not self._ages.is_of_person(folded, token.start, token.end):
            return None
        return self._quantities.build(
            "age", {"n": [Number(years)], "unit": ["year"], **({"approx": ["~"]} if length.approximate else {})}
        )

    def _runs_on(self, token: Token, folded: str) -> bool:
        """Whether a quantity in words goes on as another word: only the syllables of `word-ends` may follow it."""
        ends: str = self.language.settings.get("word-ends", "")
        following = folded[token.end : token.end + 1]
        if not ends or not following.isalpha() or following in ends:
            return False
        return folded[token.end - 1].isalpha() and not any("0" <= c <= "9" for c in folded[token.start : token.end])

    def _bare_number(self, token: Token, folded: str) -> Mention | None:
        """A number without a unit; one in words must stand free of letters, or it is part of a name."""
        number = token.readings.get("number")
        if not isinstance(number, Number) or _cut(token, folded):
            return None
        if _is_bullet(token, folded) or (number.words and not self._stands_free(token, folded)):
            return None
        if folded[token.start : token.end] in self.language.settings.get("never-bare", ()):
            return None
        if self._in_name.match(folded, token.start):
            return None
        kind = "age" if self._ages.is_age(folded, token.start) else "number"
        quantity = self._quantities.build(kind, {"n": [number]})
        if quantity is None:
            return None
        return Mention(Span(token.start, token.end), kind, quantity, f"{self.language.code}/{kind}.bare")

    def _stands_free(self, token: Token, folded: str) -> bool:
        around = (folded[token.start - 1 : token.start], folded[token.end : token.end + 1])
        free = self.language.settings.get("particles", "")
        return all(not c.isalpha() or c in free for c in around if c)


def _is_short_year(said: Said | SaidSpan | None) -> bool:
    """Whether it is a year of two digits and nothing else, or from one to another."""
    if isinstance(said, SaidSpan):
        return said == SaidSpan(said.first, said.last) and _is_short_year(said.first) and _is_short_year(said.last)
    return said is not None and said == Said(year=said.year, two_digits=True)


def _is_bullet(token: Token, folded: str) -> bool:
    """Whether a number at the beginning of a line only numbers what follows: "3. ", "(2)", "1)"."""
    head = folded[max(folded.rfind("\n", 0, token.start) + 1, token.start - _LONGEST_BULLET) : token.start]
    return (
        head.strip(" (-*\u3010\u2022") == ""
        and folded[token.end : token.end + 1] in _BULLET_ENDS
        and token.end < len(folded) - 1
    )


_BULLET_ENDS = frozenset(".):\u3001\u3011\uff0e")
_LONGEST_BULLET = 8


def _cut(token: Token, folded: str, *, glued: bool = False) -> bool:
    """Whether a mention begins or ends inside a word or number ("$1.2" of "$1.2xy"); `glued` allows letters before it."""
    before, after = folded[token.start - 1 : token.start], folded[token.end : token.end + 1]
    first, last = folded[token.start], folded[token.end - 1]
    return (_joined(before, first) and not glued) or _joined(last, after)


def _joined(left: str, right: str) -> bool:
    return bool(
        left
        and right
        and left.isalnum()
        and right.isalnum()
        and left < "\u024f"
        and right < "\u024f"
        and (left.isalpha() or right.isalpha())
    )


@cache
def reader(code: str) -> Reader:
    """The reader of a language, built at first use. Raises KeyError when there is no such folder."""
    return Reader(load(code))


def _is_told_of_a_place(text: str, start: int, end: int, language: Language) -> bool:
    """Whether a name before a number is a place, by the word before it, of which the number was told in a list."""
    leads = language.settings.get("place-leads")
    if not leads or _LISTED.match(text, end) is None:
        return False
    return text[max(0, start - _LONGEST_LEAD) : start].lower().endswith(tuple(leads))
