"""Requests over kept connections, at the least cost on this side: both run on the same cores."""

import socket
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Load:
    """What a run gave: requests a second, and milliseconds of the median and of one in a hundred."""

    per_second: float
    p50: float
    p99: float
    bytes: int


def run(url: str, headers: dict[str, str], seconds: float, connections: int) -> Load:
    """Ask for `url` over so many connections for so long; RuntimeError for any answer but 200."""
    times: list[list[float]] = [[] for _ in range(connections)]
    sizes = [0] * connections
    failures: list[str] = []
    end = time.perf_counter() + seconds

    def client(number: int) -> None:
        try:
            sizes[number] = _client(url, headers, end, times[number])
        except (OSError, RuntimeError) as error:
            failures.append(str(error))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(connections)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    if failures:
        raise RuntimeError(failures[0])
    every = sorted(one for some in times for one in some)
    return Load(
        per_second=len(every) / took,
        p50=every[len(every) // 2] * 1000,
        p99=every[int(len(every) * 0.99)] * 1000,
        bytes=max(sizes),
    )


def _client(url: str, headers: dict[str, str], end: float, times: list[float]) -> int:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", *(f"{name}: {value}" for name, value in headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    size = 0
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (begin := time.perf_counter()) < end:
            line.sendall(request)
            size = _answer(line)
            times.append(time.perf_counter() - begin)
    return size


def _answer(line: socket.socket) -> int:
    """Read one answer; the length of its body."""
    data = line.recv(262_144)
    while b"\r\n\r\n" not in data:
        data += line.recv(262_144)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode(errors="replace"))
    lower = head.lower()
    length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
    have = len(body)
    while have < length:
        have += len(line.recv(262_144))
    return length
