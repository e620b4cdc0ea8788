"""What operations see, with Postgres there and gone."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service import firstkey
from service.embedded.postgres import Postgres
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests import databases
from tests.databases import Database
from tests.service.conftest import NO_REDIS
from tests.service.site import Site


def test_the_process_says_that_it_lives(site: Site) -> None:
    """No key, no database."""
    assert site.raw("GET", "/healthz", {}, None).body == b'{"status":"ok"}'


def test_ready_means_the_right_level(site: Site) -> None:
    """A database that is not migrated far enough is not ready."""
    assert site.raw("GET", "/readyz", {}, None).status == 200
    with psycopg.connect(site.database.migrator_url) as db:
        level = db.execute("SELECT version_num FROM alembic_version").fetchone()
        db.execute("UPDATE alembic_version SET version_num = '0000'")
        db.commit()
        behind = site.raw("GET", "/readyz", {}, None)
        db.execute("UPDATE alembic_version SET version_num = %s", level)
    assert behind.status == 503
    assert b'"behind"' in behind.body
    assert site.raw("GET", "/readyz", {}, None).status == 200


def test_the_queue_is_measured_over_all_tenants(site: Site) -> None:
    """Numbers only: no name, no id, no text."""
    site.submit("measured 1", title="canary-m")
    metrics = site.raw("GET", "/metrics", {}, None).body.decode()
    assert 'factclaims_revisions{state="queued"} 1.0' in metrics
    assert "factclaims_oldest_unfinished_seconds" in metrics
    assert 'route="/v1/articles"' in metrics
    assert "canary-m" not in metrics


def test_a_path_of_a_callers_choice_is_no_metric(site: Site) -> None:
    """Otherwise anybody could fill the memory with labels."""
    site.raw("GET", "/v1/made-up-path-17", {}, None)
    assert "made-up-path-17" not in site.raw("GET", "/metrics", {}, None).body.decode()


def test_the_callers_request_id_is_kept_when_it_is_a_plain_one(site: Site) -> None:
    """It goes to the answer and the log; a strange one is replaced."""
    kept = site.raw("GET", "/healthz", {"X-Request-Id": "trace-42"}, None)
    replaced = site.raw("GET", "/healthz", {"X-Request-Id": 'a" , "b'}, None)
    assert kept.headers["X-Request-Id"] == "trace-42"
    assert len(replaced.headers["X-Request-Id"]) == 32


@pytest.fixture
def cut_off(postgres_server: Postgres, template: str, tmp_path: Path) -> Iterator[Site]:
    """An API whose database refuses connections from now on."""
    with databases.clone(postgres_server, template) as database:
        key = firstkey.make(database.migrator_url, "ours", "tests").text
        addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, NO_REDIS)
        port = free_port()
        environment = addresses.environment(os.environ) | {"DATABASE_WAIT_SECONDS": "1"}
        running = Running(Programs(environment, tmp_path).api("127.0.0.1", port))
        try:
            running.wait_until_ready(30)
            site = Site(f"http://127.0.0.1:{port}", key, database, tmp_path / "api.log")
            assert site.submit("before 1").status_code == 202
            connections_allowed(database, allowed=False)
            yield site
        finally:
            running.stop()


def connections_allowed(database: Database, *, allowed: bool) -> None:
    """Let the programs connect, or cut all connections and let nobody in."""
    with psycopg.connect(database.superuser_url.replace(database.name, "postgres"), autocommit=True) as db:
        db.execute(f"ALTER DATABASE {database.name} WITH ALLOW_CONNECTIONS {allowed}")
        if not allowed:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database.name])


def test_without_its_database_the_service_says_so_and_comes_back(cut_off: Site) -> None:
    """503 with Retry-After, no 500; the same request afterwards makes exactly one article."""
    away = [cut_off.submit("while away 2"), cut_off.request("GET", "/v1/claims"), cut_off.request("GET", "/readyz")]
    connections_allowed(cut_off.database, allowed=True)
    answers: list[int] = []
    end = time.monotonic() + 30  # a process finds out by itself what of its pool is dead
    while len(answers) < 2:
        assert time.monotonic() < end
        if (back := cut_off.submit("while away 2")).status_code != 503:
            answers.append(back.status_code)
    assert answers in ([202, 200], [200, 200])
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in away] == [(503, "1")] * 3
    assert away[0].json()["type"] == "/problems/service-unavailable"
    with psycopg.connect(cut_off.database.migrator_url) as db:
        assert db.execute("SELECT count(*) FROM revisions WHERE text = 'while away 2'").fetchone() == (1,)
