"""What the commands share: dates, errors in one line, and the way to the API."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console

from service import submission
from service.client import Client, NoAnswer, Refused
from service.embedded.folder import LocalFolder
from service.embedded.problems import CannotStand
from service.submission import Unreadable

P = ParamSpec("P")
R = TypeVar("R")
_PAGE_COLUMNS = 140


class Moment(click.ParamType[datetime]):
    """A date, or a time with its offset."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The datetime, or click's own error with the reason."""
        try:
            return submission.parse_published(value)
        except ValueError as error:
            self.fail(f"{value} is no date: {error}. Write 2026-01-01 or 2026-01-01T09:00:00+09:00.", param, ctx)


def console(*, stderr: bool = False) -> Console:
    """Where people read: as wide as the terminal, or as a wide page when it goes to a file."""
    found = Console(stderr=stderr)
    return found if found.is_terminal else Console(stderr=stderr, width=_PAGE_COLUMNS)


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print the errors that are written for readers as one line, and exit with code 1."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (CannotStand, Unreadable, Refused, NoAnswer) as error:
            fail(str(error))

    return guarded


def fail(line: str) -> NoReturn:
    """End with one line on standard error and exit code 1."""
    click.echo(line, err=True)
    sys.exit(1)


def talks_to_api(command: Callable[..., R]) -> Callable[..., R]:
    """Give the command a Client: from the options, the environment, or what `factclaims up` left in .local/."""

    @click.option("--url", envvar="FACTCLAIMS_URL", help="Where the API is; otherwise what `up` started here.")
    @click.option("--key", envvar="FACTCLAIMS_KEY", help="An API key; otherwise the one that `up` made here.")
    @wraps(command)
    def connected(*args: Any, url: str | None, key: str | None, **kwargs: Any) -> R:
        here = LocalFolder(Path(".local")).remembered()
        url, key = url or (here.url if here else None), key or (here.key if here else None)
        if not url or not key:
            fail(
                "No service is known: name one with --url and --key (or FACTCLAIMS_URL and FACTCLAIMS_KEY), "
                "or start one with `factclaims up`."
            )
        with Client(url, key) as client:
            return command(*args, client=client, **kwargs)

    return connected
