# ruff: noqa: S608 -- what is put into a statement is written in this file
"""What is kept for a time only is forgotten in batches; what is younger stays, whoever asks."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from service.embedded.processes import Running
from service.embedded.programs import Programs
from tests.databases import Database
from tests.workers.postoffice import PostOffice
from tests.workers.rows import Queue
from workers import retention, store, store_events
from workers import store_retention as forget
from workers.database import Database as WorkerDatabase
from workers.retention import Kept

OLD = "now() - interval '40 days'"


def happened(queue: Queue, number: int, *, days: int) -> None:
    """So many events without a position, of so many days ago."""
    queue.connection.execute(
        "INSERT INTO workspaces (name) VALUES ('w') ON CONFLICT DO NOTHING",
    )
    queue.connection.execute(
        "INSERT INTO events (workspace_id, type, created_at) SELECT id, 'claim.created', now() - make_interval(days => %s)"
        " FROM workspaces, generate_series(1, %s)",
        [days, number],
    )


def place(database: WorkerDatabase) -> None:
    """Give every event its position, as the relay does."""
    with database.transaction() as db:
        store_events.lock_positions(db)
        store_events.place(db, 1000)


def positions(queue: Queue) -> list[int]:
    """The positions that are there."""
    return [row[0] for row in queue.connection.execute("SELECT position FROM events ORDER BY position").fetchall()]


def test_old_changes_are_forgotten_a_batch_at_a_time(queue: Queue, worker_database: WorkerDatabase) -> None:
    """From the beginning on; how far is written down."""
    happened(queue, 7, days=40)
    happened(queue, 2, days=1)
    place(worker_database)
    db = worker_database.connection()
    assert [forget.changes(db, 30, 4) for _ in range(3)] == [4, 3, 0]
    assert positions(queue) == [8, 9]
    assert queue.one("SELECT position FROM forgotten_changes") == 7


def test_positions_go_on_after_everything_was_forgotten(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A follower that has read up to 3 must see the next change behind it."""
    happened(queue, 3, days=40)
    place(worker_database)
    assert forget.changes(worker_database.connection(), 30, 100) == 3
    happened(queue, 1, days=0)
    place(worker_database)
    assert positions(queue) == [4]


def test_what_has_no_position_yet_is_not_forgotten(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Nobody can have read it, however old it is."""
    happened(queue, 3, days=40)
    assert forget.changes(worker_database.connection(), 30, 100) == 0


def test_what_nobody_has_set_a_time_for_is_kept(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Changes, tombstones and texts are kept for ever by default."""
    happened(queue, 3, days=4000)
    place(worker_database)
    assert retention.forget(worker_database.connection(), Kept()) == {}
    assert retention.forget(worker_database.connection(), Kept(changes=3000)) == {"changes": 3}


def test_a_delivery_that_waits_goes_with_its_change(post: PostOffice) -> None:
    """Its endpoint is switched off; the change that it would tell of is no longer known."""
    post.endpoint()
    post.happen()
    post.queue.connection.execute(f"UPDATE events SET created_at = {OLD}")
    assert len(post.states()) == 1
    assert forget.changes(post.database.connection(), 30, 100) == 1
    assert post.states() == []


def test_deliveries_that_ended_are_forgotten_and_others_stay(post: PostOffice) -> None:
    """Thirty days after their end, if nothing else is set; one that is under way is no matter of time."""
    post.endpoint()
    for _ in range(3):
        post.happen()
    post.deliver()
    post.happen()
    post.queue.connection.execute(
        f"UPDATE deliveries SET finished_at = {OLD} WHERE finished_at IS NOT NULL"
        " AND id <> (SELECT max(id::text)::uuid FROM deliveries WHERE finished_at IS NOT NULL)"
    )
    db = post.database.connection()
    assert retention.forget(db, Kept(deliveries=0)) == {}
    assert retention.forget(db, Kept(), most=1) == {"deliveries": 1}
    assert retention.forget(db, Kept()) == {"deliveries": 1}
    assert [state for state, _ in post.states()] == ["delivered", "queued"]


def test_tombstones_are_forgotten_and_articles_are_not(queue: Queue, worker_database: WorkerDatabase) -> None:
    """An article that was not erased is never one, however old."""
    old, young, living = (queue.article_of(queue.add(f"text {n}")) for n in range(3))
    queue.connection.execute("DELETE FROM revisions WHERE article_id IN (%s, %s)", [old, young])
    queue.connection.execute(f"UPDATE articles SET created_at = {OLD}, erased_at = {OLD} WHERE id = %s", [old])
    queue.connection.execute("UPDATE articles SET erased_at = now() WHERE id = %s", [young])
    queue.connection.execute(f"UPDATE articles SET created_at = {OLD} WHERE id = %s", [living])
    assert forget.tombstones(worker_database.connection(), 30, 100) == 1
    left = {row[0] for row in queue.connection.execute("SELECT id FROM articles").fetchall()}
    assert left == {young, living}


def texts(queue: Queue, article: UUID) -> list[str]:
    """The article's texts, first revision first."""
    found = queue.connection.execute("SELECT text FROM revisions WHERE article_id = %s ORDER BY number", [article])
    return [row[0] for row in found.fetchall()]


def extracted(queue: Queue, revision: UUID, finished: str) -> None:
    """Let a revision have been extracted then."""
    queue.connection.execute(
        f"UPDATE revisions SET state = 'extracted', finished_at = {finished} WHERE id = %s".encode(), [revision]
    )


def test_the_texts_of_earlier_revisions_are_forgotten(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Of three revisions the last one's text stays; of one that nobody corrected, too."""
    first = queue.add("one")
    article = queue.article_of(first)
    chain = [first, queue.add("two", article=article, number=2), queue.add("three", article=article, number=3)]
    alone = queue.add("alone")
    for revision in [*chain, alone]:
        extracted(queue, revision, OLD)
    db = worker_database.connection()
    assert [forget.earlier_texts(db, 30, 100), forget.earlier_texts(db, 30, 100)] == [2, 0]
    assert texts(queue, article) == ["", "", "three"]
    assert texts(queue, queue.article_of(alone)) == ["alone"]


@pytest.mark.parametrize(
    ("earlier", "finished"), [("extracted", "now() - interval '10 days'"), ("queued", OLD)], ids=["young", "unread"]
)
def test_a_text_that_may_still_be_needed_stays(
    queue: Queue, worker_database: WorkerDatabase, earlier: str, finished: str
) -> None:
    """The correction is young, or the earlier revision is still to be extracted."""
    first = queue.add("one")
    article = queue.article_of(first)
    extracted(queue, queue.add("two", article=article, number=2), finished)
    if earlier == "extracted":
        extracted(queue, first, OLD)
    assert forget.earlier_texts(worker_database.connection(), 30, 100) == 0
    assert texts(queue, article) == ["one", "two"]


def test_heartbeats_and_answers_are_forgotten_in_their_time(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A process that has been silent for an hour, an answer whose time is over; nothing else."""
    db = worker_database.connection()
    for name in ("old", "new", "new"):
        store.beat(db, name, "worker")
    queue.connection.execute("UPDATE heartbeats SET beat_at = now() - interval '61 minutes' WHERE process = 'old'")
    queue.add()
    queue.connection.execute(
        "INSERT INTO idempotency_keys (workspace_id, key, request_digest, status, headers, body, expires_at)"
        " SELECT id, n, sha256('x'), 202, '{}', '{}', now() + make_interval(hours => n - 3) - interval '1 minute'"
        " FROM workspaces, generate_series(1, 5) n"
    )
    assert retention.forget(db, Kept(), most=1) == {"answers": 1, "processes": 1}
    assert retention.forget(db, Kept()) == {"answers": 2}
    assert queue.one("SELECT count(*) FROM idempotency_keys") == 2
    assert queue.one("SELECT process FROM heartbeats") == "new"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events",
        "DELETE FROM articles",
        "UPDATE revisions SET text = ''",
        "INSERT INTO forgotten_changes (workspace_id, position) SELECT workspace_id, 9 FROM events",
        "UPDATE forgotten_changes SET position = 9",
    ],
)
def test_the_workers_role_can_forget_by_time_only(
    queue: Queue, worker_database: WorkerDatabase, statement: str
) -> None:
    """What the functions do it may not do by itself."""
    happened(queue, 1, days=40)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker_database.connection().execute(statement.encode())


@pytest.mark.parametrize("function", ["forget_changes", "forget_tombstones", "forget_earlier_texts"])
def test_nobody_forgets_what_is_younger_than_a_day(
    queue: Queue, database: Database, worker_database: WorkerDatabase, function: str
) -> None:
    """Not the worker, by asking for less; the API's role not at all."""
    happened(queue, 3, days=0)
    place(worker_database)
    queue.add("two", article=queue.article_of(queue.add("one")), number=2)
    queue.connection.execute("UPDATE revisions SET state = 'extracted', finished_at = now() - interval '23 hours'")
    queue.connection.execute(
        "INSERT INTO articles (workspace_id, content_digest, erased_at)"
        " SELECT id, sha256('x'), now() - interval '23 hours' FROM workspaces"
    )
    call = f"SELECT {function}(interval '-1 year', 100)".encode()
    assert worker_database.connection().execute(call).fetchone() == (0,)
    with psycopg.connect(database.api_url) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute(call)


def test_the_relay_forgets_what_its_settings_say(queue: Queue, programs: Programs, tmp_path: Path) -> None:
    """More than a batch, at once and not ten minutes later; the log says what."""
    happened(queue, retention.BATCH + 5, days=40)
    queue.connection.execute("UPDATE events SET position = id")
    relay = Running(Programs({**programs.environment, "KEEP_CHANGES_DAYS": "30"}, tmp_path).relay())
    try:
        queue.wait_for("SELECT count(*) = 0 FROM events")
    finally:
        relay.stop()
    assert queue.one("SELECT position FROM forgotten_changes") == retention.BATCH + 5
    assert '"event": "forgot"' in (tmp_path / "relay.log").read_text()
