"""Answers that were given under an Idempotency-Key."""

from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Json

from service.store.database import Db

DAYS_KEPT = 7


class Kept(NamedTuple):
    """An answer as it was given, and the digest of the request that it answered."""

    request_digest: bytes
    status: int
    headers: dict[str, str]
    body: str


def take(db: Db, workspace_id: UUID, key: str) -> bool:
    """Hold this key until the transaction ends; False when somebody else does."""
    row = db.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace_id} {key}"]).fetchone()
    return row == (True,)


def find(db: Db, key: str) -> Kept | None:
    """The answer kept under this key, unless its time is over."""
    row = db.execute(
        "SELECT request_digest, status, headers, body FROM idempotency_keys WHERE key = %s AND expires_at > now()",
        [key],
    ).fetchone()
    return None if row is None else Kept(*row)


def keep(db: Db, workspace_id: UUID, key: str, answer: Kept, article_id: UUID | None) -> None:
    """Keep an answer for seven days, in place of one whose time is over."""
    db.execute(
        "INSERT INTO idempotency_keys"
        " (workspace_id, key, request_digest, status, headers, body, article_id, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, now() + make_interval(days => %s))"
        " ON CONFLICT (workspace_id, key) DO UPDATE SET request_digest = excluded.request_digest,"
        " status = excluded.status, headers = excluded.headers, body = excluded.body,"
        " article_id = excluded.article_id, created_at = now(), expires_at = excluded.expires_at",
        [
            workspace_id,
            key,
            answer.request_digest,
            answer.status,
            Json(answer.headers),
            answer.body,
            article_id,
            DAYS_KEPT,
        ],
    )


def forget_article(db: Db, article_id: UUID) -> None:
    """Drop the answers that show an article."""
    db.execute("DELETE FROM idempotency_keys WHERE article_id = %s", [article_id])
