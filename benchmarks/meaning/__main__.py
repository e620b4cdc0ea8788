"""`python -m benchmarks.meaning`: precision and recall of what claims say, on each half of the gold.

`--errors` lists what is wrong in the half for tuning only, so that nobody tunes on the other one by accident.
"""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from benchmarks.meaning.gold import HALVES, cases, languages
from benchmarks.meaning.score import score

_COLUMNS = (
    *("claim", "sentence", "subject", "speaker", "named", "role", "cue", "mode"),
    *("change", "base", "from", "to", "period", "clause", "signs"),
)


@click.command()
@click.option("--lang", "wanted", multiple=True, help="Only these languages.")
@click.option("--half", "halves", multiple=True, type=click.Choice(HALVES), help="Only this half.")
@click.option("--errors", is_flag=True, help="List what is wrong in the half for tuning.")
def main(wanted: tuple[str, ...], halves: tuple[str, ...], *, errors: bool) -> None:
    """Scores every language that has gold."""
    table = Table("lang", "half", *_COLUMNS)
    for language in languages():
        if wanted and language not in wanted:
            continue
        for half in halves or HALVES:
            counts = score(language, cases(half, language))
            table.add_row(
                language,
                half,
                *(f"{counts[name].precision():.2f}\n{counts[name].recall():.2f}" for name in _COLUMNS),
            )
            if errors and half == "tune":
                for name in _COLUMNS:
                    for line in counts[name].errors:
                        print(f"{name:8} {line}")
    table.caption = "precision over recall"
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
