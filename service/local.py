"""`factclaims up`: the whole service on one machine that has only Python.

PostgreSQL and Redis from wheels, then the API, the relay and the workers as their own processes, as they
run anywhere else. An article goes in over HTTP and its claims are shown; then it serves until it is
told to stop.
"""

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from schemas import migrate, roles
from service import claim_table, firstkey, submission
from service.client import Client, NoAnswer, Refused
from service.embedded import ground, postgres, redis
from service.embedded.folder import Connection, LocalFolder
from service.embedded.problems import CannotStand, PortTaken, from_os_error
from service.embedded.programs import Addresses, Programs
from service.embedded.supervisor import Supervisor
from service.submission import Document

DATABASE = "factclaims"
WORKSPACE = "local"
_API_SECONDS = 60.0  # two seconds on an idle machine; a busy one deserves patience
SAMPLE = Path(__file__).parent / "samples" / "article.ja.txt"
SAMPLE_PUBLISHED = "2026-04-18T00:00:00+09:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `factclaims up` was asked for."""

    folder: Path
    host: str
    port: int
    article: Path | None
    published: datetime | None
    workers: int


def up(options: Options, environment: Mapping[str, str], console: Console) -> int:
    """Start everything, show an article's claims, serve until SIGINT or SIGTERM; the exit code.

    Raises CannotStand or submission.Unreadable before anything is left running.
    """
    begin = time.monotonic()
    document = _document(options)
    local = LocalFolder(options.folder)
    supervisor = Supervisor(lambda line: console.print(line, highlight=False))
    with local.held(), _stopped_by_signals(supervisor), contextlib.ExitStack() as cleanup:
        _check_port(options.host, options.port)
        local.begin_logs()
        try:
            addresses = _start_servers(local, supervisor, cleanup)
            programs = Programs(addresses.environment(_webhooks(local) | dict(environment)), local.logs)
            api = programs.api(options.host, options.port)
            supervisor.start(
                [api, programs.relay(), programs.worker(options.workers), programs.courier()], _API_SECONDS
            )
            connection = Connection(f"http://{options.host}:{options.port}", _key(local, addresses))
            local.remember(connection)
            console.print(f"Serving on {connection.url} after {time.monotonic() - begin:.1f} s.", highlight=False)
            return _serve(connection, document, supervisor, console)
        except OSError as error:
            raise from_os_error(error, local.path) from error
        except KeyboardInterrupt:
            return 0


def _document(options: Options) -> Document:
    if options.article is not None:
        return submission.read(options.article, options.published)
    return submission.read(SAMPLE, options.published or submission.parse_published(SAMPLE_PUBLISHED))


def _check_port(host: str, port: int) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the API does it: TIME_WAIT is no obstacle
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise PortTaken(host, port) from error


def _start_servers(local: LocalFolder, supervisor: Supervisor, cleanup: contextlib.ExitStack) -> Addresses:
    """PostgreSQL (migrated) and Redis, watched over; where they are."""
    place = ground.prepare(local.servers.resolve())
    if place.folder.parent != local.path.resolve():
        supervisor.say(f"{local.path} is closed to the servers' account: the data are in {place.folder}")
    server = postgres.prepare(place, local.logs / "postgresql.log")
    cleanup.callback(server.forget_socket)
    cleanup.callback(_stop, supervisor)
    supervisor.take(server.start())
    queue, running = redis.start(place, local.logs / "redis.log")
    supervisor.take(running)
    passwords = server.passwords
    addresses = Addresses(
        api_database=server.url(roles.API, passwords.api, DATABASE),
        worker_database=server.url(roles.WORKER, passwords.worker, DATABASE),
        migrator_database=server.url(roles.MIGRATOR, passwords.migrator, DATABASE),
        redis=queue.url,
    )
    role_passwords = roles.RolePasswords(passwords.migrator, passwords.api, passwords.worker)
    roles.bootstrap(server.superuser_url(), role_passwords, DATABASE)
    migrate.upgrade(addresses.migrator_database)
    return addresses


def _webhooks(local: LocalFolder) -> dict[str, str]:
    """Webhooks work here without settings, and may go to this machine; the environment may say otherwise."""
    return {"WEBHOOK_KEYS": local.webhook_key(), "WEBHOOK_LOOPBACK": "1"}


def _key(local: LocalFolder, addresses: Addresses) -> str:
    """The key that the last start made, if it still opens the door; else a new one."""
    last = local.remembered()
    if last is not None and firstkey.is_live(addresses.migrator_database, last.key):
        return last.key
    return firstkey.make(addresses.migrator_database, WORKSPACE, "factclaims up").text


def _serve(connection: Connection, document: Document, supervisor: Supervisor, console: Console) -> int:
    """Show the article while watching over the programs; the exit code."""
    stop = threading.Event()
    failures: list[str] = []

    def show() -> None:
        try:
            _show(connection, document, console)
        except (Refused, NoAnswer) as error:
            failures.append(str(error))
            stop.set()

    shower = threading.Thread(target=show, daemon=True)
    shower.start()
    supervisor.watch(stop)
    if failures:
        raise CannotStand(failures[0])
    return 0


def _show(connection: Connection, document: Document, console: Console) -> None:
    """Submit the article, print its claims, and how to go on."""
    with Client(connection.url, connection.key) as client:
        state = submission.submit(client, document, console)
        if state.problem:
            console.print(f"It failed: {state.problem}", highlight=False, markup=False)
        count = claim_table.show(client.article_claims(state.id), console)
    console.print(f"{count} claims.", highlight=False)
    console.print(
        _WAYS_ON.format(url=connection.url, key=connection.key, article=state.id),
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


_WAYS_ON = """
API            {url}/v1/articles
desk           {url}/review
documentation  {url}/docs
key            {key}

curl -H 'Authorization: Bearer {key}' '{url}/v1/claims?kind=amount&sort=worthiness&limit=5'
curl -H 'Authorization: Bearer {key}' '{url}/v1/articles/{article}/claims'
curl -H 'Authorization: Bearer {key}' --json '{{"text": "The bridge cost $2.9 billion."}}' '{url}/v1/articles'

Ctrl-C stops everything; what is stored stays."""


@contextlib.contextmanager
def _stopped_by_signals(supervisor: Supervisor) -> Iterator[None]:
    """Make SIGTERM and SIGHUP end the program as Ctrl-C does, inside this block.

    An exception ends at once whatever is being done; the supervisor is told too, because Python ignores an exception that
    comes while a destructor or a callback of fork is running, and the signal would be lost.
    """

    def end(*_: object) -> None:
        supervisor.stopping = True
        raise KeyboardInterrupt

    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, end) for number in asked]
    try:
        yield
    finally:
        for number, handler in zip(asked, before, strict=True):
            signal.signal(number, handler)


def _stop(supervisor: Supervisor) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # ending has begun: once is enough
    supervisor.say("Stopping.")
    supervisor.stop()
