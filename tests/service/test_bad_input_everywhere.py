"""Bad input on every route: the same bodies, parameters and headers, whatever a route is for. The routes come from the contract."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from service.app import create_app
from service.config import Config
from tests.service.claimrows import Given
from tests.service.desk import open_desk
from tests.service.site import JSON, Site

CONTRACT: dict[str, Any] = yaml.safe_load(
    create_app(Config(database_url="postgresql://nowhere.invalid/")).extensions["openapi"]
)
NDJSON = {"Content-Type": "application/x-ndjson"}
BATCH = ("POST", "/v1/articles:batch")
OPERATIONS = [
    (method.upper(), path, operation)
    for path, item in CONTRACT["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
]
ROUTES = [(method, path) for method, path, _ in OPERATIONS]
BODIES = [
    (method, path)
    for method, path, operation in OPERATIONS
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]
PARAMETERS = [
    (method, path, parameter["name"])
    for method, path, operation in OPERATIONS
    for parameter in operation.get("parameters", [])
    if parameter["in"] == "query"
]
UNKNOWN = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Row:
    """A body or a header that no route takes, and the answer."""

    name: str
    status: int
    code: str
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()


NO_JSON = [
    Row("empty", 400, "malformed-json", b""),
    Row("truncated", 400, "malformed-json", b'{"a": [1'),
    Row("raw control character", 400, "malformed-json", b'{"a": "\x01"}'),
    Row("NaN", 400, "malformed-json", b'{"a": NaN}'),
    Row("1e999", 400, "malformed-json", b'{"a": 1e999}'),
    Row("5,000-digit integer", 400, "malformed-json", b'{"a": ' + b"9" * 5000 + b"}"),
    Row("duplicate key", 400, "duplicate-key", b'{"a": 1, "a": 1}'),
    Row("33 levels", 400, "json-too-deep", b"[" * 33 + b"]" * 33),
    Row("1,000 levels", 400, "json-too-deep", b"[" * 1000),
    Row("bad UTF-8", 400, "invalid-encoding", b'{"a": "\xff"}'),
    Row("UTF-16", 400, "invalid-encoding", '{"a": 1}'.encode("utf-16")),
    Row("byte order mark", 400, "invalid-encoding", b"\xef\xbb\xbf{}"),
]
ANOTHER_SHAPE = [
    Row("a list", 422, "validation-failed", b"[]"),
    Row("null", 422, "validation-failed", b"null"),
    Row("an unknown field", 422, "validation-failed", b'{"workspaceId": "x"}'),
    Row("a field of a thousand characters", 422, "validation-failed", b'{"' + b"x" * 1000 + b'": 1}'),
    Row("100 unknown fields", 422, "validation-failed", json.dumps({f"x{n}": 1 for n in range(100)}).encode()),
]
ANOTHER_TYPE = [
    Row("no content type", 415, "unsupported-media-type", b"{}", (("Content-Type", ""),)),
    Row("text/plain", 415, "unsupported-media-type", b"{}", (("Content-Type", "text/plain"),)),
    Row("another charset", 415, "unsupported-media-type", b"{}", (("Content-Type", "application/json; charset=latin-1"),)),
    Row("gzip", 415, "unsupported-media-type", b"\x1f\x8b", (("Content-Encoding", "gzip"),)),
    Row("brotli", 415, "unsupported-media-type", b"{}", (("Content-Encoding", "br"),)),
    Row("8 MB and more", 413, "payload-too-large", b" " * 8_000_001),
]  # fmt: skip
ANY_ROUTE = [
    Row("an answer that is no JSON", 406, "not-acceptable", headers=(("Accept", "image/png"),)),
    Row("two keys in one header", 400, "malformed-request", headers=(("Authorization", "Bearer a, Bearer b"),)),
    Row("a key of another scheme", 401, "unauthenticated", headers=(("Authorization", "Basic a"),)),
]


def test_there_is_something_to_ask() -> None:
    """All that takes a body but the batch takes JSON, and every listing has parameters."""
    with_body = {(method, path) for method, path, operation in OPERATIONS if "requestBody" in operation}
    assert with_body == {*BODIES, BATCH}
    assert len(BODIES) >= 15
    assert len(PARAMETERS) > 60


@pytest.mark.parametrize(("method", "path"), BODIES, ids=lambda part: part)
def test_no_route_takes_a_body_that_is_not_strict_json(site: Site, method: str, path: str) -> None:
    """Nor one of another shape, type or encoding, nor one that is too large."""
    for row in NO_JSON + ANOTHER_SHAPE + ANOTHER_TYPE:
        check(site, method, path, row, JSON)


@pytest.mark.parametrize("row", NO_JSON + ANOTHER_SHAPE, ids=lambda row: row.name)
def test_no_line_of_a_batch_is_anything_else(site: Site, row: Row) -> None:
    """A line is a body; only an empty one is nothing at all."""
    headers = {"Authorization": f"Bearer {site.key}", **NDJSON}
    answer = site.raw(*BATCH, headers, row.body.replace(b"\n", b"") + b"\n")
    results = [json.loads(line) for line in answer.body.splitlines()]
    assert [(result["status"], result["problem"]["type"]) for result in results] == (
        [] if not row.body else [(row.status, f"/problems/{row.code}")]
    )
    for result in results:
        is_short(result["problem"])


@pytest.mark.parametrize("row", ANOTHER_TYPE[1:5], ids=lambda row: row.name)
def test_no_batch_is_of_another_type(site: Site, row: Row) -> None:
    """415 for all of it; nothing is decompressed."""
    check(site, *BATCH, row, NDJSON)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: part)
def test_no_route_takes_these_headers_and_parameters(site: Site, method: str, path: str) -> None:
    """An Accept without JSON, keys that are none, a parameter that nobody knows."""
    for row in ANY_ROUTE:
        check(site, method, path, row, {})
    check(site, method, path + "?colour=red", Row("unknown parameter", 400, "invalid-parameter"), {})
    check(site, method, path + "?key=fc_a", Row("a key in the address", 401, "unauthenticated"), {"Authorization": ""})


@pytest.mark.parametrize(("method", "path", "name"), PARAMETERS, ids=lambda part: part)
def test_no_parameter_takes_these_values(site: Site, method: str, path: str, name: str) -> None:
    """Twice, U+0000, 600 signs of 12 bytes, nothing; it is named as the one that is wrong."""
    for value in (f"a&{name}=a", "a%00b", "%F0%9F%98%80" * 600, ""):
        answer = site.raw(method, f"{address(path)}?{name}={value}", {"Authorization": f"Bearer {site.key}"}, None)
        problem = json.loads(answer.body)
        assert (value[:20], answer.status, problem["type"]) == (value[:20], 400, "/problems/invalid-parameter")
        assert [flaw["parameter"] for flaw in problem["errors"]] == [name]
        is_short(problem)


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]], ids=lambda part: part)
def test_no_id_is_anything_but_an_id(site: Site, method: str, path: str) -> None:
    """404 for what is none, and for one that nobody has; a path that goes up is no path."""
    body = json.dumps(example(method, path)).encode() if (method, path) in BODIES else None
    headers = {"Authorization": f"Bearer {site.key}", **(JSON if body else {})}
    first, _, behind = path.partition("{")
    end = behind[behind.index("}") + 1 :]
    for wrong in ("7", "%20", "x" * 200, UNKNOWN[:-1], UNKNOWN.replace("-", ""), UNKNOWN + "%0a", "%ff", UNKNOWN):
        answer = site.raw(method, address(first + wrong + end), headers, body)
        assert (wrong, answer.status) == (wrong, 404)
        is_short(json.loads(answer.body))
    for forged in ("%00", "..%2f..%2fetc", "%5c"):
        answer = site.raw(method, address(first + forged + end), headers, body)
        assert (forged, answer.status, json.loads(answer.body)["type"]) == (forged, 400, "/problems/malformed-request")


def test_an_answer_is_never_longer_than_what_it_says(site: Site) -> None:
    """A hundred flaws are fifty, and the log of all this holds no stack."""
    desk = open_desk(site)
    desk.claims(Given())
    body = json.dumps({"x" * 300 + str(n): n for n in range(200)}).encode()
    answer = site.raw("POST", "/v1/articles", {"Authorization": f"Bearer {desk.leader.key}", **JSON}, body)
    problem = json.loads(answer.body)
    assert len(problem["errors"]) == 50
    is_short(problem)
    for line in site.log.read_text().splitlines():
        assert "Traceback" not in line
        assert not line.startswith("{") or json.loads(line)["event"] != "unexpected"


def check(site: Site, method: str, path: str, row: Row, headers: dict[str, str]) -> None:
    """One request and its answer."""
    sent = {"Authorization": f"Bearer {site.key}", **headers, **dict(row.headers)}
    sent = {name: value for name, value in sent.items() if value}
    answer = site.raw(method, address(path), sent, row.body if "Content-Type" in headers else None)
    problem = json.loads(answer.body)
    assert (row.name, answer.status, problem["type"]) == (row.name, row.status, f"/problems/{row.code}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["requestId"] == answer.headers["X-Request-Id"]
    is_short(problem)


def is_short(problem: dict[str, Any]) -> None:
    """No word of it is longer than 200 characters, and none is Python's."""
    said = [problem["detail"], *(word for flaw in problem.get("errors", []) for word in flaw.values())]
    assert all(len(word) <= 200 for word in said)
    assert not any("Traceback" in word or "object at 0x" in word for word in said)


def address(path: str) -> str:
    """A path of the contract with an id that nobody has in each of its places."""
    parts = path.split("{")
    return parts[0] + "".join(UNKNOWN + part[part.index("}") + 1 :] for part in parts[1:])


def example(method: str, path: str) -> Any:
    """The body that the contract shows."""
    return CONTRACT["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["example"]
