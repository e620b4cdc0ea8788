"""Slow clients: each is cut off in the end, and until then the others are served."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from service import places
from service.patience import Pace, PatientSocket, TooSlow
from service.places import Place
from tests.service.site import Site
from tests.service.test_raw_http import GET, POST, answered, opened

QUICK, NEVER = Pace(0.05, 1_000_000), Pace(0.2, 1_000_000)
LINES = 32  # two for each thread of the server
ENOUGH = 60.0  # seconds in which a drip must have been cut off


@pytest.fixture
def pair() -> Iterator[tuple[PatientSocket, socket.socket]]:
    """A connection with little patience, and its other end."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        end.settimeout(None)
    with PatientSocket(ours, QUICK, NEVER) as patient, theirs:
        yield patient, theirs


def test_what_comes_is_read_and_what_is_said_is_heard(pair: tuple[PatientSocket, socket.socket]) -> None:
    """As on any socket, in both directions, longer than its buffers."""
    ours, theirs = pair
    long = bytes(range(256)) * 1000
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(theirs.recv(len(long), socket.MSG_WAITALL)))
    reader.start()
    with ours.one_request():
        ours.sendall(long)
        reader.join()
        theirs.sendall(b"abc")
        assert (ours.recv(2), ours.recv(8)) == (b"ab", b"c")
    assert heard == [long]


def test_who_says_nothing_is_too_slow(pair: tuple[PatientSocket, socket.socket]) -> None:
    """And who says a little now and then as well: seconds of one request are added up."""
    ours, theirs = pair
    with ours.one_request(), pytest.raises(TooSlow):
        ours.recv(1)
    over = threading.Event()
    dripping = threading.Thread(target=_drip, args=([theirs], over, 0.01))
    dripping.start()
    with ours.one_request(), pytest.raises(TooSlow):
        _read_on(ours)
    over.set()
    dripping.join()


def test_who_does_not_listen_is_left(pair: tuple[PatientSocket, socket.socket]) -> None:
    """Its end is full, and nobody takes anything out."""
    ours, _ = pair
    with ours.one_request(), pytest.raises(ConnectionResetError):
        ours.sendall(b"a" * 1_000_000)


def test_the_refusal_of_the_too_slow_can_still_be_said(pair: tuple[PatientSocket, socket.socket]) -> None:
    """What came in slowly does not count against what goes out."""
    ours, theirs = pair
    with ours.one_request():
        with pytest.raises(TooSlow):
            ours.recv(1)
        ours.sendall(b"too slow")
    assert theirs.recv(100) == b"too slow"


def test_slow_ones_need_a_place_and_give_it_back(pair: tuple[PatientSocket, socket.socket]) -> None:
    """When all are taken the slow are cut off early; the quick need none."""
    ours, theirs = pair
    taken = [Place() for _ in range(places.PLACES)]
    try:
        theirs.sendall(b"a")
        with ours.one_request():
            assert ours.recv(1) == b"a"
        began = time.monotonic()
        with ours.one_request(), pytest.raises(TooSlow):
            ours.recv(1)
        assert time.monotonic() - began < NEVER.seconds
    finally:
        for place in taken:
            place.leave()
    with ours.one_request(), pytest.raises(TooSlow):
        ours.recv(1)
    for place in [Place() for _ in range(places.PLACES)]:
        place.leave()


def test_a_limit_of_somebody_elses_is_theirs(pair: tuple[PatientSocket, socket.socket]) -> None:
    """The server sets limits of its own where it closes a connection."""
    ours, _ = pair
    ours.settimeout(0.01)
    with pytest.raises(TimeoutError):
        ours.recv(1)
    ours.settimeout(0)
    with pytest.raises(BlockingIOError):
        ours.recv(1)


def test_drips_hold_up_nobody_and_are_cut_off(site: Site) -> None:
    """In the head and in the body, more than there are threads; each is told 408, and others are served meanwhile."""
    drips = [GET + "X: ", POST.replace("KEY", site.key) + 'Content-Length: 99999\r\n\r\n{"'] * (LINES // 2)
    over = threading.Event()
    with ExitStack() as stack:
        lines = [stack.enter_context(opened(site)) for _ in drips]
        for line, begin in zip(lines, drips, strict=True):
            line.sendall(begin.encode())
        dripping = threading.Thread(target=_drip, args=(lines, over))
        dripping.start()
        try:
            for _ in range(20):
                assert site.request("GET", "/v1/articles?limit=1").status_code == 200
            assert _cut_off(lines) == {408}
        finally:
            over.set()
            dripping.join()


def _read_on(line: socket.socket) -> None:
    while line.recv(1):
        pass


def _drip(lines: list[Any], over: threading.Event, seconds: float = 0.2) -> None:
    """A byte on each line, again and again."""
    while not over.wait(seconds):
        for line in lines:
            with contextlib.suppress(OSError):
                line.send(b"a")


def _cut_off(lines: list[Any]) -> set[int]:
    """What each line was told in the end."""
    told = set()
    for line in lines:
        line.settimeout(ENOUGH)
        told.add(answered(line).status)
    return told
