"""Whom a speaker's pronoun, family name or bare office stands for: the speaker before it that is called by a longer name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workers.extraction.meaning.rulebook import Meaning
from workers.extraction.quick import quick
from workers.extraction.text import fold
from workers.extraction.values import Subject

#: What the value of a pronoun in meaning.toml can be: a person, several, a thing (none of both), or a body of no known
#: sort; another value is how the name of what it stands for ends.
_PERSON, _SEVERAL, _THING, _BODY = "person", "several", "thing", "body"
#: A short name of a language that writes without blanks has so many signs.
_FEWEST, _MOST = 2, 4
#: A family name before an office is at most so long: "Minister Kim" in Korean.
_FAMILY = 3


@quick
@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who has spoken: the words that name them, and these with all that stands between them and their cue."""

    speaker: Subject
    around: str


def antecedent(rules: Meaning, speaker: Subject, before: Sequence[Named]) -> Subject | None:
    """The speaker whom the words of `speaker` stand for, or None where they are a name of their own or nobody fits.

    `before` are the speakers that were named before it, nearest first. A pronoun takes the nearest one that fits it; a
    name the nearest one that ends with it ("Hepworth" after "Laura Hepworth"), or, before an honorific, that has it; an
    office or the kind of a body ("the minister", "the bank") the nearest one that is called so and more.
    """
    said = fold(speaker.text)
    found = list(_fitting(rules, said, before))
    if not found or (rules.pronouns.get(said) == _BODY and len({fold(one.text) for _, one in found}) > 1):
        return None
    at, one = found[0]
    return (antecedent(rules, one, before[at + 1 :]) if may_stand_for(rules, one) else None) or one


def may_stand_for(rules: Meaning, speaker: Subject) -> bool:
    """Whether the words of a speaker may be short for another's: a pronoun, an office, or one word that is a name."""
    said = fold(speaker.text)
    if said in rules.pronouns or _kind_of(rules, said) is not None or _family(rules, said) is not None:
        return True
    if rules.spaced:
        return speaker.text[:1].isupper() and speaker.text.isalpha()
    return _FEWEST <= len(_bare(rules, speaker.text)) <= _MOST and rules.office(speaker) is None


def _fitting(rules: Meaning, said: str, before: Sequence[Named]) -> Iterator[tuple[int, Subject]]:
    """The speakers before that the words may stand for, each with its place."""
    stands = rules.pronouns.get(said)
    kind, family = _kind_of(rules, said), _family(rules, said)
    for at, one in enumerate(before):
        words = fold(one.speaker.text)
        if words in rules.pronouns or words == said:
            continue
        if stands == _PERSON:
            fits = _is_person(rules, one)
            if not fits and rules.companies and not words.endswith(rules.companies + rules.no_companies):
                return  # a name without an office: somebody, or some body
        elif stands == _SEVERAL:
            if not _are_several(rules, one):
                return
            fits = True
        elif stands == _THING:
            if _is_person(rules, one) or _are_several(rules, one):
                return
            fits = True
        elif stands == _BODY:
            fits = _is_body(rules, one)
        elif stands is not None:
            fits = words.endswith(stands)
        elif kind is not None:
            fits = _is_of_kind(rules, kind, one)
        elif family is not None:
            fits = _has_family(rules, family, said, one)
        elif rules.spaced:
            fits = words.endswith(f" {said}")
        else:
            fits = _called_longer(rules, said, one)
        if fits:
            yield at, one.speaker


def _kind_of(rules: Meaning, said: str) -> str | None:
    """The office or kind of body that the words are, with or without what points back to one: "the minister"."""
    rest = next((said.removeprefix(word).lstrip() for word in rules.definite if said.startswith(word)), said)
    if rest == said and rules.spaced:
        return None
    return rest if rest in rules.offices or (rules.spaced and rest in rules.groups) else None


def _is_of_kind(rules: Meaning, kind: str, one: Named) -> bool:
    """Whether a speaker's words name the office or kind of body, and somebody who has it."""
    words = fold(one.speaker.text)
    if kind in (words, _kind_of(rules, words)):
        return False
    if kind in rules.offices:
        offices = [found.group() for found in rules.roles.finditer(one.around)] if rules.roles else []
        return _is_person(rules, one) and any(
            office == kind
            or (office.endswith(f" {kind}" if rules.spaced else kind) and not office.startswith(rules.lesser))
            for office in offices
        )
    return re.search(rf"\b{re.escape(kind)}\b", words) is not None


def _family(rules: Meaning, said: str) -> tuple[str, str] | None:
    """The family name and the office of words that are no more than both: "Chancellor Merz"."""
    found = list(rules.roles.finditer(said)) if rules.roles else []
    if len(found) != 1:
        return None
    name = (said[: found[0].start()] + said[found[0].end() :]).strip()
    if not name or not name.isalpha() or (not rules.spaced and len(name) > _FAMILY):
        return None
    return name, found[0].group()


def _has_family(rules: Meaning, family: tuple[str, str], said: str, one: Named) -> bool:
    """Whether a speaker has this family name and a longer one, and the office where that stands behind the name."""
    name, office = family
    words = fold(one.speaker.text)
    if len(words) <= len(said) or not _is_person(rules, one):
        return False
    if said.endswith(office):
        before, _, behind = words.rpartition(office)
        parts = (before.split()[-1:] or [""])[0], behind.strip()
        return office in words and any(part.startswith(name) and part != name for part in parts)
    return words.endswith(f" {name}" if rules.spaced else name)


def _called_longer(rules: Meaning, said: str, one: Named) -> bool:
    """Whether a person's longer name has the short one in it: at its end where nobody is called by an honorific."""
    name, words = _bare(rules, said), fold(one.speaker.text)
    has_it = words.endswith(name) or (name != said and name in words)
    return has_it and len(words) > len(said) and _is_person(rules, one)


def _bare(rules: Meaning, name: str) -> str:
    """A name without what it is called by."""
    ending = next((ending for ending in rules.honorifics if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _are_several(rules: Meaning, one: Named) -> bool:
    """Whether the words of a speaker name several people."""
    return not _is_person(rules, one) and not rules.several.isdisjoint(fold(one.speaker.text).split())


def _is_body(rules: Meaning, one: Named) -> bool:
    """Whether a speaker is a body that is called by a name alone: no person, and none of the kinds that have words of their own."""
    words = fold(one.speaker.text)
    if _is_person(rules, one) or rules.roles is None or rules.roles.search(one.around):
        return False
    if words.endswith(rules.no_companies) or (rules.companies and not words.endswith(rules.companies)):
        return False
    if not rules.spaced:
        return True
    names = one.speaker.text.split()
    return all(name[0].isupper() for name in names) and not any(name in rules.groups for name in words.split())


def _is_person(rules: Meaning, one: Named) -> bool:
    """Whether the words name a person: by an office, by how people are addressed, or by two or three names."""
    speaker = one.speaker
    if rules.office(speaker) is not None or speaker.text.endswith(rules.honorifics):
        return True
    names = speaker.text.split()
    if not rules.spaced or not 2 <= len(names) <= 3 or fold(names[-1]) in rules.groups:
        return False
    return all(any(sign.isupper() for sign in name) and not name.isupper() for name in names)
