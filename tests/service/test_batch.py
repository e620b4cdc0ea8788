"""Many articles in one request: each line for itself, answered as soon as it is stored."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests

from schemas.records import Scope
from tests.service.site import Site

NDJSON = {"Content-Type": "application/x-ndjson"}


def post(site: Site, body: bytes | Iterator[bytes], **headers: str) -> requests.Response:
    """A batch."""
    return site.request("POST", "/v1/articles:batch", data=body, headers=NDJSON | headers)


def results(answer: requests.Response) -> list[dict[str, Any]]:
    """The result lines."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def lines(*articles: Any) -> bytes:
    """NDJSON."""
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def test_each_line_is_an_article_of_its_own(site: Site) -> None:
    """A wrong one does not touch its neighbours."""
    sent = lines({"text": "Some 3 people."}, {"txt": "?"}, {"text": "Some 4 people.", "language": "en"})
    found = results(post(site, sent))
    assert [(result["line"], result["status"]) for result in found] == [(1, 202), (2, 422), (3, 202)]
    assert {flaw["pointer"] for flaw in found[1]["problem"]["errors"]} == {"/txt"}
    assert found[1]["problem"]["requestId"]
    for result in (found[0], found[2]):
        assert site.request("GET", result["location"]).json()["id"] == result["id"]


def test_the_same_batch_again_makes_nothing_new(site: Site) -> None:
    """Whoever was cut off sends everything again."""
    sent = lines(*({"text": f"Exactly {number} people of {uuid4()}."} for number in range(5)))
    first, again = results(post(site, sent)), results(post(site, sent))
    assert [result["status"] for result in again] == [200] * 5
    assert [result["id"] for result in first] == [result["id"] for result in again]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "malformed-json"), (b'{"text": "a", "text": "b"}', "duplicate-key"), (b"[" * 40 + b"]" * 40, "json-too-deep"),
        (b'{"text": "\xff"}', "invalid-encoding"), (b"\xef\xbb\xbf{}", "invalid-encoding"), (b"[]", "validation-failed"),
        (b'{"text": NaN}', "malformed-json"), (b'{"text": "\\u0000"}', "invalid-text"), (b'{"text": " "}', "validation-failed"),
        (b'{"text": "a", "html": "b"}', "validation-failed"), (b"{}", "validation-failed"),
    ],
)  # fmt: skip
def test_a_line_is_read_as_strictly_as_a_body(site: Site, line: bytes, problem: str) -> None:
    """And the next one is read all the same."""
    found = results(post(site, line + b"\n" + lines({"text": "Some 5 people."})))
    assert found[0]["problem"]["type"] == f"/problems/{problem}"
    assert found[1]["status"] in {200, 202}


def test_blank_lines_and_a_missing_last_line_end_are_nothing(site: Site) -> None:
    """Line ends of Windows, too; lines keep their numbers."""
    body = b'\n{"text": "6 people"}\r\n\r\n{"text": "7 people"}'
    assert [(result["line"], result["status"]) for result in results(post(site, body))] == [(2, 202), (4, 202)]
    assert results(post(site, b"")) == []


def test_a_thousand_lines_and_no_more(site: Site) -> None:
    """The last result says where it ended."""
    body = lines(*({"text": f"{number} of 1001 people"} for number in range(1001)))
    found = results(post(site, body))
    assert len(found) == 1001
    assert {result["status"] for result in found[:1000]} == {202}
    assert (found[1000]["line"], found[1000]["problem"]["type"]) == (1001, "/problems/payload-too-large")


def test_a_line_that_is_too_long_ends_the_batch(site: Site) -> None:
    """What comes behind it is not read, and not stored."""
    body = lines({"text": "8 people"}) + b'{"text": "' + b"9" * 8_100_000 + b'"}\n' + lines({"text": "10 people"})
    found = results(post(site, body))
    assert [result["status"] for result in found] == [202, 413]


def test_results_come_while_lines_are_still_being_sent(site: Site) -> None:
    """Streaming both ways: the first answer is there before the last line is sent (the server reads ahead by 1 kB)."""
    parts = urlsplit(site.url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=20)) as connection:
        connection.putrequest("POST", "/v1/articles:batch")
        for name, value in {**NDJSON, "Authorization": f"Bearer {site.key}", "Transfer-Encoding": "chunked"}.items():
            connection.putheader(name, value)
        connection.endheaders()

        def send(number: int) -> None:
            line = lines({"text": f"Streamed to {number} people. " + "And so on. " * 300})
            connection.send(f"{len(line):x}\r\n".encode() + line + b"\r\n")

        send(1)
        send(2)
        response = connection.getresponse()
        assert json.loads(response.readline())["line"] == 1
        send(3)
        connection.send(b"0\r\n\r\n")
        rest = [json.loads(line) for line in response.read().splitlines()]
    assert [(result["line"], result["status"]) for result in rest] == [(2, 202), (3, 202)]


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "application/json"}, {"Content-Type": "text/plain"}, {"Content-Encoding": "gzip"},
     {"Content-Type": "application/x-ndjson; charset=latin-1"}],
    ids=str,
)  # fmt: skip
def test_another_type_is_refused(site: Site, headers: dict[str, str]) -> None:
    """415 before anything is read."""
    assert post(site, lines({"text": "11 people"}), **headers).status_code == 415


def test_a_key_that_may_not_write_sends_nothing(site: Site) -> None:
    """403, as for one article."""
    key = site.make_key("ours", Scope.CLAIMS_READ)
    answer = site.request("POST", "/v1/articles:batch", key=key, data=lines({"text": "12"}), headers=NDJSON)
    assert answer.status_code == 403
