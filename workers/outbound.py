"""A connection to somebody else's server: the name is resolved, the address checked, and that very address connected.

Asking a library for a URL would resolve the name twice (once for us to look, once to connect), and a name
that answers differently the second time leads inside. Here what was checked is what is connected to; TLS
still speaks to the name. Everything together ends at one deadline, however slowly the other side trickles.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from schemas import resolving
from schemas.targets import Address, Target, permitted

Clock = Callable[[], float]


class Unreachable(Exception):
    """The endpoint could not be reached."""


class NotPublic(Unreachable):
    """The endpoint's name leads to an address that is not public."""


class TooSlow(Unreachable):
    """The endpoint did not answer in time."""


class Deadline:
    """When everything must have ended."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        """So many seconds from now."""
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises TooSlow when none are."""
        seconds = self._end - self._clock()
        if seconds <= 0:
            raise TooSlow(TooSlow.__doc__)
        return seconds


def resolve(target: Target, deadline: Deadline) -> list[Address]:
    """The addresses of the target, as the system's resolver gives them. Raises Unreachable or TooSlow."""
    if target.literal is not None:
        return [target.literal]
    try:
        return resolving.addresses(target.host, target.port, deadline.left())
    except resolving.SlowResolver as error:
        raise TooSlow(TooSlow.__doc__) from error
    except resolving.UnknownName as error:
        raise Unreachable("The endpoint's name is not known.") from error


def connect(target: Target, deadline: Deadline, *, loopback: bool = False, context: ssl.SSLContext) -> socket.socket:
    """A connection to the target, with TLS by its name if the URL says so. Raises Unreachable.

    One address that is not public is enough to refuse the name: who mixes them is up to something.
    """
    addresses = resolve(target, deadline)
    if not all(permitted(address, loopback=loopback) for address in addresses):
        raise NotPublic(NotPublic.__doc__)
    plain = _first(addresses, target.port, deadline)
    if not target.tls:
        return plain
    try:
        plain.settimeout(deadline.left())
        return context.wrap_socket(plain, server_hostname=target.host)
    except TimeoutError as error:
        plain.close()
        raise TooSlow(TooSlow.__doc__) from error
    except (OSError, ValueError) as error:
        plain.close()
        raise Unreachable(f"The endpoint's certificate or TLS is wrong: {_reason(error)}.") from error
    except TooSlow:
        plain.close()
        raise


def _first(addresses: list[Address], port: int, deadline: Deadline) -> socket.socket:
    trouble: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout=deadline.left())
        except TimeoutError as error:
            trouble = error
        except OSError as error:
            trouble = error
    if isinstance(trouble, TimeoutError):
        raise TooSlow(TooSlow.__doc__) from trouble
    raise Unreachable(f"No connection: {_reason(trouble)}.") from trouble


def _reason(error: Exception | None) -> str:
    """The error in a few words of its own: the verification's message, or the system's."""
    words = getattr(error, "verify_message", None) or getattr(error, "strerror", None) or type(error).__name__
    return str(words)[:120]


class Incoming(io.RawIOBase):
    """What comes from a connection, until the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        """Reads from `connection`, which stays the caller's."""
        super().__init__()
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, waiting until the deadline. Raises TooSlow or Unreachable."""
        self._connection.settimeout(self._deadline.left())
        try:
            return self._connection.recv_into(buffer)
        except TimeoutError as error:
            raise TooSlow(TooSlow.__doc__) from error
        except OSError as error:
            raise Unreachable(f"The connection broke: {_reason(error)}.") from error
