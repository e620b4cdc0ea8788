"""A program of the stack: started, waited for, stopped, and never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.embedded.ground import Account
from service.embedded.problems import ProgramFailed

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_TICK = 0.02  # seconds between two looks at a starting program


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How to start a program, how to see that it serves, and how to stop it."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path  # it works here
    log: Path  # what it says goes here
    ready: Callable[[], bool] = field(default=lambda: True)
    account: Account | None = None  # None: the caller's
    stdin: bytes = b""
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0  # seconds between the stop signal and SIGKILL
    stops_first: bool = False  # it uses the other programs, so it may be asked to stop before them


class Running:
    """A started program."""

    def __init__(self, program: Program) -> None:
        """Start it; return at once. Raises CannotStand when it cannot even be executed."""
        self.program = program
        self._log_start = program.log.stat().st_size if program.log.exists() else 0
        account = program.account
        stop_signal = program.stop_signal
        try:
            with program.log.open("ab") as log:
                self.process = subprocess.Popen(  # noqa: S603 - the project's own programs
                    program.arguments,
                    env=dict(program.environment),
                    cwd=program.folder,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    user=account.uid if account else None,
                    group=account.gid if account else None,
                    extra_groups=[] if account else None,
                    start_new_session=True,  # Ctrl-C reaches only the supervisor, which stops things in order
                    preexec_fn=lambda: _end_with_parent(stop_signal),  # noqa: PLW1509 - one prctl call, no locks
                )
        except OSError as error:
            raise ProgramFailed(program.name, (error.strerror or str(error)).lower(), program.log) from error
        assert self.process.stdin is not None  # noqa: S101 - for the type checker: PIPE gives a stream
        with contextlib.suppress(BrokenPipeError):  # it ended at once: wait_until_ready() says why
            self.process.stdin.write(program.stdin)
            self.process.stdin.close()

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.poll() is not None

    def wait_until_ready(self, seconds: float) -> None:
        """Return when the program serves; stop it and raise CannotStand when it does not within `seconds`."""
        end = time.monotonic() + seconds
        while not self.program.ready():
            if self.ended or time.monotonic() > end:
                reason = self.last_words() or f"no answer in {seconds:.0f} seconds"
                self.stop()
                raise ProgramFailed(self.program.name, reason, self.program.log)
            time.sleep(_TICK)

    def last_words(self) -> str:
        """The last line it wrote since it was started, at most 200 characters."""
        with self.program.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").split("\n")
        fatal = [line for line in lines if "FATAL" in line or "rror" in line]
        words = [line for line in (fatal or lines) if line.strip()]
        return words[-1].strip()[:200] if words else ""

    def ask_to_stop(self) -> None:
        """Send the stop signal and return at once."""
        if not self.ended:
            self.process.send_signal(self.program.stop_signal)

    def stop(self) -> None:
        """Stop it and wait; kill it, and the processes it started, when the grace is over."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.grace)
        self.clear_away()

    def clear_away(self) -> None:
        """Kill what is left of it and of its children; they share its process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _end_with_parent(stop_signal: signal.Signals) -> None:
    """Ask Linux to send `stop_signal` when the parent dies, so that a killed supervisor leaves nothing running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(stop_signal))
