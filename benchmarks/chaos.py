"""`python -m benchmarks.chaos`: articles go in while everything that can die is killed; nothing is lost or doubled.

Workers get SIGKILL in turn every two seconds and one is stopped (SIGSTOP) until its lease has ended; Redis,
which keeps nothing, is killed; PostgreSQL is stopped as by a power cut (`immediate`), the relay is killed.
The clients repeat what was not answered, with the same Idempotency-Key. Then the storm ends, and every
accepted article must be extracted with exactly the claims that a quiet run of the engine finds.
Exits with 1 unless lost, duplicated and unexpected are 0.
"""

import json
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

import click
import psycopg
import requests
from rich.console import Console
from rich.table import Table

from benchmarks.stack import Stack, stack
from service.embedded.processes import Running
from workers.documents import rows
from workers.extraction.claims import VERSION, extract

_LEASE = 5
_AFTER_STORM = 120.0
_TEXT = "{number}番目の工事に約120億円かかり、2026年4月3日に300人が反対した。"


@click.command()
@click.option("--articles", default=100, help="How many to submit.")
@click.option("--pause", default=0.2, help="Seconds between two submissions: the storm lasts as long as they do.")
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
def main(articles: int, pause: float, target: TextIO | None) -> None:
    """Proves that nothing accepted is lost or done twice."""
    with stack(2, {"LEASE_SECONDS": str(_LEASE)}) as running:
        over = threading.Event()
        storm = Storm(running)
        accepted: list[str] = []

        def submit() -> None:
            try:
                accepted.extend(_submit(running, number, pause) for number in range(articles))
            finally:
                over.set()

        sender = threading.Thread(target=submit)
        sender.start()
        # Here and not in a thread: Linux ends a program together with the thread that has started it.
        storm.rage(over)
        sender.join()
        began = time.monotonic()
        figures = _settle(running, articles)
        figures |= {"answered": len(accepted), "seconds_after_storm": round(time.monotonic() - began, 1)} | storm.kills
    _print(figures)
    if target is not None:
        json.dump(figures, target, indent=1)
    if figures["lost"] or figures["duplicated"] or figures["unexpected"]:
        raise SystemExit(1)


class Storm:
    """Kills in turn, and starts again what it killed, as a supervisor would."""

    def __init__(self, running: Stack) -> None:
        """Nothing is killed yet."""
        self.stack = running
        self.kills = {"worker_kills": 0, "worker_freezes": 0, "redis_kills": 0, "postgres_stops": 0, "relay_kills": 0}

    def rage(self, over: threading.Event) -> None:
        """One blow every two seconds, until it is over; what is frozen thaws."""
        blows: list[Callable[[], None]] = [
            *(lambda: self._worker("worker-0"), self._redis, lambda: self._worker("worker-1"), self._postgres),
            *(self._freeze, lambda: self._worker("worker-0"), self._relay),
        ]
        turn = 0
        while not over.wait(2):
            blows[turn % len(blows)]()
            turn += 1
        self._signal("worker-1", signal.SIGCONT)

    def _worker(self, name: str) -> None:
        self._again(name, "worker_kills")

    def _relay(self) -> None:
        self._again("relay", "relay_kills")

    def _redis(self) -> None:
        self._again("redis", "redis_kills")

    def _postgres(self) -> None:
        running = self.stack.running["postgres"]
        running.process.send_signal(signal.SIGQUIT)  # "immediate": no goodbye to anybody, recovery at the start
        running.process.wait()
        self.stack.running["postgres"] = self.stack.server.start()
        self.kills["postgres_stops"] += 1

    def _freeze(self) -> None:
        """A zombie: asleep for longer than its lease, and then it wants to save."""
        self._signal("worker-1", signal.SIGSTOP)
        threading.Timer(2 * _LEASE, self._signal, ("worker-1", signal.SIGCONT)).start()
        self.kills["worker_freezes"] += 1

    def _again(self, name: str, count: str) -> None:
        running = self.stack.running[name]
        running.clear_away()  # SIGKILL to the whole process group
        again = Running(running.program)
        again.wait_until_ready(30)
        self.stack.running[name] = again
        self.kills[count] += 1

    def _signal(self, name: str, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.stack.running[name].process.pid, number)


def _submit(running: Stack, number: int, pause: float) -> str:
    """Submit until the service has answered; the article's id."""
    headers = {"Authorization": f"Bearer {running.key}", "Idempotency-Key": str(uuid.uuid4())}
    body = {"text": _TEXT.format(number=number), "language": "ja"}
    time.sleep(pause)
    while True:
        with suppress(requests.RequestException):
            answer = requests.post(f"{running.url}/v1/articles", json=body, headers=headers, timeout=10)
            if answer.status_code in (requests.codes.accepted, requests.codes.ok):
                return str(answer.json()["id"])
        time.sleep(0.3)


def _settle(running: Stack, articles: int) -> dict[str, int | float]:
    """Wait until everything is finished, and count what is there against what should be."""
    end = time.monotonic() + _AFTER_STORM
    with psycopg.connect(running.database(), autocommit=True) as db:
        while time.monotonic() < end:
            if db.execute("SELECT 1 FROM revisions WHERE state IN ('queued', 'running') LIMIT 1").fetchone() is None:
                break
            time.sleep(0.2)
        revisions = db.execute(
            "SELECT r.text, r.state, r.attempts, (SELECT count(*) FROM claims WHERE revision_id = r.id),"
            " (SELECT count(*) FROM events WHERE revision_id = r.id AND type = 'article.extracted') FROM revisions r"
        ).fetchall()
    done = [row for row in revisions if row[1] == "extracted"]
    wrong = [row for row in done if row[3] != len(rows(row[0], extract(row[0], "ja", None), VERSION))]
    return {
        "accepted": len(revisions),
        "done": len(done),
        "failed": sum(row[1] == "failed" for row in revisions),
        "lost": articles - len(done),
        "duplicated": sum(row[4] > 1 for row in revisions) + max(0, len(revisions) - articles),
        "unexpected": len(wrong),
        "recovered": sum(row[2] > 1 for row in done),
    }


def _print(figures: dict[str, int | float]) -> None:
    table = Table("what", "how many", title="After the storm")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
