# ruff: noqa: S608 -- the names come from this file
"""A running API as a test talks to it."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import requests

from schemas.records import Scope
from service import apikey
from service.store import keys
from tests.databases import Database

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Site:
    """A running API, its database, and a key of one workspace with every scope."""

    url: str
    key: str
    database: Database
    log: Path

    def request(self, method: str, path: str, *, key: str | None = None, **options: Any) -> requests.Response:
        """One request with the site's key, or another one."""
        headers = {"Authorization": f"Bearer {key or self.key}", **options.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=20, allow_redirects=False, **options)

    def submit(self, text: str, **fields: Any) -> requests.Response:
        """Submit an article."""
        return self.request("POST", "/v1/articles", json={"text": text, **fields})

    def raw(self, method: str, path: str, headers: Mapping[str, str], body: bytes | Iterator[bytes] | None) -> "Answer":
        """One request exactly as given: no client tidies up its path, headers or body."""
        parts = urlsplit(self.url)
        with closing(http.client.HTTPConnection(parts.netloc, timeout=20)) as connection:
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(method, path, body=body, headers=dict(headers), encode_chunked=chunked)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())

    def make_key(self, workspace: str, *scopes: Scope, ends: str = "NULL", revoked: str = "NULL") -> str:
        """A key of a workspace; `ends` and `revoked` are SQL times."""
        key = apikey.make()
        with psycopg.connect(self.database.migrator_url) as db:
            tenant = keys.add_workspace(db, workspace)
            row = keys.add(db, tenant.id, "test", key.prefix, key.digest, [str(scope) for scope in scopes], None)
            db.execute(f"UPDATE api_keys SET expires_at = {ends}, revoked_at = {revoked} WHERE id = %s", [row.id])
        return key.text


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, byte by byte."""

    status: int
    headers: dict[str, str]
    body: bytes
