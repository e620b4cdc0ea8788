"""What is hardly HTTP, over bare sockets against the real server: a short problem and a closed line, never more work."""

import contextlib
import http.client
import json
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.service.site import Site

GET = "GET /healthz HTTP/1.1\r\nHost: x\r\n"
POST = "POST /v1/articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Type: application/json\r\n"
CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n"
KEYS = "GET /v1/keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Bytes:
    """What is sent (KEY stands for the key), and the problem that answers it."""

    name: str
    status: int
    code: str
    sent: str


CASES = [
    # No request at all.
    Bytes("TLS on the plain port", 400, "malformed-request", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    Bytes("HTTP/2 without asking", 400, "malformed-request", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Bytes("a version of the future", 400, "malformed-request", "GET / HTTP/9.9\r\n\r\n"),
    Bytes("a method in small letters", 400, "malformed-request", "get / HTTP/1.1\r\nHost: x\r\n\r\n"),
    Bytes("lines that end in LF", 400, "malformed-request", "GET /healthz HTTP/1.1\nHost: x\n\n"),
    Bytes("an address of a byte beyond ASCII", 400, "malformed-request", "GET /\xe9 HTTP/1.1\r\nHost: x\r\n\r\n"),
    # The head.
    Bytes("an address of 9,000 bytes", 414, "address-too-long", f"GET /{'a' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n"),
    Bytes("a header of 9,000 bytes", 431, "headers-too-large", GET + f"X-A: {'a' * 9000}\r\n\r\n"),
    Bytes("101 headers", 431, "headers-too-large", GET + "".join(f"X-{n}: 1\r\n" for n in range(100)) + "\r\n"),
    Bytes("a header that never ends", 431, "headers-too-large", GET + "X-A: " + "a" * 1_000_000),
    Bytes("headers that never end", 431, "headers-too-large", GET + f"X: {'a' * 1000}\r\n" * 1000),
    Bytes("no Host", 400, "malformed-request", "GET /healthz HTTP/1.1\r\n\r\n"),
    Bytes("two Hosts", 400, "malformed-request", GET + "Host: y\r\n\r\n"),
    Bytes("U+0000 in a header", 400, "malformed-request", GET + "X: a\x00b\r\n\r\n"),
    Bytes("a folded header", 400, "malformed-request", GET + "X: a\r\n b\r\n\r\n"),
    Bytes("a space before the colon", 400, "malformed-request", GET + "X : a\r\n\r\n"),
    Bytes("a header without a name", 400, "malformed-request", GET + ": a\r\n\r\n"),
    Bytes("an expectation", 417, "unknown-expectation", GET + "Expect: 200-ok\r\n\r\n"),
    Bytes("two Authorization headers", 400, "malformed-request", KEYS[:-2] + "Authorization: Bearer KEY\r\n\r\n"),
    # How long the body is.
    Bytes("Content-Length and chunks", 400, "malformed-request", POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Bytes("two lengths", 400, "malformed-request", POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    Bytes("a length below nothing", 400, "malformed-request", POST + "Content-Length: -2\r\n\r\n{}"),
    Bytes("a length of other digits", 400, "malformed-request", POST + "Content-Length: \xb2\r\n\r\n{}"),
    Bytes("a length in hex", 400, "malformed-request", POST + "Content-Length: 0x2\r\n\r\n{}"),
    Bytes("chunks of HTTP/1.0", 400, "malformed-request", CHUNKED.replace("1.1", "1.0") + "2\r\n{}\r\n0\r\n\r\n"),
    Bytes("chunks in chunks", 400, "malformed-request", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    Bytes("a transfer coding without chunks", 400, "malformed-request", POST + "Transfer-Encoding: gzip\r\n\r\n\x1f\x8b"),
    Bytes("compressed chunks", 501, "unknown-transfer-coding", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    Bytes("a coding of one's own", 501, "unknown-transfer-coding", POST + "Transfer-Encoding: x\r\n\r\n{}"),
    Bytes("a body that ends early", 400, "malformed-request", POST + "Content-Length: 99\r\n\r\n{}"),
    # Chunks.
    Bytes("a size that is no number", 400, "malformed-request", CHUNKED + "zz\r\n{}\r\n0\r\n\r\n"),
    Bytes("a size below nothing", 400, "malformed-request", CHUNKED + "-2\r\n{}\r\n0\r\n\r\n"),
    Bytes("a size beyond all bounds", 400, "malformed-request", CHUNKED + "f" * 40 + "\r\n{}\r\n"),
    Bytes("a size that never ends", 400, "malformed-request", CHUNKED + "0" * 100_000),
    Bytes("a chunk longer than its size", 400, "malformed-request", CHUNKED + "2\r\n{} \r\n0\r\n\r\n"),
    Bytes("no last chunk", 400, "malformed-request", CHUNKED + "2\r\n{}\r\n"),
    Bytes("an extension of 20,000 bytes", 400, "malformed-request", CHUNKED + f"2;{'a' * 20_000}\r\n{{}}\r\n0\r\n\r\n"),
    Bytes("an extension with a bare CR", 400, "malformed-request", CHUNKED + "2;a=\rb\r\n{}\r\n0\r\n\r\n"),
    Bytes("5,000 extensions of a body that is no JSON", 400, "malformed-json", CHUNKED + "1;x=y\r\na\r\n" * 5000 + "0\r\n\r\n"),
    Bytes("trailers that never end", 400, "malformed-request", CHUNKED + "0\r\n" + f"X: {'a' * 1000}\r\n" * 1000),
    Bytes("a key in the trailers", 400, "malformed-request", CHUNKED + "2\r\n{}\r\n0\r\nAuthorization: Bearer KEY\r\n\r\n"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_hardly_http_is_answered_as_the_table_says(site: Site, case: Bytes) -> None:
    """One problem with a request id and without an echo; then the line is closed."""
    with opened(site) as line:
        send(site, line, case.sent)
        answer = answered(line)
        problem = json.loads(answer.body)
        assert (answer.status, problem["type"]) == (case.status, f"/problems/{case.code}")
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["requestId"] == answer.headers["x-request-id"]
        assert len(answer.body) < 500
        assert rest(line) == b""


def test_what_follows_a_request_is_read_by_itself(site: Site) -> None:
    """Two requests in one packet are two; garbage behind one is refused without harm to it."""
    with opened(site) as line:
        send(site, line, KEYS + KEYS + "\x00\x00garbage\r\n\r\n")
        assert [answered(line).status for _ in range(3)] == [200, 200, 400]
        assert rest(line) == b""


def test_a_body_smuggles_no_request(site: Site) -> None:
    """A refused body is not taken for the next request, however it looks."""
    with opened(site) as line:
        inner = KEYS.replace("/v1/keys", "/v1/smuggled")
        send(site, line, POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner)
        assert answered(line).status == 400
        assert rest(line) == b""
    assert "smuggled" not in site.log.read_text()


def test_a_batch_says_where_its_body_broke(site: Site) -> None:
    """What came before is stored (the server reads ahead by 1 kB); the last result is the problem."""
    lines = (json.dumps({"text": "Some 21 people. " * 200}) + "\n") * 2
    with opened(site) as line:
        head = CHUNKED.replace("/v1/articles", "/v1/articles:batch").replace("/json", "/x-ndjson")
        send(site, line, f"{head}{len(lines):x}\r\n{lines}\r\nzz\r\n")
        answer = answered(line)
    results = [json.loads(result) for result in answer.body.splitlines()]
    assert [result["status"] for result in results] == [202, 400]
    assert results[1]["problem"]["type"] == "/problems/malformed-request"


def test_every_line_of_the_log_is_one_json_object(site: Site) -> None:
    """Also of what was no request: its bytes are escaped, and nobody's workspace is named."""
    with opened(site) as line:
        send(site, line, KEYS + "GET /\x1b[31mforged\x85\x07 HTTP/1.1\r\n\r\n")
        assert [answered(line).status for _ in range(2)] == [200, 400]
    lines = [json.loads(line) for line in site.log.read_text().splitlines() if line.startswith("{")]
    (refused,) = (line for line in lines if "forged" in line.get("error", ""))
    assert (refused["event"], refused["status"]) == ("no request", 400)
    assert "workspace_id" not in refused
    assert "Traceback" not in site.log.read_text()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, taken off the line."""

    status: int
    headers: dict[str, str]
    body: bytes


def opened(site: Site) -> socket.socket:
    """A connection of one's own."""
    parts = urlsplit(site.url)
    return socket.create_connection((str(parts.hostname), int(str(parts.port))), timeout=20)


def send(site: Site, line: socket.socket, text: str) -> None:
    """Send these bytes, and no more; the server may have stopped reading before the last."""
    with contextlib.suppress(OSError):
        line.sendall(text.replace("KEY", site.key).encode("latin-1"))
        line.shutdown(socket.SHUT_WR)


def answered(line: socket.socket) -> Answer:
    """The next answer."""
    # Unbuffered, so that nothing of the answer behind it is taken.
    response = http.client.HTTPResponse(line)
    response.fp.close()
    response.fp = line.makefile("rb", buffering=0)  # type: ignore[assignment]  # reads like any file
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def rest(line: socket.socket) -> bytes:
    """What still comes until the line is closed."""
    found = b""
    while piece := line.recv(65_536):
        found += piece
    return found
