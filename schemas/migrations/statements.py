"""How a revision runs the SQL file beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection


def run_beside(revision_file: str, bind: "Connection") -> None:
    """Run the `.sql` file that stands beside a revision's `.py` file, in the migration's transaction.

    Past SQLAlchemy's text(), which would take `:name` in a statement for a parameter.
    """
    driver: psycopg.Connection = bind.connection.driver_connection  # type: ignore[assignment]  # psycopg's, by the URL
    driver.execute(Path(revision_file).with_suffix(".sql").read_bytes())
