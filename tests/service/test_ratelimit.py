"""The meter by itself: buckets that run empty and fill again, kept by all processes of a server."""

import os
from collections.abc import Callable
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ratelimit import Meter, Policy

TEN = Policy("key", 10, 60)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


def let_through(meter: Meter, owner: UUID, policy: Policy, times: int) -> int:
    """How many of so many requests pass."""
    return sum(meter.take([(owner, policy)])[0].wait is None for _ in range(times))


def test_a_quota_may_come_at_once_and_not_more(clock: Clock) -> None:
    """The eleventh of ten is refused, with the time until the next one flows back."""
    meter, owner = Meter(clock), uuid4()
    left = [meter.take([(owner, TEN)])[0] for _ in range(11)]
    assert [one.remaining for one in left] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]
    assert [one.wait for one in left] == [None] * 10 + [6]
    assert left[-1].reset == 60


def test_it_flows_back_evenly(clock: Clock) -> None:
    """One every six seconds, and never more than the quota, however long nobody asked."""
    meter, owner = Meter(clock), uuid4()
    assert let_through(meter, owner, TEN, 20) == 10
    clock.now += 12
    assert let_through(meter, owner, TEN, 20) == 2
    clock.now += 100_000
    assert let_through(meter, owner, TEN, 20) == 10


def test_buckets_are_apart(clock: Clock) -> None:
    """Whoever asks too often costs nobody else anything."""
    meter = Meter(clock)
    owners = [uuid4() for _ in range(2000)]
    assert {let_through(meter, owner, TEN, 11) for owner in owners} == {10}


def test_a_request_counts_against_both_or_neither(clock: Clock) -> None:
    """What the workspace's bucket refuses takes nothing from the key's."""
    meter, key, workspace = Meter(clock), uuid4(), uuid4()
    wanted = [(key, TEN), (workspace, Policy("workspace", 3, 60))]
    last = [meter.take(wanted) for _ in range(5)][-1]
    assert [one.remaining for one in last] == [7, 0]
    assert [one.wait is None for one in last] == [True, False]


# From Python 3.12 on, forking beside other threads is warned of; the children here do nothing but count.
FORKS = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@FORKS
def test_processes_share_the_buckets(clock: Clock) -> None:
    """Made before the fork, counted by all."""
    meter, owner = Meter(clock), uuid4()
    children = [_forked(lambda: let_through(meter, owner, Policy("key", 1000, 3600), 700)) for _ in range(4)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    assert let_through(meter, owner, Policy("key", 1000, 3600), 10) == 0
    clock.now += 3600
    assert let_through(meter, owner, Policy("key", 1000, 3600), 2000) == 1000


@FORKS
def test_a_process_that_dies_holds_up_nobody(clock: Clock) -> None:
    """The kernel takes its lock back."""
    meter, owner = Meter(clock), uuid4()

    def die() -> None:
        os.kill(os.getpid(), 9)

    meter._clock = die  # type: ignore[assignment]  # noqa: SLF001 - the clock is asked while the lock is held
    child = _forked(lambda: meter.take([(owner, TEN)]))
    os.waitpid(child, 0)
    meter._clock = clock  # noqa: SLF001 - as above
    assert meter.take([(owner, TEN)])[0].remaining == 9


@given(st.integers(1, 10_000))
def test_it_is_full_again_within_the_window(quota: int) -> None:
    """However the fractions add up: no reset is later than that."""
    meter, owner, policy = Meter(Clock()), uuid4(), Policy("key", quota, 60)
    assert all(meter.take([(owner, policy)])[0].reset <= 60 for _ in range(min(quota, 200)))


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 50))
def test_no_window_holds_more_than_twice_the_quota(pauses: list[float], quota: int) -> None:
    """A full bucket and what flows back meanwhile; `remaining` tells the truth about the next request."""
    clock = Clock()
    meter, owner, policy = Meter(clock), uuid4(), Policy("key", quota, 60)
    passed: list[float] = []
    standings = []
    for pause in pauses:
        clock.now += pause
        standing = meter.take([(owner, policy)])[0]
        standings.append(standing)
        if standing.wait is None:
            passed.append(clock.now)
    assert all(sum(1 for one in passed if at <= one < at + 60) <= 2 * quota for at in passed)
    assert all(later.wait is None for earlier, later in pairwise(standings) if earlier.remaining)


def _forked(act: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        act()
    finally:
        os._exit(0)
