"""Gold for what a claim says: texts with marked claims, read from plain files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"
HALVES = ("tune", "report")
#: What a claim is marked with, besides its quote.
MARKS = ("subject", "speaker", "named", "role", "cue", "mode", "change", "base", "from", "to", "period")
#: Marks that only some claims have: a claim without one is not counted for it.
SPARSE = ("clause",)
_BAR = "\u00a6"


@dataclass(frozen=True, slots=True)
class Marked:
    """One claim of the gold: its place and, for every mark, the answers that are right ("" is none)."""

    start: int
    end: int
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its sentences and its marked claims."""

    text: str
    sentences: tuple[str, ...]
    claims: tuple[Marked, ...]


def languages() -> list[str]:
    """The languages that have gold."""
    return sorted({path.stem for half in HALVES for path in (GOLD / half).glob("*.toml")})


def cases(half: str, language: str) -> Iterator[Case]:
    """The texts of one half. Raises ValueError where a mark is not in its text."""
    for entry in tomllib.loads((GOLD / half / f"{language}.toml").read_text(encoding="utf-8"))["text"]:
        text = entry["text"].replace(_BAR, "")
        pieces = tuple(piece.strip() for piece in entry["text"].split(_BAR))
        yield Case(text, pieces, tuple(_claims(text, entry)))


def _claims(text: str, entry: Mapping[str, Any]) -> Iterator[Marked]:
    """The claims in order; what a claim leaves out is said once for the whole text, or is nothing."""
    at = 0
    for claim in entry["claims"]:
        start = text.index(claim["quote"], at)
        at = start + len(claim["quote"])
        said = {**entry, **claim}
        marks = (*MARKS, *(mark for mark in SPARSE if mark in said))
        yield Marked(start, at, {mark: _answers(text, mark, said) for mark in marks})


def _answers(text: str, mark: str, said: Mapping[str, Any]) -> tuple[str, ...]:
    found = said.get(mark, "own" if mark == "mode" else "")
    answers = (found,) if isinstance(found, str) else tuple(found)
    if mark not in ("mode", "change") and any(answer not in text for answer in answers):
        raise ValueError(f"{mark} {answers} is not in {text!r}")
    return answers
