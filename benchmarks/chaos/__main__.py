"""`python -m benchmarks.chaos`: articles go in while everything that can die is killed; nothing is lost or doubled.

A worker gets SIGKILL every four seconds, another is frozen for 30 s; in between Redis, which keeps nothing, is killed,
PostgreSQL stopped as by a power cut, the API killed in the middle of requests, relay and courier too. Four clients repeat
what was not answered, with the same Idempotency-Key; the receiver of webhooks is down for three seconds of every fifteen. The
ledger of what clients were told is then held against what the API says.
Exits with 1 unless lost, duplicated and unexpected are 0 and the last article was done 90 s after the storm.
"""

import json
from dataclasses import replace
from typing import TextIO

import click
from rich.console import Console
from rich.table import Table

from benchmarks.chaos.ledger import Clients, Ledger
from benchmarks.chaos.receiver import receiver
from benchmarks.chaos.reckoning import Figures, count, settle
from benchmarks.chaos.storm import Storm
from benchmarks.stack import stack
from schemas.sealing import make_key
from service.embedded.processes import Program, Running

_LEASE = 5
_CLIENTS = 4
_OLDEST = 90.0
_PATIENCE = 600.0


@click.command()
@click.option("--articles", default=100, show_default=True, help="How many to submit.")
@click.option("--seconds", default=40.0, show_default=True, help="How long the clients take: the storm lasts as long.")
@click.option(
    "--workers",
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help="One is frozen now and then, the others are killed in turn.",
)
@click.option("--json", "target", type=click.File("w"), help="Write the figures there.")
def main(articles: int, seconds: float, workers: int, target: TextIO | None) -> None:
    """Proves that nothing accepted is lost or done twice."""
    settings = {"LEASE_SECONDS": str(_LEASE), "WEBHOOK_KEYS": make_key(), "WEBHOOK_LOOPBACK": "1"}
    ledger = Ledger.of(articles)
    with receiver() as heard, stack(workers, settings) as running, running.client() as client:
        running.running["courier"] = Running(_quick(running.programs.courier()))
        client.request("POST", "/v1/webhooks", json={"url": heard.url, "events": ["article.extracted"]})
        clients = Clients(running.url, running.key, ledger, pause=seconds * _CLIENTS / articles)
        storm = Storm(running)
        clients.start(_CLIENTS)
        storm.rage(clients.over)
        oldest = settle(client, _PATIENCE)
        figures: Figures = count(client, ledger, heard, _PATIENCE) | {"last done after storm, s": round(oldest, 1)}
    _print(figures, dict(storm.blows))
    if target is not None:
        written = {
            "articles": articles,
            "seconds": seconds,
            "workers": workers,
            "figures": figures,
            "blows": storm.blows,
        }
        target.write(json.dumps(written, indent=2) + "\n")
    wrong = any(figures[name] for name in ("lost", "duplicated", "unexpected"))
    if wrong or len(ledger.told()) != articles or oldest > _OLDEST:
        raise SystemExit(1)


def _quick(program: Program) -> Program:
    """The courier of this package."""
    arguments = (word.replace("workers.app:app", "benchmarks.chaos.courier:app") for word in program.arguments)
    return replace(program, arguments=tuple(arguments))


def _print(figures: Figures, blows: dict[str, int]) -> None:
    table = Table("what", "how many", title="After the storm")
    for name, value in (*figures.items(), *blows.items()):
        table.add_row(name, str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
