"""The doctor: a healthy installation gets no advice, each illness its own."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import redis
from click.testing import CliRunner

from schemas.sealing import make_key
from service import doctor
from service.cli import main
from service.doctor import Finding, Mark, examine
from service.embedded.postgres import Postgres
from tests import databases
from tests.databases import Database


def environment(database: Database, redis_url: str, **changed: str) -> dict[str, str]:
    """What the API's process has, and where Redis is."""
    return {"DATABASE_URL": database.api_url, "REDIS_URL": redis_url} | changed


def found(variables: dict[str, str]) -> dict[str, Finding]:
    """Findings by what was looked at."""
    return {finding.what: finding for finding in examine(variables)}


@pytest.fixture
def alive(database: Database) -> Database:
    """A database in which relay and worker have just given a sign of life."""
    with psycopg.connect(database.superuser_url) as db:
        db.execute("INSERT INTO heartbeats (process, role) VALUES ('a', 'relay'), ('b', 'worker')")
    return database


def test_a_healthy_installation_needs_nothing(alive: Database, redis_url: str) -> None:
    """Nothing is bad, and the command says so with status 0."""
    findings = found(environment(alive, redis_url))
    assert [one for one in findings.values() if one.mark is Mark.BAD] == []
    assert {"PostgreSQL", "database level", "the API's role", "clock", "relay", "worker", "Redis"} <= set(findings)
    result = CliRunner(env=environment(alive, redis_url)).invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "All is well." in result.output


def test_a_missing_setting_is_said_first(redis_url: str) -> None:
    """Nothing else can be looked at."""
    findings = found({"REDIS_URL": redis_url})
    assert list(findings) == ["settings"]
    assert "DATABASE_URL" in findings["settings"].seen


def test_servers_that_do_not_answer_are_bad(alive: Database, redis_url: str) -> None:
    """Each with its own advice; the other one is looked at all the same."""
    without_database = found(environment(alive, redis_url, DATABASE_URL="postgresql://factclaims_api@127.0.0.1:1/x"))
    assert (without_database["PostgreSQL"].mark, without_database["Redis"].mark) == (Mark.BAD, Mark.GOOD)
    without_redis = found(environment(alive, "redis://127.0.0.1:1/0"))
    assert (without_redis["PostgreSQL"].mark, without_redis["Redis"].mark) == (Mark.GOOD, Mark.BAD)


def test_a_database_that_was_never_migrated_wants_it(
    postgres_server: Postgres, alive: Database, redis_url: str
) -> None:
    """The advice is the command."""
    with databases.empty(postgres_server) as empty:
        level = found(environment(empty, redis_url))["database level"]
    assert level.mark is Mark.BAD
    assert "factclaims migrate" in str(level.advice)
    assert found(environment(alive, redis_url))["database level"].mark is Mark.GOOD


def test_a_role_that_sees_everything_is_bad(alive: Database, redis_url: str) -> None:
    """The superuser passes row level security; so may the owner."""
    for url in (alive.superuser_url, alive.migrator_url):
        assert found(environment(alive, redis_url, DATABASE_URL=url))["the API's role"].mark is Mark.BAD


def test_silent_processes_and_waiting_articles_are_bad(database: Database, redis_url: str) -> None:
    """Nobody has ever beaten, and an article has waited for an hour."""
    with psycopg.connect(database.superuser_url) as db:
        db.execute("INSERT INTO workspaces (name) VALUES ('w')")
        db.execute("INSERT INTO articles (workspace_id, content_digest) SELECT id, sha256('a') FROM workspaces")
        db.execute(
            "INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, queued_at)"
            " SELECT workspace_id, id, 1, content_digest, 'a', now() - interval '1 hour' FROM articles"
        )
    findings = found(environment(database, redis_url))
    assert (findings["relay"].mark, findings["worker"].mark, findings["articles"].mark) == (Mark.BAD,) * 3
    assert "never seen" in findings["relay"].seen
    result = CliRunner(env={**os.environ, **environment(database, redis_url)}).invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "3 of" in result.output


def test_a_clock_that_runs_away_is_bad() -> None:
    """Two seconds are tolerated."""
    assert doctor._clock(datetime.now(UTC) - timedelta(seconds=30)).mark is Mark.BAD  # noqa: SLF001 - no other clock to turn
    assert doctor._clock(datetime.now(UTC)).mark is Mark.GOOD  # noqa: SLF001 - the same


def test_a_wall_between_workspaces_that_was_taken_down_is_bad(alive: Database, redis_url: str) -> None:
    """Switched off, or not forced: each with the table's name."""
    assert found(environment(alive, redis_url))["row level security"].mark is Mark.GOOD
    with psycopg.connect(alive.migrator_url) as db:
        db.execute("ALTER TABLE claims DISABLE ROW LEVEL SECURITY")
        db.execute("ALTER TABLE events NO FORCE ROW LEVEL SECURITY")
    walls = found(environment(alive, redis_url))["row level security"]
    assert (walls.mark, walls.seen) == (Mark.BAD, "off for claims, events")
    assert "ENABLE ROW LEVEL SECURITY" in str(walls.advice)


def test_an_index_that_was_left_half_built_is_bad(alive: Database, redis_url: str) -> None:
    """Two rows were equal, and the build ended in the middle."""
    assert found(environment(alive, redis_url))["indexes"].mark is Mark.GOOD
    with psycopg.connect(alive.migrator_url, autocommit=True) as db:
        db.execute("INSERT INTO heartbeats (process, role) VALUES ('c', 'relay')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            db.execute("CREATE UNIQUE INDEX CONCURRENTLY half ON heartbeats (role)")
    indexes = found(environment(alive, redis_url))["indexes"]
    assert (indexes.mark, indexes.seen) == (Mark.BAD, "half built: half")
    assert "factclaims migrate" in str(indexes.advice)


def test_deliveries_that_nobody_can_sign_are_bad(alive: Database, redis_url: str) -> None:
    """The key that seals the secrets was forgotten when the service moved; with one they are only under way."""
    with psycopg.connect(alive.superuser_url) as db:
        db.execute("INSERT INTO workspaces (name) VALUES ('w')")
        db.execute(
            "INSERT INTO webhooks (workspace_id, url, events, secret)"
            " SELECT id, 'https://example.org/', '{claim.created}', 'sealed' FROM workspaces"
        )
        db.execute(
            "INSERT INTO deliveries (workspace_id, webhook_id, type, occurred_at)"
            " SELECT workspace_id, id, 'webhook.test', now() FROM webhooks"
        )
    without = found(environment(alive, redis_url))["webhook deliveries"]
    assert without.mark is Mark.BAD
    assert "WEBHOOK_KEYS" in str(without.advice)
    assert found(environment(alive, redis_url, WEBHOOK_KEYS=make_key()))["webhook deliveries"].mark is Mark.GOOD


GB = 1 << 30


@pytest.mark.parametrize(
    ("size", "free", "total", "mark"),
    [
        (1 * GB, 50 * GB, 100 * GB, Mark.GOOD),
        (60 * GB, 50 * GB, 200 * GB, Mark.NOTE),  # no room for a second copy
        (1 * GB, 4 * GB, 100 * GB, Mark.BAD),  # under a twentieth
        (0, GB - 1, 5 * GB, Mark.BAD),
    ],
)
def test_a_disk_that_fills_is_bad(size: int, free: int, total: int, mark: Mark) -> None:
    """Under a gigabyte, or a twentieth; what is left for a copy of the data is said before that."""
    assert doctor._room(size, free, total).mark is mark  # noqa: SLF001 - no other disk to fill


def test_the_disk_is_looked_at_where_the_data_are(
    alive: Database, redis_url: str, postgres_server: Postgres, tmp_path: Path
) -> None:
    """By the folder's name, which only its machine knows; not at all without one."""

    def disk(data: Path | None) -> Finding:
        return next(finding for finding in examine(environment(alive, redis_url), data) if finding.what == "disk")

    free = shutil.disk_usage(postgres_server.data).free >> 20
    seen = re.fullmatch(r"(\d+) MB of data, ([\d,]+) MB free", disk(postgres_server.data).seen)
    assert seen is not None
    assert int(seen[1]) > 5  # an empty database is some megabytes
    assert abs(int(seen[2].replace(",", "")) - free) < 2000
    assert (disk(None).mark, disk(tmp_path / "none").mark) == (Mark.NOTE, Mark.BAD)
    if Path("/proc/self").exists():  # the only full disk that everybody has
        assert disk(Path("/proc")).mark is Mark.BAD
    result = CliRunner(env=environment(alive, redis_url, PGDATA=str(tmp_path / "none"))).invoke(main, ["doctor"])
    assert result.exit_code == 1


@pytest.fixture
def queue(redis_url: str) -> Iterator[redis.Redis]:
    """Redis, set up anew at the end."""
    with redis.Redis.from_url(redis_url) as client:
        before = client.config_get("maxmemory*")
        yield client
        for name in ("maxmemory-policy", "maxmemory"):
            client.config_set(name, before[name])
        client.acl_deluser("weak")


@pytest.mark.parametrize(
    ("settings", "mark"),
    [
        (("noeviction", "0"), Mark.GOOD),
        (("noeviction", "1gb"), Mark.GOOD),
        (("noeviction", "1mb"), Mark.BAD),  # less than an empty Redis takes
        (("allkeys-lru", "0"), Mark.BAD),
        (("volatile-ttl", "1gb"), Mark.BAD),
    ],
)
def test_a_redis_that_drops_messages_or_is_full_is_bad(
    alive: Database, redis_url: str, queue: redis.Redis, settings: tuple[str, str], mark: Mark
) -> None:
    """Only noeviction keeps what was rung, and it wants room."""
    for name, value in zip(("maxmemory-policy", "maxmemory"), settings, strict=True):
        queue.config_set(name, value)
    memory = found(environment(alive, redis_url))["Redis' memory"]
    assert memory.mark is mark, memory
    assert settings[0] in memory.seen
    assert (memory.advice is None) is (mark is Mark.GOOD)


def test_a_redis_that_may_not_be_asked_is_no_illness(alive: Database, redis_url: str, queue: redis.Redis) -> None:
    """An account for messages only: what to look at is said."""
    queue.acl_setuser("weak", enabled=True, passwords=["+w"], commands=["+ping"])
    findings = found(environment(alive, f"redis://weak:w@{redis_url.partition('@')[2]}"))
    assert (findings["Redis"].mark, findings["Redis' memory"].mark) == (Mark.GOOD, Mark.NOTE)
    assert "noeviction" in str(findings["Redis' memory"].advice)
