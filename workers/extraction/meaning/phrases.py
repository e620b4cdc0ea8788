"""A sentence as the rules of meaning see it: a letter for every word, with the span that each letter stands for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from workers.extraction.dates.dates import Said
from workers.extraction.meaning.rulebook import Meaning
from workers.extraction.meaning.rules import Rule
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import quick
from workers.extraction.text import fold
from workers.extraction.values import Quantity, Span, Subject

#: How many words before and behind a quantity are looked at: sentences without an end stay linear.
_BEFORE, _BEHIND = 120, 60
#: What a bracket at the end of a phrase adds is no part of it.
_BRACKET = re.compile("(?<=.)\\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$")
_BRACKET_ENDS = frozenset(")\uff09\n")


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


@dataclass(slots=True)
class _Row:
    """A sentence while it is read: its letters, and where the words of each begin and end."""

    letters: list[str]
    starts: list[int]
    ends: list[int]


def phrases(rules: Meaning, text: str, folded: str, sentence: Span, mentions: Sequence[Mention]) -> Phrases:
    """The sentence in letters; `mentions` are those that begin in it, in order."""
    row = _Row([], [], [])
    at = sentence.start
    for mention in mentions:
        _read(rules, text, folded, at, mention.span.start, row)
        row.letters.append(_letters(rules, mention)[0])
        row.starts.append(mention.span.start)
        row.ends.append(at := mention.span.end)
    _read(rules, text, folded, at, sentence.end, row)
    letters, starts, ends, met = "".join(row.letters), row.starts, row.ends, 0
    for one in rules.meets.keys() & row.letters:
        met |= rules.meets[one]
    for rule, letter in rules.phrases:
        if rule.needs & ~met == 0 and (found := list(rule.regex.finditer(letters))):
            letters, starts, ends = _joined(found, letter, letters, starts, ends)
            met |= rules.meets.get(letter, 0)
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


def _read(rules: Meaning, text: str, folded: str, at: int, end: int, row: _Row) -> None:
    """Adds the words of a stretch between two mentions, and what is between them unless it is blank."""
    parts = rules.scan.split(folded[at:end])  # words stand at odd places
    letters = parts.copy()
    letters[::2] = ["" if not part or part.isspace() else rules.gap for part in parts[::2]]
    letters[1::2] = map(rules.words.__getitem__, parts[1::2])
    if rules.words.particles:
        _part_particles(rules, parts, letters)
    offsets = list(accumulate(map(len, parts), initial=at))
    if rules.small != rules.unknown:
        small, unknown = rules.small, rules.unknown
        letters = [
            small if letter == unknown and text[start].islower() else letter
            for letter, start in zip(letters, offsets, strict=False)
        ]
    row.letters += letters
    row.starts += compress(offsets, letters)
    row.ends += compress(offsets[1:], letters)


def _part_particles(rules: Meaning, parts: list[str], letters: list[str]) -> None:
    """Makes two parts of every unknown word that ends in a particle, which has a letter of its own."""
    for index in range(len(parts) - 2, 0, -2):
        if len(letters[index]) > 1:
            word = parts[index]
            stem = rules.words.stem(word)
            parts[index : index + 1] = word[:stem], word[stem:]
            letters[index : index + 1] = letters[index]


def _joined(
    matches: Iterable[re.Match[str]], letter: str, letters: str, starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, list[int], list[int]]:
    """The letters, and where their words begin and end, with every match of a phrase rule put into one."""
    row: list[str] = []
    begun: list[int] = []
    ended: list[int] = []
    at = 0
    for found in matches:
        first, behind = found.span()
        if first == behind:
            continue
        row += (letters[at:first], letter)
        begun += starts[at : first + 1]
        ended += ends[at:first]
        ended.append(ends[behind - 1])
        at = behind
    row.append(letters[at:])
    begun += starts[at:]
    ended += ends[at:]
    return "".join(row), begun, ended
