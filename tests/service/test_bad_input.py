"""Bad input and its answer: tables are the promise, a line a case; docs/bad-input.md is the tables, for readers."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.embedded.postgres import Postgres
from tests.service import badtable
from tests.service.badrequests import ARTICLES, CASES, KEPT, Case
from tests.service.badsteps import QUOTA, STEPS, Scene, Step
from tests.service.conftest import serving
from tests.service.desk import open_desk
from tests.service.site import JSON, Site
from tests.webhooks import KEY

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_answered_as_the_table_says(site: Site, case: Case) -> None:
    """Status, type, pointer; a small problem document without Python's words."""
    headers = {"Authorization": f"Bearer {site.key}", **case.headers}
    answer = site.raw(case.method, case.path, headers, case.body)
    problem = json.loads(answer.body)
    assert (answer.status, problem["type"]) == (case.status, f"/problems/{case.code}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"]
    assert problem["status"] == case.status
    assert len(problem["detail"]) <= 200
    assert b"Traceback" not in answer.body
    if case.pointer is not None:
        assert case.pointer in [flaw["pointer"] for flaw in problem["errors"]]
    if case.status == 405:
        assert answer.headers["Allow"]


@pytest.fixture(scope="module")
def strict(postgres_server: Postgres, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The API with a low limit for each key, as it runs in production: no webhook goes to this machine."""
    settings = {"WEBHOOK_KEYS": KEY, "RATE_LIMIT_KEY": str(QUOTA), "DATABASE_WAIT_SECONDS": "1"}
    with serving(postgres_server, template, tmp_path_factory.mktemp("strict"), settings) as site:
        yield site


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_bad_input_after_something_else_is_answered_as_the_table_says(strict: Site, step: Step) -> None:
    """Each in a workspace of its own; what is refused may be tried again where the answer says when."""
    answer = step.act(Scene(open_desk(strict)))
    found = answer.json()
    said = "" if answer.status_code < 300 else str(found["type"]).removeprefix("/problems/")
    assert (answer.status_code, said) == (step.status, step.code)
    assert answer.headers["X-Request-Id"]
    assert ("Retry-After" in answer.headers) is step.later
    if answer.status_code >= 300:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert len(found["detail"]) <= 200


def test_the_document_is_the_tables() -> None:
    """`python -m tests.service.badtable > docs/bad-input.md` writes it anew."""
    assert (PROJECT / "docs/bad-input.md").read_text(encoding="utf-8") == badtable.text()


def test_every_problem_has_its_line() -> None:
    """What docs/problems.md lists is answered somewhere in the tables, but for what no bad input brings about."""
    listed = badtable.listed((PROJECT / "docs/problems.md").read_text(encoding="utf-8"))
    shown = {(row.status, row.code) for row in badtable.rows()}
    assert {code for _, code in listed - shown} == badtable.ELSEWHERE.keys()
    assert {code for _, code in shown - listed} == {""}


def test_a_chunked_body_is_cut_off_at_the_limit(site: Site) -> None:
    """Without Content-Length the bytes are counted as they come."""

    def chunks() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(9):
            yield b"a" * 1_000_000
        yield b'"}'

    headers = {"Authorization": f"Bearer {site.key}", "Transfer-Encoding": "chunked", **JSON}
    answer = site.raw("POST", ARTICLES, headers, chunks())
    assert (answer.status, json.loads(answer.body)["type"]) == (413, "/problems/payload-too-large")


def test_two_authorization_headers_are_refused(site: Site) -> None:
    """Which of two keys counts is not for us to guess."""
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20)) as connection:
        connection.putrequest("GET", ARTICLES)
        for _ in range(2):
            connection.putheader("Authorization", f"Bearer {site.key}")
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["type"]) == (400, "/problems/malformed-request")


def test_a_head_request_is_a_get_without_its_body(site: Site) -> None:
    """With its query string, and its tag."""
    answer = site.request("HEAD", "/v1/claims?limit=1")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == site.request("GET", "/v1/claims?limit=1").headers["ETag"]


def test_a_body_that_ends_early_is_refused(site: Site) -> None:
    """Content-Length promised more."""
    host, port = urlsplit(site.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        head = f"POST {ARTICLES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {site.key}\r\n"
        line.sendall((head + "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{}").encode())
        line.shutdown(socket.SHUT_WR)
        assert line.recv(65_536).startswith(b"HTTP/1.1 400")


def test_broken_chunks_are_refused(site: Site) -> None:
    """A chunk whose size is no number."""
    host, port = urlsplit(site.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        head = f"POST {ARTICLES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {site.key}\r\n"
        line.sendall(
            (head + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n").encode()
        )
        assert line.recv(65_536).startswith(b"HTTP/1.1 400")


def test_a_key_in_the_address_opens_nothing_and_is_not_logged(site: Site) -> None:
    """Addresses end up in histories and logs."""
    answer = site.raw("GET", f"{ARTICLES}?key={site.key}", {}, None)
    assert answer.status == 401
    assert site.key not in site.log.read_text()


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_strange_text_is_kept_exactly(site: Site, text: str) -> None:
    """Accepted without Redis, and given back code point by code point."""
    accepted = site.submit(text)
    assert accepted.status_code == 202
    stored = site.request("GET", accepted.headers["Location"] + "/text")
    assert stored.content.decode() == text


def test_what_a_caller_sends_stays_on_one_log_line(site: Site) -> None:
    """CR, LF and ESC in a path are escaped."""
    site.raw("GET", "/v1/%0d%0a%1b[31mforged", {"Authorization": f"Bearer {site.key}"}, None)
    lines = [line for line in site.log.read_text().splitlines() if "forged" in line]
    assert len(lines) == 1
    assert json.loads(lines[0])["path"] == "/v1/\r\n\x1b[31mforged"
