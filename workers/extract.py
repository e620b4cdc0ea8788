"""The task: a revision's id in, its claims in the database, nothing out. Running it twice changes nothing.

1 claimed: the lease and the attempt are committed. 2 extracted: the engine has answered, no transaction
is open. 3 written: claims, events and the new state are written, not committed. 4 finished: committed.
Whatever ends the process between two steps leaves a lease that ends by itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import structlog
from structlog.contextvars import bound_contextvars

from schemas import tracing
from schemas.records import RevisionState
from workers import saving, store
from workers.database import LOST, Database, Db
from workers.documents import ClaimRow, rows
from workers.extraction.claims import VERSION, extract
from workers.extraction.guess import guess
from workers.extraction.unsaid.countries import Country, country_of
from workers.extraction.values import Claim
from workers.store import Claimed, Outcome

log = structlog.get_logger(__name__)

_COMMIT_TRIES = 3


class Engine(Protocol):
    """What extracts: the engine's entry point, or a test's."""

    def __call__(
        self, text: str, language: str | None, published: datetime | None, country: Country | None
    ) -> list[Claim]:
        """The claims of a text."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """How a process extracts. `reached` is told each numbered step; tests end the process there."""

    database: Database
    lease_seconds: int
    engine: Engine = extract
    reached: Callable[[str], None] = lambda _step: None

    def run(self, revision_id: UUID) -> None:
        """Extract one revision, or return when somebody else has it."""
        token = uuid4()
        try:
            claimed = self._claim(revision_id, token)
        except LOST as error:
            self.database.renew()
            log.warning("database-unavailable", revision_id=str(revision_id), error=_first_line(error))
            return  # the row is as it was, or has a lease that ends: the relay rings again
        if claimed is None:
            log.debug("nothing-to-do", revision_id=str(revision_id))
            return
        with bound_contextvars(request_id=claimed.request_id, revision_id=str(revision_id), attempt=claimed.attempts):
            self.reached("claimed")
            about = {"revision.id": str(revision_id), "request.id": claimed.request_id, "attempt": claimed.attempts}
            with tracing.span("extract", tracing.Kind.CONSUMER, claimed.traceparent, about) as span:
                self._work(claimed, token, span)

    def _claim(self, revision_id: UUID, token: UUID) -> Claimed | None:
        try:
            return store.claim(self.database.connection(), revision_id, token, self.lease_seconds)
        except LOST:
            self.database.renew()
            return store.held(self.database.connection(), revision_id, token)

    def _work(self, claimed: Claimed, token: UUID, span: tracing.Span) -> None:
        began = time.perf_counter()
        try:
            language = claimed.language or guess(claimed.text)
            # The engine's folders are named by language alone: en for en-GB.
            country = country_of(claimed.language, claimed.url and urlsplit(claimed.url).hostname)
            claims = self.engine(claimed.text, language.split("-")[0].lower(), claimed.published, country)
            found = rows(claimed.text, claims, VERSION)
        except Exception as error:  # noqa: BLE001 - whatever an article does to the extractor ends this attempt only
            self._fail(claimed, token, error)
            span.fail(type(error).__name__)
            return
        self.reached("extracted")
        try:
            outcome = self._finish(claimed, token, found, language)
        except psycopg.Error as error:  # not a lost server: the database refuses what was extracted
            self._fail(claimed, token, error)
            span.fail(type(error).__name__)
            return
        span.note({"outcome": outcome, "claims": len(found), "characters": len(claimed.text)})
        log.info(
            outcome,
            claims=len(found),
            characters=len(claimed.text),
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )

    def _finish(self, claimed: Claimed, token: UUID, found: list[ClaimRow], language: str) -> str:
        """Save in one transaction. When its outcome is unknown, look what it was, and save again if it was not."""
        for _ in range(_COMMIT_TRIES):
            try:
                with self.database.transaction() as db:
                    saved = self._save(db, claimed, token, found, language)
            except LOST as error:
                log.warning("commit-unknown", error=_first_line(error))
                self.database.renew()
                if (state := self._state(claimed.id)) != RevisionState.RUNNING:
                    return str(state or "erased")
            else:
                self.reached("finished")
                return "extracted" if saved else "lease-lost"
        return "unsaved"  # the lease ends by itself, and somebody else extracts it again

    def _save(self, db: Db, claimed: Claimed, token: UUID, found: list[ClaimRow], language: str) -> bool:
        store.lock_article(db, claimed.article_id)
        store.trace(db, tracing.current())
        if not store.finish(db, claimed, token, Outcome(len(found), language, VERSION)):
            return False
        saving.save(db, claimed, VERSION, found)
        store.announce(db)
        self.reached("written")
        return True

    def _state(self, revision_id: UUID) -> str | None:
        try:
            return store.state(self.database.connection(), revision_id)
        except LOST:
            self.database.renew()
            time.sleep(1)  # the server is restarting: our lease is long enough for a second look
            return RevisionState.RUNNING

    def _fail(self, claimed: Claimed, token: UUID, error: Exception) -> None:
        reason = type(error).__name__  # no more: its message may quote the text
        problem = f"The extractor could not read this text: it ended with {reason}, {claimed.attempts} times."
        try:
            state = store.fail(self.database.connection(), claimed, token, problem, wait_seconds=2.0**claimed.attempts)
        except LOST:
            self.database.renew()
            state = None
        log.error("extraction-failed", state=state or "lease-lost", exc_info=error)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
