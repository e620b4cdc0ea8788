"""The ground the servers stand on: a folder and the account that owns it.

PostgreSQL refuses to run as root, and should. A caller who is root therefore hands the servers to an
unprivileged account, which must be able to reach both the data and the programs although the project
may lie in a closed home. Nobody's permissions are widened for that: what cannot be reached is put, or
copied, to where it can be.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from service.embedded.problems import CannotStand, DiskFull, FolderRefused, from_os_error

UNPRIVILEGED = "nobody"
SYSTEM_DATA = Path("/var/lib/factclaims")
ENOUGH_BYTES = 300 * 1024 * 1024  # a fresh cluster takes about 60 MB, the copied programs 45 MB


@dataclass(frozen=True, slots=True)
class Account:
    """The user that the servers run as."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A private folder for the servers; `account` is None when they run as the caller."""

    folder: Path
    account: Account | None


def prepare(folder: Path, system_data: Path = SYSTEM_DATA) -> Ground:
    """Make `folder` (or, for root in a closed home, a folder below `system_data`) ready for the servers.

    Changes no permission of anything that was there before. Raises CannotStand.
    """
    account = unprivileged_account() if os.geteuid() == 0 else None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if account is not None and not can_enter(folder.parent, account):
            digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
            folder = system_data / digest
            folder.parent.mkdir(parents=True, exist_ok=True)
            if not can_enter(folder.parent, account):
                raise FolderRefused(folder.parent, f"the user {UNPRIVILEGED} cannot enter it")
        if not folder.exists():
            folder.mkdir(mode=0o700)
            give(folder, account)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
        if shutil.disk_usage(folder).free < ENOUGH_BYTES:
            raise DiskFull(folder)
    except OSError as error:
        raise from_os_error(error, folder) from error
    return Ground(folder, account)


def unprivileged_account() -> Account:
    """The account that servers get when the caller is root. Raises CannotStand when there is none."""
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        line = (
            f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED} to run it as: start as another user."
        )
        raise CannotStand(line) from error
    return Account(entry.pw_uid, entry.pw_gid)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether `account` can enter `folder`: asked of the system itself, which also knows access lists."""
    return _as_account(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], account)


def can_run(program: Path, account: Account) -> bool:
    """Whether `account` can execute `program`."""
    return _as_account([str(program), "--version"], account)


def _as_account(arguments: list[str], account: Account) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a path of the project
            arguments,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def give(path: Path, account: Account | None) -> None:
    """Make `path`, a part of the ground, the account's own."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def reachable_copy(ground: Ground, packages: Path, parts: tuple[str, ...], program: str, label: str) -> Path:
    """The folder below which `program` can be executed: `packages` itself if possible, else a copy on the ground.

    A wheel's programs find their libraries beside them, so the copy keeps the places of all `parts`.
    `label` names the copy and changes with the version, so that an upgraded wheel is copied anew.
    """
    if ground.account is None or can_run(packages / program, ground.account):
        return packages
    copy = ground.folder / "programs" / label
    if not copy.exists():
        unfinished = copy.with_name(label + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
        for part in parts:
            if (packages / part).exists():
                shutil.copytree(packages / part, unfinished / part, symlinks=True, ignore=unneeded)
        for path in [copy.parent, unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                give(path, ground.account)
        unfinished.rename(copy)
    return copy
