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


class Held:
    """The pieces of an answer; the place is given back when they end, or when the reader goes away, even before the first."""

    def __init__(self, place: Place, pieces: Iterator[bytes]) -> None:
        """`pieces` may be a generator: it is closed with us."""
        self._place = place
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self._place.leave()
            raise

    def close(self) -> None:
        """End the pieces; the server calls it when the answer is over."""
        self._place.leave()
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
