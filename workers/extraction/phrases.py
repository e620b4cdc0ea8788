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
        if slot not in found.re.groupindex or found.start(slot) < 0 or found.start(slot) == found.end(slot):
            return None
        return self.words(found.start(slot) + offset, found.end(slot) + offset)

    def words(self, first: int, behind: int) -> Subject:
        """The words from one letter to another, as the reader sees them."""
        span = Span(self.starts[first], self.ends[behind - 1])
        words = span.of(self.text)
        if (bracket := _BRACKET.search(words)) is not None:
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
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = sentence.start
    for mention in mentions:
        _read(rules, text, folded, at, mention.span.start, letters, starts, ends)
        letters.append(_letters(rules, mention)[0])
        starts.append(mention.span.start)
        ends.append(mention.span.end)
        at = mention.span.end
    _read(rules, text, folded, at, sentence.end, letters, starts, ends)
    joined = "".join(letters)
    met = 0
    for one in set(joined):
        met |= rules.meets.get(one, 0)
    for rule, letter in rules.phrases:
        if rule.needs & ~met == 0 and (reduced := _reduced(rule.regex, letter, joined, starts, ends)) != joined:
            joined, met = reduced, met | rules.meets.get(letter, 0)
    places = [bisect_right(starts, mention.span.start) - 1 for mention in mentions]  # a rule may take it in
    return Phrases(rules, text, sentence, joined, starts, ends, places, met)


def _letters(rules: Meaning, mention: Mention) -> tuple[str, str]:
    """The letters of a mention, by its unit or, for a date, by whether it names a day or lies back."""
    meaning = mention.meaning
    if isinstance(meaning, Quantity):
        return rules.mention(mention.kind, fold(meaning.unit.code) if meaning.unit else None)
    return rules.mention(mention.kind, _nearness(meaning) if isinstance(meaning, Said) else None)


def _nearness(said: Said) -> str | None:
    """Whether a date names a "day", or a time that lies "back", which changes are measured against (up 4% on last year)."""
    if said.day is not None:
        return "day"
    return "back" if said.shift is not None and said.shift.count < 0 and said.shift.unit in _LONG else None


_LONG = frozenset(("week", "month", "quarter", "half", "year", "season"))


def _read(
    rules: Meaning, text: str, folded: str, at: int, end: int, letters: list[str], starts: list[int], ends: list[int]
) -> None:
    """Adds the words of a stretch between two mentions."""
    known, gap = rules.letters, rules.gap
    for word in rules.scan.finditer(folded, at, end):
        start = word.start()
        if start > at and not folded[at:start].isspace():
            letters.append(gap)
            starts.append(at)
            ends.append(start)
        surface = word.group()
        at = word.end()
        letter = known.get(surface)
        if letter is None and rules.particles and (particle := _particle(rules, surface)) is not None:
            length, letter = particle
            letters.append(known.get(surface[:-length]) or rules.unknown)
            starts.append(start)
            start = at - length
            ends.append(start)
        letters.append(letter or _unknown(rules, surface) or (rules.small if text[start].islower() else rules.unknown))
        starts.append(start)
        ends.append(at)
    if end > at and not folded[at:end].isspace():
        letters.append(gap)
        starts.append(at)
        ends.append(end)


def _particle(rules: Meaning, word: str) -> tuple[int, str] | None:
    """The length and letter of the particle that an unknown word ends with."""
    for ending, letter in rules.particles:
        if len(word) > len(ending) and word.endswith(ending):
            return len(ending), letter
    return None


def _unknown(rules: Meaning, word: str) -> str | None:
    """The letter of an unknown word's end."""
    for end, letter in rules.endings.get(word[-1], ()):
        if word.endswith(end):
            return letter
    return None


def _reduced(regex: re.Pattern[str], letter: str, letters: str, starts: list[int], ends: list[int]) -> str:
    """The letters with every match of a phrase rule put into one; the spans are joined in place."""
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for found in regex.finditer(letters):
        first, behind = found.span()
        if first == behind:
            continue
        parts += (letters[at:first], letter)
        new_starts += starts[at:first]
        new_starts.append(starts[first])
        new_ends += ends[at:first]
        new_ends.append(ends[behind - 1])
        at = behind
    if not parts:
        return letters
    new_starts += starts[at:]
    new_ends += ends[at:]
    starts[:], ends[:] = new_starts, new_ends
    parts.append(letters[at:])
    return "".join(parts)
