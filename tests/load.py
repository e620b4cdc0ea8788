"""Clients that send articles one after the other, and write down what came of each request."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import requests

from tests.http import Api


@dataclass(slots=True)
class Load:
    """What became of the requests: the ids of the articles that were answered, and the words of what failed."""

    api: Api
    pause: float
    answered: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=count)

    def wait(self, more: int, seconds: float = 60) -> None:
        """Return when so many more requests were answered."""
        enough, end = len(self.answered) + more, time.monotonic() + seconds
        while len(self.answered) < enough:
            assert time.monotonic() < end, f"{len(self.answered)} answered, {self.failed}"
            time.sleep(0.02)

    def send(self, client: "requests.Session | None") -> bool:
        """One article, over the client's connection or over one of its own; whether it was answered."""
        body = {"text": f"{next(self.numbers)} people came and paid 10 dollars.", "language": "en"}
        headers = {"Authorization": f"Bearer {self.api.key}"}
        try:
            post = requests.post if client is None else client.post
            answer = post(f"{self.api.url}/v1/articles", json=body, headers=headers, timeout=30)
        except requests.RequestException as error:
            self.failed.append(repr(error))
            return False
        if answer.status_code != requests.codes.accepted:
            self.failed.append(answer.text)
            return False
        self.answered.append(answer.json()["id"])
        return True

    def work(self, *, keep_alive: bool) -> None:
        """Send until it is over, or a request fails."""
        with requests.Session() as session:
            while self.send(session if keep_alive else None):
                if self.over.wait(self.pause):
                    return


@contextmanager
def load(api: Api, clients: int = 4, pause: float = 0.02) -> Iterator[Load]:
    """So many clients until the end of the block, every other one over a connection that it keeps."""
    running = Load(api, pause)
    threads = [
        threading.Thread(target=running.work, kwargs={"keep_alive": number % 2 == 0}) for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.over.set()
        for thread in threads:
            thread.join()
