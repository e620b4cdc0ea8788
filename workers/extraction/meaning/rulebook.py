"""The rules by which a language says what a quantity is of, who says it and how it moved: meaning.toml, compiled once.

A rule is a short sentence over kinds of words, as in patterns.toml: `subject=np (wa|ga) skip* self`. Every
set of kinds has one letter; a rule becomes a regular expression over the letters of one sentence.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

from workers.extraction.language import LANGUAGES
from workers.extraction.meaning.rules import SELF, MalformedRule, Rule, Writer
from workers.extraction.meaning.vocabulary import Vocabulary
from workers.extraction.text import fold
from workers.extraction.tokens.token import Alphabet
from workers.extraction.values import Span, Subject

#: Kinds that no table lists: an unknown word (one in small letters where nouns have capitals), an unknown sign,
#: and what the extractor found in the sentence.
NOUN, SMALL, OTHER, QUANTITY, MOMENT, LENGTH = "n", "low", "x", "q", "d", "t"
#: A mention's kind -> the kinds that its token has.
_MENTIONS: Mapping[str, str] = {"date": MOMENT, "time": MOMENT, "recurrence": MOMENT, "duration": LENGTH}
#: An expression tries its branches one after the other; more than so many are tried in groups, by their first characters.
_ABREAST = 99
_MENTION_KINDS = (
    *("date", "time", "recurrence", "duration", "money", "count", "measure"),
    *("percentage", "points", "ratio", "multiple", "age", "ordinal", "number"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything that a language's meaning.toml says.

    `scan` splits a folded text into words and what is between them; `words` has the letter of each, `unknown` is that of
    one that it doesn't know, `small` of such a one in small letters, where nouns have capitals; `gap` is the letter of
    what is between words, blanks aside. `loose` are the letters that no clause begins or
    ends with; `meets` is letter -> the needs of rules that it meets; `roles` finds the office that
    a speaker has, `no_roles` are words that only look like one; `units` are units with a kind of their own; `cues`
    are the words beside a total, a gap, a part and a record; `period_goes_on` says that a change is about the
    period of the sentence before, where its own names none. `pronouns` are words that stand for who spoke before:
    for a "person", "several", a "thing", a "body", or else how that one's name ends; `honorifics` end the name of a person, `groups`
    that of a body, `no_companies` that of one that is no company, `companies` that of one; `definite` points back to an
    office or body, `offices` are all offices, `lesser` begins one below another, `several` are words for several people.
    """

    scan: re.Pattern[str]
    words: Vocabulary
    unknown: str
    small: str
    gap: str
    mentions: Mapping[tuple[str, str], tuple[str, str]]
    units: Mapping[str, str]
    phrases: tuple[tuple[Rule, str], ...]
    subject: tuple[Rule, ...]
    speech: tuple[tuple[str, Rule], ...]
    change: Mapping[str, tuple[Rule, ...]]
    carry: tuple[Rule, ...]
    base: tuple[Rule, ...]
    period: tuple[Rule, ...]
    clause: tuple[Rule, ...]
    loose: frozenset[str]
    period_goes_on: bool
    no_speakers: tuple[str, ...]
    no_subjects: frozenset[str]
    meets: Mapping[str, int]
    roles: re.Pattern[str] | None
    cues: Mapping[str, re.Pattern[str]]
    no_roles: frozenset[str]
    pronouns: Mapping[str, str]
    honorifics: tuple[str, ...]
    groups: frozenset[str]
    definite: tuple[str, ...]
    offices: frozenset[str]
    lesser: tuple[str, ...]
    several: frozenset[str]
    companies: tuple[str, ...]
    no_companies: tuple[str, ...]
    spaced: bool
    kinds: Mapping[str, frozenset[str]]

    def office(self, speaker: Subject) -> Subject | None:
        """The last words of a speaker that name an office."""
        found = [] if self.roles is None else list(self.roles.finditer(fold(speaker.text)))
        found = [match for match in found if match.group() not in self.no_roles]
        if not found:
            return None
        first, behind = found[-1].span()
        return Subject(speaker.text[first:behind], Span(speaker.span.start + first, speaker.span.start + behind))

    def counts(self, letter: str) -> bool:
        """Whether the letter stands for a quantity whose own words may name what is counted."""
        return letter in self.kinds[QUANTITY] and letter not in self.kinds["ordinal"]

    def mention(self, kind: str, unit: str | None) -> tuple[str, str]:
        """The letters of a mention: seen from another quantity's side, and as the one that is asked about."""
        return self.mentions[kind, self.units.get(unit, "") if unit else ""]


@cache
def meaning(code: str) -> Meaning | None:
    """The rules of a language's folder, or None where it has none yet."""
    path = LANGUAGES / code / "meaning.toml"
    if not path.exists():
        return None
    data, shared = _read(path), _read(LANGUAGES / "common" / "meaning.toml")
    family = data["text"].get("rules")
    rules = _read(LANGUAGES / "common" / f"{family}.toml") if family else {}
    return _compiled(_merged(rules, _without(rules, data, code)), shared)


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Shared tables with a language's own lines in their places, or behind them."""
    return {
        key: _merged(shared.get(key, {}), own.get(key, {}))
        if isinstance(own.get(key, shared.get(key)), dict)
        else own.get(key, shared.get(key))
        for key in {**shared, **own}
        if own.get(key) is not None or key not in own
    }


def _without(shared: Mapping[str, Any], data: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A language's tables with None for the shared lines that it does `without`, each said as "table.line".

    Raises MalformedRule where it names a line that is not shared, and for an empty line: that would do away with a
    shared one, or with its own, and nobody would see it.
    """
    lines, known = dict(_lines(data)), dict(_lines(shared))
    if empty := [name for name, line in lines.items() if line == ""]:
        raise MalformedRule(f"{code}: {empty[0]} is empty; a shared rule is left out by `without` in [text]")
    own = deepcopy(dict(data))
    for name in data["text"].get("without", ()):
        if name not in known or name in lines:
            raise MalformedRule(f"{code}: `without` names {name}, which is no shared rule or has a line of its own")
        *tables, line = name.split(".")
        reduce(lambda table, key: table.setdefault(key, {}), tables, own)[line] = None
    return own


def _lines(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every line of tables within tables: its name and what it says."""
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", line) for name, line in _lines(value))
        else:
            yield key, value


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _compiled(data: Mapping[str, Any], shared: Mapping[str, Any]) -> Meaning:
    alphabet = Alphabet()
    sets: dict[str, set[str]] = {}
    for table in (shared["words"], data["words"], data.get("particles", {})):
        for kind, words in table.items():
            for word in words:
                sets.setdefault(fold(word), set()).add(kind)
    letters = {word: alphabet.letter(kinds) for word, kinds in sets.items()}
    endings: dict[str, list[tuple[str, str]]] = {}
    for kind, ends in data.get("endings", {}).items():
        for end in map(fold, ends):
            endings.setdefault(end[-1], []).append((end, alphabet.letter((kind,))))
    units = {fold(unit): kind for kind, names in data.get("units", {}).items() for unit in names}
    mentions = {
        (kind, unit): _mention_letters(kind, unit, alphabet)
        for kind in _MENTION_KINDS
        for unit in ("", *data.get("units", {}))
    }
    unknown, gap = alphabet.letter((NOUN,)), alphabet.letter((OTHER,))
    phrases = {name: alphabet.letter((name.partition("_")[0],)) for name in data.get("phrases", {})}
    declared = frozenset(
        (*shared["words"], *data["words"], *data.get("endings", {}), *data.get("particles", {}), *alphabet.kinds())
    )
    particles = [
        (fold(end), alphabet.letter((kind,))) for kind, ends in data.get("particles", {}).items() for end in ends
    ]
    writer = Writer(alphabet, declared, data.get("macros", {}))
    text = data["text"]
    return Meaning(
        scan=_scanner(letters, text["noun"], spaced=bool(text.get("spaced")), run=text.get("run", True)),
        words=Vocabulary(letters, endings, particles, unknown),
        unknown=unknown,
        small=alphabet.letter((SMALL,)) if text.get("capital-nouns") else unknown,
        gap=gap,
        mentions=mentions,
        units=units,
        phrases=tuple((rule, phrases[rule.name]) for rule in writer.first(data.get("phrases", {}))),
        subject=tuple(writer.nearest(data.get("subject", {}))),
        speech=tuple((table, rule) for table, rules in data.get("speech", {}).items() for rule in writer.first(rules)),
        change={direction: tuple(writer.nearest(rules)) for direction, rules in data.get("change", {}).items()},
        carry=tuple(writer.first(data.get("carry", {}))),
        base=tuple(writer.nearest(data.get("base", {}))),
        period=tuple(writer.nearest(data.get("period", {}))),
        clause=tuple(writer.first(data.get("clause", {}))),
        loose=frozenset(alphabet.letters_with(data["text"].get("loose", ()))),
        period_goes_on=bool(text.get("period-goes-on")),
        no_speakers=tuple(text.get("no-speakers", ())),
        no_subjects=frozenset(text.get("no-subjects", ())),
        meets=writer.meets(),
        roles=_roles(text),
        cues={name: _cue(words, spaced=bool(text.get("spaced"))) for name, words in data.get("cues", {}).items()},
        no_roles=frozenset(map(fold, text.get("no-roles", ()))),
        pronouns={fold(word): stands for word, stands in data.get("pronouns", {}).items()},
        honorifics=tuple(text.get("honorifics", ())),
        groups=frozenset(map(fold, text.get("groups", ()))),
        definite=tuple(map(fold, text.get("definite", ()))),
        offices=frozenset(map(fold, text.get("roles", ()))),
        lesser=tuple(map(fold, text.get("lesser", ()))),
        several=frozenset(map(fold, text.get("several", ()))),
        companies=tuple(map(fold, text.get("companies", ()))),
        no_companies=tuple(map(fold, text.get("no-companies", ()))),
        spaced=bool(text.get("spaced")),
        kinds={kind: frozenset(alphabet.letters_with((kind,))) for kind in declared},
    )


def _mention_letters(kind: str, unit: str, alphabet: Alphabet) -> tuple[str, str]:
    """The letters of a mention of this kind: seen from another quantity's side, and as the one that is asked about."""
    kinds = [_MENTIONS.get(kind, QUANTITY), kind, *([unit] if unit else ())]
    return alphabet.letter(kinds), alphabet.letter((*kinds, SELF, *(f"{SELF}-{one}" for one in kinds[1:])))


def _cue(words: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """The expression that finds one of the words in a text."""
    edge = r"\b" if spaced else ""
    return re.compile(
        f"{edge}(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))}){edge}", re.IGNORECASE
    )


def _roles(text: Mapping[str, Any]) -> re.Pattern[str] | None:
    """The expression that finds an office in a speaker's folded words; in a spaced language only as whole words, or at a word's end."""
    words = [fold(word) for word in (*text.get("roles", ()), *text.get("no-roles", ()))]
    if not words:
        return None
    edge = r"\b" if text.get("spaced") else ""
    before = r"\b\w*?" if text.get("compound-roles") else edge
    return re.compile(f"{before}(?:{_trie(words)}){edge}")


def _scanner(words: Collection[str], noun: str, *, spaced: bool, run: bool) -> re.Pattern[str]:
    """The expression that finds the next known word, the longest one, or else an unknown word; it is its one group.

    Known words that end like an unknown word of the language must end where it ends; not so in a language
    whose unknown words have no shape of their own (`run` is false): there every character is one.
    """
    if not run:
        return re.compile(f"({_trie(words)}|{noun})")
    inside = re.compile(noun)
    behind = noun if not spaced else r"[^\W_]"
    last = "".join(sorted({word[-1] for word in words if inside.fullmatch(word[-1])}))
    known = _trie(words) + (f"(?!(?<=[{re.escape(last)}]){behind})" if last else "")
    mark = "-" if any(word[-1] in "'\u2019" and not inside.fullmatch(word[-1]) for word in words) else "['\u2019-]"
    return re.compile(f"({known}|{noun}+" + (f"(?:{mark}{noun}+)*" if spaced else "") + ")")


def _trie(words: Iterable[str]) -> str:
    """The words as one expression that branches by character: the longest wins, and no word is tried twice."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: Mapping[str, Any]) -> str:
    following = sorted(character for character in node if character)
    inner = [re.escape(character) + _branches(node[character]) for character in following]
    if not inner:
        return ""
    if len(inner) > _ABREAST:
        width = math.isqrt(len(inner))
        groups = [slice(first, first + width) for first in range(0, len(inner), width)]
        inner = [f"(?=[{re.escape(''.join(following[part]))}])(?:{'|'.join(inner[part])})" for part in groups]
    if "" not in node:
        return inner[0] if len(inner) == 1 else f"(?:{'|'.join(inner)})"
    return f"(?:{'|'.join(inner)})?" if len(inner) > 1 or len(inner[0]) > 1 else f"{inner[0]}?"
