"""Where webhooks may go: the table, address by address, and URLs that only look harmless."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.targets import ForbiddenTarget, parse, permitted

CLOSED = [
    "0.0.0.0",  # noqa: S104 - the table's first row
    *("0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.31.196.1", "192.52.193.1"),
    *("192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1"),
    *("2001::1", "2001:0:53aa:64c::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1"),
    *("fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1"),
]
OPEN = [
    *(
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "128.0.0.1",
        "172.15.255.255",
    ),
    *("172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255"),
    *("2606:4700::1111", "2a00:1450:4001::1", "2001:200::1", "2400:cb00::1"),
]
FORBIDDEN = {
    "http": "http://cms.example.com/",
    "another scheme": "ftp://cms.example.com/",
    "no scheme": "//cms.example.com/",
    "no host": "https:///hook",
    "nothing": "",
    "an odd port": "https://cms.example.com:8080/",
    "the port of ssh": "https://cms.example.com:22/",
    "a port too large": "https://cms.example.com:99999/",
    "user information": "https://user:secret@cms.example.com/",
    "a backslash": "https://cms.example.com\\@127.0.0.1/",
    "a line end": "https://cms.example.com/\r\nHost: 127.0.0.1",
    "a space": "https://cms.example.com/a b",
    "a fragment": "https://cms.example.com/#x",
    "too long": "https://cms.example.com/" + "x" * 2048,
    "localhost": "https://localhost/",
    "localhost with a point": "https://localhost./",
    "below localhost": "https://cms.localhost/",
    "a name of the office": "https://intranet/",
    "mDNS": "https://printer.local/",
    "metadata": "https://metadata.google.internal/",
    "onion": "https://abc.onion/",
    "an integer": "https://2130706433/",
    "an octal": "https://0177.0.0.1/",
    "a hex": "https://0x7f000001/",
    "a hex with points": "https://0x7f.0.0.1/",
    "a short form": "https://127.1/",
    "a last part in hex": "https://1.2.3.0x4/",
    "circled digits": "https://①②⑦.⓪.⓪.①/",
    "full-width digits": "https://１２７.0.0.1/",
    "ideographic points": "https://127。0。0。1/",
    "an escaped address": "https://%31%32%37.0.0.1/",
    "mapped": "https://[::ffff:127.0.0.1]/",
    "a zone": "https://[fe80::1%25eth0]/",
    "a broken address": "https://[::1/",
    "an empty label": "https://cms..example.com/",
    "a label with a star": "https://*.example.com/",
    "a label that ends with a hyphen": "https://cms-.example.com/",
}


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_public_is_closed(address: str) -> None:
    """In the table, and written into a URL."""
    assert not permitted(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(ForbiddenTarget):
        parse(f"https://{host}/")


@pytest.mark.parametrize("address", OPEN)
def test_a_public_address_is_open(address: str) -> None:
    """Also right beside a closed network."""
    assert permitted(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert parse(f"https://{host}/").literal == ipaddress.ip_address(address)


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_url_that_could_lead_inside_is_refused(url: str) -> None:
    """With a reason, and without an echo of the URL."""
    with pytest.raises(ForbiddenTarget) as refused:
        parse(url)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://cms.example.com", "cms.example.com", 443, "/"),
        ("https://cms.example.com:8443/hooks/1?a=b&c", "cms.example.com", 8443, "/hooks/1?a=b&c"),
        ("https://CMS.Example.com./x", "cms.example.com", 443, "/x"),
        ("https://xn--nh-fka.example/", "xn--nh-fka.example", 443, "/"),
    ],
)
def test_a_public_url_is_taken_apart(url: str, host: str, port: int, path: str) -> None:
    """What to connect to, and what to ask for."""
    target = parse(url)
    assert (target.host, target.port, target.path, target.tls) == (host, port, path, True)


def test_this_machine_is_open_only_where_a_setting_says_so() -> None:
    """Development and tests; other private addresses stay closed."""
    assert parse("http://127.0.0.1:8000/", loopback=True).tls is False
    assert parse("http://localhost:8000/", loopback=True).port == 8000
    assert parse("http://[::1]:8000/", loopback=True).authority == "[::1]:8000"
    for url in ("http://10.0.0.1/", "http://cms.example.com/", "http://169.254.169.254/", "http://127.1/"):
        with pytest.raises(ForbiddenTarget):
            parse(url, loopback=True)
    assert permitted(ipaddress.ip_address("127.0.0.1"), loopback=True)
    assert not permitted(ipaddress.ip_address("10.0.0.1"), loopback=True)


@given(st.ip_addresses())
def test_nothing_private_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """What the standard library calls private, reserved or multicast is closed; the table says more."""
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not permitted(address)


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_refused(text: str) -> None:
    """Never another error, and never a host that is an address in disguise."""
    try:
        target = parse(f"https://{text}/")
    except ForbiddenTarget:
        return
    assert target.literal is not None or not target.host.split(".")[-1][0].isdigit()
