"""The real servers that tests talk to. Each pytest process has its own, so that -n 2 needs no locks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis as redis_client

from service import firstkey
from service.embedded import ground, postgres, redis
from service.embedded.ground import Ground
from service.embedded.postgres import Postgres
from service.embedded.processes import Program, Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests import databases
from tests.databases import Database
from tests.http import Api
from tests.starting import Start, starter
from tests.webhooks import WEBHOOKS


@pytest.fixture(scope="session")
def servers_ground() -> Iterator[Ground]:
    """A short-lived folder that the servers' account can reach, also when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="factclaims-tests-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield ground.prepare(Path(folder) / "servers")


@pytest.fixture(scope="session")
def postgres_server(servers_ground: Ground) -> Iterator[Postgres]:
    """PostgreSQL 18, without waiting for the disk."""
    server = postgres.prepare(servers_ground, servers_ground.folder.parent / "postgres.log", durable=False)
    running = server.start()
    yield server
    running.stop()
    server.forget_socket()


@pytest.fixture(scope="session")
def template(postgres_server: Postgres) -> str:
    """The name of a migrated, empty database."""
    return databases.make_template(postgres_server)


@pytest.fixture
def database(postgres_server: Postgres, template: str) -> Iterator[Database]:
    """A migrated, empty database for this test alone; its addresses per role."""
    with databases.clone(postgres_server, template) as cloned:
        yield cloned


@pytest.fixture(scope="session")
def redis_server_url(servers_ground: Ground) -> Iterator[str]:
    """Redis, without persistence."""
    server, running = redis.start(servers_ground, servers_ground.folder.parent / "redis.log")
    yield server.url
    running.stop()


@pytest.fixture
def redis_url(redis_server_url: str) -> str:
    """An empty Redis for this test."""
    with redis_client.Redis.from_url(redis_server_url) as client:
        client.flushall()
    return redis_server_url


@pytest.fixture
def programs(database: Database, redis_url: str, tmp_path: Path) -> Programs:
    """The project's own programs on this test's database and Redis; their logs are in `tmp_path`."""
    addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, redis_url)
    return Programs(addresses.environment({**os.environ, **WEBHOOKS}), tmp_path)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts programs; whatever still runs at the end of the test is stopped."""
    with starter() as start:
        yield start


@pytest.fixture
def api(programs: Programs, database: Database) -> Iterator[Api]:
    """The HTTP server as it runs anywhere, and a key that may do everything in a workspace of its own."""
    key = firstkey.make(database.migrator_url, "tests", "tests").text
    port = free_port()
    with _running(programs.api("127.0.0.1", port)):
        yield Api(f"http://127.0.0.1:{port}", key)


@pytest.fixture
def worker(programs: Programs) -> Iterator[Running]:
    """A relay and a Celery worker; the worker."""
    with _running(programs.relay()), _running(programs.worker()) as running:
        yield running


@pytest.fixture
def courier(programs: Programs) -> Iterator[Running]:
    """A relay and a Celery worker that delivers; the worker."""
    with _running(programs.relay()), _running(programs.courier()) as running:
        yield running


@contextmanager
def _running(program: Program) -> Iterator[Running]:
    running = Running(program)
    try:
        running.wait_until_ready(30)
        yield running
    finally:
        running.stop()
