"""`python -m benchmarks.meaning.facts`: how well an article's facts are grouped and its arithmetic is checked, on texts of our own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks.meaning.gold import HALVES
from benchmarks.meaning.score import PUBLISHED, Count
from workers.extraction.claims import extract
from workers.extraction.values import Claim, Span

GOLD = Path(__file__).parent / "gold" / "facts"


def languages() -> list[str]:
    """The languages that have gold for facts."""
    return sorted(path.stem for path in (GOLD / "report").glob("*.toml"))


def score(half: str, language: str) -> dict[str, Count]:
    """The counts of one half of a language: `groups` by pairs of claims, `checks` by kind, outcome and two figures at least."""
    counts = {"groups": Count(), "checks": Count()}
    for entry in tomllib.loads((GOLD / half / f"{language}.toml").read_text(encoding="utf-8"))["text"]:
        text: str = entry["text"]
        claims = extract(text, language, PUBLISHED)
        _groups(counts["groups"], text, entry.get("groups", ()), claims)
        _checks(counts["checks"], text, entry.get("checks", ()), claims)
    return counts


def _places(text: str, quotes: Sequence[str]) -> Iterator[int]:
    """Where these quotes stand: the same words again are the next ones. Raises ValueError where one is missing."""
    seen: dict[str, int] = {}
    for quote in quotes:
        at = text.index(quote, seen.get(quote, 0))
        seen[quote] = at + len(quote)
        yield at


def _groups(count: Count, text: str, wanted: Sequence[Sequence[str]], claims: Sequence[Claim]) -> None:
    """Pairs of claims that are one fact, against those of the gold."""
    left = [set(pair) for group in wanted for pair in combinations(_places(text, group), 2)]
    for one, other in combinations(claims, 2):
        if one.facts.group is None or one.facts.group != other.facts.group:
            continue
        fits = next((pair for pair in left if _holds((one.quote, other.quote), pair) == len(pair)), None)
        if fits is not None:
            left.remove(fits)
        count.add(("",), f"{one.quote.of(text)} = {other.quote.of(text)}", text, right=fits is not None)
    for pair in left:
        count.add((f"one fact at {sorted(pair)}",), "", text, right=False)


def _holds(quotes: Iterable[Span], places: Iterable[int]) -> int:
    """How many of the places stand in one of the quotes."""
    return sum(any(quote.start <= at < quote.end for quote in quotes) for at in places)


def _checks(count: Count, text: str, wanted: Sequence[dict[str, Any]], claims: Sequence[Claim]) -> None:
    """Each calculation that the claims tell of once, against those of the gold."""
    told = {
        (check.kind, check.holds, frozenset((claim.quote, *check.others)))
        for claim in claims
        for check in claim.facts.checks
    }
    left = [(one["kind"], one["holds"], set(_places(text, one["figures"]))) for one in wanted]
    for kind, holds, quotes in told:
        fits = next((one for one in left if one[:2] == (kind, holds) and _holds(quotes, one[2]) > 1), None)
        if fits is not None:
            left.remove(fits)
        words = f"{kind} {holds} {sorted(quote.of(text) for quote in quotes)}"
        count.add(("",), words, text, right=fits is not None)
    for kind, holds, _ in left:
        count.add((f"{kind} {holds}",), "", text, right=False)


@click.command()
@click.option("--errors", is_flag=True, help="List what is wrong in the half for tuning.")
def main(*, errors: bool) -> None:
    """Scores every language that has gold for facts."""
    table = Table("lang", "half", "groups", "checks", caption="precision / recall (right, wrong, missing)")
    for language, half in product(languages(), HALVES):
        counts = score(half, language)
        table.add_row(
            language,
            half,
            *(
                f"{one.precision():.2f} / {one.recall():.2f} ({one.right}, {one.wrong}, {one.missing})"
                for one in counts.values()
            ),
        )
        if errors and half == "tune":
            for name, one in counts.items():
                for line in one.errors:
                    print(f"{language} {name:7} {line}")
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
