"""Whom a speaker's pronoun or family name stands for: the speaker before it that is called by a longer name."""

from __future__ import annotations

from collections.abc import Iterable

from workers.extraction.meaning import Meaning
from workers.extraction.text import fold
from workers.extraction.values import Subject

#: The value of a pronoun in meaning.toml that stands for a person; another value is how what it stands for ends.
_PERSON = "person"
#: A short name of a language that writes without blanks has so many signs.
_FEWEST, _MOST = 2, 4


def antecedent(rules: Meaning, speaker: Subject, before: Iterable[Subject]) -> Subject | None:
    """The speaker whom the words of `speaker` stand for, or None where they are a name of their own or nobody fits.

    `before` are the speakers that were named before it, nearest first. A pronoun takes the nearest one that fits it; a
    name the nearest one that ends with it ("Hepworth" after "Laura Hepworth"), or, before an honorific, that has it.
    """
    said = fold(speaker.text)
    if said not in rules.pronouns and not rules.spaced:
        return _called_longer(rules, said, before)
    if rules.pronouns.get(said) == _PERSON:
        return next((one for one in before if fold(one.text) not in rules.pronouns and _is_person(rules, one)), None)
    ending = rules.pronouns.get(said, f" {said}")
    return next(
        (one for one in before if fold(one.text) not in rules.pronouns and fold(one.text).endswith(ending)), None
    )


def may_stand_for(rules: Meaning, speaker: Subject) -> bool:
    """Whether the words of a speaker may be short for another's: a pronoun, or one word that is a name."""
    if fold(speaker.text) in rules.pronouns:
        return True
    if rules.spaced:
        return speaker.text[:1].isupper() and speaker.text.isalpha()
    return _FEWEST <= len(_bare(rules, speaker.text)) <= _MOST and rules.office(speaker) is None


def _called_longer(rules: Meaning, said: str, before: Iterable[Subject]) -> Subject | None:
    """The person before it whose longer name has the short one in it: at its end where nobody is called by an honorific."""
    name = _bare(rules, said)
    for one in before:
        words = fold(one.text)
        has_it = words.endswith(name) or (name != said and name in words)
        if has_it and len(words) > len(said) and _is_person(rules, one):
            return one
    return None


def _bare(rules: Meaning, name: str) -> str:
    """A name without what it is called by."""
    ending = next((ending for ending in rules.honorifics if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _is_person(rules: Meaning, speaker: Subject) -> bool:
    """Whether the words name a person: by an office, by how people are addressed, or by two or three names."""
    if rules.office(speaker) is not None or speaker.text.endswith(rules.honorifics):
        return True
    names = speaker.text.split()
    if not rules.spaced or not 2 <= len(names) <= 3 or fold(names[-1]) in rules.groups:
        return False
    return all(name[0].isupper() and not name.isupper() for name in names)
