"""The settings of relay and workers. The environment is read here and nowhere else in workers.

| variable | default | meaning |
|---|---|---|
| `WORKER_DATABASE_URL` | `DATABASE_URL` | PostgreSQL, as the role factclaims_worker |
| `REDIS_URL` | – | the queue |
| `LEASE_SECONDS` | 20 | how long a worker holds a short article before another may take it over |
| `QUEUE_DEPTH` | 1000 | messages that may wait in the queue; what is beyond waits in PostgreSQL |
| `WORKER_MEMORY_MB` | 1024 | what one extraction may use before it fails instead of the machine |
| `WEBHOOK_KEYS` | – | the keys that seal webhook secrets, separated by commas; without one nothing is delivered |
| `WEBHOOK_LOOPBACK` | 0 | 1: webhooks may go to this machine, by http too (development and tests only) |
| `KEEP_CHANGES_DAYS` | 0 | how long the feed of changes reaches back; 0: to the beginning, as with the next three |
| `KEEP_DELIVERIES_DAYS` | 30 | how long webhook deliveries that ended can be looked at and replayed |
| `KEEP_TOMBSTONES_DAYS` | 0 | how long an erased article is 410 before it is 404 |
| `KEEP_EARLIER_TEXTS_DAYS` | 0 | how long the text of an earlier revision stays after a later one was extracted |
| `TRACES` | 0 | 1: spans of relay and tasks go where `OTEL_EXPORTER_OTLP_ENDPOINT` says |
| `LOG_LEVEL` | INFO | DEBUG, INFO, WARNING or ERROR |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.sealing import InvalidKey, keys_in
from workers.retention import Kept

_MOST = 1_000_000  # of whatever: beyond, a figure was mistyped
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class MisconfiguredError(Exception):
    """A setting is missing or has no valid value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a relay or a worker needs to know; the table above says what each means."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    lease_seconds: int = 20
    queue_depth: int = 1000
    memory_mb: int = 1024
    webhook_keys: tuple[str, ...] = field(default=(), repr=False)
    webhook_loopback: bool = False
    kept: Kept = field(default_factory=Kept)
    traces: bool = False
    log_level: str = "INFO"


def load() -> Config:
    """The settings of this process; MisconfiguredError says which is wrong."""
    return from_environment(os.environ)


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the settings; MisconfiguredError says which is wrong."""
    level = environment.get("LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        raise MisconfiguredError(f"LOG_LEVEL is none of {', '.join(LOG_LEVELS)}")
    return Config(
        database_url=_text(environment, "WORKER_DATABASE_URL", "DATABASE_URL"),
        redis_url=_text(environment, "REDIS_URL"),
        lease_seconds=_whole(environment, "LEASE_SECONDS", 20),
        queue_depth=_whole(environment, "QUEUE_DEPTH", 1000),
        memory_mb=_whole(environment, "WORKER_MEMORY_MB", 1024),
        webhook_keys=_webhook_keys(environment),
        webhook_loopback=environment.get("WEBHOOK_LOOPBACK", "0") == "1",
        kept=Kept(
            changes=_whole(environment, "KEEP_CHANGES_DAYS", 0, least=0),
            deliveries=_whole(environment, "KEEP_DELIVERIES_DAYS", 30, least=0),
            tombstones=_whole(environment, "KEEP_TOMBSTONES_DAYS", 0, least=0),
            earlier_texts=_whole(environment, "KEEP_EARLIER_TEXTS_DAYS", 0, least=0),
        ),
        traces=environment.get("TRACES", "0") == "1",
        log_level=level,
    )


def _text(environment: Mapping[str, str], *names: str) -> str:
    for name in names:
        if environment.get(name):
            return environment[name]
    raise MisconfiguredError(f"{names[0]} is not set")


def _whole(environment: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    value = environment.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= _MOST:
        raise MisconfiguredError(f"{name} is no whole number from {least} to {_MOST}")
    return int(value)


def _webhook_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    try:
        return keys_in(environment.get("WEBHOOK_KEYS", ""))
    except InvalidKey as error:
        raise MisconfiguredError(f"WEBHOOK_KEYS is wrong: {error}") from error
