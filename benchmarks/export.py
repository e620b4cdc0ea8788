"""How long exporting all claims takes, and how much memory: `python -m benchmarks.export`, beside PostgreSQL's own COPY.

COPY of the same documents over one connection is the ceiling: it applies no tenant, builds no JSON around them
and speaks no HTTP. Memory is that of the API's processes (proportional set size, so shared pages count once).
"""

import dataclasses
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
import requests

from benchmarks.database import database
from benchmarks.read import fill
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port

_PIECE = 1 << 16


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """One export: rows and bytes a second, and the most memory at any time of it."""

    name: str
    claims: int
    seconds: float
    megabytes: float
    peak_memory_mb: float

    @property
    def per_second(self) -> float:
        """Claims a second."""
        return self.claims / self.seconds


class Memory(threading.Thread):
    """Looks at the memory of a process and its children, again and again."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._over = threading.Event()
        self.peak = 0.0

    def run(self) -> None:
        """Until it is stopped."""
        while not self._over.wait(0.2):
            self.peak = max(self.peak, _memory(self._process))

    def stop(self) -> float:
        """The most it has seen, in MB."""
        self._over.set()
        self.join()
        return max(self.peak, _memory(self._process))


def _memory(process: int) -> float:
    """MB of a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(_share(int(each)) for each in (process, *map(int, children)))


def _share(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


@click.command()
@click.option("--claims", default=1_000_000, show_default=True, help="Claims in the workspace.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("benchmarks/results/export.json"))
def main(claims: int, output: Path) -> None:
    """Fill a database, export it as NDJSON and as CSV, and copy it."""
    with tempfile.TemporaryDirectory(prefix="factclaims-benchmark-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the unprivileged account of the servers passes through
        with database(Path(folder)) as filled:
            fill(filled.owner_url, claims)
            key, copied = filled.key, _copy(filled.owner_url)
            with _api(Path(folder), filled.api_url, filled.owner_url) as (url, process):
                idle = _memory(process)
                few = _export(f"{url}/v1/exports/claims.ndjson", {"kind": "date"}, key, process)
                found = [_export(f"{url}/v1/exports/claims.{form}", {}, key, process) for form in ("ndjson", "csv")]
    for each in (copied, *found):
        print(f"{each.name:8} {each.claims:,} claims, {each.megabytes:,.0f} MB in {each.seconds:.1f} s:"
              f" {each.per_second:,.0f} claims/s, at most {each.peak_memory_mb:.0f} MB")  # fmt: skip
    print(f"idle {idle:.0f} MB, an empty export {few.peak_memory_mb:.0f} MB")
    print(f"ratio to COPY {found[0].per_second / copied.per_second:.2f}")
    result = {each.name: dataclasses.asdict(each) | {"per_second": round(each.per_second)} for each in (copied, *found)}
    output.write_text(json.dumps({"idle_mb": round(idle), **result}, indent=2) + "\n", encoding="utf-8")


def _copy(owner_url: str) -> Export:
    began, size, rows = time.perf_counter(), 0, 0
    statement = "COPY (SELECT id, version, status, kind, document FROM claims ORDER BY id) TO STDOUT"
    with psycopg.connect(owner_url) as db, db.cursor().copy(statement) as copy:
        for row in copy:
            size += len(row)
            rows += 1
    return Export("copy", rows, time.perf_counter() - began, size / 1e6, 0.0)


def _export(url: str, query: dict[str, str], key: str, process: int) -> Export:
    memory = Memory(process)
    memory.start()
    began, size, rows = time.perf_counter(), 0, 0
    with requests.get(url, query, headers={"Authorization": f"Bearer {key}"}, stream=True, timeout=60) as answer:
        answer.raise_for_status()
        for piece in answer.iter_content(_PIECE):
            size += len(piece)
            rows += piece.count(b"\n")
    return Export(url.rpartition(".")[2], rows, time.perf_counter() - began, size / 1e6, memory.stop())


@contextmanager
def _api(folder: Path, api_url: str, owner_url: str) -> Iterator[tuple[str, int]]:
    port = free_port()
    environment = Addresses(api_url, owner_url, owner_url, "redis://127.0.0.1:1/0").environment(
        {"PATH": sys.exec_prefix}
    )
    running = Running(Programs(environment, folder).api("127.0.0.1", port))
    try:
        running.wait_until_ready(60)
        yield f"http://127.0.0.1:{port}", running.process.pid
    finally:
        running.stop()


if __name__ == "__main__":
    main()
