"""An article's way as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

Each look is a query of its own and no connection is held between two looks, but a thread is: hence a place of
`service.places` and an end after a minute. A browser comes back by itself with the id of the last event it has.
"""

import time
from collections.abc import Iterator
from uuid import UUID

from schemas.records import EventType
from service import answers, articlejson
from service.store import articles, changes
from service.store.articles import ArticleRow
from service.store.changes import Step
from service.store.database import Database

SECONDS = 60
_LOOK_AGAIN = 0.25
_BREATH = 10.0  # seconds without an event after which a comment shows that the line is alive
_RETRY = "retry: 1000\n\n"
_FINAL_STATES = ("extracted", "failed", "withdrawn")
_FINAL = (EventType.ARTICLE_EXTRACTED, EventType.ARTICLE_FAILED, EventType.ARTICLE_WITHDRAWN, EventType.ARTICLE_ERASED)


def ended(row: ArticleRow) -> bool:
    """Whether nothing more will happen to the article by itself."""
    return row.erased_at is not None or row.state in _FINAL_STATES


def stream(database: Database, workspace_id: UUID, article_id: UUID, position: int) -> Iterator[bytes]:
    """The article's events behind a position, as they come; until it is finished, or a minute is over."""
    end = time.monotonic() + SECONDS
    spoken = time.monotonic()
    yield _RETRY.encode()
    while time.monotonic() < end:
        with database.reading(workspace_id) as db:
            steps = changes.of_article(db, article_id, position)
            row = articles.find(db, article_id) if steps else None
        for step in steps:
            yield _event(step, row)
            position, spoken = step.position, time.monotonic()
        if steps and steps[-1].type in _FINAL and (row is None or ended(row)):
            return
        if time.monotonic() - spoken > _BREATH:
            yield b":\n\n"
            spoken = time.monotonic()
        time.sleep(_LOOK_AGAIN)


def _event(step: Step, row: ArticleRow | None) -> bytes:
    """One event: its data is the article as it is now; null when it was erased."""
    shown = None if row is None or row.erased_at is not None else articlejson.data(row)
    return f"id: {step.position}\nevent: {step.type}\ndata: {answers.written(shown)}\n\n".encode()
