"""Where a webhook may go: an explicit table of networks, and a strict reading of addresses.

The service asks when an endpoint is registered, the worker again for the address that it is about to connect
to. `ipaddress.is_global` is no help: it lets NAT64 (64:ff9b::7f00:1), 6to4, IPv4-compatible and multicast
addresses pass and has changed between versions of Python. What is not listed as open is closed.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST_URL = 2048
PORTS = (443, 8443)

# IANA's special-purpose registry for IPv4 (RFC 6890 and later), and why nobody's webhook is there.
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by a carrier's customers (RFC 6598)
        "127.0.0.0/8",  # loopback (RFC 1122)
        "169.254.0.0/16",  # link-local, and the metadata of clouds (RFC 3927)
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.31.196.0/24",  # AS112 (RFC 7535)
        "192.52.193.0/24",  # AMT (RFC 7450)
        "192.88.99.0/24",  # 6to4 relays, withdrawn (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "192.175.48.0/24",  # AS112 (RFC 7534)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, and broadcast (RFC 1112)
    )
)
# Global unicast is all that IANA has opened (RFC 4291): loopback, mapped and compatible IPv4, NAT64, unique
# local, link-local, site-local and multicast addresses all lie outside of it.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them (RFC 2928)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4: an IPv4 address in disguise (RFC 3056)
        "2620:4f:8000::/48",  # AS112 (RFC 7534)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

# Names that are never public: RFC 6761, 6762, 8375, 9476, and what offices use.
_CLOSED_NAMES = (
    *("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "arpa"),
    *("alt", "test", "invalid", "onion"),
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_NAME = 253
_URL = re.compile(r"[\x21-\x7e]+")


class ForbiddenTarget(ValueError):
    """A webhook must be an https URL of a public host name on port 443 or 8443."""

    def __init__(self, reason: str) -> None:
        """`reason` is a sentence about the URL, without repeating it."""
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: where to connect, and what to ask for there."""

    host: str
    port: int
    tls: bool
    path: str
    literal: Address | None  # the host, if it is an address

    @property
    def authority(self) -> str:
        """What stands in the Host header."""
        host = f"[{self.host}]" if isinstance(self.literal, ipaddress.IPv6Address) else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def parse(url: str, *, loopback: bool = False) -> Target:
    """Take a webhook's URL apart. Raises ForbiddenTarget, whose message says why.

    With `loopback`, this machine may be addressed too, by http and on any port: for development and tests.
    Whether a *name* leads to a public address shows when it is resolved: see `permitted`.
    """
    if len(url) > LONGEST_URL or not _URL.fullmatch(url) or "\\" in url or "#" in url:
        raise ForbiddenTarget("is longer than 2,048 characters, or holds characters that are not plain ASCII")
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").removesuffix(".")
    except ValueError:
        raise ForbiddenTarget("is not a URL") from None
    if "@" in parts.netloc:
        raise ForbiddenTarget("holds user information")
    literal = _literal(host)
    here = loopback and (host == "localhost" or (literal is not None and literal.is_loopback))
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise ForbiddenTarget("is not an https URL")
    tls = parts.scheme == "https"
    port = (443 if tls else 80) if port is None else port
    if not here:
        _check_public(host, port, literal)
    return Target(host, port, tls, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), literal)


def permitted(address: Address, *, loopback: bool = False) -> bool:
    """Whether a webhook may connect to this address."""
    if loopback and address.is_loopback:
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.scope_id is not None:
        return False
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check_public(host: str, port: int, literal: Address | None) -> None:
    if port not in PORTS:
        raise ForbiddenTarget("names a port other than 443 and 8443")
    if literal is not None:
        if not permitted(literal):
            raise ForbiddenTarget("names an address that is not public")
        return
    labels = host.split(".")
    # A last label that begins with a digit would be read as an address by some (1.2.3.0x4, 2130706433).
    if len(host) > _LONGEST_NAME or len(labels) < 2 or labels[-1][:1].isdigit():  # noqa: PLR2004 - a name and its zone
        raise ForbiddenTarget("names no public host")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ForbiddenTarget("names no host")
    if any(host == name or host.endswith(f".{name}") for name in _CLOSED_NAMES):
        raise ForbiddenTarget("names a host that is not public")
