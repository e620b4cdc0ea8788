"""What a quantity is of: the phrase that the language's rules find beside it."""

from __future__ import annotations

import re

from workers.extraction.meaning.phrases import Question
from workers.extraction.values import Span, Subject

#: The last word of a quotation that says more than a number: the thing counted, where a language counts so.
_LAST_WORD = re.compile(r"(?<=[\s-])[^\W\d_]{3,}$")


def subject(asked: Question, speaker: Subject | None = None) -> Subject | None:
    """The subject of the quantity that is asked about; None where no rule of the language fits.

    It is never the `speaker`: nobody is what a number is of by saying it. The rules' order is their precedence; each
    finds its place nearest to the quantity. A rule without the slot `subject` says that there is none; a slot on a
    quantity means the thing counted in its own words.
    """
    rules, letters = asked.phrases.rules, asked.letters
    for found in asked.matches(rules.subject):
        about = asked.part(found, "subject")
        if about is not None and speaker is not None and _overlap(about.span, speaker.span):
            continue
        if about is None or not rules.counts(letters[found.start("subject")]):
            return about
        word = _LAST_WORD.search(about.text)
        if word and word.group().lower() not in rules.no_subjects:
            return Subject(word.group(), Span(about.span.start + word.start(), about.span.end))
    return None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def goes_on(asked: Question) -> bool:
    """Whether the clause of the quantity names no subject of its own, so that the one said before it goes on."""
    return any(asked.matches(asked.phrases.rules.carry))
