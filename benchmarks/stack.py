"""The whole service in a folder of its own, on its own PostgreSQL and Redis, for one measurement."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from schemas import migrate, roles
from service import firstkey
from service.client import Client
from service.embedded import ground, postgres, redis
from service.embedded.postgres import Postgres
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import Redis

DATABASE = "factclaims"
_SECONDS = 60.0
#: Requests are counted as always and never too many.
UNLIMITED = {"RATE_LIMIT_KEY": "1000000000", "RATE_LIMIT_WORKSPACE": "1000000000"}


@dataclass(slots=True)
class Stack:
    """What runs; `running` may be replaced by whoever kills a program and starts it again."""

    url: str
    key: str
    server: Postgres
    queue: Redis
    programs: Programs
    running: dict[str, Running] = field(default_factory=dict)

    def client(self) -> Client:
        """A client of the API with every right."""
        return Client(self.url, self.key)

    def database(self) -> str:
        """The database's address for looking at anything."""
        return self.server.superuser_url(DATABASE)

    def worker(self, name: str) -> None:
        """Start a worker with one process (again)."""
        self.running[name] = Running(self.programs.worker())

    def courier(self) -> None:
        """Start a courier: webhooks are delivered from now on."""
        self.running["courier"] = Running(self.programs.courier())


@contextmanager
def stack(workers: int, settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """PostgreSQL (waiting for the disk, as people's data want it), Redis, API, relay and so many workers."""
    with tempfile.TemporaryDirectory(prefix="factclaims-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        place = ground.prepare(home / "servers")
        server = postgres.prepare(place, home / "postgres.log")
        started = _start(home, place, server, {**os.environ, **UNLIMITED, **(settings or {})})
        try:
            for number in range(workers):
                started.worker(f"worker-{number}")
            yield started
        finally:
            for running in reversed(started.running.values()):
                running.stop()
            server.forget_socket()


def _start(home: Path, place: ground.Ground, server: Postgres, environment: Mapping[str, str]) -> Stack:
    database = server.start()
    queue, queue_running = redis.start(place, home / "redis.log")
    passwords = server.passwords
    role_passwords = roles.RolePasswords(passwords.migrator, passwords.api, passwords.worker)
    roles.bootstrap(server.superuser_url(), role_passwords, DATABASE)
    addresses = Addresses(
        server.url(roles.API, passwords.api, DATABASE),
        server.url(roles.WORKER, passwords.worker, DATABASE),
        server.url(roles.MIGRATOR, passwords.migrator, DATABASE),
        queue.url,
    )
    migrate.upgrade(addresses.migrator_database)
    key = firstkey.make(addresses.migrator_database, "benchmark", "benchmark").text
    programs = Programs(addresses.environment(environment), home)
    port = redis.free_port()
    running = {"postgres": database, "redis": queue_running}
    running["api"] = Running(programs.api("127.0.0.1", port))
    running["api"].wait_until_ready(_SECONDS)
    running["relay"] = Running(programs.relay())
    return Stack(f"http://127.0.0.1:{port}", key, server, queue, programs, running)
