"""The task: once or twice, with a lost connection or an ended process, the claims are there exactly once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import pytest

from service.embedded.programs import PROJECT
from tests.databases import Database
from tests.workers import crashing
from tests.workers.rows import CLAIMS, TEXT, Queue
from workers.database import Database as WorkerDatabase
from workers.database import Db
from workers.extract import Extraction
from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import Country
from workers.extraction.values import Claim

COMPLETE = {"article.extracted": 1, "claim.created": CLAIMS}


def test_the_same_message_twice_makes_one_set_of_claims(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Running it twice changes nothing."""
    revision = queue.add()
    extraction = Extraction(worker_database, 20)
    extraction.run(revision)
    extraction.run(revision)
    row = queue.row(revision)
    assert (row.state, row.attempts, row.claims, row.language) == ("extracted", 1, CLAIMS, "ja")
    assert queue.events(revision) == COMPLETE


def test_an_extractor_that_raises_is_tried_five_times(queue: Queue, worker_database: WorkerDatabase) -> None:
    """The reason is for the reader: which error, not which text."""

    def broken(text: str, language: str | None, published: datetime | None, country: Country | None) -> list[Claim]:
        raise ValueError(text, language, published, country)

    revision = queue.add()
    extraction = Extraction(worker_database, 20, engine=broken)
    for attempt in range(1, 6):
        extraction.run(revision)
        assert queue.row(revision).state == ("queued" if attempt < 5 else "failed")
    extraction.run(revision)
    row = queue.row(revision)
    assert (row.attempts, row.claims) == (5, 0)
    assert row.problem == "The extractor could not read this text: it ended with ValueError, 5 times."


def test_a_revision_that_is_erased_meanwhile_stays_erased(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Nothing of it comes back when the extraction ends."""
    revision = queue.add()

    def erase(step: str) -> None:
        if step == "extracted":
            queue.connection.execute("DELETE FROM revisions WHERE id = %s", [revision])

    Extraction(worker_database, 20, reached=erase).run(revision)
    assert queue.one("SELECT count(*) FROM claims") == 0
    assert queue.one("SELECT count(*) FROM events") == 0


@pytest.mark.parametrize("step", ["claimed", "extracted", "written"])
def test_a_lost_connection_is_no_lost_work(queue: Queue, worker_database: WorkerDatabase, step: str) -> None:
    """After an unknown outcome the row is read again: saved once, whenever the connection broke."""
    revision = queue.add()
    broken: list[str] = []

    def cut(now: str) -> None:
        if now == step and not broken:
            broken.append(now)
            pid = worker_database.connection().info.backend_pid
            queue.connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    Extraction(worker_database, 20, reached=cut).run(revision)
    assert broken == [step]
    assert queue.row(revision).state == "extracted"
    assert queue.events(revision) == COMPLETE


def test_a_commit_that_succeeded_and_raised_is_not_repeated(queue: Queue, database: Database) -> None:
    """The server has committed, the answer was lost: the state says that there is nothing left to do."""
    revision = queue.add()

    class Deaf(WorkerDatabase):
        """Loses the answer to its first commit."""

        lost = False

        @contextmanager
        def transaction(self) -> Iterator[Db]:
            with super().transaction() as db:
                yield db
            if not self.lost:
                self.lost = True
                raise psycopg.OperationalError("the answer was lost")

    deaf = Deaf(database.worker_url, "deaf")
    Extraction(deaf, 20).run(revision)
    deaf.renew()
    assert deaf.lost
    assert queue.events(revision) == COMPLETE
    assert queue.row(revision).claims == CLAIMS


@pytest.mark.parametrize("step", ["claimed", "extracted", "written", "finished"])
def test_a_process_may_end_at_any_step(
    queue: Queue, database: Database, worker_database: WorkerDatabase, step: str
) -> None:
    """What it leaves is a lease that ends, or finished work; the next worker makes it exact."""
    revision = queue.add()
    command = [sys.executable, str(crashing.__file__), database.worker_url, str(revision), step]
    ended = subprocess.run(command, cwd=PROJECT, env={"PYTHONPATH": str(PROJECT)}, check=False, timeout=60)
    assert ended.returncode == crashing.DIED
    before = queue.row(revision)
    assert (before.state, before.claims) == (("extracted", CLAIMS) if step == "finished" else ("running", 0))
    queue.connection.execute("UPDATE revisions SET leased_until = now() - interval '1 s' WHERE state = 'running'")
    Extraction(worker_database, 20).run(revision)
    assert queue.events(revision) == COMPLETE
    assert queue.row(revision).attempts == (1 if step == "finished" else 2)


def test_a_later_revision_ends_the_claims_of_the_earlier(queue: Queue, worker_database: WorkerDatabase) -> None:
    """One set of claims is current."""
    first = queue.add()
    second = queue.add("今回は200人だった。", article=queue.article_of(first), number=2)
    for revision in (first, second):
        Extraction(worker_database, 20).run(revision)
    assert (queue.statuses(first), queue.statuses(second)) == ({"superseded"}, {"current"})
    assert queue.events(first)["claim.superseded"] == CLAIMS


def test_an_earlier_revision_that_is_late_is_not_current(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Whichever is finished first, the later text wins."""
    first = queue.add()
    second = queue.add("今回は200人だった。", article=queue.article_of(first), number=2)
    for revision in (second, first):
        Extraction(worker_database, 20).run(revision)
    assert (queue.statuses(first), queue.statuses(second)) == ({"superseded"}, {"current"})


def test_the_engine_is_told_the_senders_day_language_and_country(queue: Queue, worker_database: WorkerDatabase) -> None:
    """23:30 UTC is the next day in Tokyo, and en-GB is read as English of Great Britain."""
    told: list[tuple[str | None, datetime | None, str | None]] = []

    def listening(text: str, language: str | None, published: datetime | None, country: Country | None) -> list[Claim]:
        told.append((language, published, country.code if country else None))
        return extract(text, language, published, country)

    revision = queue.add("It cost 3 million dollars.")
    queue.connection.execute(
        "UPDATE revisions SET language = 'en-GB', published_at = '2026-04-03 23:30:00+00', published_offset = 540"
    )
    Extraction(worker_database, 20, engine=listening).run(revision)
    assert told == [("en", datetime(2026, 4, 4, 8, 30), "GB")]
    assert queue.row(revision).language == "en-GB"


def test_a_database_that_is_away_leaves_the_message_to_the_relay(queue: Queue) -> None:
    """The task ends without an error; the row is as it was."""
    revision = queue.add(TEXT)
    away = WorkerDatabase("postgresql://nobody@127.0.0.1:1/nowhere", "away")
    Extraction(away, 20).run(revision)
    assert queue.row(revision).attempts == 0
