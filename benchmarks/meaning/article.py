"""`python -m benchmarks.meaning.article`: the worthiest claims of an article as a Markdown table, for docs/meaning.md."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from workers.extraction.claims import extract
from workers.extraction.values import Claim, Subject

SAMPLE = Path(__file__).parents[2] / "service" / "samples" / "article.ja.txt"


@click.command()
@click.argument("path", default=SAMPLE, type=click.Path(path_type=Path, exists=True))
@click.option("--language", default="ja", help="The article's language.")
@click.option("--published", default="2026-01-01", type=click.DateTime(["%Y-%m-%d"]), help="Its day of publication.")
@click.option("--most", default=25, help="How many claims.")
def main(path: Path, language: str, published: datetime, most: int) -> None:
    """Prints the claims with the highest scores, in their order."""
    claims = extract(text := path.read_text(encoding="utf-8"), language, published)
    print("| quote | score | subject | who says it | period | in the article |")
    print("|---|---|---|---|---|---|")
    for claim in sorted(claims, key=lambda one: -one.worthiness.score)[:most]:
        period = claim.period.words.text if claim.period else ""
        cells = (claim.quote.of(text), claim.worthiness.score, _text(claim.subject), _source(claim), period)
        print(f"| {' | '.join(map(str, cells))} | {_facts(text, claim)} |")


def _text(phrase: Subject | None) -> str:
    return phrase.text if phrase else ""


def _source(claim: Claim) -> str:
    said = claim.attribution
    return _text(said.speaker) or (f"({said.cue.text})" if said.cue else "")


def _facts(text: str, claim: Claim) -> str:
    facts = [] if claim.facts.group is None else [f"fact {claim.facts.group}"]
    for check in claim.facts.checks:
        others = ", ".join(other.of(text) for other in check.others)
        facts.append(f"{check.kind} with {others}: {check.detail}{'' if check.holds else ', does not hold'}")
    return "; ".join(facts)


if __name__ == "__main__":
    main()
