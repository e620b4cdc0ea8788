"""The three database roles and the database itself: what a superuser does once."""

from dataclasses import dataclass, field

import psycopg
from psycopg import sql

MIGRATOR = "factclaims_migrator"
API = "factclaims_api"
WORKER = "factclaims_worker"


@dataclass(frozen=True, slots=True)
class RolePasswords:
    """One password per role; shown in no repr."""

    migrator: str = field(repr=False)
    api: str = field(repr=False)
    worker: str = field(repr=False)


def bootstrap(superuser_dsn: str, passwords: RolePasswords, database: str = "factclaims") -> None:
    """Create the roles (or renew their passwords) and the database, owned by the migrator. May be repeated.

    `superuser_dsn` names any existing database of the server (`postgres`) and a role that may create
    roles and databases. Afterwards `schemas.migrate.upgrade` runs as factclaims_migrator in `database`,
    the service connects as factclaims_api and the relay and the workers as factclaims_worker.

    None of the three may create roles or databases, own another's data or bypass row level security.
    The schema `public` belongs to the database's owner from Postgres 15 on, so nothing else is granted.
    """
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        for role, password in ((MIGRATOR, passwords.migrator), (API, passwords.api), (WORKER, passwords.worker)):
            _ensure_role(connection, role, password)
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(MIGRATOR)
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
                sql.Identifier(database), sql.Identifier(API), sql.Identifier(WORKER)
            )
        )


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.Literal(password)
        )
    )
