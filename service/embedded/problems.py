"""What can keep the embedded servers from standing: each error is one line that says what to do."""

import errno
from pathlib import Path


class CannotStand(Exception):
    """The embedded servers cannot stand."""


class ServerMissing(CannotStand):
    """A server's program is not installed."""

    def __init__(self, server: str, remedy: str) -> None:
        super().__init__(f"{server} is not installed: {remedy}.")


class DiskFull(CannotStand):
    """The disk is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No space is left on the disk that holds {folder}: free some (300 MB are enough to start), "
            "or choose another folder with --data."
        )


class FolderRefused(CannotStand):
    """The data folder cannot be used by this user."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"{folder} cannot be used ({reason}): start as the user it belongs to, "
            "or choose another folder with --data."
        )


class DataBroken(CannotStand):
    """The database's files do not let PostgreSQL start."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The database in {folder} does not start ({reason}). Put a backup in its place, "
            f"or begin with an empty one, losing what is stored: mv {folder} {folder}.broken"
        )


class PortTaken(CannotStand):
    """The API's port is in use."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is in use: stop what holds it, or choose another, e.g. {port + 1}.")


class AlreadyRunning(CannotStand):
    """Another `factclaims up` uses the data folder."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__(
            f"factclaims is already running on {folder} (process {process}): use that one, stop it, "
            "or choose another folder with --data."
        )


class ProgramFailed(CannotStand):
    """A program did not come up."""

    def __init__(self, name: str, reason: str, log: Path) -> None:
        super().__init__(f"{name} does not start ({reason}). Its whole log is {log}")


def from_os_error(error: OSError, folder: Path) -> CannotStand:
    """The one line for what the operating system refused while working in `folder`."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(folder)
    return FolderRefused(Path(error.filename) if error.filename else folder, (error.strerror or str(error)).lower())
