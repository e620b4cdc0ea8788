"""The project's own programs: the API, the relay and the Celery workers, as `factclaims up` and the tests run them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

from service.embedded.processes import Program

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where PostgreSQL (per role) and Redis are."""

    api_database: str
    worker_database: str
    migrator_database: str
    redis: str

    def environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """`inherited` with the settings that the programs read."""
        return {
            **inherited,
            "DATABASE_URL": self.api_database,
            "WORKER_DATABASE_URL": self.worker_database,
            "MIGRATOR_DATABASE_URL": self.migrator_database,
            "REDIS_URL": self.redis,
            "PYTHONUNBUFFERED": "1",
        }


@dataclass(frozen=True, slots=True)
class Programs:
    """Makes the programs for one set of addresses."""

    environment: Mapping[str, str]
    logs: Path

    def api(self, host: str, port: int) -> Program:
        """The HTTP server on `host`:`port`; ready when /readyz answers 200."""
        address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - a comparison, nothing listens here
        url = f"http://{address}:{port}/readyz"
        return self._program("API", "gunicorn", "service.wsgi:app", *GUNICORN, "--bind", f"{host}:{port}", ready_at=url)

    def relay(self) -> Program:
        """The process that publishes what is due."""
        return self._program("relay", "workers.relay")

    def worker(self, processes: int = 1) -> Program:
        """A Celery worker that extracts, with so many processes."""
        return self._program("worker", "celery", *CELERY, "--queues", "extract", "--concurrency", str(processes))

    def courier(self, processes: int = 1) -> Program:
        """A Celery worker that delivers webhooks, with so many processes."""
        return self._program("courier", "celery", *CELERY, "--queues", "deliver", "--concurrency", str(processes))

    def _program(self, name: str, module: str, *arguments: str, ready_at: str | None = None) -> Program:
        return Program(
            name=name,
            arguments=(sys.executable, "-m", module, *arguments),
            environment=self.environment,
            folder=PROJECT,
            log=self.logs / f"{name.lower()}.log",
            ready=(lambda: _serves(ready_at)) if ready_at else (lambda: True),
            stops_first=True,
        )


GUNICORN = ("--config", "python:service.server")
# A worker needs nothing from its neighbours: the rows in PostgreSQL say who does what.
CELERY = ("-A", "workers.app:app", "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle")


def _serves(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
