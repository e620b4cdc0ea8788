"""A sentence as the rules of meaning see it: a letter for every word, with the span that each letter stands for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workers.extraction.dates import Said
from workers.extraction.meaning import Meaning
from workers.extraction.mentions import Mention
from workers.extraction.quick import quick
from workers.extraction.rules import Rule
from workers.extraction.text import fold
from workers.extraction.values import Quantity, Span, Subject

#: How many words before and behind a quantity are looked at: sentences without an end stay linear.
_BEFORE, _BEHIND = 120, 60
#: What a bracket at the end of a phrase adds is no part of it.
_BRACKET = re.compile("(?<=.)\\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$")
_BRACKET_ENDS = frozenset(")\uff09\n")
#: The first code point of a letter's words, and the one behind them.
_Place = tuple[int, int]


@quick
@dataclass(frozen=True, slots=True)
class Phrases:
    """One sentence: its letters, the span of each, where each mention stands among them, and what of the rules' needs is `met`."""

    rules: Meaning
    text: str
    sentence: Span
    letters: str
    starts: Sequence[int]
    ends: Sequence[int]
    places: Sequence[int]
    met: int

    def asking(self, index: int, mention: Mention) -> Question:
        """The letters around the sentence's mention number `index`, with that mention as the one asked about."""
        at = self.places[index]
        first = max(0, at - _BEFORE)
        asked = _letters(self.rules, mention)[1]
        letters = f"{self.letters[first:at]}{asked}{self.letters[at + 1 : at + _BEHIND]}"
        return Question(self, letters, first, self.met | self.rules.meets.get(asked, 0))

    def mention_at(self, letter: int) -> int | None:
        """Which mention of the sentence stands at a letter, or None where a word does."""
        index = bisect_left(self.places, letter)
        return index if index < len(self.places) and self.places[index] == letter else None

    def part(self, found: re.Match[str], slot: str, offset: int = 0) -> Subject | None:
        """The words that a slot of a rule matched, or None where it stayed empty."""
        first, behind = found.span(slot) if slot in found.re.groupindex else (0, 0)
        return None if first == behind else self.words(first + offset, behind + offset)

    def words(self, first: int, behind: int) -> Subject:
        """The words from one letter to another, as the reader sees them."""
        span = Span(self.starts[first], self.ends[behind - 1])
        words = span.of(self.text)
        if words[-1:] in _BRACKET_ENDS and (bracket := _BRACKET.search(words)) is not None:
            span, words = Span(span.start, span.start + bracket.start()), words[: bracket.start()]
        return Subject(words, span)


@quick
@dataclass(frozen=True, slots=True)
class Question:
    """One quantity of a sentence: the letters around it, the first being number `offset` of the sentence, and what they have `met`."""

    phrases: Phrases
    letters: str
    offset: int
    met: int

    def matches(self, rules: Iterable[Rule]) -> Iterator[re.Match[str]]:
        """What the rules find, in their order."""
        unmet = ~self.met
        for rule in rules:
            if not rule.needs & unmet and (found := rule.regex.match(self.letters)) is not None:
                yield found

    def part(self, found: re.Match[str], slot: str) -> Subject | None:
        """The words that a slot of a rule matched, or None where it stayed empty."""
        return self.phrases.part(found, slot, self.offset)


def phrases(rules: Meaning, text: str, folded: str, sentence: Span, mentions: Sequence[Mention]) -> Phrases:
    """The sentence in letters; `mentions` are those that begin in it, in order."""
    row: list[str] = []
    places: list[_Place] = []
    at = sentence.start
    for mention in mentions:
        _read(rules, text, folded, at, mention.span.start, row, places)
        row.append(_letters(rules, mention)[0])
        places.append((mention.span.start, mention.span.end))
        at = mention.span.end
    _read(rules, text, folded, at, sentence.end, row, places)
    letters, met = "".join(row), 0
    for one in set(row):
        met |= rules.meets.get(one, 0)
    for rule, letter in rules.phrases:
        if rule.needs & ~met == 0 and (reduced := _reduced(rule.regex, letter, letters, places)) is not None:
            letters, places = reduced
            met |= rules.meets.get(letter, 0)
    starts, ends = [start for start, _ in places], [end for _, end in places]
    held = [bisect_right(starts, mention.span.start) - 1 for mention in mentions]  # a rule may take it in
    return Phrases(rules, text, sentence, letters, starts, ends, held, met)


def _letters(rules: Meaning, mention: Mention) -> tuple[str, str]:
    """The letters of a mention, by its unit or, for a date, by whether it names a day or lies back."""
    meaning = mention.meaning
    if isinstance(meaning, Quantity):
        if mention.kind == "multiple" and meaning.amount is not None and meaning.amount < 1:
            return rules.mention(mention.kind, "part")  # halved
        return rules.mention(mention.kind, fold(meaning.unit.code) if meaning.unit else None)
    return rules.mention(mention.kind, _nearness(meaning) if isinstance(meaning, Said) else None)


def _nearness(said: Said) -> str | None:
    """Whether a date names a "day", or a time that lies "back", which changes are measured against (up 4% on last year)."""
    if said.day is not None:
        return "day"
    return "back" if said.shift is not None and said.shift.count < 0 and said.shift.unit in _LONG else None


_LONG = frozenset(("week", "month", "quarter", "half", "year", "season"))


def _read(rules: Meaning, text: str, folded: str, at: int, end: int, row: list[str], places: list[_Place]) -> None:
    """Adds the letters and places of the words of a stretch between two mentions."""
    known, gap, endings, unknown = rules.letters, rules.gap, rules.endings, rules.unknown
    for word in rules.scan.finditer(folded, at, end):
        place = start, behind = word.span()
        if start > at and not folded[at:start].isspace():
            row.append(gap)
            places.append((at, start))
        at = behind
        surface = word.group()
        letter = known.get(surface)
        if letter is None and rules.particles and (particle := _particle(rules, surface)) is not None:
            length, letter = particle
            row.append(known.get(surface[:-length]) or unknown)
            places.append((start, behind - length))
            place = behind - length, behind
        if letter is None and surface[-1] in endings:
            letter = _by_ending(rules, surface)
        if letter is None:
            letter = rules.small if text[start].islower() else unknown
        row.append(letter)
        places.append(place)
    if end > at and not folded[at:end].isspace():
        row.append(gap)
        places.append((at, end))


def _particle(rules: Meaning, word: str) -> tuple[int, str] | None:
    """The length and letter of the particle that an unknown word ends with."""
    for ending, letter in rules.particles:
        if len(word) > len(ending) and word.endswith(ending):
            return len(ending), letter
    return None


def _by_ending(rules: Meaning, word: str) -> str | None:
    """The letter of a word that no table lists, by what it ends with."""
    return next((letter for end, letter in rules.endings[word[-1]] if word.endswith(end)), None)


def _reduced(
    regex: re.Pattern[str], letter: str, letters: str, places: Sequence[_Place]
) -> tuple[str, list[_Place]] | None:
    """The letters, and their places, with every match of a phrase rule put into one; None where there is none."""
    row: list[str] = []
    joined: list[_Place] = []
    at = 0
    for found in regex.finditer(letters):
        first, behind = found.span()
        if first == behind:
            continue
        row += (letters[at:first], letter)
        joined += places[at:first]
        joined.append((places[first][0], places[behind - 1][1]))
        at = behind
    if not row:
        return None
    row.append(letters[at:])
    joined += places[at:]
    return "".join(row), joined
