"""Signing by the Standard Webhooks specification (1.0.0), and posting one message.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import http.client
import io
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

from schemas.targets import ForbiddenTarget, Target, parse
from workers.outbound import Deadline, Incoming, TooSlow, Unreachable, connect

SECONDS = 10.0  # for everything: name, connection, TLS, sending, and the answer's head
LONGEST_ANSWER = 4096  # bytes read of an answer's body, so that its sender ends in peace
LONGEST_PAUSE = 86_400  # seconds that a Retry-After may ask for
_SUCCESS = range(200, 300)
_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: `id` is the same at every attempt, `secrets` are those that sign it, the newest first."""

    id: UUID
    url: str
    body: bytes
    secrets: Sequence[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: `status` is None without an answer, `problem` is None when it was delivered."""

    status: int | None
    problem: str | None
    retry_after: float | None = None

    @property
    def gone(self) -> bool:
        """Whether the endpoint wants to hear nothing any more."""
        return self.status == http.HTTPStatus.GONE


def message_id(delivery: UUID) -> str:
    """The header `webhook-id` of a delivery."""
    return f"msg_{delivery.hex}"


def sign(secret: bytes, identifier: str, timestamp: int, body: bytes) -> str:
    """One signature: version, comma, HMAC-SHA256 over `identifier.timestamp.body` in base64."""
    signed = b".".join((identifier.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def headers(message: Message, now: datetime) -> dict[str, str]:
    """The headers of an attempt at `now`; with several secrets, several signatures with a space between."""
    identifier, timestamp = message_id(message.id), int(now.timestamp())
    signatures = [sign(secret, identifier, timestamp, message.body) for secret in message.secrets]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts messages; `loopback` opens this machine to them, for development and tests."""

    loopback: bool = False
    seconds: float = SECONDS
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def post(self, message: Message, now: datetime) -> Outcome:
        """Send it once. Whatever goes wrong is the outcome; nothing is raised."""
        try:
            target = parse(message.url, loopback=self.loopback)
            answer = self._exchange(target, message, now)
        except ForbiddenTarget as error:
            return Outcome(None, f"The URL {error}.")
        except Unreachable as error:
            return Outcome(None, str(error))
        return _judge(*answer, now)

    def _exchange(self, target: Target, message: Message, now: datetime) -> tuple[int, str | None]:
        """The answer's status and Retry-After. Redirects are answers, proxies are not asked. Raises Unreachable."""
        deadline = Deadline(self.seconds)
        with connect(target, deadline, loopback=self.loopback, context=self.context) as connection:
            try:
                connection.settimeout(deadline.left())
                connection.sendall(_request(target, message, now))
            except TimeoutError as error:
                raise TooSlow(TooSlow.__doc__) from error
            except OSError:
                pass  # it may have answered before it had heard everything
            return _answer(connection, deadline)


class _Stream:
    """What http.client wants of a socket: a file to read from."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._incoming)


def _request(target: Target, message: Message, now: datetime) -> bytes:
    lines = {
        "Host": target.authority,
        "Content-Type": "application/json",
        "Content-Length": str(len(message.body)),
        "User-Agent": "factclaims-webhooks/1",
        "Accept": "*/*",
        "Connection": "close",
        **headers(message, now),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {target.path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + message.body


def _answer(connection: socket.socket, deadline: Deadline) -> tuple[int, str | None]:
    # The stream stands in for the socket: every read ends at the deadline. Lines and their number are limited
    # by http.client, the body by ourselves.
    response = http.client.HTTPResponse(_Stream(Incoming(connection, deadline)))  # type: ignore[arg-type]  # see above
    try:
        response.begin()
    except (http.client.HTTPException, ValueError) as error:
        raise Unreachable("The endpoint's answer is not HTTP.") from error
    try:
        response.read(LONGEST_ANSWER)
    except (Unreachable, http.client.HTTPException, ValueError):
        pass  # the head is the answer: what follows changes nothing
    finally:
        response.close()
    return response.status, response.getheader("Retry-After")


def _judge(status: int, retry_after: str | None, now: datetime) -> Outcome:
    if status in _SUCCESS:
        return Outcome(status, None)
    wait = _seconds(retry_after, now) if status in (429, 503) else None
    if status in _REDIRECTS:
        return Outcome(status, f"The endpoint answered {status}: redirects are not followed.")
    return Outcome(status, f"The endpoint answered {status}.", wait)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Retry-After (RFC 9110, section 10.2.3): seconds or a date; None when it is neither."""
    if retry_after is None:
        return None
    words = retry_after.strip()
    if words.isascii() and words.isdecimal():
        return float(min(int(words[:9]), LONGEST_PAUSE))
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, IndexError):
        return None
    seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return max(0.0, min(seconds, float(LONGEST_PAUSE)))
