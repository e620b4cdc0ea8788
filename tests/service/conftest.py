"""The API as it runs anywhere, once per test module, on a database of the module's own."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from service import firstkey
from service.embedded.postgres import Postgres
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests import databases
from tests.service.desk import Desk, Person, open_desk
from tests.service.site import Site
from tests.webhooks import WEBHOOKS

# Nothing listens there: accepting and serving must not need Redis.
NO_REDIS = "redis://127.0.0.1:1/0"


@contextmanager
def serving(server: Postgres, template: str, logs: Path, settings: Mapping[str, str]) -> Iterator[Site]:
    """The API with these settings on a fresh database, without Redis."""
    with databases.clone(server, template) as database:
        key = firstkey.make(database.migrator_url, "ours", "tests").text
        addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, NO_REDIS)
        port = free_port()
        running = Running(Programs(addresses.environment({**os.environ, **settings}), logs).api("127.0.0.1", port))
        try:
            running.wait_until_ready(30)
            yield Site(f"http://127.0.0.1:{port}", key, database, logs / "api.log")
        finally:
            running.stop()


@pytest.fixture(scope="module")
def site(postgres_server: Postgres, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The API as it is set up everywhere."""
    with serving(postgres_server, template, tmp_path_factory.mktemp("site"), WEBHOOKS) as site:
        yield site


@pytest.fixture
def desk(site: Site) -> Desk:
    """A workspace of this test's own."""
    return open_desk(site)


@pytest.fixture
def anna(desk: Desk) -> Person:
    """A reviewer."""
    return desk.person("Anna")


@pytest.fixture
def ben(desk: Desk) -> Person:
    """Another one."""
    return desk.person("Ben")
