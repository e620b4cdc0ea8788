"""Reading in one message stays in its workspace and leaves nothing on the connection."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from service.store import keys
from service.store.database import Database
from service.store.reading import TenantCursor
from tests.databases import Database as Fresh


@pytest.fixture
def workspaces(database: Fresh) -> list[UUID]:
    """Two workspaces with one key each, named like them."""
    with psycopg.connect(database.migrator_url) as db:
        db.execute("INSERT INTO workspaces (name) VALUES ('one'), ('two')")
        db.execute(
            "INSERT INTO api_keys (workspace_id, name, prefix, digest, scopes)"
            " SELECT id, name, 'p', sha256(name::bytea), '{admin}' FROM workspaces"
        )
        return [row[0] for row in db.execute("SELECT id FROM workspaces ORDER BY name").fetchall()]


@pytest.fixture
def pool(database: Fresh) -> Iterator[Database]:
    """The API's pool with one connection, so that everybody gets the same one."""
    pool = Database(database.api_url, size=1, wait_seconds=3, statement_seconds=5)
    yield pool
    pool.close()


def test_a_reader_sees_its_workspace(pool: Database, workspaces: list[UUID]) -> None:
    """One after the other on one connection."""
    for workspace, name in zip(workspaces, ("one", "two"), strict=True):
        with pool.reading(workspace) as db:
            assert [key.name for key in keys.every(db)] == [name]


def test_nothing_of_a_reader_is_left_behind(pool: Database, workspaces: list[UUID]) -> None:
    """Who takes the connection next sees no tenant's row; also after an error."""
    with pytest.raises(psycopg.errors.UndefinedTable), pool.reading(workspaces[0]) as db:
        db.execute("SELECT * FROM nowhere")
    with pool.connection() as db:
        assert keys.every(db) == []
        assert not isinstance(db.cursor(), TenantCursor)


def test_values_are_quoted(pool: Database, workspaces: list[UUID]) -> None:
    """A value is a value, whatever it looks like."""
    hostile = "'; SET app.workspace = ''; DELETE FROM api_keys; -- \\ %s"
    with pool.reading(workspaces[0]) as db:
        assert db.execute("SELECT %s::text", [hostile]).fetchall() == [(hostile,)]
        assert len(keys.every(db)) == 1


def test_a_writer_sees_its_workspace_until_its_transaction_ends(pool: Database, workspaces: list[UUID]) -> None:
    """The setting is local."""
    with pool.workspace(workspaces[1]) as db:
        assert [key.name for key in keys.every(db)] == ["two"]
    with pool.connection() as db:
        assert keys.every(db) == []
