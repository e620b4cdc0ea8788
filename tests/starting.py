"""Starting the project's programs in a test, and leaving none behind."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from service.embedded.processes import Program, Running

Start = Callable[[Program], Running]


@contextmanager
def starter() -> Iterator[Start]:
    """Starts programs, and waits until each serves; whatever still runs at the end of the block is stopped."""
    started: list[Running] = []
    with ExitStack() as running:

        def start(program: Program) -> Running:
            process = Running(program)
            started.append(process)
            running.callback(process.stop)
            process.wait_until_ready(60)
            return process

        try:
            yield start
        finally:
            for process in started:  # all at once; each takes a moment
                process.ask_to_stop()
