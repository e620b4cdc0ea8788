"""An article that repeats what was checked says so as soon as it is extracted."""

from uuid import UUID

import pytest

from tests.workers.rows import Queue
from workers.database import Database as WorkerDatabase
from workers.extract import Extraction

POLL = "世論調査によると、市長の支持率は64%だった。"
AGAIN = "調査では、市長の支持率が64%に達した。"


@pytest.fixture
def judged(queue: Queue, worker_database: WorkerDatabase) -> UUID:
    """A claim with a published verdict."""
    Extraction(worker_database, 20).run(queue.add(POLL))
    queue.connection.execute("UPDATE claims SET review_state = 'published', verdict = 'mostlyTrue'")
    found: UUID = queue.one("SELECT id FROM claims")
    return found


def marked(queue: Queue, judged: UUID) -> list[tuple[str, UUID | None]]:
    """State and checked claim of every other claim."""
    return queue.connection.execute(
        "SELECT review_state, checked_claim_id FROM claims WHERE id <> %s AND status = 'current'", [judged]
    ).fetchall()


def test_a_repeated_claim_names_the_checked_one(queue: Queue, worker_database: WorkerDatabase, judged: UUID) -> None:
    """With an event, in the transaction that saves it."""
    revision = queue.add(AGAIN)
    Extraction(worker_database, 20).run(revision)
    assert marked(queue, judged) == [("alreadyChecked", judged)]
    assert queue.events(revision)["claim.alreadyChecked"] == 1


def test_the_history_tells_that_nobody_pressed_a_key(
    queue: Queue, worker_database: WorkerDatabase, judged: UUID
) -> None:
    """A match is a change like any other, by the service."""
    Extraction(worker_database, 20).run(queue.add(AGAIN))
    told = queue.connection.execute(
        "SELECT action, reviewer, key_id, before ->> 'state', after ->> 'state' FROM review_history WHERE claim_id <> %s",
        [judged],
    ).fetchall()
    assert told == [("match", "factclaims", None, "open", "alreadyChecked")]


@pytest.mark.parametrize("text", ["市長の支持率は36%だった。", "列車の64%が遅れた。", "市長の支持率は約6割だった。"])
def test_another_value_or_subject_stays_open(
    queue: Queue, worker_database: WorkerDatabase, judged: UUID, text: str
) -> None:
    """A false "already checked" is worse than none."""
    Extraction(worker_database, 20).run(queue.add(text))
    assert marked(queue, judged) == [("open", None)]


def test_an_unpublished_verdict_checks_nothing(queue: Queue, worker_database: WorkerDatabase, judged: UUID) -> None:
    """What the desk has not published is not said."""
    queue.connection.execute("UPDATE claims SET review_state = 'judged'")
    Extraction(worker_database, 20).run(queue.add(AGAIN))
    assert marked(queue, judged) == [("open", None)]


def test_another_workspaces_verdict_is_not_told(queue: Queue, worker_database: WorkerDatabase, judged: UUID) -> None:
    """The worker sees every tenant and must not carry news between them."""
    revision = queue.add(AGAIN)
    other = queue.one("INSERT INTO workspaces (name) VALUES ('other') RETURNING id")
    queue.connection.execute("SET session_replication_role = replica")  # past the foreign keys, for both at once
    queue.connection.execute("UPDATE articles SET workspace_id = %s WHERE id = %s", [other, queue.article_of(revision)])
    queue.connection.execute("UPDATE revisions SET workspace_id = %s WHERE id = %s", [other, revision])
    queue.connection.execute("SET session_replication_role = origin")
    Extraction(worker_database, 20).run(revision)
    assert marked(queue, judged) == [("open", None)]


def test_reading_again_leaves_a_reviewed_claim_alone(
    queue: Queue, worker_database: WorkerDatabase, judged: UUID
) -> None:
    """Somebody opened it again on purpose: the same extraction does not close it."""
    revision = queue.add(AGAIN)
    Extraction(worker_database, 20).run(revision)
    queue.connection.execute(
        "UPDATE claims SET review_state = 'open', checked_claim_id = NULL WHERE id <> %s", [judged]
    )
    queue.connection.execute("UPDATE revisions SET state = 'queued', attempts = 0 WHERE id = %s", [revision])
    Extraction(worker_database, 20).run(revision)
    assert marked(queue, judged) == [("open", None)]
