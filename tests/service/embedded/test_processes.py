"""Programs are started, waited for, restarted and stopped; nothing is left behind."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from service.embedded.problems import ProgramFailed
from service.embedded.processes import Program, Running
from service.embedded.supervisor import Supervisor


def program(tmp_path: Path, code: str, **changes: object) -> Program:
    """A Python program that runs `code` in the test's folder."""
    settings: dict[str, object] = {
        "name": "probe",
        "arguments": (sys.executable, "-c", code),
        "environment": dict(os.environ),  # an interpreter may need LD_LIBRARY_PATH
        "folder": tmp_path,
        "log": tmp_path / "probe.log",
        "grace": 1.0,
        **changes,
    }
    return Program(**settings)  # type: ignore[arg-type]  # a table of defaults, checked by the dataclass' own use


def gone(process: int) -> bool:
    """Whether the process has ended, also when nobody has asked for its exit code."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def eventually_gone(process: int) -> bool:
    """Whether the process ends within a few seconds."""
    end = time.monotonic() + 5
    while not gone(process) and time.monotonic() < end:
        time.sleep(0.02)
    return gone(process)


def test_a_program_that_fails_is_reported_with_its_last_words(tmp_path: Path) -> None:
    """The reason is in the line, the rest in the log that the line names."""
    running = Running(program(tmp_path, "raise SystemExit('the cellar is flooded')", ready=lambda: False))
    with pytest.raises(ProgramFailed, match=r"the cellar is flooded.*probe\.log"):
        running.wait_until_ready(5)


def test_a_program_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    """The same error, the same line."""
    with pytest.raises(ProgramFailed, match="no such file"):
        Running(program(tmp_path, "", arguments=(str(tmp_path / "absent"),)))


def test_a_program_that_never_serves_is_stopped(tmp_path: Path) -> None:
    """Waiting ends, and so does the program."""
    running = Running(program(tmp_path, "import time; time.sleep(60)", ready=lambda: False))
    with pytest.raises(ProgramFailed, match="no answer"):
        running.wait_until_ready(0.1)
    assert running.ended


def test_stopping_kills_what_ignores_the_signal_and_its_children(tmp_path: Path) -> None:
    """After the grace nothing of it is left, grandchildren included."""
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "probe.log"
    running = Running(program(tmp_path, code, grace=0.2, ready=lambda: log.read_text().endswith("\n")))
    running.wait_until_ready(5)
    running.stop()
    assert running.ended
    assert eventually_gone(int(log.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_supervisor_leaves_nothing_running(tmp_path: Path) -> None:
    """SIGKILL gives no time to clean up: the kernel does it."""
    code = f"""
import time
from pathlib import Path
from service.embedded.processes import Program, Running
folder = Path({str(tmp_path)!r})
log = folder / "child.log"
child = Running(Program(name="child", arguments=("/bin/sleep", "60"), environment={{}}, folder=folder, log=log))
print(child.process.pid, flush=True)
time.sleep(60)
"""
    log = tmp_path / "probe.log"
    folder = Path(__file__).resolve().parents[3]
    running = Running(program(tmp_path, code, folder=folder, ready=lambda: log.read_text().endswith("\n")))
    running.wait_until_ready(10)
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    assert eventually_gone(int(log.read_text()))


def test_a_program_that_ends_is_started_again_and_the_reader_is_told(tmp_path: Path) -> None:
    """One killed program does not end the service."""
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.start([program(tmp_path, "import time; time.sleep(60)")], 5)
    first = supervisor.running[0].process
    stop = threading.Event()
    threading.Timer(1.0, stop.set).start()
    first.kill()
    supervisor.watch(stop)
    second = supervisor.running[0].process
    assert second.pid != first.pid
    assert second.poll() is None
    assert said == ["probe ended unexpectedly (code -9): starting it again."]
    supervisor.stop()
    assert second.poll() is not None


def test_watching_ends_when_it_was_asked_to_though_no_exception_came(tmp_path: Path) -> None:
    """A signal's exception is lost while a callback of fork runs: just when a program is started again."""
    supervisor = Supervisor(lambda _line: setattr(supervisor, "stopping", True))
    supervisor.start([program(tmp_path, "import time; time.sleep(60)")], 5)
    watching = threading.Thread(target=supervisor.watch, args=(threading.Event(),), daemon=True)
    watching.start()
    watching.join(0.5)
    assert watching.is_alive()
    supervisor.running[0].process.kill()
    watching.join(10)
    assert not watching.is_alive()
    supervisor.stop()


def test_a_program_that_keeps_ending_is_given_up(tmp_path: Path) -> None:
    """Restarting for ever would hide the reason."""
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.start([program(tmp_path, "raise SystemExit('no luck')")], 5)
    with pytest.raises(ProgramFailed, match="6 times in a minute: no luck"):
        supervisor.watch(threading.Event())
    supervisor.stop()
