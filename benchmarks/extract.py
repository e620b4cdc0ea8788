"""`python -m benchmarks.extract`: characters per second, growth and memory of the extractor, beside a tokenizer that only splits.

The text is the Japanese article beside the project, or `--text FILE`. sudachipy runs in the same process when it is installed
(`make bench-environment`): quote the ratio, not the figure, because machines differ.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from workers.extraction.claims import extract
from workers.extraction.language import available

ARTICLE = Path(__file__).parents[2] / "shared" / "gold" / "article.ja.txt"
#: Repeats that make careless patterns slow: digits, number words, separators, brackets.
HOSTILE = ("1", "1,", "1.", "1-", "一", "千万", "(", "「", "twenty ", "и", "1月", "$", "年")
_RUNS = 9
_HOSTILE_LENGTH = 500


@click.command()
@click.option("--text", "path", default=ARTICLE, type=click.Path(path_type=Path), help="The text that is read.")
@click.option("--language", default="ja", help="Its language.")
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
def main(path: Path, language: str, target: TextIO | None) -> None:
    """Measures the extractor on one core and prints the figures."""
    if not path.exists():
        raise click.ClickException(f"no text at {path}: name one with --text")
    text = path.read_text(encoding="utf-8")
    published = datetime(2026, 1, 1)  # noqa: DTZ001  # dates in texts have no zone
    figures: dict[str, Any] = {"characters": len(text), "claims": len(extract(text, language, published))}
    figures["characters_per_second"] = _rate(text, lambda one: extract(one, language, published))
    figures["growth_2x"], figures["growth_4x"] = _growth(text, language)
    figures["worst_hostile_growth"] = max(
        _doubling(sign * _HOSTILE_LENGTH, code) for code in available() for sign in HOSTILE
    )
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if (tokenize := _tokenizer()) is not None:
        figures["sudachipy_characters_per_second"] = _rate(text, tokenize)
        figures["ratio_to_sudachipy"] = figures["characters_per_second"] / figures["sudachipy_characters_per_second"]
    _print(figures)
    if target is not None:
        json.dump(figures, target, indent=1)


def _rate(text: str, work: Callable[[str], object]) -> float:
    """Characters a second of processor time, the median of several runs after a warm-up."""
    work(text)
    return len(text) / statistics.median(_seconds(text, work) for _ in range(_RUNS))


def _seconds(text: str, work: Callable[[str], object]) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def _growth(text: str, language: str) -> tuple[float, float]:
    """How many times longer the text twice and four times over takes; 2 and 4 are linear."""
    work: Callable[[str], object] = lambda one: extract(one, language, None)  # noqa: E731  # a name for the type
    once, twice, four = (min(_seconds(text * times, work) for _ in range(3)) for times in (1, 2, 4))
    return twice / once, four / once


def _doubling(text: str, language: str) -> float:
    """How many times longer the text twice over takes."""
    once, twice = (
        min(_seconds(text * times, lambda one: extract(one, language, None)) for _ in range(2)) for times in (1, 2)
    )
    return twice / once


def _tokenizer() -> Callable[[str], object] | None:
    """Sudachipy's plain tokenizing, where it is installed."""
    if importlib.util.find_spec("sudachipy") is None:
        return None
    sudachipy = importlib.import_module("sudachipy")
    tokenizer = sudachipy.Dictionary().create()
    return lambda text: [tokenizer.tokenize(line) for line in text.splitlines()]


def _print(figures: dict[str, Any]) -> None:
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,.2f}" if isinstance(value, float) else str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
