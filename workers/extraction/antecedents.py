"""Whom a speaker's pronoun or family name stands for: the speaker before it that is called by a longer name."""

from __future__ import annotations

from collections.abc import Iterable

from workers.extraction.meaning import Meaning
from workers.extraction.text import fold
from workers.extraction.values import Subject

#: The value of a pronoun in meaning.toml that stands for a person; another value is how what it stands for ends.
_PERSON = "person"


def antecedent(rules: Meaning, speaker: Subject, before: Iterable[Subject]) -> Subject | None:
    """The speaker whom the words of `speaker` stand for, or None where they are a name of their own or nobody fits.

    `before` are the speakers that were named before it, nearest first. A pronoun takes the nearest one that fits it; a
    name the nearest one that ends with it ("Hepworth" after "Laura Hepworth").
    """
    said = fold(speaker.text)
    if rules.pronouns.get(said) == _PERSON:
        return next((one for one in before if fold(one.text) not in rules.pronouns and _is_person(rules, one)), None)
    ending = rules.pronouns.get(said, f" {said}")
    return next(
        (one for one in before if fold(one.text) not in rules.pronouns and fold(one.text).endswith(ending)), None
    )


def may_stand_for(rules: Meaning, speaker: Subject) -> bool:
    """Whether the words of a speaker may be short for another's: a pronoun, or one word that is a name."""
    return fold(speaker.text) in rules.pronouns or (
        rules.spaced and speaker.text[:1].isupper() and speaker.text.isalpha()
    )


def _is_person(rules: Meaning, speaker: Subject) -> bool:
    """Whether the words name a person: by an office, by how people are addressed, or by two or three names."""
    if rules.office(speaker) is not None or speaker.text.endswith(rules.honorifics):
        return True
    names = speaker.text.split()
    if not rules.spaced or not 2 <= len(names) <= 3 or fold(names[-1]) in rules.groups:
        return False
    return all(name[0].isupper() and not name.isupper() for name in names)
