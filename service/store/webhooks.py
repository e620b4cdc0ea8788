# ruff: noqa: S608 -- what is put into a statement is a constant of this file; values are parameters
"""Endpoints of webhooks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from schemas.wire.webhooks import Endpoint, Filters
from service.store.database import Db

_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """An endpoint without its secrets; `min_worthiness` is in thousandths."""

    id: UUID
    url: str
    description: str | None
    events: list[str]
    kinds: list[str] | None
    languages: list[str] | None
    publishers: list[str] | None
    min_worthiness: int | None
    embargoed: bool
    enabled: bool
    disabled_reason: str | None
    version: int
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    previous_secret_until: datetime | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = (
    "id, url, description, events, kinds, languages, publishers, min_worthiness, embargoed, enabled, disabled_reason,"
    " version, failures, failing_since, CASE WHEN paused_until > now() THEN paused_until END AS paused_until,"
    " CASE WHEN previous_until > now() THEN previous_until END AS previous_secret_until, created_at, updated_at"
)


def count(db: Db) -> int:
    """How many endpoints the workspace has."""
    return int(db.execute("SELECT count(*) FROM webhooks").fetchall()[0][0])


def add(db: Db, workspace_id: UUID, asked: Endpoint, sealed: str) -> WebhookRow:
    """A new endpoint with its sealed secret."""
    values = _values(asked)
    enabled = values.pop("enabled", True)
    values |= {"enabled": enabled, "disabled_reason": None if enabled else "owner"}
    values |= {"workspace_id": workspace_id, "secret": sealed}
    names = ", ".join(values)
    places = ", ".join(f"%({name})s" for name in values)
    with db.cursor(row_factory=class_row(WebhookRow)) as cursor:
        return cursor.execute(
            f"INSERT INTO webhooks ({names}) VALUES ({places}) RETURNING {_COLUMNS}", values
        ).fetchall()[0]


def change(db: Db, webhook_id: UUID, asked: Endpoint) -> WebhookRow | None:
    """Change what is asked for; None when there is no such endpoint. Enabling forgets its failures."""
    values = _values(asked)
    settings = [f"{name} = %({name})s" for name in values]
    settings += ["version = version + 1", "updated_at = now()"]
    if asked.enabled is not None:
        settings.append("disabled_reason = CASE WHEN NOT %(enabled)s THEN coalesce(disabled_reason, 'owner') END")
    if asked.enabled:
        settings += ["failures = 0", "failing_since = NULL", "paused_until = NULL"]
    with db.cursor(row_factory=class_row(WebhookRow)) as cursor:
        return cursor.execute(
            f"UPDATE webhooks SET {', '.join(settings)} WHERE id = %(id)s RETURNING {_COLUMNS}",
            values | {"id": webhook_id},
        ).fetchone()


def rotate(db: Db, webhook_id: UUID, sealed: str, hours: int) -> WebhookRow | None:
    """Give an endpoint a new secret; the one until now signs beside it for so many hours."""
    with db.cursor(row_factory=class_row(WebhookRow)) as cursor:
        return cursor.execute(
            "UPDATE webhooks SET previous_secret = secret, previous_until = now() + make_interval(hours => %s),"
            f" secret = %s, version = version + 1, updated_at = now() WHERE id = %s RETURNING {_COLUMNS}",
            [hours, sealed, webhook_id],
        ).fetchone()


def find(db: Db, webhook_id: UUID) -> WebhookRow | None:
    """One endpoint."""
    with db.cursor(row_factory=class_row(WebhookRow)) as cursor:
        return cursor.execute(f"SELECT {_COLUMNS} FROM webhooks WHERE id = %s", [webhook_id]).fetchone()


def every(db: Db) -> list[WebhookRow]:
    """All endpoints of the workspace, newest first."""
    with db.cursor(row_factory=class_row(WebhookRow)) as cursor:
        return cursor.execute(f"SELECT {_COLUMNS} FROM webhooks ORDER BY webhooks.id DESC").fetchall()


def delete(db: Db, webhook_id: UUID) -> bool:
    """Delete an endpoint with its deliveries; False when there is none."""
    return db.execute("DELETE FROM webhooks WHERE id = %s", [webhook_id]).rowcount == 1


def _values(asked: Endpoint) -> dict[str, Any]:
    """The columns that are asked for."""
    columns = {
        "url": asked.url,
        "description": asked.description,
        "events": asked.events,
        "embargoed": asked.embargoed,
        "enabled": asked.enabled,
    }
    values: dict[str, Any] = {name: value for name, value in columns.items() if value is not None}
    return values | (_filters(asked.filters) if asked.filters is not None else {})


def _filters(filters: Filters) -> dict[str, Any]:
    worthiness = filters.min_worthiness
    return {
        "kinds": filters.kinds,
        "languages": filters.languages,
        "publishers": filters.publishers,
        "min_worthiness": None if worthiness is None else int((worthiness * Decimal(_THOUSAND)).to_integral_value()),
    }
