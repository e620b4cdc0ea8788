"""`python -m benchmarks.news`: how whole articles are read, today and when the extractor saw them for the first time.

A claim is right if quote, type and value are. `--lang CODE` chooses; `--errors` lists what is wrong;
`--each` has one row an article, and says what to write into the `first` of a new one; `--peers` holds the installed peers
(`make peers`) against the same marks, dates and amounts apart, by the scorer beside the gold: there a value counts, not its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks.gold import GOLD, scorer_of, value_f1
from benchmarks.news.gold import Article, Reading, articles, languages
from benchmarks.news.neutral import SCOPES, cases
from benchmarks.news.score import Pair, claims, pairs, reading
from benchmarks.peers import PEERS, Peer, installed
from benchmarks.prediction import prediction
from workers.extraction.brief import brief
from workers.extraction.values import Claim


@click.command()
@click.option("--lang", "wanted", multiple=True, help="Only these languages.")
@click.option("--errors", is_flag=True, help="List what is wrong.")
@click.option("--each", is_flag=True, help="One row an article.")
@click.option("--peers", "beside", is_flag=True, help="Score the installed peers on the same marks.")
@click.option("--gold", default=GOLD, type=click.Path(path_type=Path), help="The folder with the scorer.")
def main(wanted: tuple[str, ...], gold: Path, *, errors: bool, each: bool, beside: bool) -> None:
    """Scores every language that has articles."""
    if beside:
        _beside(wanted, gold)
        return
    table = Table("lang", "articles", "marks", "found", "value right", "right", "precision", "F1", "first reading F1")
    for language in languages():
        if wanted and language not in wanted:
            continue
        read = [(article, pairs(language, article)) for article in articles(language)]
        if errors:
            _tell(read)
        if each:
            for article, found in read:
                now = reading(found)
                print(f"{article.name}: first = [{now.marks}, {now.right}, {now.claimed}]")
                table.add_row(f"{language} {article.name}", *_row([(article, found)]))
        table.add_row(language, *_row(read), style="bold" if each else None)
    table.caption = "shares of the marks, but for precision; first reading: before anything was mended"
    Console(width=140).print(table)


def _beside(wanted: Sequence[str], gold: Path) -> None:
    """Value F1 of ours and of each peer that is made for the language; a dash where it is not."""
    if not installed():
        raise click.ClickException("the peers are not installed: make peers")
    scorer = scorer_of(gold)
    table = Table("lang", "marks", "kinds", "ours", *PEERS, caption="value F1, whatever the words that are quoted")
    with ExitStack() as running:
        peers = {name: running.enter_context(Peer(name)) for name in PEERS}
        for language in languages():
            if wanted and language not in wanted:
                continue
            for scope, kinds in SCOPES.items():
                read = list(articles(language))
                each = [one for article in read for one in cases(language, article, scope)]
                told = {article.name: list(claims(language, article)) for article in read}
                ours = value_f1(scorer, each, {one["id"]: _in(one, told[one["id"].split("/")[1]]) for one in each})
                theirs = [
                    value_f1(scorer, each, peers[name].answers(each)) if reach.covers(language, kinds) else None
                    for name, reach in PEERS.items()
                ]
                marks = sum(item["has_numeral"] for one in each for item in one["expected"])
                cells = ["-" if figure is None else f"{figure:.2f}" for figure in (ours, *theirs)]
                table.add_row(language, str(marks), scope, *cells)
    Console(width=140).print(table)


def _in(paragraph: Mapping[str, Any], told: Iterable[Claim]) -> list[dict[str, Any]]:
    """Our claims inside a paragraph, as the scorer reads them."""
    begin, end = paragraph["offset"], paragraph["offset"] + len(paragraph["text"])
    found = [prediction(claim) for claim in told if begin <= claim.quote.start < end]
    return [{**one, "start": one["start"] - begin, "end": one["end"] - begin} for one in found]


def _row(read: Sequence[tuple[Article, Sequence[Pair]]]) -> list[str]:
    found = [pair for _, some in read for pair in some]
    now = reading(found)
    marks = max(1, now.marks)
    seen = sum(pair.mark is not None and pair.claim is not None for pair in found)
    first = [article.first for article, _ in read if article.first is not None]
    return [
        str(len(read)),
        str(now.marks),
        f"{seen / marks:.3f}",
        f"{sum(pair.valued for pair in found) / marks:.3f}",
        f"{now.right / marks:.3f}",
        f"{now.right / max(1, now.claimed):.3f}",
        f"{now.f1():.3f}",
        f"{_together(first).f1():.3f} ({sum(one.marks for one in first)} marks)" if first else "",
    ]


def _together(readings: Sequence[Reading]) -> Reading:
    return Reading(
        marks=sum(one.marks for one in readings),
        right=sum(one.right for one in readings),
        claimed=sum(one.claimed for one in readings),
    )


def _tell(read: Iterable[tuple[Article, Sequence[Pair]]]) -> None:
    for article, found in read:
        for pair in found:
            if not pair.right:
                print(f"{article.name}: {_marked(article, pair)} | {_claimed(article, pair)}")


def _marked(article: Article, pair: Pair) -> str:
    mark = pair.mark
    return "nothing" if mark is None else f"{article.text[mark.start : mark.end]!r} {mark.type} {mark.value}"


def _claimed(article: Article, pair: Pair) -> str:
    claim = pair.claim
    if claim is None:
        return "missed"
    return f"read {claim.quote.of(article.text)!r} {claim.type} {brief(claim.value)} ({claim.pattern})"


if __name__ == "__main__":
    main()
