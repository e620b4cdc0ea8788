"""`python -m benchmarks.gold`: value F1 and overlap F1 per suite and language, against the gold beside the project.

`python -m benchmarks.gold predict < cases.jsonl > predictions.jsonl` writes predictions for any cases in that format.
Cases that `benchmarks/declined/` lists are counted in the first figures and left out of those "without declined".
`--peers` puts the peers of `make peers` beside it in the same run. `--suite NAME`, `--lang CODE` choose;
`--errors N` lists misses; `--json FILE` writes the table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from benchmarks.declined import NoReason, TooManyDeclined, UnknownCase, declined
from benchmarks.peers import PEERS, Peer, installed
from benchmarks.prediction import predictions

GOLD = Path(__file__).parents[2] / "shared" / "gold"
_OVERLAP, _VALUE = "b:span-overlap", "d:span+value"
#: The column behind the value F1: the same figure without the declined cases, and how many these are.
_KEPT = 3


@click.group(invoke_without_command=True)
@click.option("--suite", "suites", multiple=True, help="Only these suites.")
@click.option("--lang", "languages", multiple=True, help="Only these languages.")
@click.option("--peers", "beside", is_flag=True, help="Score the installed peers on the same cases (make peers).")
@click.option("--errors", default=0, help="List so many of each sort of error per suite.")
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
@click.option("--gold", default=GOLD, type=click.Path(path_type=Path), help="The folder of the gold.")
@click.pass_context
def main(
    context: click.Context,
    suites: tuple[str, ...],
    languages: tuple[str, ...],
    beside: bool,
    errors: int,
    target: TextIO | None,
    gold: Path,
) -> None:
    """Scores the extractor on every suite and prints one row per suite and language."""
    if context.invoked_subcommand:
        return
    if not (gold / "score.py").exists():
        raise click.ClickException(f"no gold at {gold}: name its folder with --gold")
    scorer = scorer_of(gold)
    if beside and not installed():
        raise click.ClickException("the peers are not installed: make peers")
    rows = []
    with ExitStack() as running:
        peers = {name: running.enter_context(Peer(name)) for name in PEERS} if beside else {}
        for path in [gold / "article.ja.jsonl", *sorted((gold / "visible").glob("*.jsonl"))]:
            suite, language = path.name.removesuffix(".jsonl").rsplit(".", 1)
            if (suites and suite not in suites) or (languages and language not in languages):
                continue
            try:
                rows.append(_score(scorer, path, suite, language, errors, peers))
            except (TooManyDeclined, UnknownCase, NoReason) as refused:
                raise click.ClickException(f"{type(refused).__name__}: {refused}") from refused
    _print(rows)
    if beside:
        _print_peers(rows)
    if target is not None:
        json.dump(rows, target, indent=1)


@main.command()
@click.argument("source", type=click.File("r"), default="-")
@click.argument("target", type=click.File("w"), default="-")
def predict(source: TextIO, target: TextIO) -> None:
    """Reads cases, a JSON object a line, and writes a line of predictions for each."""
    for line in source:
        if line.strip():
            case = json.loads(line)
            print(json.dumps({"id": case["id"], "predictions": predictions(case)}, ensure_ascii=False), file=target)


def scorer_of(gold: Path) -> ModuleType:
    """The scorer as it lies beside the gold; it is not part of the project."""
    spec = spec_from_file_location("gold_scorer", gold / "score.py")
    assert spec is not None, "the file is there"
    assert spec.loader is not None, "a .py file has a loader"
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases_of(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of one suite in one language, without those that the gold calls contested."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "contested" not in case["tags"]:
            yield case


def _score(
    scorer: ModuleType, path: Path, suite: str, language: str, errors: int, peers: Mapping[str, Peer]
) -> dict[str, Any]:
    cases = list(cases_of(path))
    found = {case["id"]: predictions(case) for case in cases}
    lists: dict[str, list[Any]] | None = {"miss": [], "false": [], "value": []} if errors else None
    result = scorer.score_cases(cases, found, numeral_only=True, errors=lists)
    row: dict[str, Any] = {"suite": suite, "language": language, "cases": len(cases)}
    for name, metric in (("value", _VALUE), ("overlap", _OVERLAP)):
        precision, recall, f1 = result["total"][metric].prf()
        row |= {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_f1": f1}
    row["negatives"] = f"{result['negatives']['clean']}/{result['negatives']['cases']}"
    left_out = declined(suite, language, {case["id"] for case in cases})
    kept = [case for case in cases if case["id"] not in left_out]
    row["declined"] = len(left_out)
    row["value_f1_kept"] = scorer.score_cases(kept, found, numeral_only=True)["total"][_VALUE].prf()[2]
    scope = {kind for case in cases for kind in case["scope"]}
    row["peers"] = {
        name: _f1(scorer, cases, peer) for name, peer in peers.items() if PEERS[name].covers(language, scope)
    }
    if lists:
        _list_errors(lists, errors)
    return row


def _f1(scorer: ModuleType, cases: Sequence[dict[str, Any]], peer: Peer) -> dict[str, float | None]:
    """A peer's figures on the very cases that ours are measured on."""
    total = scorer.score_cases(cases, peer.answers(cases), numeral_only=True)["total"]
    return {"value_f1": total[_VALUE].prf()[2], "overlap_f1": total[_OVERLAP].prf()[2]}


def value_f1(scorer: ModuleType, cases: Sequence[dict[str, Any]], found: Mapping[str, Any]) -> float | None:
    """The value F1 of predictions for some cases; None where the cases assert no value."""
    figure: float | None = scorer.score_cases(cases, found, numeral_only=True)["total"][_VALUE].prf()[2]
    return figure


def _list_errors(lists: dict[str, list[Any]], most: int) -> None:
    for case, item in lists["miss"][:most]:
        print(f"MISS  {case['id']} | {case['text'][:90]!r} | {item['kind']} {item['surface']!r} {item.get('value')}")
    for case, found in lists["false"][:most]:
        quote = case["text"][found["start"] : found["end"]]
        print(f"FALSE {case['id']} | {case['text'][:90]!r} | {found['kind']} {quote!r} {found['value']}")
    for case, item, found in lists["value"][:most]:
        quote = case["text"][found["start"] : found["end"]]
        gold = f"{item['kind']} {item['surface']!r} {item.get('value')}"
        print(
            f"VALUE {case['id']} ref {(case['reference_time'] or '')[:16]} | gold {gold} | found {found['kind']} {quote!r} {found['value']}"
        )


def _print(rows: list[dict[str, Any]]) -> None:
    table = Table(
        "suite",
        "lang",
        "cases",
        "value P",
        "value R",
        "value F1",
        "without declined",
        "overlap P",
        "overlap R",
        "overlap F1",
        "clean negatives",
    )
    for row in rows:
        figures = [row[f"{name}_{figure}"] for name in ("value", "overlap") for figure in ("precision", "recall", "f1")]
        cells = ["-" if figure is None else f"{figure:.3f}" for figure in figures]
        kept = row["value_f1_kept"]
        cells.insert(_KEPT, f"{kept:.3f} ({row['declined']})" if row["declined"] and kept is not None else "")
        table.add_row(row["suite"], row["language"], str(row["cases"]), *cells, row["negatives"])
    Console(width=None if sys.stdout.isatty() else 130).print(table)


def _print_peers(rows: list[dict[str, Any]]) -> None:
    """Value F1 and overlap F1, ours and each peer's; a dash where a peer is not made for the language or the kinds."""
    table = Table("suite", "lang", "ours", *PEERS, title="value F1 / overlap F1")
    for row in rows:
        cells = [row, *(row["peers"].get(name, {}) for name in PEERS)]
        pairs = [[cell.get("value_f1"), cell.get("overlap_f1")] for cell in cells]
        texts = [" / ".join("-" if figure is None else f"{figure:.2f}" for figure in pair) for pair in pairs]
        table.add_row(row["suite"], row["language"], *("-" if text == "- / -" else text for text in texts))
    Console(width=None if sys.stdout.isatty() else 130).print(table)


if __name__ == "__main__":
    main()
