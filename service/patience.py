"""Connections that wait for a client only as long as it hurries: a drip of bytes must not hold a thread for ever."""

import errno
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from service import errors
from service.places import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one request may make us wait in one direction: so many seconds, and one more for so many bytes."""

    seconds: float
    bytes_a_second: int

    def allows(self, moved: int) -> float:
        """Seconds of waiting in all, when so many bytes have moved."""
        return self.seconds + moved / self.bytes_a_second


#: Who is slower needs one of the few places for what takes long, so that the other threads stay free.
FAST = Pace(1, 50_000)
#: Who is slower still is cut off.
LEAST = Pace(10, 5_000)


class TooSlow(Exception):
    """The client sends too slowly. No OSError: then the server would close the connection without an answer."""


@dataclass(slots=True)
class _Account:
    """What one direction of a request has cost and brought."""

    waited: float = 0.0
    moved: int = 0


class PatientSocket(socket.socket):
    """A client's connection. Only what blocks without a time limit is counted; whoever sets a limit has their own."""

    def __init__(self, connection: socket.socket, fast: Pace = FAST, least: Pace = LEAST) -> None:
        """Takes the connection over: `connection` is empty afterwards."""
        limit = connection.gettimeout()
        super().__init__(connection.family, connection.type, connection.proto, fileno=connection.detach())
        self.settimeout(limit)
        self._fast, self._least = fast, least
        self._incoming, self._outgoing = _Account(), _Account()
        self._place: Place | None = None

    @contextmanager
    def one_request(self) -> Iterator[None]:
        """Count anew, and give the place back at the end."""
        self._incoming, self._outgoing = _Account(), _Account()
        try:
            yield
        finally:
            if self._place is not None:
                self._place.leave()
                self._place = None

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """As of any socket. Raises TooSlow."""
        if self.gettimeout() is not None:
            return super().recv(size, flags)
        data: bytes = self._patiently(self._incoming, super().recv, size, flags)
        self._incoming.moved += len(data)
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """As of any socket. Raises ConnectionResetError when the client reads too slowly: nobody could tell it."""
        if self.gettimeout() is not None:
            super().sendall(data, flags)
            return
        rest = memoryview(data)
        while rest:
            try:
                sent = self._patiently(self._outgoing, super().send, rest, flags)
            except TooSlow:
                raise ConnectionResetError(errno.ECONNRESET, "the client reads too slowly") from None
            self._outgoing.moved += sent
            rest = rest[sent:]

    def _patiently(self, account: _Account, act: Callable[..., T], *arguments: Any) -> T:
        while True:
            self.settimeout(self._left(account))
            began = time.monotonic()
            try:
                return act(*arguments)
            except TimeoutError:
                continue
            finally:
                account.waited += time.monotonic() - began
                self.settimeout(None)

    def _left(self, account: _Account) -> float:
        """For how many seconds we go on waiting."""
        free = self._fast.allows(account.moved) - account.waited
        if free > 0:
            return free
        left = self._least.allows(account.moved) - account.waited
        if left <= 0:
            raise TooSlow
        if self._place is None:
            try:
                self._place = Place()
            except errors.Busy:
                raise TooSlow from None
        return left
