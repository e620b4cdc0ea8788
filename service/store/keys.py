# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Workspaces and API keys."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from schemas.records import ApiKey, Workspace
from service.store.database import Db

_COLUMNS = "id, workspace_id, name, prefix, digest, scopes, created_at, expires_at, revoked_at, reviewer"


class Standing(NamedTuple):
    """Whose key was presented; `standing` is live, revoked or expired."""

    key_id: UUID
    workspace_id: UUID
    scopes: list[str]
    standing: str


def authenticate(db: Db, digest: bytes) -> Standing | None:
    """Whose key has this digest; None when nobody's."""
    row = db.execute("SELECT key_id, tenant, granted, standing FROM authenticate(%s)", [digest], binary=True).fetchone()
    return None if row is None else Standing(*row)


def add_workspace(db: Db, name: str) -> Workspace:
    """A new workspace, or the one that has this name. Only the owner of the tables may (not the service)."""
    with db.cursor(row_factory=class_row(Workspace)) as cursor:
        return cursor.execute(
            "INSERT INTO workspaces (name) VALUES (%s)"
            " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id, name, created_at",
            [name],
        ).fetchall()[0]


def add(  # noqa: PLR0913, PLR0917 - one per column
    db: Db,
    workspace_id: UUID,
    name: str,
    prefix: str,
    digest: bytes,
    scopes: list[str],
    expires_at: datetime | None,
    reviewer: str | None = None,
) -> ApiKey:
    """Store a new key's digest."""
    with db.cursor(row_factory=class_row(ApiKey)) as cursor:
        return cursor.execute(
            "INSERT INTO api_keys (workspace_id, name, prefix, digest, scopes, expires_at, reviewer)"
            f" VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING {_COLUMNS}",
            [workspace_id, name, prefix, digest, scopes, expires_at, reviewer],
        ).fetchall()[0]


def every(db: Db) -> list[ApiKey]:
    """The keys that this connection may see, newest first."""
    with db.cursor(row_factory=class_row(ApiKey)) as cursor:
        return cursor.execute(f"SELECT {_COLUMNS} FROM api_keys ORDER BY id DESC").fetchall()


def revoke(db: Db, key_id: UUID) -> ApiKey | None:
    """End a key now; a second time changes nothing. None when there is no such key."""
    with db.cursor(row_factory=class_row(ApiKey)) as cursor:
        return cursor.execute(
            f"UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = %s RETURNING {_COLUMNS}", [key_id]
        ).fetchone()


def who(db: Db, key_id: UUID) -> tuple[str, str | None]:
    """A key's name, and the person whose key it is (None: a tool's)."""
    row = db.execute("SELECT name, reviewer FROM api_keys WHERE id = %s", [key_id]).fetchall()[0]
    return str(row[0]), row[1]
