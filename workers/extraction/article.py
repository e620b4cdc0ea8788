"""A text while it is read: its sentences, quotations and phrases, each worked out when the first claim asks for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workers.extraction.language import Language
from workers.extraction.meaning.antecedents import Named, antecedent, may_stand_for
from workers.extraction.meaning.attribution import OWN, Speech, attribution, speeches
from workers.extraction.meaning.change import change
from workers.extraction.meaning.clauses import Clauses, clauses
from workers.extraction.meaning.periods import lasting, period
from workers.extraction.meaning.phrases import Phrases, Question, phrases
from workers.extraction.meaning.rulebook import meaning
from workers.extraction.meaning.subjects import goes_on, subject
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import quick, replace
from workers.extraction.quotations import quotations
from workers.extraction.sentences import sentence_at, sentences
from workers.extraction.text import fold
from workers.extraction.values import (
    Attribution,
    Change,
    Claim,
    Duration,
    Period,
    Quantity,
    Span,
    Subject,
    Timeframe,
    Value,
)

#: A date is of nothing, and an ordinal only counts.
_OF_NOTHING = frozenset(("Date", "DateTime", "Time", "Ordinal", "Recurrence"))
#: A quotation that ends so close to its sentence's end is the whole of it.
_BESIDE = 3
#: How far behind a quantity its record may be told, in characters: "..., a record".
_RECORD = 24
#: In how many sentences whom a pronoun or a family name stands for is looked for.
_FAR = 12
#: How far behind a speaker's name an office may stand that is theirs, in characters.
_APPOSED = 60


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """A mention with its value and its sentence; `index` is its place among the mentions of that sentence."""

    mention: Mention
    value: Value
    sentence: Span
    index: int
    mates: Sequence[tuple[Mention, Value]]


class Article:
    """One text in one language. Nothing here changes once it is known; it is thrown away with its text."""

    def __init__(self, text: str, language: Language, host: Article | None = None) -> None:
        """The sentences are found by the language's rules, or those of the `host`, whose text has passages in this language."""
        self.text = text
        self.language = language
        self.folded: str = fold(text) if host is None else host.folded
        self.quotations: Sequence[Span] = quotations(text) if host is None else host.quotations
        self.sentences: Sequence[Span] = (
            sentences(text, self.folded, language.settings) if host is None else host.sentences
        )
        self._rules = meaning(language.code)
        self._phrases: dict[int, Phrases] = {}
        self._speeches: dict[int, list[Speech]] = {}
        self._clauses: dict[int, Clauses] = {}
        self._asked: tuple[Reading, Question | None] | None = None
        self._last: Subject | None = None
        self._period: Timeframe | None = None
        self._mates: dict[int, list[tuple[Mention, Value]]] = {}

    def sentence_of(self, span: Span) -> Span:
        """The sentence that a quantity begins in, as far as the quantity goes: a full stop inside it ends none (5 mld. $)."""
        found = sentence_at(self.sentences, span.start) or span
        if span.end <= found.end:
            return found
        last = sentence_at(self.sentences, span.end - 1) or span
        return Span(found.start, max(last.end, span.end))

    def readings(self, placed: Sequence[tuple[Mention, Value]]) -> list[Reading]:
        """The mentions, each in its sentence; all of a sentence are in as much of it as the one that reaches furthest."""
        held = [self.sentence_of(mention.span) for mention, _ in placed]
        whole: dict[int, Span] = {}
        for sentence in held:
            whole[sentence.start] = max(sentence, whole.get(sentence.start, sentence))
        found = []
        for (mention, value), sentence in zip(placed, held, strict=True):
            mates = self._mates.setdefault(sentence.start, [])
            found.append(Reading(mention, value, whole[sentence.start], len(mates), mates))
            mates.append((mention, value))
        return found

    def subject(self, reading: Reading, speaker: Subject | None) -> Subject | None:
        """What the quantity is of; its speaker is no subject."""
        if getattr(reading.value, "type", "Duration") in _OF_NOTHING or (asked := self._ask(reading)) is None:
            return None
        about = subject(asked, speaker)
        if (
            about is None
            and self._last is not None
            and self._next_to(self._last.span, reading.sentence)
            and goes_on(asked)
        ):
            return self._last
        self._last = about or self._last
        return about

    def _next_to(self, span: Span, sentence: Span) -> bool:
        """Whether a phrase stands in this sentence or in the one before it."""
        at = bisect_right(self.sentences, sentence.start, key=lambda one: one.start) - 1
        return at >= 0 and span.start >= self.sentences[max(0, at - 1)].start

    def attribution(self, reading: Reading) -> Attribution:
        """Who says it: the sentence's own words, or those around the quotation that it is in."""
        if self._rules is None:
            return OWN
        quote = reading.mention.span
        found = attribution(self._rules, self._said(reading.sentence), quote, self._quotation(quote), self._around)
        if found.speaker is None or not may_stand_for(self._rules, found.speaker):
            return found
        return replace(
            found, named=antecedent(self._rules, found.speaker, list(self._speakers_before(found.speaker.span)))
        )

    def _speakers_before(self, span: Span) -> Iterator[Named]:
        """Who has spoken in a sentence and in some before it, nearest first."""
        at = bisect_right(self.sentences, span.start, key=lambda one: one.start)
        for sentence in reversed(self.sentences[max(0, at - _FAR) : at]):
            acts = sorted(self._said(sentence), key=lambda act: -act.cue.span.start)
            for act in acts:
                if act.speaker is not None and act.speaker.span.end <= span.start:
                    yield Named(act.speaker, self._around_name(act.speaker.span, act.cue.span.start, sentence))

    def _around_name(self, name: Span, cue: int, sentence: Span) -> str:
        """A speaker's name with what stands between it and the cue, or behind it where the cue stands before it."""
        behind = cue if cue >= name.end else min(sentence.end, name.end + _APPOSED)
        return self.folded[name.start : behind]

    def _quotation(self, quote: Span) -> Span | None:
        """The quotation that a quantity stands in."""
        at = bisect_right(self.quotations, quote.start, key=lambda one: one.start) - 1
        if at < 0 or self.quotations[at].end < quote.end:
            return None
        return self.quotations[at]

    def _after(self, sentence: Span) -> Span | None:
        """The next sentence."""
        at = bisect_right(self.sentences, sentence.start, key=lambda one: one.start)
        return self.sentences[at] if at < len(self.sentences) else None

    def change(self, reading: Reading) -> Change | None:
        """How the quantity moved, by the words beside it."""
        if not isinstance(reading.value, Quantity) or (asked := self._ask(reading)) is None:
            return None
        return change(asked, reading.value, reading.mates)

    def clause(self, reading: Reading, about: Subject | None) -> Span:
        """The smallest part of the sentence that can be checked alone."""
        if (found := self._read(reading.sentence)) is None:
            return reading.sentence
        start = reading.sentence.start
        if start not in self._clauses:
            self._clauses[start] = clauses(found, self._said(reading.sentence))
        quote = reading.mention.span
        clause = self._clauses[start].around(quote, about.span if about else None)
        held = self._quotation(quote)
        return clause if held is None else Span(max(clause.start, held.start), min(clause.end, held.end))

    def period(self, reading: Reading, clause: Span, *, moved: bool) -> Timeframe | None:
        """The date that the quantity is about; what has `moved` may go on about that of the sentence before."""
        if not isinstance(reading.value, Quantity | Duration) or (asked := self._ask(reading)) is None:
            return None
        assert self._rules is not None
        own = period(asked, clause, reading.mates)
        if own is not None:
            self._period = own if lasting(own) else None
            return own
        before = self._period
        if before is None or not moved or not self._rules.period_goes_on:
            return None
        if any(isinstance(value, Period) for _, value in reading.mates):
            return None
        if not self._next_to(before.words.span, reading.sentence) or self._parted(before.words.span, reading.sentence):
            return None
        return replace(before, scope="paragraph")

    def _parted(self, span: Span, sentence: Span) -> bool:
        """Whether a paragraph ends between a phrase and a sentence."""
        return "\n" in self.text[span.end : sentence.start]

    @property
    def cues(self) -> Mapping[str, re.Pattern[str]]:
        """The language's words beside totals, gaps, parts and records."""
        return {} if self._rules is None else self._rules.cues

    def signs(self, claim: Claim) -> frozenset[str]:
        """What the words beside a claim say about its worth: `record`, or `label` for a count that names a thing."""
        found = set()
        if isinstance(claim.value, Quantity) and self._has_record(claim):
            found.add("record")
        unit = getattr(claim.value, "unit", None)
        if self._rules is not None and unit is not None and self._rules.units.get(fold(unit.code)) == "label":
            found.add("label")
        return frozenset(found)

    def _has_record(self, claim: Claim) -> bool:
        """Whether its clause, or what follows close behind the quantity, tells of a record."""
        end = min(claim.sentence.end, max(claim.clause.end, claim.quote.end + _RECORD))
        at = bisect_left(self._records, claim.clause.start, key=lambda record: record.start)
        return at < len(self._records) and self._records[at].end <= end

    @cached_property
    def _records(self) -> list[Span]:
        """Where the text tells of records: looked for once, because a clause may be as long as the text."""
        record = self.cues.get("record")
        return [] if record is None else [Span(*found.span()) for found in record.finditer(self.text)]

    def _read(self, sentence: Span) -> Phrases | None:
        if self._rules is None:
            return None
        found = self._phrases.get(sentence.start)
        if found is None:
            mentions = [mention for mention, _ in self._mates.get(sentence.start, ())]
            found = self._phrases[sentence.start] = phrases(self._rules, self.text, self.folded, sentence, mentions)
        return found

    def _ask(self, reading: Reading) -> Question | None:
        """The letters around a quantity, kept for all that is asked about it."""
        if self._asked is None or self._asked[0] is not reading:
            found = self._read(reading.sentence)
            self._asked = reading, None if found is None else found.asking(reading.index, reading.mention)
        return self._asked[1]

    def _said(self, sentence: Span) -> list[Speech]:
        found = self._speeches.get(sentence.start)
        if found is None:
            read = self._read(sentence)
            found = self._speeches[sentence.start] = [] if read is None else speeches(read)
        return found

    def _around(self, quotation: Span) -> Iterator[Speech]:
        """The speech acts beside a quotation, likeliest first.

        Behind it in the sentence where it ends, or in the next one that points back; before it where it begins, last in
        the sentence before.
        """
        last, first = sentence_at(self.sentences, quotation.end), sentence_at(self.sentences, quotation.start - 1)
        if last is not None:
            yield from (act for act in self._said(last) if act.cue.span.start >= quotation.end)
            if last.end <= quotation.end + _BESIDE and (after := self._after(last)) is not None:
                yield from (act for act in self._said(after) if act.back)
        if first is not None:
            yield from (act for act in self._said(first) if act.cue.span.end <= quotation.start)
            if (before := sentence_at(self.sentences, first.start - 2)) is not None:
                yield from (act for act in self._said(before) if act.speaker is not None)
