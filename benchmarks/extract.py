"""`python -m benchmarks.extract`: characters per second, growth and memory of the extractor, beside peers in the same run.

The text is the Japanese article beside the project, or `--text FILE`. sudachipy, a tokenizer in Rust that only splits, is
the floor, and the other peers of `make peers` find quantities: quote the ratio, not the figure, because machines differ.
Every other language reads the sentences of its own examples, which are nothing but quantities: slower than an article.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import time
import tomllib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from benchmarks.growth import growths
from benchmarks.peers import FLOOR, PEERS, Peer, installed
from workers.extraction.claims import extract
from workers.extraction.language import LANGUAGES, available

ARTICLE = Path(__file__).parents[2] / "shared" / "gold" / "article.ja.txt"
_RUNS = 9
#: A peer that takes longer than a second for the text runs so often only.
_PATIENCE = 3
_EVERY_KIND = (
    "date",
    "time",
    "duration",
    "set",
    "amount.money",
    "amount.count",
    "amount.measure",
    "age",
    "number",
    "percentage",
)


@click.command()
@click.option("--text", "path", default=ARTICLE, type=click.Path(path_type=Path), help="The text that is read.")
@click.option("--language", default="ja", help="Its language.")
@click.option(
    "--hostile/--no-hostile", default=True, help="Whether growth on hostile texts is measured (some minutes)."
)
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
def main(path: Path, language: str, hostile: bool, target: TextIO | None) -> None:
    """Measures the extractor on one core and prints the figures."""
    if not path.exists():
        raise click.ClickException(f"no text at {path}: name one with --text")
    text = path.read_text(encoding="utf-8")
    published = datetime(2026, 1, 1)  # noqa: DTZ001  # dates in texts have no zone
    if not installed():
        print("the peers are not installed: make peers")
    figures: dict[str, Any] = {"characters": len(text), "claims": len(extract(text, language, published))}
    gc.freeze()  # as a worker does when its languages are loaded
    rates = _rates(text, language, published)
    figures["characters_per_second"] = ours = rates.pop("ours")
    for name, rate in rates.items():
        figures[f"{name}_characters_per_second"], figures[f"ratio_to_{name}"] = rate, ours / rate
    for code in available():
        figures[f"{code}_examples_characters_per_second"] = _rates(_examples(code), code, published, peers=())["ours"]
    figures["growth_2x"], figures["growth_4x"] = _growth(text, language)
    if hostile:
        grown = list(growths())
        worst, slowest = max(grown, key=lambda one: one.doubling), min(grown, key=lambda one: one.rate)
        figures["worst_hostile_growth"] = worst.doubling
        figures["worst_hostile_text"] = f"{worst.language} {worst.repeat!r}"
        figures["slowest_hostile_characters_per_second"] = slowest.rate
        figures["slowest_hostile_text"] = f"{slowest.language} {slowest.repeat!r}"
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _print(figures)
    if target is not None:
        json.dump(figures, target, indent=1)


def _rates(text: str, language: str, published: datetime, peers: Sequence[str] | None = None) -> dict[str, float]:
    """Characters a second of processor time, the median of several rounds after a warm-up; in a round each runs once."""
    case = {"text": text, "lang": language, "reference_time": published.isoformat(), "scope": list(_EVERY_KIND)}
    if peers is None:
        peers = [FLOOR, *(name for name, reach in PEERS.items() if reach.covers(language, _EVERY_KIND))]
    rounds: dict[str, list[float]] = {}
    with ExitStack() as running:
        processes = [running.enter_context(Peer(name)) for name in peers if installed()]
        for number in range(_RUNS + 1):
            seconds = {"ours": _seconds(text, lambda one: extract(one, language, published))}
            seconds |= {
                peer.name: peer.answer(case).seconds
                for peer in processes
                if number < _PATIENCE or statistics.median(rounds[peer.name]) < 1
            }
            for name, one in seconds.items():
                rounds.setdefault(name, []).append(one)
    return {name: len(text) / statistics.median(found[1:]) for name, found in rounds.items()}


def _examples(code: str) -> str:
    """The sentences of a language's examples, as one text."""
    examples = tomllib.loads((LANGUAGES / code / "examples.toml").read_text(encoding="utf-8"))
    return "\n".join(example["text"] for sort in examples.values() for example in sort)


def _seconds(text: str, work: Callable[[str], object]) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def _growth(text: str, language: str) -> tuple[float, float]:
    """How many times longer the text twice and four times over takes; 2 and 4 are linear."""
    work: Callable[[str], object] = lambda one: extract(one, language, None)  # noqa: E731  # a name for the type
    once, twice, four = (min(_seconds(text * times, work) for _ in range(3)) for times in (1, 2, 4))
    return twice / once, four / once


def _print(figures: dict[str, Any]) -> None:
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,.2f}" if isinstance(value, float) else str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
