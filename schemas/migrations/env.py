"""Runs the revisions over one psycopg connection, opened from the DSN that schemas.migrate hands in."""

import psycopg
from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

# A migration that cannot get its lock gives up instead of queueing every reader behind itself; one
# that runs for longer than this was not meant for a table that is in use.
SETTINGS = "-c lock_timeout=4s -c statement_timeout=300s -c client_encoding=UTF8"


def run(dsn: str) -> None:
    """Bring the database at `dsn` to the revision that the context asks for."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn, options=SETTINGS), poolclass=NullPool
    )
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run(context.config.attributes["dsn"])
