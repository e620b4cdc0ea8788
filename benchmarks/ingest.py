"""`python -m benchmarks.ingest`: from 202 to readable claims, idle and loaded, with one worker and with two.

The article is the service's own sample, followed by plain sentences up to `--characters`; every one is
different. Idle: one
article at a time, from the answer 202 to the first answer that has the claims (asked every 10 ms). Loaded:
`--articles` sent by four clients; the time of each is the database's, from accepted to extracted.
`--json FILE` writes the figures.
"""

import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

import click
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.stack import Stack, stack
from service.client import Client
from service.local import SAMPLE

_CLIENTS = 4
_PATIENCE = 300.0
_PLAIN = (
    "市は住民の声を聞きながら計画を見直し、関係する団体とも話し合いを続けるとしている。"
    "川沿いの道はこの春から通れるようになり、買い物や通学に使う人がふえた。"
    "担当者は「天候に左右される作業が多く、急がずに進めたい」と話している。\n"
)
_LIMIT_MS, _LIMIT_MB = 300, 150


@click.command()
@click.option("--articles", default=200, help="Articles of the loaded part.")
@click.option("--rounds", default=40, help="Articles of the idle part.")
@click.option("--characters", default=9000, help="Length of an article.")
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
def main(articles: int, rounds: int, characters: int, target: TextIO | None) -> None:
    """Measures intake from the answer to the claims."""
    text = _text(characters)
    rows = [_measure(workers, text, rounds, articles) for workers in (1, 2)]
    _print(rows, characters)
    if target is not None:
        json.dump({"characters": characters, "rows": rows}, target, indent=1)


def _text(characters: int) -> str:
    """The sample, which is dense with figures, and plain sentences as news has them between figures."""
    sample = SAMPLE.read_text(encoding="utf-8")
    missing = max(0, characters - len(sample))
    return (sample + "\n" + _PLAIN * (missing // len(_PLAIN) + 1))[:characters]


def _measure(workers: int, text: str, rounds: int, articles: int) -> dict[str, Any]:
    with stack(workers) as running, running.client() as client:
        for number in range(3 * workers):  # the first ones find cold caches
            _wait(client, text, f"warm {number}")
        idle = [_wait(client, text, f"idle {number}") for number in range(rounds)]
        rate, loaded = _load(running, text, articles)
        names = [name for name in running.running if name.startswith("worker")]
        megabytes = max(_megabytes(pid) for name in names for pid in _family(running, name))
    return {
        "workers": workers,
        "idle_p50_ms": _percentile(idle, 50),
        "idle_p99_ms": _percentile(idle, 99),
        "articles_per_second": round(rate, 1),
        "loaded_p50_ms": _percentile(loaded, 50),
        "loaded_p99_ms": _percentile(loaded, 99),
        "worker_megabytes": round(megabytes, 1),
    }


def _wait(client: Client, text: str, mark: str) -> float:
    """Milliseconds from the answer 202 until the claims can be read."""
    sent = client.submit(f"{mark}\n{text}")
    began = time.perf_counter()
    while not client.request("GET", f"/v1/articles/{sent.id}/claims", params={"limit": "50"})["items"]:
        if time.perf_counter() - began > _PATIENCE:
            raise click.ClickException("no claims: is the worker running?")
        time.sleep(0.01)
    return (time.perf_counter() - began) * 1000


def _load(running: Stack, text: str, articles: int) -> tuple[float, list[float]]:
    """Articles per second from the first request to the last claim, and each one's milliseconds in the queue."""
    with psycopg.connect(running.database(), autocommit=True) as db:
        (before,) = db.execute("SELECT count(*) FROM revisions").fetchone() or (0,)
        began = time.perf_counter()

        def send(numbers: range) -> None:
            with running.client() as client:
                for number in numbers:
                    client.submit(f"load {number}\n{text}")

        with ThreadPoolExecutor(_CLIENTS) as threads:
            list(threads.map(send, [range(start, articles, _CLIENTS) for start in range(_CLIENTS)]))
        while db.execute("SELECT count(*) FROM revisions WHERE state = 'extracted'").fetchone() != (before + articles,):
            if time.perf_counter() - began > _PATIENCE:
                raise click.ClickException("the queue does not empty: is the worker running?")
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        times = db.execute(
            "SELECT 1000 * extract(epoch FROM finished_at - accepted_at)::float8 FROM revisions"
            " ORDER BY id DESC LIMIT %s",
            [articles],
        ).fetchall()
    return articles / seconds, [row[0] for row in times]


def _family(running: Stack, name: str) -> list[int]:
    """The worker's process and the children that extract."""
    parent = running.running[name].process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *map(int, children)]


def _megabytes(pid: int) -> float:
    """Resident memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _percentile(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


def _print(rows: list[dict[str, Any]], characters: int) -> None:
    table = Table(*(name.replace("_", " ") for name in rows[0]), title=f"Articles of {characters} characters")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console = Console()
    console.print(table)
    reached = rows[0]["idle_p50_ms"] < _LIMIT_MS and max(row["worker_megabytes"] for row in rows) < _LIMIT_MB
    verdict = "reached" if reached else "not reached"
    console.print(f"To reach: idle below {_LIMIT_MS} ms, worker below {_LIMIT_MB} MB: {verdict}.")
    console.print(f"Load of the machine over the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
