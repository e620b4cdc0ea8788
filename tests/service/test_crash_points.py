"""The API's process ends at each numbered step of taking an article in and of erasing one: nothing half, nothing twice."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import requests

from service import firstkey
from service.embedded.postgres import Postgres
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests import databases
from tests.service.claimrows import Given
from tests.service.conftest import NO_REDIS
from tests.service.desk import Desk, open_desk
from tests.service.site import Site

TEXT = "The crash cost 10 dollars."


@pytest.fixture(scope="module")
def doomed(postgres_server: Postgres, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The API that dies where it is told, on a fresh database."""
    logs = tmp_path_factory.mktemp("doomed")
    with databases.clone(postgres_server, template) as database:
        key = firstkey.make(database.migrator_url, "doomed", "tests").text
        addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, NO_REDIS)
        port = free_port()
        program = Programs(addresses.environment(os.environ), logs).api("127.0.0.1", port)
        arguments = tuple(word.replace("service.wsgi:app", "tests.service.dying:app") for word in program.arguments)
        running = Running(replace(program, arguments=arguments))
        try:
            running.wait_until_ready(30)
            yield Site(f"http://127.0.0.1:{port}", key, database, program.log)
        finally:
            running.stop()


@pytest.fixture
def workspace(doomed: Site) -> Desk:
    """A workspace of this test's own."""
    return open_desk(doomed)


def insist(desk: Desk, method: str, path: str, **options: Any) -> requests.Response:
    """The answer of a client that repeats its request while there is none, or another try holds the key."""
    end = time.monotonic() + 30
    while True:
        try:
            answer = desk.leader.ask(method, path, **options)
        except requests.ConnectionError:
            assert time.monotonic() < end
        else:
            if answer.status_code not in (409, 503) or time.monotonic() > end:
                return answer
        time.sleep(0.1)


def counted(desk: Desk) -> dict[str, int]:
    """How many rows of each kind the workspace has."""
    tables = ("articles", "revisions", "claims", "events", "idempotency_keys")
    asked = ", ".join(
        f"(SELECT count(*) FROM {table} t JOIN workspaces w ON w.id = t.workspace_id WHERE w.name = %s)"  # noqa: S608 - the names above
        for table in tables
    )
    row = desk.run(f"SELECT {asked}", *[desk.workspace] * len(tables))[0]
    return dict(zip(tables, row, strict=True))


@pytest.mark.parametrize(("step", "stored"), [("begun", 0), ("written", 0), ("committed", 1)])
def test_an_article_sent_again_after_a_crash_is_there_once(workspace: Desk, step: str, stored: int) -> None:
    """The client got no answer and repeats its request with its Idempotency-Key: one article, whatever was stored."""
    headers = {"Idempotency-Key": str(uuid4())}
    with pytest.raises(requests.ConnectionError):
        workspace.leader.ask("POST", "/v1/articles", json={"text": TEXT}, headers=headers | {"Die-At": step})
    assert counted(workspace)["articles"] == stored
    answer = insist(workspace, "POST", "/v1/articles", json={"text": TEXT}, headers=headers)
    assert answer.status_code == 202
    assert ("Idempotent-Replayed" in answer.headers) is bool(stored)
    assert counted(workspace) == {"articles": 1, "revisions": 1, "claims": 0, "events": 1, "idempotency_keys": 1}
    listed = workspace.leader.ask("GET", "/v1/articles").json()["items"]
    assert [(article["id"], article["state"]) for article in listed] == [(answer.json()["id"], "queued")]


def test_an_article_sent_again_without_a_key_is_there_once(workspace: Desk) -> None:
    """The same content is the same article: 200 says that it was stored before."""
    with pytest.raises(requests.ConnectionError):
        workspace.leader.ask("POST", "/v1/articles", json={"text": TEXT}, headers={"Die-At": "committed"})
    answer = insist(workspace, "POST", "/v1/articles", json={"text": TEXT})
    assert answer.status_code == 200
    assert counted(workspace)["articles"] == counted(workspace)["events"] == 1


@pytest.mark.parametrize(("step", "erased"), [("begun", False), ("written", False), ("committed", True)])
def test_an_erasure_is_whole_or_not_at_all(workspace: Desk, step: str, erased: bool) -> None:  # noqa: FBT001 - a table's column
    """After the crash everything is there or nothing; sent again it is erased once, and says so from then on."""
    sent = {"json": {"text": TEXT}, "headers": {"Idempotency-Key": str(uuid4())}}
    article = workspace.leader.ask("POST", "/v1/articles", **sent).json()["id"]
    workspace.claims(Given(), Given(start=20), article=article)
    before = counted(workspace)
    with pytest.raises(requests.ConnectionError):
        workspace.leader.ask("DELETE", f"/v1/articles/{article}", headers={"Die-At": step})
    assert (counted(workspace) == before) is not erased
    assert insist(workspace, "GET", f"/v1/articles/{article}").status_code == (410 if erased else 200)
    assert insist(workspace, "DELETE", f"/v1/articles/{article}").status_code == (410 if erased else 204)
    assert counted(workspace) == {"articles": 1, "revisions": 0, "claims": 0, "events": 4, "idempotency_keys": 0}
    told = workspace.run("SELECT type FROM events WHERE article_id = %s ORDER BY id", article)
    assert [kind for (kind,) in told] == ["article.accepted", "claim.erased", "claim.erased", "article.erased"]
    assert workspace.leader.ask("GET", f"/v1/articles/{article}/text").status_code == 410


def test_a_request_that_names_no_step_is_answered(workspace: Desk) -> None:
    """The program of these tests serves like the real one."""
    answer = workspace.leader.ask("POST", "/v1/articles", json={"text": TEXT}, headers={"Die-At": "never"})
    assert answer.status_code == 202
