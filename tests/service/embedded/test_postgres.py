"""The embedded PostgreSQL: real, closed to others, and honest about broken data."""

import psycopg
import pytest

from service.embedded.postgres import Postgres
from tests.databases import Database


def test_the_server_is_the_version_that_the_wheel_promises(postgres_server: Postgres) -> None:
    """The wheel holds two; the newer one runs."""
    with psycopg.connect(postgres_server.superuser_url()) as connection:
        assert connection.info.server_version // 10_000 == 18


def test_a_wrong_password_is_refused(postgres_server: Postgres) -> None:
    """Reaching the socket is not enough."""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres_server.url("postgres", "wrong", "postgres"))


def test_nobody_else_can_enter_the_sockets_folder(postgres_server: Postgres) -> None:
    """The folder is closed to group and others."""
    assert postgres_server.socket_folder.stat().st_mode & 0o077 == 0


def test_each_test_has_a_database_of_its_own(database: Database) -> None:
    """What the template holds is there, what other tests wrote is not."""
    with psycopg.connect(database.migrator_url) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        assert connection.execute("SELECT current_database()").fetchone() == (database.name,)
