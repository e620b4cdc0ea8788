"""The period that a quantity is about: the date that the language's rules find in its clause, sentence or paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from workers.extraction.meaning.phrases import Question
from workers.extraction.mentions.reader import Mention
from workers.extraction.values import Grain, Period, Span, Subject, Timeframe, Value

#: What a paragraph can be about.
_LASTING = frozenset((Grain.YEAR, Grain.HALF, Grain.SEASON, Grain.QUARTER, Grain.MONTH))


def period(asked: Question, clause: Span, mates: Sequence[tuple[Mention, Value]]) -> Timeframe | None:
    """The date of the quantity that is asked about, or None where no rule of the language fits.

    A rule's slot `period` is one of the sentence's dates. `mates` are the sentence's mentions with their values.
    """
    phrases = asked.phrases
    for found in asked.matches(phrases.rules.period):
        if "period" not in found.re.groupindex or found.start("period") < 0:
            return None
        index = phrases.mention_at(found.start("period") + asked.offset)
        if index is None:
            continue
        mention, value = mates[index]
        if isinstance(value, Period) and value.type in ("Date", "DateTime"):
            words = Subject(mention.span.of(phrases.text), mention.span)
            inside = clause.start <= mention.span.start < clause.end
            return Timeframe(words, value, "clause" if inside else "sentence")
    return None


def lasting(found: Timeframe) -> bool:
    """Whether the next sentence may still be about it: a month or a year is, the day of an event is not."""
    return found.value.grain in _LASTING
