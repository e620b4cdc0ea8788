"""Gold of our own for whole articles: texts with marks such as ⟦about 3.1 per cent|Percentage about 3.1 %⟧."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"
#: The value types of the contract, and the mark of what is neither right nor wrong.
TYPES = frozenset((
    "Date", "DateTime", "Time", "Duration", "Recurrence", "Money", "Count", "Measure", "Age", "Number", "Ordinal",
    "Percentage", "PercentagePoints", "Ratio", "Multiple", "?",
))  # fmt: skip
_MARK = re.compile(r"⟦([^⟦⟧|]+)\|([^⟦⟧|]+)⟧")


class WrongMark(ValueError):
    """A mark is not closed, or names no type of the contract."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One quantity of a text: its place (code points, end exclusive), its type and its value in one short line."""

    start: int
    end: int
    type: str
    value: str

    @property
    def counts(self) -> bool:
        """Whether it is right or wrong to find it; `?` marks what two editors would see differently."""
        return self.type != "?"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of an article: how many marks count, how many claims are right as a whole, how many were claimed."""

    marks: int
    right: int
    claimed: int

    def f1(self) -> float:
        """The harmonic mean of precision and recall of whole claims."""
        return 2 * self.right / max(1, self.marks + self.claimed)


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its marks, and what the extractor made of it when it saw it for the first time."""

    name: str
    text: str
    published: datetime
    country: str | None
    marks: tuple[Mark, ...]
    first: Reading | None


def languages() -> list[str]:
    """The languages that have articles."""
    return sorted(path.stem for path in GOLD.glob("*.toml"))


def articles(language: str) -> Iterator[Article]:
    """The articles of a language, as its file has them. Raises WrongMark."""
    for entry in tomllib.loads((GOLD / f"{language}.toml").read_text(encoding="utf-8"))["article"]:
        yield article(entry)


def article(entry: dict[str, Any]) -> Article:
    """One article: `name`, `text` with marks, `published`, and if known `country` and `first`. Raises WrongMark."""
    text, marks = unmarked(entry["text"])
    return Article(
        name=entry["name"],
        text=text,
        published=datetime.fromisoformat(entry["published"]),
        country=entry.get("country"),
        marks=marks,
        first=Reading(*entry["first"]) if "first" in entry else None,
    )


def unmarked(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without its marks, and the marks with their places in it. Raises WrongMark."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for found in _MARK.finditer(marked):
        before, quote = marked[at : found.start()], found[1]
        kind, _, value = found[2].strip().partition(" ")
        if kind not in TYPES:
            raise WrongMark(f"no type of value: {found[0]}")
        start = length + len(before)
        pieces += (before, quote)
        length, at = start + len(quote), found.end()
        marks.append(Mark(start, length, kind, value.strip()))
    text = "".join((*pieces, marked[at:]))
    if left := re.search(r"[⟦⟧].{0,30}", text):
        raise WrongMark(f"not closed: {left[0]}")
    return text, tuple(marks)
