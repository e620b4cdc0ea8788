"""An article from a file to its claims, with the reader watching."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from service.client import ArticleState, Client

WAIT_SECONDS = 120.0


class Unreadable(Exception):
    """The file cannot be read as an article."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be read as an article: {reason}.")


@dataclass(frozen=True, slots=True)
class Document:
    """What is submitted; `published` is None when nobody named a date, and then none is sent."""

    name: str
    text: str
    published: datetime | None


def read(path: Path, published: datetime | None) -> Document:
    """The file as a document, unchanged. Raises Unreadable."""
    try:
        # newline="": the text is kept exactly, and so are its line ends.
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise Unreadable(path, f"byte {error.start} is not UTF-8; convert it, e.g. with iconv") from error
    except OSError as error:
        raise Unreadable(path, (error.strerror or str(error)).lower()) from error
    if not text.strip():
        raise Unreadable(path, "it is empty")
    return Document(path.name, text, published)


def parse_published(words: str) -> datetime:
    """A date (its midnight in UTC is meant) or an RFC 3339 time with its offset. Raises ValueError."""
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None and ":" in words:
        line = "a time needs its offset, e.g. 2026-01-01T09:00:00+09:00"
        raise ValueError(line)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def submit(client: Client, document: Document, console: Console) -> ArticleState:
    """Submit, show the states it goes through, and return the last one. Raises Refused or NoAnswer."""
    begin = time.monotonic()
    with console.status(f"{document.name}: submitting {len(document.text):,} characters") as status:
        accepted = client.submit(document.text, published=document.published)
        state = accepted
        for state in client.follow(accepted, WAIT_SECONDS):
            status.update(f"{document.name}: {state.state}")
    took = time.monotonic() - begin
    console.print(
        f"{document.name}: {len(document.text):,} characters, {state.state} after {took:.2f} s", highlight=False
    )
    return state
