"""Revisions to work on, the database with a worker's rights, and programs that can be killed."""

from collections.abc import Iterator

import psycopg
import pytest

from schemas.sealing import Seal
from tests.databases import Database
from tests.webhooks import KEY, receiver
from tests.workers.postoffice import PostOffice
from tests.workers.rows import Queue
from workers.database import Database as WorkerDatabase
from workers.deliver import Courier
from workers.webhooks import Poster


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


@pytest.fixture
def post(queue: Queue, worker_database: WorkerDatabase) -> Iterator[PostOffice]:
    """A workspace with an endpoint that listens, not yet registered."""
    workspace = queue.one("INSERT INTO workspaces (name) VALUES ('w') RETURNING id")
    poster = Poster(loopback=True, seconds=1)
    with receiver() as running:
        yield PostOffice(
            queue, worker_database, Courier(worker_database, Seal([KEY]), poster, (60.0, 120.0)), running, workspace
        )
