"""A new version takes over under load: no request fails, everything is extracted once, at the first attempt."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import requests

from service import firstkey
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests.databases import Database
from tests.http import Api
from tests.load import load
from tests.starting import Start


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Return when it is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_api_is_replaced_without_a_failed_request(
    programs: Programs, database: Database, start: Start, tmp_path: Path
) -> None:
    """SIGUSR2 starts the new master on the same socket, SIGTERM ends the old one; docs/operations.md says so."""
    port, pid, metrics = free_port(), tmp_path / "api.pid", tmp_path / "metrics"
    metrics.mkdir()
    programs = replace(programs, environment={**programs.environment, "PROMETHEUS_MULTIPROC_DIR": str(metrics)})
    api = Api(f"http://127.0.0.1:{port}", firstkey.make(database.migrator_url, "tests", "tests").text)
    program = programs.api("127.0.0.1", port)
    # The command as operators write it: `python -m gunicorn` cannot start itself again.
    command = (str(Path(sys.executable).with_name("gunicorn")), *program.arguments[3:], "--pid", str(pid))
    old = start(replace(program, arguments=command))
    with load(api) as clients:
        clients.wait(20)
        os.kill(old.process.pid, signal.SIGUSR2)
        until((tmp_path / "api.pid.2").exists)
        clients.wait(20)
        old.ask_to_stop()
        assert old.process.wait(30) == 0
        clients.wait(20)
        until(lambda: pid.exists() and int(pid.read_text()) != old.process.pid)
    assert clients.failed == []
    counted = re.findall(
        r'requests_total\{.*method="POST".*\} (\S+)', requests.get(f"{api.url}/metrics", timeout=10).text
    )
    assert [float(count) for count in counted] == [len(clients.answered)]  # of the old one and the new one
    with psycopg.connect(database.superuser_url) as db:
        assert {str(row[0]) for row in db.execute("SELECT id FROM articles").fetchall()} == set(clients.answered)


def test_relay_and_worker_are_replaced_under_load(
    api: Api, programs: Programs, database: Database, start: Start
) -> None:
    """The new ones are started, then the old ones are asked to stop: everything is extracted at its first attempt."""

    def beating() -> int:
        return len(db.execute("SELECT FROM heartbeats").fetchall())

    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        with load(api, clients=2, pause=0.2) as clients:
            both = (programs.relay(), programs.worker())
            old = [start(program) for program in both]
            until(lambda: beating() == 2)
            clients.wait(20)
            for program in both:
                start(program)
            until(lambda: beating() == 4)
            clients.wait(20)
            for running in old:
                running.ask_to_stop()
                assert running.process.wait(30) == 0
            clients.wait(20)
        assert clients.failed == []
        unfinished = "SELECT count(*) FROM revisions WHERE state IN ('queued', 'running')"
        until(lambda: db.execute(unfinished).fetchall() == [(0,)], 90)
        sent = len(clients.answered)
        assert db.execute("SELECT state, attempts, count(*) FROM revisions GROUP BY 1, 2").fetchall() == [
            ("extracted", 1, sent)
        ]
        told = "SELECT count(DISTINCT revision_id), count(*) FROM events WHERE type = 'article.extracted'"
        assert db.execute(told).fetchall() == [(sent, sent)]
