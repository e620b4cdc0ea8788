"""`factclaims watch`: what happens, a line each, as it happens."""

import json
from typing import Any

import click

from service.claim_table import printable
from service.client import Client
from service.console import one_line_errors, talks_to_api

_WAIT = 20  # seconds, the API's maximum
_LONGEST_SENTENCE = 100


@click.command()
@click.option("--from", "start", type=click.Choice(["now", "beginning"]), default="now", show_default=True)
@click.option("--cursor", help="Go on where an earlier watch has ended (it prints its cursor with --json).")
@click.option("--limit", type=click.IntRange(1), help="End after so many changes.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one change per line as JSON, each with the cursor behind its page."
)
@talks_to_api
@one_line_errors
def watch(client: Client, *, start: str, cursor: str | None, limit: int | None, as_json: bool) -> None:
    """Follow what happens to articles and claims until Ctrl-C."""
    query = {"start": "latest" if start == "now" else "earliest", "wait": str(_WAIT)}
    left = limit
    while left is None or left > 0:
        page = client.request(
            "GET", "/v1/changes", params=query if cursor is None else {"cursor": cursor, "wait": str(_WAIT)}
        )
        cursor = page["next"]
        for change in page["items"][:left]:
            click.echo(json.dumps(change | {"cursor": cursor}, ensure_ascii=False) if as_json else line(change))
        left = None if left is None else left - len(page["items"])


def line(change: dict[str, Any]) -> str:
    """A change as a person reads it."""
    claim = change["claim"]
    about = f"article {change['articleId']}"
    if claim is not None:
        about = printable(f"{claim['value']['raw']}  {claim['text'][:_LONGEST_SENTENCE]}")
    elif change["article"] is not None and change["article"]["title"]:
        about = printable(f"article {change['articleId']}  {change['article']['title'][:_LONGEST_SENTENCE]}")
    elif change["claimId"] is not None:
        about = f"claim {change['claimId']}"
    return f"{change['position']:>6}  {change['type']:<20}  {about}"
