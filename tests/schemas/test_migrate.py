"""Migrations: how far a database is, and that they may be repeated."""

from schemas import migrate
from service.embedded.postgres import Postgres
from tests.databases import Database


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
