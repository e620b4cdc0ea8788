"""New code does not work on an old database: an article that it cannot save there would be failed for good."""

from contextlib import suppress

import structlog

from schemas import migrate
from workers.database import LOST

log = structlog.get_logger(__name__)


def require(database_url: str) -> None:
    """Return when the database stands where this code needs it, or does not answer yet; end the process when it is behind.

    A newer database is right: a step leaves to the code before it what that needs (docs/operations.md, Upgrading).
    """
    with suppress(*LOST):
        current, needed = migrate.current(database_url), migrate.head()
        if current is None or current < needed:
            log.error("database-behind", current=current, needed=needed, advice="run `factclaims migrate`")
            raise SystemExit(1)
