"""A webhook receiver that is down for three seconds of every fifteen: it answers 503, or nothing at all."""

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_CYCLE, _DOWN = 15.0, 3.0


@dataclass(slots=True)
class Heard:
    """Article id -> the ids of the messages that were taken, with how often each came; how many were refused."""

    url: str
    messages: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def receiver() -> Iterator[Heard]:
    """The receiver, in this process, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            message = str(self.headers["webhook-id"])
            is_down = time.monotonic() % _CYCLE < _DOWN
            with heard.lock:
                if is_down:
                    heard.refused += 1
                else:
                    heard.messages[body["data"]["articleId"]][message] += 1
            if is_down and heard.refused % 2:
                self.close_connection = True  # no answer
                return
            self.send_response(503 if is_down else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    heard = Heard(f"http://127.0.0.1:{server.server_address[1]}/hook")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
