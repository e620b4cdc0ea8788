"""Databases for tests: one real server, one migrated template, a clone of it for every test."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from schemas import migrate, roles
from service.embedded.postgres import Postgres

TEMPLATE = "factclaims_template"


@dataclass(frozen=True, slots=True)
class Database:
    """A database that only this test has, with one address per role."""

    name: str
    superuser_url: str
    migrator_url: str
    api_url: str
    worker_url: str


def addresses(server: Postgres, name: str) -> Database:
    """The database `name` of the server, as the four roles reach it."""
    passwords = server.passwords
    return Database(
        name=name,
        superuser_url=server.superuser_url(name),
        migrator_url=server.url(roles.MIGRATOR, passwords.migrator, name),
        api_url=server.url(roles.API, passwords.api, name),
        worker_url=server.url(roles.WORKER, passwords.worker, name),
    )


def make_template(server: Postgres) -> str:
    """Create the roles and one migrated, empty database; its name."""
    passwords = server.passwords
    role_passwords = roles.RolePasswords(passwords.migrator, passwords.api, passwords.worker)
    roles.bootstrap(server.superuser_url(), role_passwords, TEMPLATE)
    migrate.upgrade(addresses(server, TEMPLATE).migrator_url)
    return TEMPLATE


@contextmanager
def clone(server: Postgres, template: str) -> Iterator[Database]:
    """A fresh copy of the template, dropped at the end whoever is still connected."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(roles.MIGRATOR)
            )
        )
        try:
            yield addresses(server, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def empty(server: Postgres) -> Iterator[Database]:
    """A database without any table, dropped at the end whoever is still connected."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(roles.MIGRATOR)
            )
        )
        try:
            yield addresses(server, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
