"""The database's level: where it stands, where it should stand, and how it gets there."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from schemas.roles import RolePasswords, bootstrap

__all__ = ["RolePasswords", "bootstrap", "current", "head", "revisions", "upgrade"]

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(dsn: str, revision: str = "head") -> None:
    """Bring the database at `dsn` (the migrator's DSN) to the newest revision; nothing to do is no error.

    Each revision is one transaction, with a lock timeout of 4 s: `psycopg.errors.LockNotAvailable`
    (SQLAlchemy may have wrapped it) means that somebody holds a table, and the same call may be repeated.
    The roles must exist: call `bootstrap` once before. An older `revision` to stop at is for tests.
    """
    config = _config()
    config.attributes["dsn"] = dsn
    command.upgrade(config, revision)


def current(dsn: str) -> str | None:
    """The revision that the database at `dsn` stands on; None when it was never migrated."""
    with psycopg.connect(dsn) as connection:
        return current_of(connection)


def current_of(connection: psycopg.Connection[object]) -> str | None:
    """The revision of an open connection's database; None when it was never migrated."""
    if connection.execute("SELECT to_regclass('public.alembic_version') IS NULL").fetchone() == (True,):
        return None
    row = connection.execute("SELECT version_num::text FROM public.alembic_version").fetchone()
    return None if row is None else str(row[0])  # type: ignore[index]  # a plain tuple, whatever the factory


def is_empty(dsn: str) -> bool:
    """Whether the database at `dsn` holds nothing at all in the schema public."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1")
        return found.fetchone() is None


def head() -> str:
    """The newest revision that this code knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def revisions() -> list[str]:
    """All revisions that this code knows, oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
