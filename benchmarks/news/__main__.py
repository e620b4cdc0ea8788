"""`python -m benchmarks.news`: how whole articles are read, today and when the extractor saw them for the first time.

A claim is right if quote, type and value are. `--lang CODE` chooses; `--errors` lists what is wrong;
`--each` has one row an article, and says what to write into the `first` of a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table

from benchmarks.news.gold import Article, Reading, articles, languages
from benchmarks.news.score import Pair, pairs, reading
from workers.extraction.brief import brief


@click.command()
@click.option("--lang", "wanted", multiple=True, help="Only these languages.")
@click.option("--errors", is_flag=True, help="List what is wrong.")
@click.option("--each", is_flag=True, help="One row an article.")
def main(wanted: tuple[str, ...], *, errors: bool, each: bool) -> None:
    """Scores every language that has articles."""
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
