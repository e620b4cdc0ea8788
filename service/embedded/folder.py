"""The folder `.local/`: who uses it, its logs, and how to reach what runs there."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from schemas.sealing import make_key
from service.embedded.problems import AlreadyRunning, from_os_error


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the service that was started last from this folder."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """Paths below `.local/`."""

    path: Path

    @property
    def servers(self) -> Path:
        """What belongs to the servers' account."""
        return self.path / "servers"

    @property
    def logs(self) -> Path:
        """One file per program, begun anew with each start."""
        return self.path / "logs"

    def begin_logs(self) -> None:
        """Make the folder for logs and remove the last start's."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            for log in self.logs.glob("*.log"):
                log.unlink()
        except OSError as error:
            raise from_os_error(error, self.path) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for this process. Raises AlreadyRunning when another process holds it."""
        lock = self.path / "lock"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise from_os_error(error, self.path) from error
        with os.fdopen(descriptor, "r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunning(self.path, file.read().strip() or "unknown") from error
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def remember(self, connection: Connection) -> None:
        """Keep how to reach the service, readable by its owner only."""
        path = self._connection
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(connection), file)

    def remembered(self) -> Connection | None:
        """What was kept; None when there is nothing that can be read."""
        try:
            return Connection(**json.loads(self._connection.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def webhook_key(self) -> str:
        """The key that seals webhook secrets here, made at the first start, readable by its owner only."""
        path = self.path / "webhook.key"
        with (
            contextlib.suppress(FileExistsError),
            os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file,
        ):
            file.write(make_key())
        return path.read_text().strip()

    @property
    def _connection(self) -> Path:
        return self.path / "connection.json"
