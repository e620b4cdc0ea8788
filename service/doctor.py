"""`factclaims doctor`: what is wrong with an installation, and what to do about it."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import psycopg
import redis

from schemas import migrate, roles
from service.config import MisconfiguredError, from_environment
from service.store import operations
from service.store.database import Db

_OLDEST_SERVER = 150_000  # PostgreSQL 15
_SECONDS = 5
_CLOCK_SKEW = 2.0
_SILENCE = 60.0
_UNFINISHED = 300.0
_UNDELIVERED = 3600.0
_LEAST_FREE, _LEAST_SHARE = 1 << 30, 0.05  # of the disk: PostgreSQL stops when it is full
_FULL = 0.9
_MB = 1 << 20


class Mark(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was seen, and what to do (None: nothing)."""

    what: str
    mark: Mark
    seen: str
    advice: str | None = None


def examine(environment: Mapping[str, str], data: Path | None = None) -> Iterator[Finding]:
    """Look at settings, PostgreSQL, the queue and Redis, in this order; what cannot be asked is not asked twice.

    `data` is PostgreSQL's folder when it is on this machine: no role of ours may ask for it, or for its disk.
    """
    try:
        config = from_environment(environment)
    except MisconfiguredError as error:
        yield Finding("settings", Mark.BAD, str(error), "set it: the table is in README, Configuration")
        return
    yield _webhook_keys(config.webhook_keys)
    try:
        with psycopg.connect(config.database_url, connect_timeout=_SECONDS, autocommit=True) as db:
            yield from _database(db, sealed=bool(config.webhook_keys))
            yield _space(data, operations.size(db))
    except psycopg.Error as error:
        advice = (
            "start it, or correct DATABASE_URL (role factclaims_api); `factclaims migrate` makes database and roles"
        )
        yield Finding("PostgreSQL", Mark.BAD, _first_line(error), advice)
    yield from _redis(environment.get("REDIS_URL"))


def _webhook_keys(keys: tuple[str, ...]) -> Finding:
    if keys:
        return Finding("webhook keys", Mark.GOOD, f"{len(keys)} set")
    return Finding("webhook keys", Mark.NOTE, "none", "set WEBHOOK_KEYS if webhooks are wanted: docs/webhooks.md")


def _database(db: Db, *, sealed: bool) -> Iterator[Finding]:
    version = db.info.server_version
    advice = None if version >= _OLDEST_SERVER else "upgrade it: PostgreSQL 15 or newer is needed"
    yield Finding("PostgreSQL", Mark.BAD if advice else Mark.GOOD, f"{version // 10_000}", advice)
    yield _level(operations.level(db))
    yield _role(db)
    yield _walls(operations.unguarded(db))
    yield _indexes(operations.half_built(db))
    yield _clock(operations.now(db))
    if operations.level(db) == migrate.head():
        yield from _processes(operations.silence(db))
        yield from _queue(db, sealed=sealed)


def _level(level: str | None) -> Finding:
    head = migrate.head()
    if level == head:
        return Finding("database level", Mark.GOOD, head)
    seen = f"{level or 'none'}, this code needs {head}"
    if level is not None and level > head:
        return Finding("database level", Mark.NOTE, seen, "newer than this code: finish the rollout")
    return Finding("database level", Mark.BAD, seen, "run `factclaims migrate`")


def _role(db: Db) -> Finding:
    powers = operations.powers(db)
    seen = f"{db.info.user}{' with ' + ', '.join(powers) if powers else ''}"
    if powers or db.info.user != roles.API:
        advice = f"let the API connect as {roles.API}: any other role may see more than one workspace"
        return Finding("the API's role", Mark.BAD, seen, advice)
    return Finding("the API's role", Mark.GOOD, seen)


def _walls(unguarded: list[str]) -> Finding:
    if not unguarded:
        return Finding("row level security", Mark.GOOD, "on for every table with a workspace")
    advice = "as the owner: ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; until then stop the API"
    return Finding("row level security", Mark.BAD, f"off for {', '.join(unguarded)}", advice)


def _indexes(half_built: list[str]) -> Finding:
    if not half_built:
        return Finding("indexes", Mark.GOOD, "all whole")
    advice = "a build was stopped: run `factclaims migrate` again, or REINDEX INDEX CONCURRENTLY as the owner"
    return Finding("indexes", Mark.BAD, f"half built: {', '.join(half_built)}", advice)


def _clock(there: datetime) -> Finding:
    skew = abs((datetime.now(UTC) - there).total_seconds())
    if skew <= _CLOCK_SKEW:
        return Finding("clock", Mark.GOOD, f"{skew:.1f} s from the database's")
    advice = "synchronise both clocks: leases are the database's, signatures of webhooks this machine's"
    return Finding("clock", Mark.BAD, f"{skew:.1f} s from the database's", advice)


def _space(data: Path | None, size: int) -> Finding:
    if data is None:
        advice = "on PostgreSQL's machine name its folder: --data or PGDATA; elsewhere watch its disk there"
        return Finding("disk", Mark.NOTE, f"{size // _MB:,} MB of data; its disk is not seen from here", advice)
    try:
        disk = shutil.disk_usage(data)
    except OSError as error:
        return Finding(
            "disk", Mark.BAD, f"{data}: {(error.strerror or str(error)).lower()}", "correct --data or PGDATA"
        )
    return _room(size, disk.free, disk.total)


def _room(size: int, free: int, total: int) -> Finding:
    seen = f"{size // _MB:,} MB of data, {free // _MB:,} MB free"
    if free < max(_LEAST_FREE, _LEAST_SHARE * total):
        return Finding("disk", Mark.BAD, seen, "make room, or move the data: when it is full nothing is accepted")
    if free < size:
        advice = "more room is wanted: rebuilding an index, or a backup on this disk, may need as much again"
        return Finding("disk", Mark.NOTE, seen, advice)
    return Finding("disk", Mark.GOOD, seen)


def _processes(silence: Mapping[str, float]) -> Iterator[Finding]:
    for role, command in (("relay", "python -m workers.relay"), ("worker", "celery -A workers.app:app worker …")):
        seconds = silence.get(role)
        if seconds is not None and seconds <= _SILENCE:
            yield Finding(role, Mark.GOOD, f"last sign of life {seconds:.0f} s ago")
        else:
            seen = "never seen" if seconds is None else f"silent for {seconds:.0f} s"
            yield Finding(role, Mark.BAD, seen, f"start one: {command} (docs/operations.md)")


def _queue(db: Db, *, sealed: bool) -> Iterator[Finding]:
    found = {figures.state: figures for figures in operations.queue(db)}
    pending = [found[state] for state in ("queued", "running") if state in found]
    oldest = max((figures.oldest_seconds for figures in pending), default=0.0)
    seen = f"{sum(figures.revisions for figures in pending)} pending, the oldest for {oldest:.0f} s"
    advice = "look for relay and workers above, then at their logs" if oldest > _UNFINISHED else None
    yield Finding("articles", Mark.BAD if advice else Mark.GOOD, seen, advice)
    if (failed := found.get("failed")) is not None:
        advice = "their `problem` says why: GET /v1/articles?state=failed; then `factclaims reextract`"
        yield Finding("failed articles", Mark.NOTE, str(failed.revisions), advice)
    posts = operations.deliveries(db)
    oldest = max((seconds for _, seconds in posts.values()), default=0.0)
    seen = f"{sum(number for number, _ in posts.values())} under way, the oldest for {oldest:.0f} s"
    advice = "a receiver is down, or no courier runs: docs/webhooks.md" if oldest > _UNDELIVERED else None
    if posts and not sealed:
        advice = (
            "nobody can open their endpoints' secrets: set WEBHOOK_KEYS to the keys that sealed them (docs/webhooks.md)"
        )
        yield Finding("webhook deliveries", Mark.BAD, seen, advice)
        return
    yield Finding("webhook deliveries", Mark.NOTE if advice else Mark.GOOD, seen, advice)


def _redis(url: str | None) -> Iterator[Finding]:
    if not url:
        yield Finding("Redis", Mark.NOTE, "REDIS_URL is not set here", "set it where relay and workers run")
        return
    began = time.perf_counter()
    try:
        with redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS) as client:
            client.ping()
            milliseconds = (time.perf_counter() - began) * 1000
            memory = _asked(lambda: _memory(client))
    except (redis.RedisError, OSError, ValueError) as error:
        advice = "start it, or correct REDIS_URL; articles are accepted meanwhile and extracted afterwards"
        yield Finding("Redis", Mark.BAD, _first_line(error), advice)
        return
    yield Finding("Redis", Mark.GOOD, f"answers in {milliseconds:.0f} ms")
    yield memory or Finding("Redis' memory", Mark.NOTE, "we may not ask", "see that maxmemory-policy is noeviction")


def _memory(client: redis.Redis) -> Finding:
    policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
    used, most = (int(client.info("memory")[name]) for name in ("used_memory", "maxmemory"))
    seen = f"{policy}, {used // _MB:,} MB of {f'{most // _MB:,} MB' if most else 'what there is'}"
    if policy != "noeviction":
        advice = "set maxmemory-policy noeviction: otherwise Redis may drop messages (they come again, later)"
        return Finding("Redis' memory", Mark.BAD, seen, advice)
    if most and used > _FULL * most:
        advice = "raise maxmemory, or give Redis to the queue alone: nothing more can be rung for when it is full"
        return Finding("Redis' memory", Mark.BAD, seen, advice)
    return Finding("Redis' memory", Mark.GOOD, seen)


def _asked(question: Callable[[], Finding]) -> Finding | None:
    """The answer, or None when the server does not let us ask."""
    try:
        return question()
    except redis.ResponseError:
        return None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
