"""How often a key and a workspace may ask: counted in memory that the processes of one server share.

Each bucket is one number: the moment at which it is full again (the generic cell rate algorithm, the leaky
bucket as ATM networks meter it, ITU-T I.371). A request moves it on by window / quota; what would lie further
ahead than the window is refused. So a whole quota may come at once, and afterwards as much as flows back.

The table is made before the server forks and lies in an unlinked file, mapped by all processes; a lock of
that file, which the kernel takes back from whoever dies, keeps them apart. Several servers can count together:
service.sharedlimits, docs/decisions/0012.
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
ROUNDING = 1e-6  # seconds: what many sums of fractions may be off
_SLOT = struct.Struct("=16sd")  # whose bucket, and when it is full again on the monotonic clock


@dataclass(frozen=True, slots=True)
class Policy:
    """So many requests in so many seconds; `name` is what the headers call it."""

    name: str
    quota: int
    window: int

    @property
    def step(self) -> float:
        """Seconds until what one request takes has flowed back."""
        return self.window / self.quota


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
        allowed, standings = judge([policy for _, policy in wanted], [at - now for _, at in found])
        if allowed:
            for (place, at), (owner, policy) in zip(found, wanted, strict=True):
                _SLOT.pack_into(self._table, place, owner.bytes, at + policy.step)
        return standings

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


def judge(policies: Sequence[Policy], until_full: Sequence[float]) -> tuple[bool, list[Standing]]:
    """Whether a request passes buckets that are full again in so many seconds, and how they stand after it."""
    after = [seconds + policy.step for policy, seconds in zip(policies, until_full, strict=True)]
    over = [seconds - policy.window for policy, seconds in zip(policies, after, strict=True)]
    allowed = max(over) <= ROUNDING
    stand = after if allowed else until_full
    return allowed, [_standing(*each) for each in zip(policies, stand, over, strict=True)]


def _standing(policy: Policy, until_full: float, over: float) -> Standing:
    left = math.floor((policy.window - until_full) * policy.quota / policy.window + ROUNDING)
    wait = None if over <= ROUNDING else max(1, math.ceil(over))
    return Standing(policy, max(0, left), math.ceil(until_full - ROUNDING), wait)
