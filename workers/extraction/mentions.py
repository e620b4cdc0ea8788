"""From text to mentions: scan, read numbers, then the language's pattern stages, one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from workers.extraction import dates
from workers.extraction.clocks import later, paired
from workers.extraction.dates import Said, SaidSpan
from workers.extraction.grammar import APART, Slots, Stage, Trace
from workers.extraction.language import Language, load
from workers.extraction.numbers import merge
from workers.extraction.numerals import Number, classes, usual_numbers
from workers.extraction.quantities import Quantities, bounded, bounded_duration, span_of
from workers.extraction.recurrences import recurrence
from workers.extraction.scanner import Scanner
from workers.extraction.text import fold
from workers.extraction.tokens import Alphabet, Token
from workers.extraction.units import table
from workers.extraction.values import Comparator, Duration, Quantity, Recurrence, Span

#: A name right before a number, and what stands before a word that begins a sentence.
_NAME = re.compile(r"(?<![\w])([A-Z][\w.&'\u2019-]*) $")
_FRESH = re.compile(r"(?:^|[.!?:\n]['\")\u201d\u2019]?\s*)['\"(\u201c\u2018]?$")
_LONGEST_NAME = 30
_CALENDAR = frozenset(("date", "time"))
#: Values of a mention before dates are placed in time.
Meaning = Quantity | Duration | Recurrence | Said | SaidSpan


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that says a quantity: its kind, what it means, the pattern that found it, and other readings of it."""

    span: Span
    kind: str
    meaning: Meaning
    pattern: str
    others: tuple[str, ...] = ()


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

    def read(self, text: str, trace: Trace | None = None) -> list[Mention]:
        """The mentions of `text` in order, never overlapping. Never raises on any text."""
        folded = fold(text)
        tokens = self.tokens(text, folded)
        for stage in self._stages:
            tokens = stage.reduce(tokens, folded, self._build, trace)
        named = self._named_numbers(text, tokens) if self.language.settings.get("names-hide-numbers") else frozenset()
        return [
            mention
            for token in tokens
            if token.start not in named and (mention := self._mention(token, folded)) is not None
        ]

    def _named_numbers(self, text: str, tokens: list[Token]) -> frozenset[int]:
        """Where bare numbers begin that belong to a name before them (FTSE 100, Apollo 11).

        At the beginning of a sentence every word looks like a name.
        """
        named = set()
        end = 0
        for token in tokens:
            if token.patterns is None and "number" in token.readings and end + 1 < token.start:
                word = _NAME.search(text, max(end, token.start - _LONGEST_NAME), token.start)
                if word and ((word[1].isupper() and len(word[1]) > 1) or not _FRESH.search(text[: word.start(1)][-4:])):
                    named.add(token.start)
            end = token.end
        return frozenset(named)

    def tokens(self, text: str, folded: str) -> list[Token]:
        """The tokens that the pattern stages start from."""
        return merge(self._scanner.scan(text, folded), self.language, self._alphabet, folded)

    def _build(self, section: str, slots: Slots) -> tuple[str, object] | None:
        """The kind and value of a section's slots; the one place where sections get their meaning."""
        if section in _CALENDAR:
            return _calendar(section, slots)
        if section == "duration":
            return _kinded("duration", dates.duration(slots))
        if section == "recurrence":
            return _kinded("recurrence", recurrence(slots))
        if section == "span":
            return _kinded("date", _measured_span(slots))
        if section == "range":
            return _range(slots)
        if section == "bound":
            return _bound(slots)
        if section in ("none", "hidden", APART):
            return ("none" if section == "hidden" else section, None) if _falls(slots) else None
        return _kinded(section, self._quantities.build(section, slots))

    def _mention(self, token: Token, folded: str) -> Mention | None:
        if token.patterns is None:
            return self._bare_number(token, folded)
        kind = next(iter(token.patterns))
        meaning: Any = token.readings[kind]
        if kind == "none" or _cut(token, folded) or self._runs_on(token, folded):
            return None
        others = tuple(name for name in token.patterns.values())[1:]
        return Mention(
            Span(token.start, token.end), kind, meaning, f"{self.language.code}/{token.patterns[kind]}", others
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
        quantity = self._quantities.build("number", {"n": [number]})
        if quantity is None:
            return None
        return Mention(Span(token.start, token.end), "number", quantity, f"{self.language.code}/number.bare")

    def _stands_free(self, token: Token, folded: str) -> bool:
        around = (folded[token.start - 1 : token.start], folded[token.end : token.end + 1])
        free = self.language.settings.get("particles", "")
        return all(not c.isalpha() or c in free for c in around if c)


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


def _cut(token: Token, folded: str) -> bool:
    """Whether a mention begins or ends inside a word or number ("$1.2" of "$1.2xy")."""
    before, after = folded[token.start - 1 : token.start], folded[token.end : token.end + 1]
    first, last = folded[token.start], folded[token.end - 1]
    return _joined(before, first) or _joined(last, after)


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


def _falls(slots: Slots) -> bool:
    """Whether the slots `more` and `less` are in that order, as in the score of a winner; true where they are missing."""
    more, less = (slots[name][0] if name in slots else None for name in ("more", "less"))
    return not isinstance(more, Number) or not isinstance(less, Number) or more.value >= less.value


def _kinded(kind: str, value: object | None) -> tuple[str, object] | None:
    return None if value is None else (kind, value)


def _calendar(section: str, slots: Slots) -> tuple[str, object] | None:
    """A date or time; `day` with `clock` or with the fields of a time is that day at that time."""
    day = slots["day"][0] if "day" in slots else None
    if isinstance(day, SaidSpan):
        return None
    if not isinstance(day, Said):
        return _kinded(section, dates.said(slots))
    clock = (
        slots["clock"][0]
        if "clock" in slots
        else dates.said({name: found for name, found in slots.items() if name != "day"})
    )
    if day.hour is not None or dates.is_coarse(day):
        return None
    if isinstance(clock, SaidSpan):
        if clock.length is not None or not all(end is None or dates.is_clock(end) for end in (clock.first, clock.last)):
            return None
        first, last = (None if end is None else _at(day, end) for end in (clock.first, clock.last))
        return section, replace(clock, first=first, last=last)
    return None if not isinstance(clock, Said) else (section, _at(day, clock))


def _at(day: Said, clock: Said) -> Said:
    return replace(day, hour=clock.hour, minute=clock.minute, second=clock.second, hours=clock.hours or day.hours)


def _measured_span(slots: Slots) -> SaidSpan | None:
    """The last three years, the next two weeks: `step` is the direction."""
    renamed = {("sign" if name == "step" else name): readings for name, readings in slots.items()}
    shifted = dates.said(renamed)
    if shifted is not None and shifted.base is not None:
        return None
    return None if shifted is None or shifted.shift is None else SaidSpan(None, None, length=shifted.shift)


def _range(slots: Slots) -> tuple[str, object] | None:
    first, last = dates.end("first", slots), dates.end("last", slots)
    if first is not None and "length" in slots and isinstance(slots["length"][0], Duration):
        last = later(first, slots["length"][0]) if dates.is_clock(first) else None
    if first is not None or last is not None:
        if not isinstance(first, Said) or not isinstance(last, Said):
            return None
        timed = dates.is_clock(first)
        if (dates.is_clock(first) or "first_hour" in slots) and "last" in slots and last.hour is None:
            return None
        if "first_day" in slots and last.hour is not None:
            return None
        if ("last_day" in slots and first.hour is not None) or (
            "last_hour" in slots and "first" in slots and first.hour is None
        ):
            return None
        if "tail" in slots:
            return _tailed(first, last, slots["tail"][0])
        if timed or dates.is_clock(last):
            first, last = paired(first, last)
        return ("time" if timed else "date"), SaidSpan(first, last)
    if "lower" in slots:
        return _bounded_pair(slots["lower"][0], slots["upper"][0])
    low, high = slots["low"][0], slots["high"][0]
    if isinstance(high, Duration):
        return _kinded("duration", _range_of_lengths(low, high))
    low, high = _as_quantity(low), _as_quantity(high)
    if not isinstance(high, Quantity):
        return None
    if not isinstance(low, Quantity):
        return None
    return _kinded(_KINDS[high.type], span_of(low, high))


def _as_quantity(reading: object) -> object:
    """A bare number of a range as the quantity it is."""
    return Quantity("Number", reading.value) if isinstance(reading, Number) and not reading.vague else reading


def _tailed(first: Said, last: Said, tail: object) -> tuple[str, object] | None:
    """A range of days whose year or month stands behind both (May 8 - 10, 2010; from 4 to 22 this month)."""
    if not isinstance(tail, Said) or tail.day is not None:
        return None
    if tail.shift is not None and tail.shift.unit == "month" and first.month is None:
        return "date", SaidSpan(replace(first, shift=tail.shift), replace(last, shift=tail.shift))
    if tail.year is None or tail.month is not None or first.month is None:
        return None
    return "date", SaidSpan(first, replace(last, month=first.month, year=tail.year))


def _bounded_pair(lower: object, upper: object) -> tuple[str, object] | None:
    """Two bounds of one amount: at least 10 and under 20."""
    if (
        not isinstance(lower, Quantity)
        or not isinstance(upper, Quantity)
        or lower.comparator is None
        or upper.comparator is None
    ):
        return None
    return _kinded(_KINDS[upper.type], span_of(lower, upper))


_KINDS: Mapping[str, str] = {
    "Money": "money", "Count": "count", "Measure": "measure", "Percentage": "percentage", "PercentagePoints": "points",
    "Ratio": "ratio", "Multiple": "multiple", "Age": "age", "Number": "number", "Ordinal": "ordinal",
}  # fmt: skip


def _range_of_lengths(low: object, high: Duration) -> Duration | None:
    if high.low is None or high.high is None or len(high.high) != 1:
        return None
    (amount, unit) = high.high[0]
    if isinstance(low, Number):
        return Duration(((low.value, unit),), high.high) if low.value < amount else None
    if isinstance(low, Duration) and low.low is not None and low.comparator is None:
        return Duration(low.low, high.high, approximate=low.approximate or high.approximate)
    return None


def _bound(slots: Slots) -> tuple[str, object] | None:
    value = slots["q"][0]
    signs = [str(sign) for sign in slots.get("sign", ())]
    if isinstance(value, Number):
        value = Quantity("Number", value.value if value.low is None else None, low=value.low, high=value.high)
    if isinstance(value, Quantity):
        return (_KINDS[value.type], bounded(value, signs)) if signs else None
    if isinstance(value, Duration):
        return ("duration", bounded_duration(value, signs)) if signs else None
    if isinstance(value, Said):
        comparator = Comparator(signs[0]) if signs and signs[0] != "~" else None
        kind = "time" if dates.is_clock(value) else "date"
        if comparator is None:
            return kind, replace(value, approximate=True)
        open_end = comparator in (Comparator.AT_LEAST, Comparator.MORE)
        return kind, SaidSpan(value if open_end else None, None if open_end else value, comparator)
    return None


@cache
def reader(code: str) -> Reader:
    """The reader of a language, built at first use. Raises KeyError when there is no such folder."""
    return Reader(load(code))


__all__ = ["Decimal", "Mention", "Reader", "reader"]
