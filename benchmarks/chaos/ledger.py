"""What clients were told: the checker believes nothing else."""

import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

import requests

_TEXT = "{number}番目の工事に約120億円かかり、2026年4月3日に{people}人が反対した。"
_RETRY_SECONDS = 0.3


@dataclass(slots=True)
class Entry:
    """One article: what was sent, and what was answered. `accepted_at` is the client's monotonic clock."""

    number: int
    text: str
    key: str
    id: str | None = None
    accepted_at: float | None = None
    attempts: int = 0


@dataclass(slots=True)
class Ledger:
    """All articles of one storm; clients fill it from several threads, each its own entries."""

    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, articles: int) -> "Ledger":
        """So many articles, each its own text and Idempotency-Key."""
        texts = [_TEXT.format(number=number, people=100 + number) for number in range(articles)]
        return cls([Entry(number, text, str(uuid.uuid4())) for number, text in enumerate(texts)])

    def told(self) -> dict[str, Entry]:
        """Article id -> entry, of those that were answered 202 or 200."""
        return {entry.id: entry for entry in self.entries if entry.id is not None}


@dataclass(slots=True)
class Clients:
    """Clients that repeat what was not answered, with the same key, until it is."""

    url: str
    key: str
    ledger: Ledger
    pause: float
    over: threading.Event = field(default_factory=threading.Event)

    def start(self, count: int) -> None:
        """So many clients, each in a thread; `over` is set when all have ended."""
        waiting: SimpleQueue[Entry] = SimpleQueue()
        for entry in self.ledger.entries:
            waiting.put(entry)
        threads = [threading.Thread(target=self._send_all, args=(waiting,), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()

        def wait() -> None:
            for thread in threads:
                thread.join()
            self.over.set()

        threading.Thread(target=wait, daemon=True).start()

    def _send_all(self, waiting: "SimpleQueue[Entry]") -> None:
        with requests.Session() as session:
            while True:
                try:
                    entry = waiting.get_nowait()
                except Empty:
                    return
                self._send(session, entry)
                time.sleep(self.pause)

    def _send(self, session: requests.Session, entry: Entry) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": entry.key}
        body = {"text": entry.text, "language": "ja"}
        while entry.id is None:
            entry.attempts += 1
            with suppress(requests.RequestException):
                answer = session.post(f"{self.url}/v1/articles", json=body, headers=headers, timeout=10)
                if answer.status_code in (requests.codes.accepted, requests.codes.ok):
                    entry.id, entry.accepted_at = str(answer.json()["id"]), time.monotonic()
                    return
            time.sleep(_RETRY_SECONDS)
