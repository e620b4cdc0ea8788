"""What a quantity is of: the phrase that the language's rules find beside it."""

from __future__ import annotations

from workers.extraction.phrases import Phrases
from workers.extraction.values import Subject


def subject(phrases: Phrases, letters: str) -> Subject | None:
    """The subject of the quantity that `letters` asks about; None where no rule of the language fits.

    The rules' order is their precedence; each finds its place nearest to the quantity. A rule without the
    slot `subject` says that there is none.
    """
    for rule in phrases.rules.subject:
        if found := rule.regex.match(letters):
            return phrases.part(found, "subject")
    return None


def goes_on(phrases: Phrases, letters: str) -> bool:
    """Whether the clause of the quantity names no subject of its own, so that the one said before it goes on."""
    return any(rule.regex.match(letters) for rule in phrases.rules.carry)
