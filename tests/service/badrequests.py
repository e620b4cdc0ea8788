"""Bad requests and what answers them, a line a case: with test_raw_http.py's bytes and badsteps.py the whole of docs/bad-input.md."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.service.site import JSON

ARTICLES = "/v1/articles"
KEYS = "/v1/keys"


@dataclass(frozen=True, slots=True)
class Case:
    """A request, and what it must be answered with."""

    name: str
    status: int
    code: str
    body: bytes | None = None
    method: str = "POST"
    path: str = ARTICLES
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))
    pointer: str | None = None


ITEM = {"uri": "urn:item", "bodies": [{"contenttype": "text/plain", "value": "12 people."}]}


def article(**fields: Any) -> bytes:
    """A submission with these fields (... for none), lone surrogates written as escapes."""
    sent = {"text": "12 people.", **fields}
    return json.dumps({name: value for name, value in sent.items() if value is not ...}).encode()


def refused(name: str, pointer: str, code: str = "validation-failed", **fields: Any) -> Case:
    """A submission that a field's value spoils."""
    return Case(name, 422, code, article(**fields), pointer=pointer)


def parameter(name: str, path: str, code: str = "invalid-parameter") -> Case:
    """A query string that is refused."""
    return Case(name, 400, code, method="GET", path=path, headers={})


CASES = [
    # The body is no JSON.
    Case("empty body", 400, "malformed-json", b""),
    Case("truncated", 400, "malformed-json", b'{"text": "a'),
    Case("raw control character", 400, "malformed-json", b'{"text": "a\x01b"}'),
    Case("NaN", 400, "malformed-json", b'{"text": NaN}'),
    Case("Infinity", 400, "malformed-json", b'{"text": -Infinity}'),
    Case("1e999", 400, "malformed-json", b'{"text": 1e999}'),
    Case("integer of 5,000 digits", 400, "malformed-json", b'{"text": ' + b"9" * 5000 + b"}"),
    Case("two values", 400, "malformed-json", b"{}{}"),
    Case("duplicate key", 400, "duplicate-key", b'{"text": "a", "text": "b"}'),
    Case("duplicate key, escaped", 400, "duplicate-key", b'{"text": "a", "te\\u0078t": "b"}'),
    Case("33 levels", 400, "json-too-deep", b'{"text": ' + b"[" * 32 + b"]" * 32 + b"}"),
    Case("32 levels are JSON still", 422, "validation-failed", b'{"text": ' + b"[" * 31 + b"]" * 31 + b"}", pointer="/text"),
    Case("100,000 levels", 400, "json-too-deep", b"[" * 100_000),
    Case("bad UTF-8", 400, "invalid-encoding", b'{"text": "\xff"}'),
    Case("overlong UTF-8", 400, "invalid-encoding", b'{"text": "\xc0\xaf"}'),
    Case("UTF-16", 400, "invalid-encoding", '{"text": "a"}'.encode("utf-16")),
    Case("UTF-16 without its mark", 400, "invalid-encoding", '{"text": "a"}'.encode("utf-16-le")),
    Case("byte order mark", 400, "invalid-encoding", b'\xef\xbb\xbf{"text": "a"}'),
    # The body is not said to be plain JSON.
    Case("no content type", 415, "unsupported-media-type", article(), headers={}),
    Case("text/plain", 415, "unsupported-media-type", article(), headers={"Content-Type": "text/plain"}),
    Case("a form", 415, "unsupported-media-type", b"text=a", headers={"Content-Type": "multipart/form-data"}),
    Case(
        "another charset", 415, "unsupported-media-type", article(),
        headers={"Content-Type": "application/json; charset=shift_jis"},
    ),
    Case("gzip", 415, "unsupported-media-type", b"\x1f\x8b", headers=JSON | {"Content-Encoding": "gzip"}),
    Case("identity", 415, "unsupported-media-type", article(), headers=JSON | {"Content-Encoding": "identity"}),
    # The body is too large.
    Case("8 MB and more", 413, "payload-too-large", b" " * 8_000_001),
    # The body is JSON of another shape.
    Case("a list", 422, "validation-failed", b"[]", pointer=""),
    Case("null", 422, "validation-failed", b"null", pointer=""),
    Case("a string", 422, "validation-failed", b'"text"', pointer=""),
    Case("nothing in it", 422, "validation-failed", b"{}", pointer="/text"),
    refused("a state of one's own", "/state", state="extracted"),
    refused("a workspace of one's own", "/workspaceId", workspaceId="01a20aee-1d44-724d-8514-68036af6c303"),
    Case("a pointer that needs escapes", 422, "validation-failed", b'{"text": "a", "a/b~c": 1}', pointer="/a~1b~0c"),
    refused("text null", "/text", text=None),
    refused("text a number", "/text", text=12),
    refused("text empty", "/text", text=""),
    refused("text blank", "/text", text=" \n\u3000"),
    refused("text over 2 MB", "/text", text="a" * 2_000_001),
    refused("text over 2 MB of UTF-8", "/text", text="\u3042" * 666_667),
    refused("title blank", "/title", title="  "),
    refused("title too long", "/title", title="a" * 1001),
    refused("title null", "/title", title=None),
    refused("authors a string", "/authors", authors="Staff"),
    refused("author a number", "/authors/1", authors=["Staff", 1]),
    refused("51 authors", "/authors", authors=["a"] * 51),
    refused("language in words", "/language", language="Japanese please"),
    refused("language with a line break", "/language", language="ja\n"),
    refused("time without offset", "/publishedAt", publishedAt="2026-01-01T00:00:00"),
    refused("a day for a time", "/publishedAt", publishedAt="2026-01-01"),
    refused("30 February", "/publishedAt", publishedAt="2026-02-30T00:00:00Z"),
    refused("hour 25", "/publishedAt", publishedAt="2026-01-01T25:00:00Z"),
    refused("before the year 1 in UTC", "/publishedAt", publishedAt="0001-01-01T00:00:00+14:00"),
    refused("a number for a time", "/publishedAt", publishedAt=1767225600),
    refused("javascript URL", "/url", url="javascript:alert(1)"),
    refused("ftp URL", "/url", url="ftp://news.example/a"),
    refused("URL with user", "/url", url="https://user:secret@news.example/"),
    refused("URL without host", "/url", url="https:///a"),
    refused("URL with a port beyond", "/url", url="https://news.example:99999/"),
    refused("URL with a space", "/url", url="https://news.example/a b"),
    refused("URL too long", "/url", url="https://news.example/" + "a" * 2048),
    Case("1.9 for a scope", 422, "validation-failed", b'{"name": "k", "scopes": [1.9]}', path=KEYS, pointer="/scopes/0"),
    Case("an unknown scope", 422, "validation-failed", b'{"name": "k", "scopes": ["root"]}', path=KEYS, pointer="/scopes/0"),
    Case("no scope", 422, "validation-failed", b'{"name": "k", "scopes": []}', path=KEYS, pointer="/scopes"),
    # Text that cannot be stored or shown truthfully.
    refused("U+0000 in the text", "/text", "invalid-text", text="a\x00b"),
    refused("lone surrogate in the text", "/text", "invalid-text", text="a\ud800b"),
    refused("U+0000 in the URL", "/url", "invalid-text", url="https://news.example/\x00"),
    refused("bidi control in the title", "/title", "invalid-text", title="safe\u202egnp.exe"),
    refused("bidi control in the id", "/externalId", "invalid-text", externalId="a\u2066b"),
    refused("bidi control in the publisher", "/publisher", "invalid-text", publisher="\u200fx"),
    refused("lone surrogate where nobody reads it", "/ninjs", "invalid-text", text=..., ninjs={**ITEM, "x": "\ud800"}),
    # Addresses, parameters and headers.
    parameter("unknown parameter", "/v1/claims?colour=red"),
    parameter("unknown parameter where none is taken", "/v1/keys?x=1"),
    parameter("repeated parameter", "/v1/claims?kind=date&kind=amount"),
    parameter("kind unknown", "/v1/claims?kind=rumour"),
    parameter("limit 0", "/v1/claims?limit=0"),
    parameter("limit 201", "/v1/claims?limit=201"),
    parameter("limit 1.5", "/v1/claims?limit=1.5"),
    parameter("min that explodes", "/v1/claims?min=1e9999999"),
    parameter("min no number", "/v1/claims?min=ten"),
    parameter("max below min", "/v1/claims?min=2&max=1"),
    parameter("from no day", "/v1/claims?from=20260101"),
    parameter("to before from", "/v1/claims?from=2026-01-02&to=2026-01-01"),
    parameter("q of signs", "/v1/claims?q=%21%3F"),
    parameter("q with U+0000", "/v1/claims?q=a%00b"),
    parameter("articleId no id", "/v1/claims?articleId=7"),
    parameter("worthiness above 1", "/v1/claims?minWorthiness=1.1"),
    parameter("forged cursor", "/v1/claims?cursor=WzEsMl0", "invalid-cursor"),
    parameter("cursor of no alphabet", "/v1/claims?cursor=%F0%9F%98%80", "invalid-cursor"),
    parameter("U+0000 in the path", "/v1/articles/%00", "malformed-request"),
    parameter("a way up in the path", "/v1/articles/..%2f..%2fetc", "malformed-request"),
    Case("malformed id", 404, "not-found", method="GET", path="/v1/articles/7", headers={}),
    Case("unknown version", 404, "not-found", method="GET", path="/v2/articles", headers={}),
    Case("unknown address", 404, "not-found", method="GET", path="/wp-login.php", headers={}),
    Case("wrong method", 405, "method-not-allowed", method="PUT", headers={}),
    Case("OPTIONS", 405, "method-not-allowed", method="OPTIONS", headers={}),
    Case("Accept without JSON", 406, "not-acceptable", method="GET", headers={"Accept": "text/html"}),
    Case("idempotency key too long", 400, "idempotency-key-invalid", article(), headers=JSON | {"Idempotency-Key": "k" * 256}),
    Case("idempotency key with a space", 400, "idempotency-key-invalid", article(), headers=JSON | {"Idempotency-Key": "a b"}),
]  # fmt: skip

# Texts that are taken as they are.
KEPT = {
    "bidi controls": "abc \u202e 12% \u2066x\u2069",
    "joiners and emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 5 \U0001f1ef\U0001f1f5",
    "decomposed": "cafe\u0301 3 \u304b\u3099",
    "line breaks and escapes": "a\r\nb\rc\x1b[31m 4",
    "SQL, templates and formats": "'; DROP TABLE claims; -- {{7*7}} ${x} %s %(x)s {0}",
    "a megabyte of digits": "9" * 1_000_000,
    "2 MB of Japanese": "\u3042" * 666_666,
}
