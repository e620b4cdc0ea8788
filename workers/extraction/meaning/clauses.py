"""The clause of a quantity: the smallest part of its sentence that can be checked alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workers.extraction.meaning.attribution import Speech
from workers.extraction.meaning.phrases import Phrases
from workers.extraction.quick import quick
from workers.extraction.values import Span

_BRACKETS = "()\uff08\uff09\u300c\u300d\u300e\u300f\u201c\u201d"
_MARKS = " \t\u3000,;:\uff0c\u3001\uff1b\uff1a\u3002\uff0e.\"'\u2018\u2019-\u2013\u2014\u30fb\u2022"


@quick
@dataclass(frozen=True, slots=True)
class Clauses:
    """Where a sentence can be cut: the letters before which a clause begins, and what no clause begins or ends with.

    `islands` are clauses inside another that goes on behind them: "the fire, which broke out at 4, destroyed 26 homes";
    each of their letters has its island here. `outside` are the cuts that no island holds.
    """

    phrases: Phrases
    cuts: Sequence[int]
    outside: Sequence[int]
    islands: Mapping[int, tuple[int, int]]

    def around(self, quote: Span, also: Span | None) -> Span:
        """The clause that holds the quote, and `also` (its subject) where that stands before it in the sentence."""
        phrases = self.phrases
        first = quote if also is None or not phrases.sentence.start <= also.start < quote.start else also
        cuts, at = self._cuts(self._letter(quote.start)), self._letter(first.start)
        begin = cuts[max(0, bisect_right(cuts, at) - 1)]
        if at < begin:  # its subject stands before the clause that it is inside of
            first = quote
        ends = bisect_right(cuts, self._letter(quote.end - 1))
        end = cuts[ends] if ends < len(cuts) else len(phrases.letters)
        loose = phrases.rules.loose
        while begin < end and phrases.letters[begin] in loose and phrases.ends[begin] <= first.start:
            begin += 1
        while end > begin and phrases.letters[end - 1] in loose and phrases.starts[end - 1] >= quote.end:
            end -= 1
        return _trimmed(phrases.text, Span(phrases.starts[begin], phrases.ends[end - 1]), first.start, quote.end)

    def _cuts(self, letter: int) -> Sequence[int]:
        """The cuts for a quantity at a letter: both ends of the island that it is on, else those outside of islands."""
        if letter not in self.islands:
            return self.outside
        first, behind = self.islands[letter]
        return (first, *self.cuts[bisect_right(self.cuts, first) : bisect_left(self.cuts, behind)], behind)

    def _letter(self, position: int) -> int:
        """The letter that stands at a position of the text, or the last one before it."""
        return max(0, bisect_right(self.phrases.starts, position) - 1)


def clauses(phrases: Phrases, acts: Sequence[Speech]) -> Clauses:
    """The sentence cut by the language's rules, and around its words of speech: who says it is no part of what is said.

    A rule cuts behind what it matches; one with the slot `inside` says that another clause stands there.
    """
    cuts = {0}
    islands: dict[int, tuple[int, int]] = {}
    held: set[int] = set()
    for rule in phrases.rules.clause:
        if rule.needs & ~phrases.met:
            continue
        if "inside" in rule.regex.groupindex:
            for found in rule.regex.finditer(phrases.letters):
                first, behind = island = found.span("inside")
                held.update(range(first, behind + 1))
                for letter in range(first, behind):
                    islands.setdefault(letter, island)
        else:
            cuts.update(found.end() for found in rule.regex.finditer(phrases.letters))
    for act in acts:
        for words in (act.cue, act.speaker):
            if words is not None and phrases.sentence.start <= words.span.start < phrases.sentence.end:
                cuts.add(bisect_left(phrases.starts, words.span.start))
                cuts.add(bisect_left(phrases.starts, words.span.end))
    cuts.discard(len(phrases.letters))
    return Clauses(phrases, sorted(cuts), sorted(cuts - held) or [0], islands)


def _trimmed(text: str, span: Span, first: int, last: int) -> Span:
    """The span without signs and half brackets at its ends; what lies between `first` and `last` stays."""
    start, end = span.start, span.end
    while start < first and (text[start] in _MARKS or (text[start] in _BRACKETS and not _closed(text, start, end))):
        start += 1
    while end > last and (text[end - 1] in _MARKS or (text[end - 1] in _BRACKETS and not _closed(text, start, end))):
        end -= 1
    return Span(start, end)


def _closed(text: str, start: int, end: int) -> bool:
    """Whether the brackets of a stretch come in pairs."""
    return all(
        text.count(left, start, end) == text.count(right, start, end)
        for left, right in zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True)
    )
