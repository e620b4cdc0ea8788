"""The service with a bare handler beside it, for `benchmarks.read`: the same server, pool and rows."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from psycopg_pool import ConnectionPool

from service.wsgi import app as service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

# What a listing shows, as Postgres itself writes it: no key, no tenant's policy, no paging, no framework.
STATEMENT = """
SELECT json_agg(page)::text FROM (
    SELECT id, version, status, kind, language, article_id, revision_number, review_state, review_required,
           review_submitted, verdict, document
      FROM claims WHERE workspace_id = (SELECT id FROM workspaces LIMIT 1) AND status = 'current'
     ORDER BY worthiness DESC, id DESC LIMIT 50) page
"""

_pool = ConnectionPool(os.environ["BARE_DATABASE_URL"], kwargs={"autocommit": True}, min_size=1, max_size=8, open=False)

bare = Flask("bare")


@bare.get("/bare")
def handler() -> Response:
    """The rows as Postgres writes them, and nothing else."""
    return Response(_rows(), content_type="application/json")


def app(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
    """`/bare` and, without even a framework, `/wsgi` are answered here; everything else by the service."""
    if environ["PATH_INFO"] == "/bare":
        return bare(environ, start)
    if environ["PATH_INFO"] != "/wsgi":
        return service(environ, start)
    body = _rows()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _rows() -> bytes:
    _pool.open()
    with _pool.connection() as db:
        row = db.execute(STATEMENT).fetchone()
    return (row[0] if row else "[]").encode()
