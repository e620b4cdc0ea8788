"""What each program may do with each table: the table below is the promise, the catalogue is the fact."""

import psycopg
import pytest

from schemas import roles
from tests.databases import Database

# Table: (api, worker). s select, i insert, u update of any column, c update of some columns, d delete.
RIGHTS = {
    "alembic_version": ("s", "s"),
    "api_keys": ("sic", ""),
    "articles": ("siu", "sc"),
    "claim_placements": ("s", "siud"),
    "claims": ("sc", "siu"),
    "deliveries": ("sic", "siud"),
    "delivery_attempts": ("s", "si"),
    "events": ("si", "sic"),
    "forgotten_changes": ("s", "s"),
    "heartbeats": ("s", "siud"),
    "idempotency_keys": ("siud", "d"),
    "review_history": ("si", "i"),
    "review_settings": ("siu", ""),
    "revisions": ("sicd", "sc"),
    "verdicts": ("si", ""),
    "webhooks": ("siud", "sc"),
    "workspaces": ("s", ""),
}


@pytest.mark.parametrize(("role", "place"), [(roles.API, 0), (roles.WORKER, 1)])
def test_a_role_may_do_what_the_table_says(database: Database, role: str, place: int) -> None:
    """No more, no less; a table that a migration adds is missing here until somebody has thought of it."""
    assert rights(database, role) == {table: both[place] for table, both in RIGHTS.items()}


@pytest.mark.parametrize("role", [roles.MIGRATOR, roles.API, roles.WORKER])
def test_no_role_rules_the_server(database: Database, role: str) -> None:
    """None makes roles or databases, replicates, or passes by row level security."""
    with psycopg.connect(database.superuser_url) as db:
        found = db.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()
    assert found == (False,) * 5


def rights(database: Database, role: str) -> dict[str, str]:
    """The role's rights on every table, in the letters of RIGHTS; x for one that nobody should have."""
    with psycopg.connect(database.migrator_url) as db:
        rows = db.execute(
            "SELECT relname, concat("
            " CASE WHEN has_table_privilege(%(role)s, oid, 'SELECT') THEN 's' END,"
            " CASE WHEN has_table_privilege(%(role)s, oid, 'INSERT') THEN 'i' END,"
            " CASE WHEN has_table_privilege(%(role)s, oid, 'UPDATE') THEN 'u'"
            "      WHEN has_any_column_privilege(%(role)s, oid, 'UPDATE') THEN 'c' END,"
            " CASE WHEN has_table_privilege(%(role)s, oid, 'DELETE') THEN 'd' END,"
            " CASE WHEN has_table_privilege(%(role)s, oid, 'TRUNCATE, REFERENCES, TRIGGER') THEN 'x' END)"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
            {"role": role},
        ).fetchall()
    return dict(rows)
