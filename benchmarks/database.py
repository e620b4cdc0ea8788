"""PostgreSQL with one empty workspace, for one measurement of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from schemas import migrate, roles
from service import firstkey
from service.embedded import ground, postgres

DATABASE = "benchmark"


@dataclass(frozen=True, slots=True)
class Filled:
    """The database's addresses per role, and a key of its workspace."""

    owner_url: str
    api_url: str
    key: str


@contextmanager
def database(folder: Path) -> Iterator[Filled]:
    """A server below `folder` that does not wait for the disk; stopped afterwards."""
    server = postgres.prepare(ground.prepare(folder / "servers"), folder / "postgres.log", durable=False)
    running = server.start()
    try:
        passwords = server.passwords
        roles.bootstrap(
            server.superuser_url(), roles.RolePasswords(passwords.migrator, passwords.api, passwords.worker), DATABASE
        )
        owner = server.url(roles.MIGRATOR, passwords.migrator, DATABASE)
        migrate.upgrade(owner)
        key = firstkey.make(owner, "benchmark", "benchmark").text
        yield Filled(owner, server.url(roles.API, passwords.api, DATABASE), key)
    finally:
        running.stop()
        server.forget_socket()
