"""How a workspace reviews."""

from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Json, Jsonb

from schemas.records_review import ReviewSettings
from service.store.database import Db

_COLUMNS = "workspace_id, version, ratings, required, rules, lease_seconds, publish_when_judged, publisher, updated_at"


def find(db: Db) -> ReviewSettings | None:
    """The workspace's settings; None as long as it reviews by the defaults."""
    with db.cursor(row_factory=class_row(ReviewSettings)) as cursor:
        return cursor.execute(f"SELECT {_COLUMNS} FROM review_settings").fetchone()  # noqa: S608 - a constant above


def put(db: Db, workspace_id: UUID, wire: dict[str, Any], seen: int | None) -> int | None:
    """Replace the settings if their version is `seen` (None: whatever it is); the new version, None when it is not.

    `wire` has the shape of `schemas.wire.reviewsettings.ReviewSettings`; version 0 is that of the defaults.
    """
    row = db.execute(
        "INSERT INTO review_settings AS stored (workspace_id, ratings, required, rules, lease_seconds,"
        " publish_when_judged, publisher)"
        " SELECT %(workspace)s, %(ratings)s, %(required)s, %(rules)s, %(seconds)s, %(publish)s, %(publisher)s"
        " WHERE coalesce(%(seen)s::integer, 0) = 0 OR EXISTS (SELECT FROM review_settings)"
        " ON CONFLICT (workspace_id) DO UPDATE SET version = stored.version + 1, ratings = excluded.ratings,"
        " required = excluded.required, rules = excluded.rules, lease_seconds = excluded.lease_seconds,"
        " publish_when_judged = excluded.publish_when_judged, publisher = excluded.publisher, updated_at = now()"
        " WHERE stored.version = coalesce(%(seen)s::integer, stored.version) RETURNING version",
        {
            "workspace": workspace_id,
            "ratings": Json(wire["ratings"]),
            "required": wire["required"],
            "rules": Jsonb(wire["rules"]),
            "seconds": wire["leaseSeconds"],
            "publish": wire["publishWhenJudged"],
            "publisher": Json(wire["publisher"]),
            "seen": seen,
        },
    ).fetchone()
    return None if row is None else int(row[0])
