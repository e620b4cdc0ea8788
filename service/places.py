"""Places for answers that take long (waiting, streaming): few, so that they never hold all threads of a process."""

import threading
from collections.abc import Iterator

from service import errors

#: Of each process; `service.server.threads` says how many threads it has.
PLACES = 4
_RETRY_SECONDS = 2

_free = threading.BoundedSemaphore(PLACES)


class Place:
    """One of the places; give it back when the answer ends."""

    def __init__(self) -> None:
        """Take a place. Raises Busy when all are taken."""
        if not _free.acquire(blocking=False):
            raise errors.Busy(retry_after=_RETRY_SECONDS)
        self._held = True

    def leave(self) -> None:
        """Give the place back; a second time changes nothing."""
        if self._held:
            self._held = False
            _free.release()


def held(place: Place, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of an answer; the place is given back when they end, or when the reader goes away."""
    try:
        yield from pieces
    finally:
        place.leave()
