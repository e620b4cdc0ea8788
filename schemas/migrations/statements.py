"""How a revision runs the SQL file beside it, and builds indexes on tables that are in use."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    import psycopg
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Connection


def run_beside(revision_file: str, bind: "Connection") -> None:
    """Run the `.sql` file that stands beside a revision's `.py` file, in the migration's transaction.

    Past SQLAlchemy's text(), which would take `:name` in a statement for a parameter.
    """
    driver: psycopg.Connection = bind.connection.driver_connection  # type: ignore[assignment]  # psycopg's, by the URL
    driver.execute(Path(revision_file).with_suffix(".sql").read_bytes())


def build_indexes(context: "MigrationContext", indexes: Mapping[str, str]) -> None:
    """Build indexes (`name`: `UNIQUE INDEX CONCURRENTLY name ON …`) while their tables are in use.

    What an earlier try left valid is kept, what it left invalid is built anew; so the revision may be run
    again wherever it ended. It must do nothing else, and a new definition takes a new name.
    """
    bind = context.bind
    assert bind is not None  # noqa: S101 - there always is one when revisions are run
    with context.autocommit_block():
        for name, index in indexes.items():
            if not _is_valid(bind, name):
                bind.exec_driver_sql(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
                bind.exec_driver_sql(f"CREATE {index}")


def _is_valid(bind: "Connection", name: str) -> bool:
    found = bind.execute(
        text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.' || :name)"), {"name": name}
    ).scalar()
    return found is True
