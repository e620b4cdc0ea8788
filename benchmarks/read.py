"""How fast 50 claims are listed: `python -m benchmarks.read`, beside a bare handler on the same server.

The bare handler (Flask) returns what Postgres' json_agg makes of the same rows and does nothing else;
`wsgi` is the same without a framework. The
service also checks the key, applies the tenant's policy, parses the query, pages, tags and logs.
"""

import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks import load
from benchmarks.database import database
from benchmarks.load import Load
from benchmarks.stack import UNLIMITED
from service.embedded.processes import Program, Running
from service.embedded.programs import PROJECT
from service.embedded.redis import free_port
from service.v1.examples import DOCUMENT

SENTENCE = "分析によれば、凍結された約3000億ドルのロシア中央銀行資産のうち、最大1000億ドルしか動用できない。"

_FILL = """
INSERT INTO articles (workspace_id, content_digest)
    SELECT w.id, sha256(int4send(n)) FROM workspaces w, generate_series(1, %(articles)s) n;
INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, state)
    SELECT workspace_id, id, 1, content_digest, 'benchmark', 'extracted' FROM articles;
INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind, value_type,
                    quote_start, quote_end, language, unit, lower_bound, upper_bound, worthiness, terms, document)
    SELECT r.workspace_id, r.article_id, r.id, 1, 'benchmark', 'amount', 'Money', n * 10, n * 10 + 5, 'ja', 'USD',
           n, n, (n * 37) %% 1000, ARRAY['支持', '持率'], %(document)s
      FROM revisions r, generate_series(1, 50) n;
"""


@click.command()
@click.option("--claims", default=50_000, show_default=True, help="Claims in the workspace.")
@click.option("--seconds", default=5.0, show_default=True, help="Length of one run; each is run three times.")
@click.option("--connections", default=4, show_default=True)
@click.option("--server", type=click.Choice(["gunicorn", "granian"]), default="gunicorn", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=Path("benchmarks/results/read.json"))
def main(claims: int, seconds: float, connections: int, server: str, output: Path) -> None:
    """Fill a database, start the server, measure the listing and the bare handler in turns."""
    with tempfile.TemporaryDirectory(prefix="factclaims-benchmark-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the unprivileged account of the servers passes through
        with database(Path(folder)) as filled:
            fill(filled.owner_url, claims)
            with _server(server, Path(folder), filled.api_url, filled.owner_url) as url:
                listing = {"Authorization": f"Bearer {filled.key}"}
                runs: dict[str, list[Load]] = {"wsgi": [], "bare": [], "listing": []}
                for _ in range(3):
                    runs["wsgi"].append(load.run(f"{url}/wsgi", {}, seconds, connections))
                    runs["bare"].append(load.run(f"{url}/bare", {}, seconds, connections))
                    runs["listing"].append(load.run(f"{url}/v1/claims?limit=50", listing, seconds, connections))
    best = {name: max(some, key=lambda one: one.per_second) for name, some in runs.items()}
    _report(server, claims, best, output)


def _report(server: str, claims: int, best: dict[str, Load], output: Path) -> None:
    ratio = best["listing"].per_second / best["bare"].per_second
    table = Table(
        "handler", "requests/s", "p50 ms", "p99 ms", "bytes", title=f"Listing 50 of {claims:,} claims, {server}"
    )
    for name, one in best.items():
        table.add_row(name, f"{one.per_second:,.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}", f"{one.bytes:,}")
    console = Console()
    console.print(table)
    console.print(f"ratio {ratio:.2f} (aim: at least 0.50)")
    result = {
        "server": server,
        "claims": claims,
        "ratio": round(ratio, 3),
        **{name: dataclasses.asdict(one) for name, one in best.items()},
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def fill(owner_url: str, claims: int) -> None:
    """Put so many claims into the one workspace."""
    document = json.dumps(DOCUMENT | {"text": SENTENCE}, ensure_ascii=False)
    with psycopg.connect(owner_url, autocommit=True) as db:
        for statement in _FILL.split(";\n")[:-1]:
            db.execute(statement, {"articles": claims // 50, "document": document})
        db.execute("VACUUM ANALYZE")


@contextmanager
def _server(name: str, folder: Path, api_url: str, bare_url: str) -> Iterator[str]:
    """The service and the bare handler on one server; its address."""
    port = free_port()
    commands = {
        "gunicorn": (
            "gunicorn",
            "benchmarks.readapp:app",
            "--config",
            "python:service.server",
            "--bind",
            f"127.0.0.1:{port}",
        ),
        "granian": (
            *("granian", "--interface", "wsgi", "benchmarks.readapp:app", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "4", "--no-log"),
        ),
    }
    program = Program(
        name=name,
        arguments=(sys.executable, "-m", *commands[name]),
        environment=os.environ
        | {"DATABASE_URL": api_url, "BARE_DATABASE_URL": bare_url, "LOG_LEVEL": "INFO", **UNLIMITED},
        folder=PROJECT,
        log=folder / "server.log",
        ready=lambda: _answers(port),
    )
    running = Running(program)
    try:
        running.wait_until_ready(30)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.stop()


def _answers(port: int) -> bool:
    try:
        load.run(f"http://127.0.0.1:{port}/readyz", {}, 0.01, 1)
    except (OSError, RuntimeError):
        return False
    return True


if __name__ == "__main__":
    main()
