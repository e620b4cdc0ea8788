"""`factclaims up` as people start it: a process, its output, its exit code, and what it leaves behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.client import Client
from service.embedded.folder import Connection, LocalFolder
from service.embedded.redis import free_port

SECONDS = 60.0


class Up:
    """A running `factclaims up`, and what it has printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.output = folder / "output.txt"
        arguments = (sys.executable, "-m", "service.cli", "up", "--data", str(folder / ".local"), *options)
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def text(self) -> str:
        """Everything printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_for(self, words: str) -> None:
        """Return when the words are printed; fail with the output when they never are."""
        end = time.monotonic() + SECONDS
        while words not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.05)

    def wait(self) -> int:
        """The exit code."""
        return self.process.wait(SECONDS)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal; the exit code."""
        self.process.send_signal(number)
        return self.wait()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in reach of the servers' account, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="factclaims-up-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def processes(folder: Path) -> list[str]:
    """The command lines of the processes that name the folder or work in it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                where = str((entry / "cwd").readlink())
            except OSError:
                continue
            if str(folder) in line or where.startswith(str(folder)):
                found.append(line)
    return found


def test_an_article_goes_in_its_claims_are_shown_and_the_end_is_clean(folder: Path) -> None:
    """The whole path, twice: the second time on what the first one stored, with the same key."""
    port = str(free_port())
    first = Up(folder, "--port", port)
    first.wait_for("Ctrl-C stops everything")
    text = first.text()
    assert "220" in text
    assert "JPY" in text
    assert int(re.search(r"(\d+) claims\.", text)[1]) >= 25  # type: ignore[index]  # wait_for() has seen the end
    assert text.count("curl -H") == 3
    connection = LocalFolder(folder / ".local").remembered()
    assert connection == Connection(f"http://127.0.0.1:{port}", re.search(r"key +(\S+)", text)[1])  # type: ignore[index]  # as above
    assert first.stop(signal.SIGINT) == 0
    assert processes(folder) == []

    second = Up(folder, "--port", port)
    second.wait_for("Ctrl-C stops everything")
    with Client(connection.url, connection.key) as client:
        assert len(list(client.pages("/v1/articles", {}))) == 1
    assert second.stop(signal.SIGTERM) == 0
    assert processes(folder) == []


def test_an_article_of_ones_own_is_shown_and_a_dead_worker_comes_back(folder: Path) -> None:
    """The reader is told, and the work goes on."""
    article = folder / "own.txt"
    article.write_text("橋の全長は450メートルで、費用は12億円だった。", encoding="utf-8")
    running = Up(folder, "--port", str(free_port()), "--article", str(article), "--published", "2026-01-01")
    running.wait_for("2 claims.")
    worker = next(
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal()
        and b"workers.relay" in (entry / "cmdline").read_bytes()
        and f"PPid:\t{running.process.pid}\n" in (entry / "status").read_text()
    )
    os.kill(worker, signal.SIGKILL)
    running.wait_for("relay ended unexpectedly (code -9): starting it again.")
    assert running.stop() == 0


def refused(folder: Path, *options: str) -> str:
    """The one line that a start which cannot succeed prints; it leaves nothing running."""
    failed = Up(folder, *options)
    assert failed.wait() == 1
    assert processes(folder) == []
    lines = [line for line in failed.text().splitlines() if line != "Stopping."]
    assert len(lines) == 1, lines
    return lines[0]


def test_a_taken_port_is_refused(folder: Path) -> None:
    """The line names another one."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert f"Port {port} on 127.0.0.1 is in use" in refused(folder, "--port", str(port))


def test_an_unreadable_article_is_refused(folder: Path) -> None:
    """Before anything is started."""
    assert "no such file" in refused(folder, "--article", str(folder / "absent.txt"))
    assert not (folder / ".local").exists()


def test_half_broken_data_are_refused_and_left_as_they_are(folder: Path) -> None:
    """The line says how to go on; nothing is deleted on the way."""
    started = Up(folder, "--port", str(free_port()))
    started.wait_for("Serving on")
    assert started.stop() == 0
    data = folder / ".local" / "servers" / "postgres"
    control = data / "global" / "pg_control"
    control.rename(control.with_name("lost"))
    assert "does not start" in (line := refused(folder, "--port", str(free_port())))
    assert f"mv {data}" in line
    assert control.with_name("lost").exists()


def test_a_half_made_data_folder_is_refused(folder: Path) -> None:
    """A folder without the database's version is no database."""
    (folder / ".local" / "servers" / "postgres").mkdir(parents=True)
    (folder / ".local" / "servers").chmod(0o755)
    assert "PG_VERSION cannot be read" in refused(folder, "--port", str(free_port()))


def test_a_second_start_on_the_same_folder_is_refused(folder: Path) -> None:
    """Two supervisors over one database would stop each other's programs."""
    running = Up(folder, "--port", str(free_port()))
    running.wait_for("Serving on")
    again = subprocess.run(
        (sys.executable, "-m", "service.cli", "up", "--data", str(folder / ".local"), "--port", str(free_port())),
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 1
    assert f"already running on {folder / '.local'} (process {running.process.pid})" in again.stderr
    assert running.stop() == 0
