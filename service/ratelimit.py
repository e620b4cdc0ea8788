"""How often a key and a workspace may ask: counted in memory that the processes of one server share.

Each bucket is one number: the moment at which it is full again (the generic cell rate algorithm, the leaky
bucket as ATM networks meter it, ITU-T I.371). A request moves it on by window / quota; what would lie further
ahead than the window is refused. So a whole quota may come at once, and afterwards as much as flows back.

The table is made before the server forks and lies in an unlinked file, mapped by all processes; a lock of
that file, which the kernel takes back from whoever dies, keeps them apart. No other server is asked: see
docs/decisions.
"""

import fcntl
import math
import mmap
import os
import struct
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

_SLOTS = 1 << 16
_PROBES = 16
_ROUNDING = 1e-6  # seconds: what many sums of fractions may be off
_SLOT = struct.Struct("=16sd")  # whose bucket, and when it is full again on the monotonic clock


@dataclass(frozen=True, slots=True)
class Policy:
    """So many requests in so many seconds; `name` is what the headers call it."""

    name: str
    quota: int
    window: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a bucket stands after a request: what is left, and in how many seconds it is full again.

    `wait` is None when the request was let through, else how many seconds later it would be.
    """

    policy: Policy
    remaining: int
    reset: int
    wait: int | None


class Meter:
    """The buckets of one server. Make it before the processes part."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that only grow, the same in all processes of the machine."""
        self._clock = clock
        self._lock = threading.Lock()
        self._file, path = tempfile.mkstemp(prefix="factclaims-ratelimit-")
        Path(path).unlink()
        os.ftruncate(self._file, _SLOTS * _SLOT.size)
        self._table = mmap.mmap(self._file, _SLOTS * _SLOT.size)

    def take(self, wanted: Sequence[tuple[UUID, Policy]]) -> list[Standing]:
        """One request from each of these buckets, or from none when one of them is empty."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                return self._take(wanted, self._clock())
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _take(self, wanted: Sequence[tuple[UUID, Policy]], now: float) -> list[Standing]:
        found = [self._find(owner.bytes, now) for owner, _ in wanted]
        after = [at + policy.window / policy.quota for (_, at), (_, policy) in zip(found, wanted, strict=True)]
        over = [at - now - policy.window for at, (_, policy) in zip(after, wanted, strict=True)]
        if allowed := max(over) <= _ROUNDING:
            for (place, _), at, (owner, _) in zip(found, after, wanted, strict=True):
                _SLOT.pack_into(self._table, place, owner.bytes, at)
        stand = after if allowed else [at for _, at in found]
        return [
            _standing(policy, at - now, beyond) for (_, policy), at, beyond in zip(wanted, stand, over, strict=True)
        ]

    def _find(self, owner: bytes, now: float) -> tuple[int, float]:
        """Where the owner's bucket is and when it is full again; else the slot of the fullest bucket nearby."""
        first = int.from_bytes(owner[-4:], "big")  # the random end of an id
        best, best_at = 0, math.inf
        for step in range(_PROBES):
            place = (first + step) % _SLOTS * _SLOT.size
            found, at = _SLOT.unpack_from(self._table, place)
            if found == owner:
                return place, max(at, now)
            if at < best_at:
                best, best_at = place, at
        return best, now


def _standing(policy: Policy, until_full: float, over: float) -> Standing:
    left = math.floor((policy.window - until_full) * policy.quota / policy.window + _ROUNDING)
    wait = None if over <= _ROUNDING else max(1, math.ceil(over))
    return Standing(policy, max(0, left), math.ceil(until_full), wait)
