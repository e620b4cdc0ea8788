"""Positions: given to what is committed, without holes, by one writer however many there are."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.databases import Database
from tests.workers.rows import Queue
from workers import store_events
from workers.database import Database as WorkerDatabase


@pytest.fixture
def workspaces(queue: Queue) -> dict[str, str]:
    """Two workspaces; their ids."""
    return {name: str(queue.one("INSERT INTO workspaces (name) VALUES (%s) RETURNING id", name)) for name in ("a", "b")}


def write(connection: psycopg.Connection[Any], workspace: str, name: str) -> None:
    """An event that is known by its request id."""
    connection.execute(
        "INSERT INTO events (workspace_id, type, request_id) VALUES (%s, 'claim.created', %s)", [workspace, name]
    )


def place(database: WorkerDatabase, most: int = 100) -> int:
    """One turn of the relay."""
    with database.transaction() as db:
        store_events.lock_positions(db)
        return store_events.place(db, most)


def order(queue: Queue, workspace: str) -> list[tuple[int | None, str]]:
    """Positions and names, by position."""
    return queue.connection.execute(
        "SELECT position, request_id FROM events WHERE workspace_id = %s ORDER BY position, id", [workspace]
    ).fetchall()


@contextmanager
def open_transaction(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A transaction that commits at the end of the block."""
    with psycopg.connect(database.worker_url) as connection:
        yield connection


def test_what_commits_late_comes_later(
    queue: Queue, database: Database, worker_database: WorkerDatabase, workspaces: dict[str, str]
) -> None:
    """The smaller id turns up after the greater one was read: a reader by id would have missed it."""
    with open_transaction(database) as slow:
        write(slow, workspaces["a"], "slow")
        write(queue.connection, workspaces["a"], "fast")
        assert place(worker_database) == 1
        assert order(queue, workspaces["a"]) == [(1, "fast")]
    assert place(worker_database) == 1
    assert order(queue, workspaces["a"]) == [(1, "fast"), (2, "slow")]


def test_what_was_rolled_back_leaves_no_hole(
    queue: Queue, database: Database, worker_database: WorkerDatabase, workspaces: dict[str, str]
) -> None:
    """Ids have holes, positions have none."""
    with open_transaction(database) as db:
        write(db, workspaces["a"], "never")
        db.rollback()
    write(queue.connection, workspaces["a"], "kept")
    place(worker_database)
    assert order(queue, workspaces["a"]) == [(1, "kept")]


def test_each_workspace_counts_for_itself(
    queue: Queue, worker_database: WorkerDatabase, workspaces: dict[str, str]
) -> None:
    """A position tells nobody how much others do."""
    for name in ("1", "2"):
        for workspace in workspaces.values():
            write(queue.connection, workspace, name)
    assert [place(worker_database, 3), place(worker_database, 3), place(worker_database, 3)] == [3, 1, 0]
    for workspace in workspaces.values():
        assert order(queue, workspace) == [(1, "1"), (2, "2")]


def test_two_relays_that_both_believe_to_lead_make_no_hole(
    queue: Queue, database: Database, workspaces: dict[str, str]
) -> None:
    """The lock of the transaction decides, not what a process believes."""
    writing = threading.Event()
    failures: list[BaseException] = []

    def relay() -> None:
        own = WorkerDatabase(database.worker_url, "relay")
        try:
            while place(own, 3) or not writing.is_set():
                pass
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)
        own.renew()

    relays = [threading.Thread(target=relay) for _ in range(3)]
    for thread in relays:
        thread.start()
    for number in range(120):
        write(queue.connection, workspaces["ab"[number % 2]], str(number))
    writing.set()
    for thread in relays:
        thread.join(30)
    assert failures == []
    for workspace in workspaces.values():
        assert [position for position, _ in order(queue, workspace)] == list(range(1, 61))
