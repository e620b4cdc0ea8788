"""The API as `service.wsgi` serves it, but a request that names a step in `Die-At` ends its process there.

1 begun: nothing has been asked of the database. 2 written: everything is, nothing is committed. 3 committed: the
answer has not been sent. `gunicorn tests.service.dying:app` starts another process in its place, as it does anywhere.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import request

from service.store.database import Database, Db
from service.wsgi import app, config

STEPS = ("begun", "written", "committed")


def _reached(step: str) -> None:
    if request.headers.get("Die-At") == step:
        os._exit(9)


class Dying(Database):
    """The database whose transactions the process may not outlive."""

    @contextmanager
    def workspace(self, workspace_id: UUID) -> Iterator[Db]:
        """A transaction with three steps to die at."""
        _reached("begun")
        with super().workspace(workspace_id) as db:
            yield db
            _reached("written")
        _reached("committed")


app.extensions["database"] = Dying(
    config.database_url,
    size=config.database_pool,
    wait_seconds=config.database_wait_seconds,
    statement_seconds=config.statement_seconds,
)
