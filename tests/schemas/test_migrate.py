"""Migrations: how far a database is, and that they may be repeated, also after they had to give up."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from schemas import migrate
from service.embedded.postgres import Postgres
from tests import databases
from tests.databases import Database
from tests.schemas import catalogue


def test_a_migrated_database_stands_on_the_head(database: Database) -> None:
    """Both roles can ask."""
    assert migrate.current(database.migrator_url) == migrate.head()
    assert migrate.current(database.api_url) == migrate.head()


def test_migrating_again_changes_nothing(database: Database) -> None:
    """Every start does it."""
    migrate.upgrade(database.migrator_url)
    assert migrate.current(database.migrator_url) == migrate.head()


def test_a_database_that_was_never_migrated_has_no_level(postgres_server: Postgres) -> None:
    """None, not an error."""
    assert migrate.current(postgres_server.superuser_url()) is None


@pytest.fixture
def empty(postgres_server: Postgres, template: str) -> Iterator[Database]:
    """A database that was never migrated, on a server that has the roles."""
    del template  # it makes the roles
    with databases.empty(postgres_server) as made:
        yield made


def test_a_migration_that_cannot_get_its_lock_gives_up_and_changes_nothing(empty: Database) -> None:
    """Somebody reads the table in a transaction that does not end; who comes later must not queue behind us for long."""
    migrate.upgrade(empty.migrator_url, "0009")
    with psycopg.connect(empty.superuser_url) as reader, psycopg.connect(empty.superuser_url, autocommit=True) as db:
        before = catalogue.read(db)
        reader.execute("SELECT FROM review_history")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            migrate.upgrade(empty.migrator_url, "0010")
        assert migrate.current(empty.migrator_url) == "0009"
        assert catalogue.read(db) == before
        reader.rollback()
        migrate.upgrade(empty.migrator_url, "0010")
        assert catalogue.read(db) != before
    assert migrate.current(empty.migrator_url) == "0010"


def test_an_index_that_is_in_nobodys_way_waits_for_older_transactions(empty: Database) -> None:
    """A backup takes longer than the lock timeout; giving up would leave the step half done."""
    migrate.upgrade(empty.migrator_url, "0006")
    with psycopg.connect(empty.superuser_url) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT count(*) FROM articles")
        ended = threading.Timer(5, backup.rollback)  # longer than the lock timeout
        ended.start()
        migrate.upgrade(empty.migrator_url, "0007")
        ended.join()
    with psycopg.connect(empty.superuser_url) as db:
        built = db.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'claims_by_subject'::regclass")
        assert built.fetchone() == (True,)


def test_every_migration_has_limits(empty: Database) -> None:
    """Seen from inside, after each command: the usual ones, and those of an index that is in nobody's way."""
    with psycopg.connect(empty.superuser_url, autocommit=True) as db:
        db.execute("CREATE TABLE limits (lock_timeout text, statement_timeout text)")
        db.execute(
            "CREATE FUNCTION look() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN INSERT INTO"
            " public.limits VALUES (current_setting(''lock_timeout''), current_setting(''statement_timeout'')); END'"
        )
        db.execute("CREATE EVENT TRIGGER limits ON ddl_command_end EXECUTE FUNCTION look()")
        migrate.upgrade(empty.migrator_url)
        found = db.execute("SELECT DISTINCT lock_timeout, statement_timeout FROM limits ORDER BY 1").fetchall()
    assert found == [("0", "1h"), ("4s", "5min")]
