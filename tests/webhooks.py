"""A receiver of webhooks with moods, on this machine, and the settings that let messages go there."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from schemas.sealing import make_key

KEY = make_key()
WEBHOOKS = {"WEBHOOK_KEYS": KEY, "WEBHOOK_LOOPBACK": "1"}


@dataclass(frozen=True, slots=True)
class Got:
    """A request as it came: header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        """The message."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Receiver:
    """What it got; `moods` answer the next requests one by one, then it answers 200."""

    url: str
    got: list[Got] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def wait(self, count: int, seconds: float = 30) -> list[Got]:
        """The requests, when there are so many."""
        end = time.monotonic() + seconds
        while len(self.got) < count:
            assert time.monotonic() < end, f"{len(self.got)} of {count} messages"
            time.sleep(0.02)
        return list(self.got)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that runs in this process."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            known.got.append(Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            _answer(self, known, known.moods.pop(0) if known.moods else "200")

        def do_GET(self) -> None:
            known.got.append(Got(self.path, {}, b""))
            self.send_error(405)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        known.released.set()
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, known: Receiver, mood: str) -> None:
    """`200`, `503`, `429 Retry-After: 7`, `slow` or `slow 503` (after two seconds), or one of the moods below."""
    if mood.startswith("slow"):
        known.released.wait(2)
        mood = mood.removeprefix("slow").strip() or "200"
    status, _, extra = mood.partition(" ")
    if mood == "stall":
        known.released.wait(30)
        return
    if mood == "garbage":
        handler.wfile.write(b"this is not HTTP\r\n\r\n")
        return
    handler.send_response(200 if mood in ("endless", "trickle") else int(status))
    if extra:
        name, _, value = extra.partition(": ")
        handler.send_header(name, value)
    if mood == "trickle":
        handler.flush_headers()
    while mood == "trickle" and not known.released.wait(0.05):
        handler.wfile.write(b"X-More: and more\r\n")
    if mood not in ("endless", "trickle"):
        handler.send_header("Content-Length", "0")
    handler.end_headers()
    try:
        while mood == "endless" and not known.released.is_set():
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        pass  # the sender has heard enough
