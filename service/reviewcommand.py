"""`factclaims review`: the terminal's review desk."""

from typing import Any

import click

from service.client import Client
from service.console import console, one_line_errors, talks_to_api
from service.terminaldesk import TerminalDesk


def _ask(question: str) -> str:
    """A line; an empty one says nothing."""
    return str(click.prompt(question, default="", show_default=False))


@click.command()
@click.option("--kind", help="Only claims of this kind: date, amount or percentage.")
@click.option("--language", help="Only claims in this language, such as ja.")
@click.option("--publisher", help="Only claims of this publisher.")
@click.option("--speaker", help="Only claims of speakers whose name has these words.")
@click.option("--min-worthiness", "minWorthiness", help="Only claims that are worth at least so much, from 0 to 1.")
@click.option("--article-id", "articleId", help="Only claims of this article.")
@click.option("--claim-id", "claimId", help="This claim.")
@click.option("--tag", "tags", multiple=True, help="Only claims with this tag; may be repeated.")
@click.option("--reviewer", help="Your name, when the key is a tool's.")
@talks_to_api
@one_line_errors
def review(client: Client, *, reviewer: str | None, tags: tuple[str, ...], **filters: str | None) -> None:
    """Judge claims one by one, the worthiest first: a key judges and brings the next."""
    asked: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    if tags:
        asked["tags"] = list(tags)
    desk = TerminalDesk(client, console(), click.getchar, _ask, asked, reviewer)
    desk.work()
