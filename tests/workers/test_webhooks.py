"""Posting: signatures as an independent library checks them, and endpoints that behave badly."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from tests.webhooks import Receiver, receiver
from workers.webhooks import LONGEST_PAUSE, Message, Poster, message_id

SECRET, OTHER = b"s" * 32, b"o" * 32
BODY = '{"type":"webhook.test","timestamp":"2026-01-01T00:00:00Z","data":{"数":1}}'.encode()


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    """An endpoint on this machine."""
    with receiver() as running:
        yield running


def message(url: str, *secrets: bytes) -> Message:
    """A message to this URL."""
    return Message(uuid4(), url, BODY, secrets or (SECRET,))


def now() -> datetime:
    """The moment of sending."""
    return datetime.now(UTC)


POSTER = Poster(loopback=True, seconds=1.5)


def test_an_independent_receiver_accepts_the_signature(endpoint: Receiver) -> None:
    """The specification's own library; and it refuses another secret and another body."""
    sent = message(endpoint.url)
    outcome = POSTER.post(sent, now())
    assert (outcome.status, outcome.problem) == (200, None)
    (got,) = endpoint.got
    assert Webhook(SECRET).verify(got.body, got.headers) == got.data
    assert got.headers["webhook-id"] == message_id(sent.id)
    assert got.headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body + b" ", got.headers)


def test_while_a_secret_changes_both_are_accepted(endpoint: Receiver) -> None:
    """Two signatures in one header."""
    POSTER.post(message(endpoint.url, SECRET, OTHER), now())
    (got,) = endpoint.got
    assert len(got.headers["webhook-signature"].split(" ")) == 2
    for secret in (SECRET, OTHER):
        assert Webhook(secret).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(b"x" * 32).verify(got.body, got.headers)


def test_an_old_message_is_refused_by_its_receiver(endpoint: Receiver) -> None:
    """The timestamp that is signed is the moment of sending."""
    POSTER.post(message(endpoint.url), now() - timedelta(minutes=6))
    (got,) = endpoint.got
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(got.body, got.headers)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_a_success(endpoint: Receiver, status: int) -> None:
    """As the specification says."""
    endpoint.moods.append(str(status))
    assert POSTER.post(message(endpoint.url), now()).problem is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 401, 404, 410, 429, 500, 503])
def test_anything_else_is_a_failure(endpoint: Receiver, status: int) -> None:
    """Redirects too: they are not followed, wherever they lead."""
    endpoint.moods.append(f"{status} Location: {endpoint.url}/elsewhere")
    outcome = POSTER.post(message(endpoint.url), now())
    assert (outcome.status, outcome.gone) == (status, status == 410)
    assert str(status) in str(outcome.problem)
    assert len(endpoint.got) == 1


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("429 Retry-After: 7", 7.0),
        ("503 Retry-After: 0", 0.0),
        ("503 Retry-After: 99999999999", float(LONGEST_PAUSE)),
        ("503 Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        ("503 Retry-After: Fri, 31 Dec 2999 23:59:59 GMT", float(LONGEST_PAUSE)),
        ("503 Retry-After: soon", None),
        ("503 Retry-After: -5", None),
        ("500 Retry-After: 7", None),
        ("429", None),
    ],
)
def test_retry_after_is_read(endpoint: Receiver, answer: str, seconds: float | None) -> None:
    """Seconds or a date, of 429 and 503 only, a day at most."""
    endpoint.moods.append(answer)
    assert POSTER.post(message(endpoint.url), now()).retry_after == seconds


@pytest.mark.parametrize("mood", ["stall", "trickle"])
def test_an_endpoint_that_does_not_come_to_an_end_is_left(endpoint: Receiver, mood: str) -> None:
    """Also one that sends a little now and then: the time limit is for everything together."""
    endpoint.moods.append(mood)
    began = time.monotonic()
    outcome = POSTER.post(message(endpoint.url), now())
    assert (outcome.status, outcome.problem) == (None, "The endpoint did not answer in time.")
    assert time.monotonic() - began < 3


def test_an_answer_without_end_is_not_read(endpoint: Receiver) -> None:
    """Its head is enough."""
    endpoint.moods.append("endless")
    began = time.monotonic()
    assert POSTER.post(message(endpoint.url), now()).problem is None
    assert time.monotonic() - began < 1


def test_what_is_not_http_is_said(endpoint: Receiver) -> None:
    """And not raised."""
    endpoint.moods.append("garbage")
    assert POSTER.post(message(endpoint.url), now()).problem == "The endpoint's answer is not HTTP."


def test_nobody_listening_is_said() -> None:
    """A port without a server."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = POSTER.post(message(f"http://127.0.0.1:{taken.getsockname()[1]}/"), now())
    assert outcome.status is None
    assert "refused" in str(outcome.problem)


def test_a_proxy_of_the_environment_is_not_asked(endpoint: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would connect where we must not look."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert POSTER.post(message(endpoint.url), now()).status == 200


def test_this_machine_is_closed_without_the_setting(endpoint: Receiver) -> None:
    """Zero connections, whatever stands in the database."""
    for url in (endpoint.url, endpoint.url.replace("http:", "https:"), "https://[::1]/", "https://10.0.0.1/"):
        assert "The URL" in str(Poster(seconds=1).post(message(url), now()).problem)
    assert endpoint.got == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["::1"],
        ["169.254.169.254"],
        ["64:ff9b::7f00:1"],
        ["8.8.8.8", "127.0.0.1"],
        ["::ffff:127.0.0.1"],
    ],
    ids=" ".join,
)
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """The name is public, its address is not: rebinding, or one bad address among good ones."""
    connected: list[Any] = []
    answer = [(0, 0, 0, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answer)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_options: connected.append(args))
    outcome = Poster(seconds=1).post(message("https://rebinding.example.com/"), now())
    assert outcome.problem == "The endpoint's name leads to an address that is not public."
    assert connected == []


def test_a_name_is_resolved_once_and_that_address_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer of a name that changes its mind is never asked for."""
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def changing(host: str, *_args: Any, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", 443))]

    def connection(address: tuple[str, int], **_options: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(socket, "create_connection", connection)
    Poster(seconds=1).post(message("https://rebinding.example.com/"), now())
    assert (asked, connected) == (["rebinding.example.com"], [("93.184.216.34", 443)])


def test_a_resolver_that_sleeps_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows no time limit of ours."""
    woken = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: woken.wait(20) and [])
    began = time.monotonic()
    outcome = Poster(seconds=0.3).post(message("https://slow.example.com/"), now())
    woken.set()
    assert outcome.problem == "The endpoint did not answer in time."
    assert time.monotonic() - began < 3


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that signs itself for this name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))])
    begin = now() - timedelta(days=1)
    built = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=9))
        .add_extension(names, critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(built.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.mark.parametrize(("name", "delivered"), [("localhost", True), ("other.example.com", False)])
def test_tls_is_by_the_name_of_the_url(tmp_path: Path, name: str, delivered: bool) -> None:  # noqa: FBT001 - a table's column
    """The address that is connected to changes nothing about whose certificate is wanted."""
    certificate_file, key_file = certificate(tmp_path, name)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate_file, key_file)
    trusting = ssl.create_default_context(cafile=str(certificate_file))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            try:
                with serving.wrap_socket(connection, server_side=True) as tls:
                    tls.recv(65_536)
                    tls.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except OSError:
                pass  # the sender did not like the certificate

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"https://localhost:{server.getsockname()[1]}/"
        outcome = Poster(loopback=True, seconds=5, context=trusting).post(message(url), now())
        thread.join()
    assert (outcome.problem is None) is delivered
    assert delivered or "certificate" in str(outcome.problem)
