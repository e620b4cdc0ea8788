"""A language as the engine holds it: the words of its folder, looked up by surface, and its patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from workers.extraction.text import fold

LANGUAGES = Path(__file__).parent / "languages"
#: The lexicon files of a folder: every table is a kind, every key a surface, every value what it means.
_WORD_FILES = ("calendar.toml", "units.toml", "cues.toml")
#: Number words live in numbers.toml; their kinds start with "#" so that no pattern names them by accident.
_NUMBER_KINDS = (
    "digits", "inside", "atoms", "scales", "ordinals", "ordinal-scales", "suffixes", "multipliers", "tails", "points",
    "more", "joins", "signs", "vague", "abouts", "rounds", "zero-points",
)  # fmt: skip
OPAQUE = "opaque"
#: So many files are kept as they were read: those that all languages share, and those of one language.
_AT_HAND = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a surface: its kind, its value, and the exact spelling where case matters."""

    kind: str
    value: Any
    exact: str | None


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes numbers; see languages/README.md for each setting."""

    decimal: str
    groups: str
    grouping: int
    positional: bool
    units_first: bool
    compounds: bool
    spaced_words: bool
    literal_points: bool
    joined_digits: bool
    largest_bare_scale: int
    trailing_digit: bool
    literal_hundreds: bool
    lakh_groups: bool
    lone_digits: bool
    loose_decimal: str
    loose_before: tuple[str, ...]
    loose_behind: tuple[str, ...]
    thousands_before: tuple[str, ...]
    thousands_behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that a folder says, ready for the scanner and the grammar."""

    code: str
    spaced: bool
    date_order: str
    notation: Notation
    entries: Mapping[str, tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    patterns: Mapping[str, Mapping[str, Mapping[str, str]]]
    macros: Mapping[str, str]
    cues: Mapping[str, Mapping[str, Any]]
    tense: Mapping[str, Any]
    years: Mapping[str, Any]
    settings: Mapping[str, Any]


@cache
def available() -> tuple[str, ...]:
    """The codes of all language folders, sorted."""
    return tuple(sorted(p.name for p in LANGUAGES.iterdir() if (p / "language.toml").exists()))


@cache
def settings(code: str) -> Mapping[str, Any]:
    """The settings of a language.toml, without its words. Raises KeyError when there is no folder of that name."""
    if code not in available():
        raise KeyError(code)
    return _read(LANGUAGES / code / "language.toml")


@cache
def common(name: str) -> Mapping[str, Any]:
    """A file of the folder that all languages share."""
    return _read(LANGUAGES / "common" / name)


@cache
def load(code: str) -> Language:
    """The language of this code. Raises KeyError when there is no folder of that name."""
    said = settings(code)
    spaced = bool(said["spaced"])
    signs: Mapping[str, Any] = said.get("also-written", {})
    entries: dict[str, list[Entry]] = {}
    for folder in (LANGUAGES / "common", LANGUAGES / code):
        for surface, entry in _entries(folder, frozenset(said.get("case-sensitive", ()))):
            for spelling in _spellings(surface, signs) if signs else (surface,):
                readings = entries.setdefault(spelling, [])
                if readings:
                    readings[:] = [one for one in readings if one.kind != entry.kind or one.exact != entry.exact]
                if entry.value is not False:  # what is common to all may be another word here
                    readings.append(entry)
    patterns = _patterns(code)
    return Language(
        code=code,
        spaced=spaced,
        date_order=said["date-order"],
        notation=_notation(_read(LANGUAGES / code / "numbers.toml")),
        entries={surface: tuple(readings) for surface, readings in entries.items()},
        lengths=_lengths(entries, spaced),
        patterns={stage: sections for stage, sections in patterns.items() if stage != "macros"},
        macros=patterns.get("macros", {}),
        cues=_read(LANGUAGES / code / "cues.toml"),
        tense=_read(LANGUAGES / code / "tense.toml"),
        years=_read(LANGUAGES / code / "years.toml"),
        settings=said,
    )


def first_key(surface: str, spaced: bool) -> str:
    """What an entry is looked up by: its first word in a spaced language, else its first character."""
    if spaced and (word := WORD.match(surface)):
        return word.group()
    return surface[0]


#: A word as the scanner sees it: letters, with the marks that are written onto them.
WORD = re.compile(r"[^\W\d_]+")


def _entries(folder: Path, case_sensitive: frozenset[str]) -> Iterator[tuple[str, Entry]]:
    for name in _WORD_FILES:
        for kind, words in _read(folder / name).items():
            if not isinstance(words, dict):
                continue
            for surface, value in words.items():
                yield fold(surface), Entry(kind, _frozen(value), surface if kind in case_sensitive else None)
    numbers = _read(folder / "numbers.toml")
    for kind in _NUMBER_KINDS:
        for surface, value in numbers.get(kind, {}).items():
            exact = surface if f"#{kind}" in case_sensitive else None
            yield fold(surface), Entry(f"#{kind}", _frozen(value), exact)


def _spellings(surface: str, signs: Mapping[str, Any]) -> set[str]:
    """An entry as it is written, and with words inside it written by other signs: a kilometre in two squared letters."""
    found = {surface}
    for word, others in signs.items():
        if (folded := fold(word)) in surface:
            found |= {one.replace(folded, fold(other)) for one in found for other in others}
    return found


def _patterns(code: str) -> dict[str, Any]:
    """The stages of a patterns.toml; with `like = "name"` those of common/name.toml, its own lines in their place or behind."""
    own = dict(_read(LANGUAGES / code / "patterns.toml"))
    like = own.pop("like", None)
    stages = {stage: dict(sections) for stage, sections in _read(LANGUAGES / "common" / f"{like}.toml").items()}
    for stage, sections in own.items():
        known = stages.setdefault(stage, {})
        for section, lines in sections.items():
            known[section] = {**known.get(section, {}), **lines} if isinstance(lines, dict) else lines
    return stages


def _frozen(value: Any) -> Any:
    """The value, frozen: lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=_AT_HAND)
def _read(path: Path) -> Mapping[str, Any]:
    """A file of words or patterns; nobody writes to it, because what all languages share is read once for several."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def _notation(numbers: Mapping[str, Any]) -> Notation:
    notation = numbers["notation"]
    return Notation(
        decimal=notation["decimal"],
        groups=notation["groups"],
        grouping=notation.get("grouping", 3),
        positional=notation.get("positional", False),
        units_first=notation.get("units-first", False),
        compounds=notation.get("compounds", False),
        spaced_words=notation.get("spaced-words", False),
        literal_points=notation.get("literal-points", False),
        joined_digits=notation.get("joined-digits", False),
        largest_bare_scale=notation.get("largest-bare-scale", 3),
        trailing_digit=notation.get("trailing-digit", False),
        literal_hundreds=notation.get("literal-hundreds", True),
        lakh_groups=notation.get("lakh-groups", False),
        lone_digits=notation.get("lone-digits", True),
        loose_decimal=notation.get("loose-decimal", ""),
        loose_before=tuple(notation.get("loose-before", ())),
        loose_behind=tuple(notation.get("loose-behind", ())),
        thousands_before=tuple(notation.get("thousands-before", ())),
        thousands_behind=tuple(notation.get("thousands-behind", ())),
    )


def _lengths(entries: Mapping[str, object], spaced: bool) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for surface in entries:
        lengths.setdefault(first_key(surface, spaced), set()).add(len(surface))
    return {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
