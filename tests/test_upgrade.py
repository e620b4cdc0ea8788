"""New code on the database of before: nothing is taken, nothing is lost, and everybody says what to do."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from schemas import migrate
from service.embedded.postgres import Postgres
from service.embedded.processes import Program, Running
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests import databases
from tests.databases import Database

BEFORE, NEEDED = migrate.revisions()[-2:]


@pytest.fixture
def database(postgres_server: Postgres, template: str) -> Iterator[Database]:
    """One step behind."""
    del template  # it makes the roles
    with databases.empty(postgres_server) as behind:
        migrate.upgrade(behind.migrator_url, BEFORE)
        yield behind


def serves(url: str) -> bool:
    """Whether the process answers at all."""
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_the_api_is_not_ready_until_the_database_is_migrated(programs: Programs, database: Database) -> None:
    """503 keeps a balancer's requests away and names the command; afterwards the same process serves."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    running = Running(replace(programs.api("127.0.0.1", port), ready=lambda: serves(url)))
    try:
        running.wait_until_ready(30)
        behind = requests.get(f"{url}/readyz", timeout=5)
        assert behind.status_code == 503
        assert behind.json()["migration"] == {"current": BEFORE, "needed": NEEDED}
        assert "factclaims migrate" in behind.json()["advice"]
        assert serves(url)
        migrate.upgrade(database.migrator_url)
        ready = requests.get(f"{url}/readyz", timeout=5)
        assert (ready.status_code, "advice" in ready.json()) == (200, False)
    finally:
        running.stop()


@pytest.mark.parametrize("name", ["relay", "worker", "courier"])
def test_a_process_that_would_write_ends_and_says_why(programs: Programs, database: Database, name: str) -> None:
    """A worker that cannot save what it has extracted would fail the article after five attempts."""
    program: Program = getattr(programs, name)()
    running = Running(program)
    try:
        assert running.process.wait(60) == 1
        said = [json.loads(line) for line in program.log.read_text().splitlines() if line.startswith("{")]
        assert [line["needed"] for line in said if line["event"] == "database-behind"] == [NEEDED]
        assert migrate.current(database.worker_url) == BEFORE
    finally:
        running.stop()
