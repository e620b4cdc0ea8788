"""The addresses of a host name, as the system's resolver gives them, within a time of ours."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Any

from schemas.targets import Address

#: (host, port, seconds) -> addresses. Raises UnknownName or SlowResolver.
Resolver = Callable[[str, int, float], list[Address]]


class UnknownName(Exception):
    """The name is not known."""


class SlowResolver(Exception):
    """The resolver did not answer in time."""


def addresses(host: str, port: int, seconds: float) -> list[Address]:
    """The addresses of a name. Raises UnknownName or SlowResolver.

    The resolver knows no time-out of ours: it works in a thread of its own, which is left behind if need be.
    """
    found: list[Any] = []
    troubles: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            troubles.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise SlowResolver(SlowResolver.__doc__)
    if troubles or not found:
        raise UnknownName(UnknownName.__doc__)
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
