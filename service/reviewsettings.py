"""How the caller's workspace reviews: its own settings, or the defaults."""

from dataclasses import replace

from schemas.wire.reviewsettings import ReviewSettings, Settings
from service.store import reviewsettings as store
from service.store.database import Db

_SCHEMA = ReviewSettings()


def of_workspace(db: Db) -> Settings:
    """The settings that hold now."""
    row = store.find(db)
    if row is None:
        return Settings()
    settings: Settings = _SCHEMA.load(
        {
            "ratings": row.ratings,
            "required": row.required,
            "rules": row.rules,
            "leaseSeconds": row.lease_seconds,
            "publishWhenJudged": row.publish_when_judged,
            "publisher": row.publisher,
        }
    )
    return replace(settings, version=row.version)
