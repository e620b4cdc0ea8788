"""Revisions to work on, the database with a worker's rights, and programs that can be killed."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import Database
from tests.workers.rows import Queue
from workers.database import Database as WorkerDatabase


@pytest.fixture
def queue(database: Database) -> Iterator[Queue]:
    """This test's revisions, seen and made with every right."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        yield Queue(connection)


@pytest.fixture
def worker_database(database: Database) -> Iterator[WorkerDatabase]:
    """The database with the rights of a worker."""
    opened = WorkerDatabase(database.worker_url, "test")
    yield opened
    opened.renew()
