"""Leases: who holds a revision, how a hold ends, and what a late waker may still do."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.databases import Database
from tests.workers.rows import Queue
from workers import store, store_relay
from workers.database import Database as WorkerDatabase
from workers.store import MOST_ATTEMPTS, Outcome

DONE = Outcome(claims=0, language="ja", version="test")


def test_a_queued_revision_is_claimed_once(queue: Queue, database: Database) -> None:
    """Eight workers ring the same bell at the same moment: one comes in."""
    revision = queue.add()

    def claim(_: int) -> bool:
        own = WorkerDatabase(database.worker_url, "test")
        try:
            return store.claim(own.connection(), revision, uuid4(), 20) is not None
        finally:
            own.renew()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(claim, range(8))) == 1
    assert queue.row(revision).attempts == 1


def test_what_is_finished_or_unknown_is_not_claimed(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A message that comes late finds nothing to do."""
    db, token, revision = worker_database.connection(), uuid4(), queue.add()
    claimed = store.claim(db, revision, token, 20)
    assert claimed is not None
    assert store.finish(db, claimed, token, DONE)
    assert store.claim(db, revision, uuid4(), 20) is None
    assert store.claim(db, uuid4(), uuid4(), 20) is None


def test_an_ended_lease_is_taken_over(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Whoever held it is dead or late; the next attempt is counted."""
    db, revision = worker_database.connection(), queue.add()
    assert store.claim(db, revision, uuid4(), 20) is not None
    assert store.claim(db, revision, uuid4(), 20) is None
    queue.end_lease(revision)
    again = store.claim(db, revision, uuid4(), 20)
    assert again is not None
    assert again.attempts == 2


def test_a_zombie_writes_nothing(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A worker that wakes after its lease was taken over finds its token worthless, for success and failure."""
    db, revision = worker_database.connection(), queue.add()
    old, new = uuid4(), uuid4()
    zombie = store.claim(db, revision, old, 20)
    queue.end_lease(revision)
    heir = store.claim(db, revision, new, 20)
    assert zombie is not None
    assert heir is not None
    assert not store.finish(db, zombie, old, DONE)
    assert store.fail(db, zombie, old, "late", 0) is None
    assert (queue.row(revision).state, queue.row(revision).problem) == ("running", None)
    assert store.finish(db, heir, new, DONE)
    assert queue.events(revision) == {"article.extracted": 1}


def test_a_claim_of_unknown_outcome_is_found_by_its_token(queue: Queue, worker_database: WorkerDatabase) -> None:
    """The token is made before the statement, so that it can be asked for after a broken connection."""
    db, token, revision = worker_database.connection(), uuid4(), queue.add()
    assert store.held(db, revision, token) is None
    store.claim(db, revision, token, 20)
    held = store.held(db, revision, token)
    assert held is not None
    assert held.attempts == 1


def test_a_revision_fails_visibly_after_five_attempts(queue: Queue, worker_database: WorkerDatabase) -> None:
    """Four failures are tried again, the fifth is the last and says why."""
    db, revision = worker_database.connection(), queue.add()
    states = []
    for _ in range(MOST_ATTEMPTS):
        token = uuid4()
        claimed = store.claim(db, revision, token, 20)
        assert claimed is not None
        states.append(store.fail(db, claimed, token, "It would not do.", 0))
    assert states == ["queued"] * 4 + ["failed"]
    assert queue.row(revision).problem == "It would not do."
    assert queue.events(revision) == {"article.failed": 1}
    assert store.claim(db, revision, uuid4(), 20) is None


def test_the_relay_fails_what_was_stopped_five_times(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A process that is killed at its work cannot say so; the relay does."""
    db, revision = worker_database.connection(), queue.add()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert store.claim(db, revision, uuid4(), 20) is not None
        assert (store_relay.fail_exhausted(db), store_relay.release_ended(db)) == (0, 0)  # the lease still runs
        queue.end_lease(revision)
        last = attempt == MOST_ATTEMPTS
        assert (store_relay.fail_exhausted(db), store_relay.release_ended(db)) == ((1, 0) if last else (0, 1))
    assert (queue.row(revision).state, queue.row(revision).problem) == ("failed", store_relay.STOPPED)
    assert queue.events(revision) == {"article.failed": 1}


def test_what_is_due_is_taken_once_and_put_off(queue: Queue, worker_database: WorkerDatabase) -> None:
    """One bell, then silence for a while; what could not be rung for is due again at once."""
    db, revision = worker_database.connection(), queue.add(request_id="r-7")
    assert store_relay.take_due(db, 10) == [store_relay.Due(revision, "r-7", None)]
    assert store_relay.take_due(db, 10) == []
    store_relay.put_back(db, [revision])
    assert [due.id for due in store_relay.take_due(db, 10)] == [revision]


def test_a_bell_that_nobody_heard_is_rung_again_later_and_later(queue: Queue, worker_database: WorkerDatabase) -> None:
    """A lost message costs seconds, and a long queue isn't filled with repetitions."""
    db, revision = worker_database.connection(), queue.add()
    waits = []
    for _ in range(5):
        queue.connection.execute("UPDATE revisions SET next_publish_at = now()")
        store_relay.take_due(db, 1)
        waits.append(
            round(
                queue.one("SELECT extract(epoch FROM next_publish_at - now()) FROM revisions WHERE id = %s", revision)
            )
        )
    assert waits == [10, 20, 40, 60, 60]


def test_what_was_rung_for_in_vain_is_called_back(queue: Queue, worker_database: WorkerDatabase) -> None:
    """When the queue is empty; what waits after a failure, or is being worked on, is left alone."""
    db, heard, unheard, failed = worker_database.connection(), queue.add(), queue.add(), queue.add()
    assert len(store_relay.take_due(db, 10)) == 3
    assert store.claim(db, heard, uuid4(), 20)
    claimed = store.claim(db, failed, token := uuid4(), 20)
    assert claimed is not None
    store.fail(db, claimed, token, "wrong", 30)
    assert store_relay.take_due(db, 10) == []
    store_relay.recall(db)
    assert [due.id for due in store_relay.take_due(db, 10)] == [unheard]


def test_only_as_many_are_taken_as_there_is_room_for(queue: Queue, worker_database: WorkerDatabase) -> None:
    """What is beyond waits in PostgreSQL."""
    db = worker_database.connection()
    for _ in range(3):
        queue.add()
    assert [len(store_relay.take_due(db, room)) for room in (0, 2, 2)] == [0, 2, 1]


def test_one_relay_leads_at_a_time(worker_database: WorkerDatabase, database: Database) -> None:
    """A second one takes over when the first one's connection ends."""
    second = WorkerDatabase(database.worker_url, "test")
    assert store_relay.lead(worker_database.connection())
    assert not store_relay.lead(second.connection())
    worker_database.renew()
    assert any(store_relay.lead(second.connection()) for _ in range(200))
    second.renew()


def test_a_long_text_is_held_longer(queue: Queue, worker_database: WorkerDatabase) -> None:
    """The lease follows the length, up to a limit."""
    db = worker_database.connection()
    seconds = []
    for length in (10, 200_000, 1_900_000):
        revision = queue.add("a" * length)
        store.claim(db, revision, uuid4(), 20)
        seconds.append(
            round(queue.one("SELECT extract(epoch FROM leased_until - now()) FROM revisions WHERE id = %s", revision))
        )
    assert seconds == [20, 30, 75]
