"""Runs the revisions over one psycopg connection, opened from the DSN that schemas.migrate hands in."""

from typing import Any

import psycopg
from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

# A migration that cannot get its lock gives up instead of queueing every reader behind itself; one
# that runs for longer than this was not meant for a table that is in use.
SETTINGS = "-c lock_timeout=4s -c statement_timeout=300s -c client_encoding=UTF8"

# What is built CONCURRENTLY stands in nobody's way: it may wait for older transactions (a backup is one), and take long.
PATIENCE = "SET lock_timeout = 0; SET statement_timeout = '1h'"
AGAIN = "RESET lock_timeout; RESET statement_timeout"  # to what the connection was opened with


def run(dsn: str) -> None:
    """Bring the database at `dsn` to the revision that the context asks for."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn, options=SETTINGS), poolclass=NullPool
    )

    @event.listens_for(engine, "before_cursor_execute")
    def _be_patient(_connection: Any, cursor: psycopg.Cursor, statement: str, *_: object) -> None:
        cursor.execute(PATIENCE if " CONCURRENTLY " in statement else AGAIN)

    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run(context.config.attributes["dsn"])
