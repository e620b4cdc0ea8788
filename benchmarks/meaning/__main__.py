"""`python -m benchmarks.meaning`: precision and recall of subject, speaker, mode, change and sentence ends.

Texts with an even number are there to tune on, odd ones to report. `--errors` lists what is wrong in the even half
only, so that nobody tunes on the other one by accident; a subject or speaker counts where its span overlaps the gold.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from workers.extraction.claims import extract
from workers.extraction.values import Claim, Subject

GOLD = Path(__file__).parent / "gold"
BAR = "\u00a6"
PUBLISHED = datetime(2025, 12, 1)  # noqa: DTZ001 - dates in an article are local
FIELDS = ("quote", "subject", "speaker", "mode", "change", "sentence")


@dataclass(slots=True)
class Count:
    """Right, wrong and missing answers of one field."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, wanted: object, found: object, *, right: bool, note: str) -> None:
        """Counts one answer; an empty one is no answer."""
        if found and not right:
            self.wrong += 1
        if wanted and not right:
            self.missing += 1
        if right and wanted:
            self.right += 1
        if (found or wanted) and not right:
            self.errors.append(f"{note}: wanted {wanted!r}, found {found!r}")

    def precision(self) -> float:
        """The share of answers that are right; 1 where there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    def recall(self) -> float:
        """The share of wanted answers that were given; 1 where none is wanted."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0


@click.command()
@click.option("--lang", "languages", multiple=True, help="Only these languages.")
@click.option("--errors", is_flag=True, help="List what is wrong in the even half.")
def main(languages: tuple[str, ...], *, errors: bool) -> None:
    """Scores every language that has gold."""
    table = Table("lang", "half", *(f"{name} {figure}" for name in FIELDS for figure in ("P", "R")))
    for path in sorted(GOLD.glob("*.toml")):
        if languages and path.stem not in languages:
            continue
        halves = score(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))["text"])
        for half, counts in zip(("even", "odd"), halves, strict=True):
            figures = [
                f"{figure:.2f}" for name in FIELDS for figure in (counts[name].precision(), counts[name].recall())
            ]
            table.add_row(path.stem, half, *figures)
        if errors:
            for name in FIELDS:
                for line in halves[0][name].errors:
                    print(f"{name:8} {line}")
    Console(width=170).print(table)


def score(language: str, texts: list[dict[str, Any]]) -> tuple[Mapping[str, Count], Mapping[str, Count]]:
    """The counts of the even and of the odd texts."""
    halves: tuple[defaultdict[str, Count], defaultdict[str, Count]] = (defaultdict(Count), defaultdict(Count))
    for number, case in enumerate(texts):
        counts = halves[number % 2]
        text = case["text"].replace(BAR, "")
        claims = extract(text, language, PUBLISHED)
        _sentences(counts["sentence"], case["text"], claims)
        for wanted, found in _paired(text, case["claims"], claims):
            _compare(counts, wanted, found, f"{number} {wanted['quote']!r} {text[:60]}")
    return halves


def _paired(
    text: str, wanted: list[dict[str, Any]], claims: list[Claim]
) -> Iterator[tuple[dict[str, Any], Claim | None]]:
    at = 0
    for gold in wanted:
        start = text.index(gold["quote"], at)
        end = start + len(gold["quote"])
        at = end
        yield gold, next((claim for claim in claims if claim.quote.start < end and start < claim.quote.end), None)


def _compare(counts: Mapping[str, Count], wanted: Mapping[str, str], found: Claim | None, note: str) -> None:
    counts["quote"].add("claim", "claim" if found else "", right=found is not None, note=note)
    if found is None:
        return
    for name, part in (("subject", found.subject), ("speaker", found.attribution.speaker)):
        gold = wanted.get(name, "")
        counts[name].add(gold, part and part.text, right=_overlap(gold, part), note=note)
    mode = wanted.get("mode", "own")
    counts["mode"].add(mode, found.attribution.mode, right=mode == found.attribution.mode, note=note)
    change = wanted.get("change", "")
    direction = found.change.direction if found.change else ""
    counts["change"].add(change, direction, right=change == direction, note=note)


def _overlap(gold: str, part: Subject | None) -> bool:
    """Whether two phrases are the same or one holds the other; nothing wanted and nothing found is right too."""
    if not gold or part is None:
        return not gold and part is None
    return gold in part.text or part.text in gold


def _sentences(count: Count, marked: str, claims: list[Claim]) -> None:
    """The sentence ends that the claims of the text show, against the bars."""
    ends, position = [], 0
    for piece in marked.split(BAR):
        ends.append((position, position + len(piece)))
        position += len(piece)
    for claim in claims:
        wanted = next((start, end) for start, end in ends if start <= claim.quote.start < end)
        found = (claim.sentence.start, claim.sentence.end)
        text = marked.replace(BAR, "")
        same = text[slice(*wanted)].strip() == text[slice(*found)].strip()
        count.add(text[slice(*wanted)], text[slice(*found)], right=same, note="sentence")


if __name__ == "__main__":
    main()
