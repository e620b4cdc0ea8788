"""The storm itself: a blow every two seconds, and what was killed is started again, as a supervisor would.

The last worker is the one that is frozen; the others are killed in turn.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle

from benchmarks.stack import Stack
from service.embedded.processes import Running

_PAUSE = 2.0
_FROZEN_SECONDS = 30.0
_READY_SECONDS = 60.0
#: What every storm does at least once, however short.
KINDS = frozenset(
    (
        *("worker kills", "worker freezes", "Redis kills", "PostgreSQL stops"),
        *("API kills", "relay kills", "courier kills"),
    )
)


class Storm:
    """Kills in turn. Workers die every other time, as they do the work."""

    def __init__(self, running: Stack) -> None:
        """Nothing is killed yet."""
        self.stack = running
        *mortal, self._sleeper = sorted(name for name in running.running if name.startswith("worker-"))
        self._mortal = cycle(mortal)
        self.blows: Counter[str] = Counter()
        self._thaw: threading.Timer | None = None

    def rage(self, over: threading.Event) -> None:
        """A blow every two seconds, until it is over and each kind has struck; what is frozen thaws.

        Not in a thread: Linux ends a program together with the thread that has started it.
        """
        others: list[Callable[[], None]] = [
            *(self._redis, self._api, self._postgres, self._freeze, self._relay, self._redis, self._courier),
            *(self._api, self._postgres, self._redis, self._relay, self._redis, self._courier, self._postgres),
            *(self._redis, self._api),
        ]
        turns = cycle(others)
        worker = True
        while not over.is_set() or KINDS - self.blows.keys():
            time.sleep(_PAUSE)
            if worker:
                self._again(next(self._mortal), "worker kills")
            else:
                next(turns)()
            worker = not worker
        if self._thaw is not None:
            self._thaw.cancel()
        self._signal(self._sleeper, signal.SIGCONT)

    def _api(self) -> None:
        """Whatever requests are under way get no answer."""
        self._again("api", "API kills")

    def _relay(self) -> None:
        self._again("relay", "relay kills")

    def _courier(self) -> None:
        self._again("courier", "courier kills")

    def _redis(self) -> None:
        """It keeps nothing: every message that waits is gone."""
        self._again("redis", "Redis kills")

    def _postgres(self) -> None:
        running = self.stack.running["postgres"]
        running.process.send_signal(signal.SIGQUIT)  # "immediate": no goodbye to anybody, recovery at the start
        running.process.wait()
        self.stack.running["postgres"] = self.stack.server.start()
        self.blows["PostgreSQL stops"] += 1

    def _freeze(self) -> None:
        """A zombie: asleep for longer than its lease, and then it wants to save."""
        self._signal(self._sleeper, signal.SIGSTOP)
        self._thaw = threading.Timer(_FROZEN_SECONDS, self._signal, (self._sleeper, signal.SIGCONT))
        self._thaw.daemon = True
        self._thaw.start()
        self.blows["worker freezes"] += 1

    def _again(self, name: str, count: str) -> None:
        running = self.stack.running[name]
        running.clear_away()  # SIGKILL to the whole process group
        again = Running(running.program)
        again.wait_until_ready(_READY_SECONDS)
        self.stack.running[name] = again
        self.blows[count] += 1

    def _signal(self, name: str, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.stack.running[name].process.pid, number)
