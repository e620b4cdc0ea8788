"""Indexes that are built while a table is in use, and what is left of an earlier try."""

from collections.abc import Iterator

import psycopg
import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from schemas.migrations.statements import build_indexes
from tests.databases import Database

ONCE = {"beats_once": "UNIQUE INDEX CONCURRENTLY beats_once ON heartbeats (role)"}


@pytest.fixture
def bind(database: Database) -> Iterator[Connection]:
    """A connection as a migration has it."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(database.migrator_url), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def build(bind: Connection, indexes: dict[str, str]) -> None:
    """Build them as a revision does."""
    context = MigrationContext.configure(bind)
    with context.begin_transaction(_per_migration=True):
        build_indexes(context, indexes)


def state(database: Database, name: str) -> tuple[int, bool] | None:
    """The index's own number and whether it is valid; None: there is none."""
    with psycopg.connect(database.superuser_url) as db:
        return db.execute(
            "SELECT indexrelid::integer, indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [name]
        ).fetchone()


def test_what_an_earlier_try_left_invalid_is_built_anew(database: Database, bind: Connection) -> None:
    """Two rows were equal, and the build ended in the middle; now they are not."""
    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        db.execute("INSERT INTO heartbeats (process, role) VALUES ('a', 'relay'), ('b', 'relay')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            db.execute(f"CREATE {ONCE['beats_once']}".encode())
        left = state(database, "beats_once")
        db.execute("DELETE FROM heartbeats WHERE process = 'b'")
    build(bind, ONCE)
    built = state(database, "beats_once")
    assert left is not None
    assert built is not None
    assert (left[1], built[1]) == (False, True)


def test_what_an_earlier_try_has_built_is_kept(database: Database, bind: Connection) -> None:
    """Only the second index was stopped; the first one may have taken an hour."""
    build(bind, ONCE)
    first = state(database, "beats_once")
    build(bind, {**ONCE, "beats_by_time": "INDEX CONCURRENTLY beats_by_time ON heartbeats (beat_at)"})
    assert state(database, "beats_once") == first
    assert state(database, "beats_by_time") is not None


def test_an_index_that_cannot_be_built_ends_the_step(database: Database, bind: Connection) -> None:
    """Nobody is told that it is there."""
    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        db.execute("INSERT INTO heartbeats (process, role) VALUES ('a', 'relay'), ('b', 'relay')")
    with pytest.raises(Exception, match="beats_once"):
        build(bind, ONCE)
