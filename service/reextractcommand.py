"""`factclaims reextract`: every stored article through the present extractor."""

import sys
from collections import deque
from collections.abc import Iterator

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.client import ArticleState, Client
from service.console import console, one_line_errors, talks_to_api

_AT_ONCE = 20  # articles that wait in the queue for us: enough to keep workers busy, few enough to let news pass
_PATIENCE = 600.0  # seconds for one article


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also those that the present extractor has read already.")
@talks_to_api
@one_line_errors
def reextract(client: Client, *, everything: bool) -> None:
    """Extract stored articles again with the present extractor; claims found again keep ids, verdicts and history.

    May be stopped at any time: the next run goes on with the articles that are left.
    """
    waiting = deque(_finished(client))
    present = _present_version(client, waiting)
    left = [article_id for article_id, version in waiting if everything or version != present]
    failed = 0
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console()
    ) as progress:
        bar = progress.add_task("articles", total=len(left))
        for state in _extracted(client, left):
            progress.advance(bar)
            if state.state != "extracted":
                failed += 1
                progress.console.print(f"{state.id}: {state.state}: {state.problem or 'no reason given'}")
    console().print(f"{len(left) - failed} articles extracted again, {failed} failed.")
    sys.exit(1 if failed else 0)


def _finished(client: Client) -> Iterator[tuple[str, str | None]]:
    """Id and extractor's version of the articles that are not pending, newest first."""
    for article in client.pages("/v1/articles", {}):
        if article["state"] in ("extracted", "failed"):
            yield article["id"], article["extractorVersion"]


def _present_version(client: Client, waiting: deque[tuple[str, str | None]]) -> str | None:
    """The version of the workers' extractor: what the newest article says after it was extracted again."""
    if not waiting:
        return None
    article_id, _ = waiting.popleft()
    list(_extracted(client, [article_id]))
    version: str | None = client.request("GET", f"/v1/articles/{article_id}")["extractorVersion"]
    return version


def _extracted(client: Client, article_ids: list[str]) -> Iterator[ArticleState]:
    """The last state of each article, with some of them under way at a time."""
    pending: deque[ArticleState] = deque()
    for article_id in article_ids:
        pending.append(client.reextract(article_id))
        if len(pending) == _AT_ONCE:
            yield _last(client, pending.popleft())
    for state in pending:
        yield _last(client, state)


def _last(client: Client, state: ArticleState) -> ArticleState:
    return list(client.follow(state, _PATIENCE))[-1]
