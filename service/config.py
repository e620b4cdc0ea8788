r"""The service's settings. The environment is read here and nowhere else in the service.

| variable | default | meaning |
|---|---|---|
| `DATABASE_URL` | – | PostgreSQL, as the role factclaims_api |
| `MAX_TEXT_BYTES` | 2000000 | the longest article, in bytes of UTF-8 |
| `MAX_BODY_BYTES` | 8000000 | the longest request: JSON may write a character as `\u3042`, so more than the text |
| `DATABASE_POOL` | 8 | connections that one API process may hold |
| `DATABASE_WAIT_SECONDS` | 3 | how long a request waits for a connection before it is answered 503 |
| `STATEMENT_SECONDS` | 10 | how long one statement may run |
| `METRICS_TOKEN` | – | if set, /metrics wants it as a bearer token |
| `PROMETHEUS_MULTIPROC_DIR` | a temporary folder | where the processes of one server add up their metrics |
| `WEBHOOK_KEYS` | – | the keys that seal webhook secrets, separated by commas, the newest first |
| `WEBHOOK_LOOPBACK` | 0 | 1: webhooks may go to this machine, by http too (development and tests only) |
| `RATE_LIMIT_KEY` | 6000 | requests a minute that one key may make of one server; 0 counts none |
| `RATE_LIMIT_WORKSPACE` | 30000 | requests a minute that all keys of a workspace may make together; 0 counts none |
| `RATE_LIMIT_REDIS_URL` | – | a Redis in which several servers count requests together; else each counts its own |
| `KEEP_ANSWERS_DAYS` | 7 | how long the answer to a request with an Idempotency-Key can be repeated |
| `TRACES` | 0 | 1: a span for every request goes where `OTEL_EXPORTER_OTLP_ENDPOINT` says (docs/operations.md) |
| `LOG_LEVEL` | INFO | DEBUG, INFO, WARNING or ERROR |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.sealing import InvalidKey, keys_in

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class MisconfiguredError(Exception):
    """A setting is missing or has no valid value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one API process needs to know; the table above says what each means."""

    database_url: str = field(repr=False)
    max_text_bytes: int = 2_000_000
    max_body_bytes: int = 8_000_000
    database_pool: int = 8
    database_wait_seconds: int = 3
    statement_seconds: int = 10
    metrics_token: str | None = field(default=None, repr=False)
    metrics_folder: str | None = None
    webhook_keys: tuple[str, ...] = field(default=(), repr=False)
    webhook_loopback: bool = False
    rate_limit_key: int = 6_000
    rate_limit_workspace: int = 30_000
    rate_limit_redis_url: str | None = field(default=None, repr=False)
    keep_answers_days: int = 7
    traces: bool = False
    log_level: str = "INFO"


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the settings; MisconfiguredError says which is wrong."""
    url = environment.get("DATABASE_URL")
    if not url:
        raise MisconfiguredError(
            "DATABASE_URL is not set: it names the PostgreSQL database, as the role factclaims_api"
        )
    level = environment.get("LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        raise MisconfiguredError(f"LOG_LEVEL is none of {', '.join(LOG_LEVELS)}")
    return Config(
        database_url=url,
        max_text_bytes=_whole(environment, "MAX_TEXT_BYTES", 2_000_000),
        max_body_bytes=_whole(environment, "MAX_BODY_BYTES", 8_000_000),
        database_pool=_whole(environment, "DATABASE_POOL", 8),
        database_wait_seconds=_whole(environment, "DATABASE_WAIT_SECONDS", 3),
        statement_seconds=_whole(environment, "STATEMENT_SECONDS", 10),
        metrics_token=environment.get("METRICS_TOKEN") or None,
        metrics_folder=environment.get("PROMETHEUS_MULTIPROC_DIR") or None,
        webhook_keys=_webhook_keys(environment),
        webhook_loopback=environment.get("WEBHOOK_LOOPBACK", "0") == "1",
        rate_limit_key=_whole(environment, "RATE_LIMIT_KEY", 6_000, least=0),
        rate_limit_workspace=_whole(environment, "RATE_LIMIT_WORKSPACE", 30_000, least=0),
        rate_limit_redis_url=_redis(environment),
        keep_answers_days=_whole(environment, "KEEP_ANSWERS_DAYS", 7, most=36_500),
        traces=environment.get("TRACES", "0") == "1",
        log_level=level,
    )


def _whole(environment: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int = 2**31 - 1) -> int:
    value = environment.get(name)
    if value is None:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise MisconfiguredError(f"{name} must be a whole number from {least} to {most}")
    return int(value)


def _redis(environment: Mapping[str, str]) -> str | None:
    url = environment.get("RATE_LIMIT_REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise MisconfiguredError("RATE_LIMIT_REDIS_URL is no address of a Redis: redis://…, rediss://… or unix://…")
    return url


def _webhook_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    try:
        return keys_in(environment.get("WEBHOOK_KEYS", ""))
    except InvalidKey as error:
        raise MisconfiguredError(f"WEBHOOK_KEYS is wrong: {error}") from error
