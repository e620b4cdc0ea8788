"""One revision a file: a thin Python module for alembic beside the SQL that it runs."""
