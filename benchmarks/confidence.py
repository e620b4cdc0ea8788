"""`python -m benchmarks.confidence`: of the claims with a confidence of so much, how many are right?

Measured on the gold beside the project, on the half of its cases that the weights were not fitted on. `--fit` fits the weights
anew on the other half and writes `workers/extraction/confidence.toml`.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks.gold import GOLD, cases_of, scorer_of
from benchmarks.prediction import moment, prediction
from workers.extraction.claims import extract
from workers.extraction.confidence import signals
from workers.extraction.values import Claim

WEIGHTS = Path(__file__).parents[1] / "workers" / "extraction" / "confidence.toml"
_BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
#: One claim of the gold: its signals, its confidence, and whether its value is right.
Judged = tuple[tuple[str, ...], float, bool]
_ROUNDS, _STEP, _SHRINK = 300, 2.0, 0.0005


@click.command()
@click.option("--fit", is_flag=True, help="Fit the weights on one half of the cases and write them.")
@click.option("--gold", default=GOLD, type=click.Path(path_type=Path), help="The folder of the gold.")
def main(fit: bool, gold: Path) -> None:
    """Prints the reliability table, and the mean distance between confidence and truth."""
    scorer = scorer_of(gold)
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for path in [gold / "article.ja.jsonl", *sorted((gold / "visible").glob("*.jsonl"))]:
        for case in cases_of(path):
            halves[zlib.crc32(case["id"].encode()) % 2].extend(_judged(scorer, case))
    if fit:
        _write(_fitted(halves[0]))
        print(f"{WEIGHTS.name} is written; run this again without --fit for the table")
        return
    _print(halves[1])


def _judged(scorer: ModuleType, case: dict[str, Any]) -> Iterator[Judged]:
    """The claims of a case about which the suite says whether they are right."""
    reference = case.get("reference_time")
    claims = extract(case["text"], case["lang"], moment(reference) if reference else None)
    found = [prediction(claim) for claim in claims]
    wrong: dict[str, list[Any]] = {"miss": [], "false": [], "value": []}
    scorer.score_cases([case], {case["id"]: found}, numeral_only=True, errors=wrong)
    mistaken = [one[-1] for one in (*wrong["false"], *wrong["value"])]
    for claim, one in zip(claims, found, strict=True):
        right = any(
            scorer.overlap(item, one)
            and (item.get("value") or item.get("alternatives"))
            and scorer.value_fits(item, one)
            for item in case["expected"]
        )
        if one in mistaken or right:
            yield _signals(case["text"], claim), float(claim.confidence), one not in mistaken


def _signals(text: str, claim: Claim) -> tuple[str, ...]:
    return signals(
        claim.value, claim.quote.of(text), bare=claim.pattern.endswith("/number.bare"),
        alternatives=bool(claim.alternatives), warned=bool(getattr(claim.value, "warnings", ())),
    )  # fmt: skip


def _fitted(judged: Sequence[Judged]) -> dict[str, float]:
    """Logistic regression by plain gradient descent; a weight that few cases speak about stays near nought."""
    names = sorted({name for found, _, _ in judged for name in found})
    weights = dict.fromkeys(("all", *names), 0.0)
    for _ in range(_ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for found, _, right in judged:
            missed = right - 1 / (1 + math.exp(-weights["all"] - sum(weights[name] for name in found)))
            for name in ("all", *found):
                slope[name] += missed
        for name in weights:
            weights[name] += _STEP * (slope[name] / len(judged) - _SHRINK * weights[name])
    return weights


def _write(weights: dict[str, float]) -> None:
    lines = [
        "# What each signal of confidence.py weighs, in logarithms of odds; `all` stands for every claim.",
        "# Fitted by `python -m benchmarks.confidence --fit`, not by hand.",
        "[weights]",
        *(f"{name} = {weight:.2f}" for name, weight in weights.items()),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _print(judged: Sequence[Judged]) -> None:
    table = Table("confidence", "claims", "mean confidence", "right")
    distance = 0.0
    for low, high in pairwise(_BINS):
        held = [(sure, right) for _, sure, right in judged if low <= sure < high]
        if not held:
            continue
        mean, share = (sum(figures) / len(held) for figures in zip(*held, strict=True))
        distance += abs(mean - share) * len(held) / len(judged)
        table.add_row(f"{low:.2f} to {min(high, 1):.2f}", str(len(held)), f"{mean:.3f}", f"{share:.3f}")
    Console().print(table)
    brier = sum((sure - right) ** 2 for _, sure, right in judged) / len(judged)
    print(
        f"{len(judged)} claims; mean distance between confidence and share of right values {distance:.3f}; Brier {brier:.3f}"
    )


if __name__ == "__main__":
    main()
