"""Keeps the programs of the stack running, and ends them in order."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from service.embedded.problems import ProgramFailed
from service.embedded.processes import Program, Running

_TICK = 0.2  # seconds between two looks at the programs
_TOO_OFTEN = 5  # ends of one program within ...
_WITHIN = 60.0  # ... so many seconds mean that restarting does not help
_RESTART_SECONDS = 30.0
_PAUSE = 0.5  # seconds more before each further restart


@dataclass(slots=True)
class Supervisor:
    """The running programs in the order they were started; `say` tells the reader what happens to them.

    `stopping` is set by who was asked to stop.
    """

    say: Callable[[str], None]
    running: list[Running] = field(default_factory=list)
    ends: dict[str, list[float]] = field(default_factory=dict)
    stopping: bool = False

    def take(self, running: Running) -> None:
        """Watch over a program that was started."""
        self.running.append(running)

    def start(self, programs: list[Program], seconds: float) -> None:
        """Start the programs together and wait until each serves. Raises CannotStand."""
        started = []
        for program in programs:
            started.append(Running(program))
            self.take(started[-1])
        for running in started:
            running.wait_until_ready(seconds)

    def watch(self, stop: threading.Event) -> None:
        """Start again what ends, until `stop` or `stopping` is set. Raises ProgramFailed when restarting does not help."""
        while not stop.wait(_TICK) and not self.stopping:
            for index, running in enumerate(self.running):
                if running.ended and not stop.is_set():
                    self.running[index] = self._again(running, stop)

    def _again(self, running: Running, stop: threading.Event) -> Running:
        program = running.program
        now = time.monotonic()
        recent = [end for end in self.ends.get(program.name, []) if now - end < _WITHIN]
        self.ends[program.name] = [*recent, now]
        if len(recent) >= _TOO_OFTEN:
            reason = f"it ended {len(recent) + 1} times in a minute: {running.last_words()}"
            raise ProgramFailed(program.name, reason, program.log)
        running.clear_away()
        self.say(f"{program.name} ended unexpectedly (code {running.process.returncode}): starting it again.")
        # At once the first time; then slower, so that what it needs has a moment to come back.
        stop.wait(len(recent) * _PAUSE)
        again = Running(program)
        again.wait_until_ready(_RESTART_SECONDS)
        return again

    def stop(self) -> None:
        """End everything: what was started last first, because it needs what was started before it.

        The last ones, which serve people and work, are asked together and then waited for, so that ending
        takes as long as the slowest of them.
        """
        for running in reversed(self.running):
            if running.program.stops_first:
                running.ask_to_stop()
        for running in reversed(self.running):
            running.stop()
        self.running.clear()
