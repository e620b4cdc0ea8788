# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Answers that were given under an Idempotency-Key."""

from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Json

from service.store.database import Db


class Kept(NamedTuple):
    """An answer as it was given, the digest of the request that it answered, and the articles that it shows."""

    request_digest: bytes
    status: int
    headers: dict[str, str]
    body: str
    sealed: bool
    article_id: UUID | None
    next_article_id: UUID | None


_COLUMNS = ", ".join(Kept._fields)


def take(db: Db, workspace_id: UUID, key: str) -> bool:
    """Hold this key until the transaction ends; False when somebody else does."""
    row = db.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace_id} {key}"]).fetchone()
    return row == (True,)


def find(db: Db, key: str) -> Kept | None:
    """The answer kept under this key, unless its time is over."""
    row = db.execute(f"SELECT {_COLUMNS} FROM idempotency_keys WHERE key = %s AND expires_at > now()", [key]).fetchone()
    return None if row is None else Kept(*row)


def keep(db: Db, workspace_id: UUID, key: str, answer: Kept, days: int) -> None:
    """Keep an answer for so many days, in place of one whose time is over."""
    replaced = ", ".join(f"{column} = excluded.{column}" for column in Kept._fields)
    db.execute(
        f"INSERT INTO idempotency_keys (workspace_id, key, {_COLUMNS}, expires_at)"
        " VALUES (%(workspace)s, %(key)s, %(request_digest)s, %(status)s, %(headers)s, %(body)s, %(sealed)s,"
        " %(article_id)s, %(next_article_id)s, now() + make_interval(days => %(days)s))"
        f" ON CONFLICT (workspace_id, key) DO UPDATE SET {replaced}, created_at = now(),"
        " expires_at = excluded.expires_at",
        answer._asdict() | {"workspace": workspace_id, "key": key, "headers": Json(answer.headers), "days": days},
    )


def forget_article(db: Db, article_id: UUID) -> None:
    """Drop the answers that show an article."""
    db.execute(
        "DELETE FROM idempotency_keys WHERE article_id = %(article)s OR next_article_id = %(article)s",
        {"article": article_id},
    )
