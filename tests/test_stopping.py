"""SIGTERM in the middle of the work: what was begun is ended, nothing is lost, and no process needs its whole grace."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from uuid import UUID

import psycopg
import pytest
import requests

from service import firstkey
from service.embedded.processes import Running
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests.databases import Database
from tests.http import Api
from tests.load import load
from tests.starting import Start
from tests.workers.rows import CLAIMS, Queue

GRACE = 30  # compose.yaml's for a courier; far above what a slow machine needs
REVISIONS = 150


@pytest.fixture
def queue(database: Database) -> Iterator[Queue]:
    """This test's revisions, seen and made with every right."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        yield Queue(connection)


@pytest.fixture
def served(programs: Programs, database: Database, start: Start) -> tuple[Api, Running]:
    """The API and its process."""
    port = free_port()
    key = firstkey.make(database.migrator_url, "tests", "tests").text
    return Api(f"http://127.0.0.1:{port}", key), start(programs.api("127.0.0.1", port))


def stored(queue: Queue) -> set[str]:
    """The articles that are there."""
    return {str(article) for (article,) in queue.connection.execute("SELECT id FROM articles").fetchall()}


def end(running: Running) -> int:
    """Ask the program to stop; its exit code, within the grace."""
    running.ask_to_stop()
    return running.process.wait(GRACE)


def test_the_api_answers_what_it_has_begun(served: tuple[Api, Running], database: Database, queue: Queue) -> None:
    """Eight requests wait for a lock when SIGTERM comes: all are answered, then the process ends."""
    api, running = served

    def post(number: int) -> requests.Response:
        headers = {"Authorization": f"Bearer {api.key}"}
        body = {"text": f"{number} people came."}
        return requests.post(f"{api.url}/v1/articles", json=body, headers=headers, timeout=30)

    with ThreadPoolExecutor(8) as pool, psycopg.connect(database.superuser_url) as blocker:
        blocker.execute("LOCK TABLE articles")
        answers = [pool.submit(post, number) for number in range(8)]
        queue.wait_for("SELECT count(*) = 8 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        running.ask_to_stop()
        time.sleep(1)
        assert not running.ended
        blocker.rollback()
        assert [answer.result().status_code for answer in answers] == [202] * 8
    assert running.process.wait(GRACE) == 0
    assert stored(queue) == {answer.result().json()["id"] for answer in answers}


def test_the_api_waits_for_who_has_just_connected(programs: Programs, start: Start) -> None:
    """A connection was taken and has not said anything when SIGTERM comes: what it says then is answered."""
    port = free_port()
    program = programs.api("127.0.0.1", port)
    running = start(replace(program, arguments=(*program.arguments, "--workers", "1")))
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as silent:
        silent.connect()
        assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=30).ok  # taken after the silent one
        running.ask_to_stop()
        time.sleep(0.6)
        silent.request("GET", "/healthz")
        answer = silent.getresponse()
        assert (answer.status, answer.headers["Connection"]) == (200, "close")
    assert running.process.wait(GRACE) == 0


def test_the_api_under_load_stores_nothing_that_it_does_not_answer(served: tuple[Api, Running], queue: Queue) -> None:
    """What clients were told is what is there, to the last article."""
    api, running = served
    with load(api) as clients:
        clients.wait(50)
        assert end(running) == 0
    assert stored(queue) == set(clients.answered)
    assert len(clients.failed) == 4  # each client's last request found nobody


def test_the_relay_under_load_leaves_everything_to_the_next(queue: Queue, programs: Programs, start: Start) -> None:
    """It ends in the middle of its ringing; nothing is done twice, and nobody waits for it in vain."""
    relay = start(programs.relay())
    start(programs.worker())
    revisions = [queue.add() for _ in range(REVISIONS)]
    queue.wait(revisions[0])
    assert end(relay) == 0
    more = [queue.add() for _ in range(5)]
    start(programs.relay())
    _check_all(queue, revisions + more)


def test_the_worker_under_load_ends_what_it_has_begun(queue: Queue, programs: Programs, start: Start) -> None:
    """No lease is left behind and no attempt wasted; another worker does the rest."""
    start(programs.relay())
    worker = start(programs.worker())
    revisions = [queue.add() for _ in range(REVISIONS)]
    queue.wait(revisions[REVISIONS // 10])
    assert end(worker) == 0
    assert queue.one("SELECT count(*) FROM revisions WHERE state = 'running'") == 0
    start(programs.worker())
    _check_all(queue, revisions)


def _check_all(queue: Queue, revisions: list[UUID]) -> None:
    """Each was extracted at the first attempt, once."""
    for revision in revisions:
        row = queue.wait(revision, seconds=90)
        assert (row.state, row.attempts, row.claims) == ("extracted", 1, CLAIMS)
        assert queue.events(revision) == {"article.extracted": 1, "claim.created": CLAIMS}
