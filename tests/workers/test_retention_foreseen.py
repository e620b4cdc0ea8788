"""What `factclaims retention` foretells is what the relay forgets."""

import random
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.store import retention as foreseen
from service.store.retention import Kept as Asked
from tests.databases import Database
from tests.workers.rows import Queue
from workers import retention
from workers.database import Database as WorkerDatabase
from workers.retention import Kept

# Of each kind so many in all, counted by SQL; texts that are not empty.
COUNTS = {
    "changes": "SELECT count(*) FROM events",
    "deliveries": "SELECT count(*) FROM deliveries",
    "tombstones": "SELECT count(*) FROM articles WHERE erased_at IS NOT NULL",
    "earlier_texts": "SELECT count(*) FROM revisions WHERE text <> ''",
    "answers": "SELECT count(*) FROM idempotency_keys",
}


@pytest.fixture
def history(queue: Queue) -> Queue:
    """Rows of every kind and of many ages, on both sides of every limit that is asked about."""
    chance = random.Random(6)  # noqa: S311 - which rows a test has is no secret
    run = queue.connection.execute
    for _ in range(30):
        article, ages = _article(queue), sorted(chance.randrange(60) for _ in range(chance.randint(1, 4)))[::-1]
        for number, days in enumerate(ages, 1):
            revision = queue.add("text", article=article, number=number)
            state = chance.choice(("extracted", "extracted", "extracted", "failed", "queued"))
            done = None if state == "queued" else days
            run(
                "UPDATE revisions SET state = %s, finished_at = now() - make_interval(days => %s) WHERE id = %s",
                [state, done, revision],
            )
    for days in range(40):
        run(
            "INSERT INTO articles (workspace_id, content_digest, erased_at)"
            " SELECT id, sha256('x'), now() - make_interval(days => %s) FROM workspaces",
            [days],
        )
    run(
        "INSERT INTO webhooks (workspace_id, url, events, secret)"
        " SELECT id, 'https://example.org/', '{claim.created}', 'sealed' FROM workspaces"
    )
    run(
        "INSERT INTO events (workspace_id, type, created_at, position) SELECT id, 'claim.created',"
        " now() - make_interval(days => 60 - n), CASE WHEN n < 58 THEN n END FROM workspaces, generate_series(1, 60) n"
    )
    run(
        "INSERT INTO deliveries (workspace_id, webhook_id, event_id, type, occurred_at, state, finished_at)"
        " SELECT w.workspace_id, w.id, e.id, e.type, e.created_at, CASE WHEN e.id % 2 = 0 THEN 'delivered' ELSE 'queued' END,"
        " CASE WHEN e.id % 2 = 0 THEN e.created_at + interval '20 days' END FROM webhooks w, events e"
    )
    run(
        "INSERT INTO idempotency_keys (workspace_id, key, request_digest, status, headers, body, expires_at)"
        " SELECT id, n, sha256('x'), 202, '{}', '{}', now() + make_interval(hours => n - 4) - interval '1 minute'"
        " FROM workspaces, generate_series(1, 9) n"
    )
    return queue


def _article(queue: Queue) -> UUID:
    article = queue.article_of(queue.add("first"))
    queue.connection.execute("DELETE FROM revisions WHERE article_id = %s", [article])
    return article


def counted(queue: Queue) -> dict[str, int]:
    """How many there are of each kind."""
    return {kind: queue.one(question) for kind, question in COUNTS.items()}


def asked(database: Database, *options: str, **variables: str) -> Result:
    """The command's answer."""
    return CliRunner(env={"MIGRATOR_DATABASE_URL": database.migrator_url, **variables}).invoke(
        main, ["retention", *options]
    )


@pytest.mark.parametrize(
    "days",
    [
        {"changes": 0, "deliveries": 0, "tombstones": 0, "earlier_texts": 0},
        {"changes": 0, "deliveries": 30, "tombstones": 0, "earlier_texts": 0},
        {"changes": 30, "deliveries": 30, "tombstones": 10, "earlier_texts": 20},
        {"changes": 1, "deliveries": 0, "tombstones": 1, "earlier_texts": 1},
        {"changes": 50, "deliveries": 1, "tombstones": 500, "earlier_texts": 500},
    ],
)
def test_what_is_foretold_is_what_goes(history: Queue, worker_database: WorkerDatabase, days: dict[str, int]) -> None:
    """Kind by kind, to the row; asking changes nothing."""
    before = counted(history)
    told = foreseen.due(history.connection, Asked(**days))
    assert counted(history) == before
    while retention.forget(worker_database.connection(), Kept(**days), most=7):
        pass
    gone = {kind: before[kind] - after for kind, after in counted(history).items()}
    assert {kind: one.due for kind, one in told.items() if kind != "undelivered"} == gone | {
        "deliveries": gone["deliveries"] - told["undelivered"].due
    }
    assert {kind: one.all for kind, one in told.items() if kind in before} == before
    assert bool(told["undelivered"].due) is bool(days["changes"])
    again = foreseen.due(history.connection, Asked(**days))
    assert {kind: one.due for kind, one in again.items()} == dict.fromkeys(told, 0)


def test_the_command_counts_by_the_settings_or_by_others(history: Queue, database: Database) -> None:
    """The relay's variables are read; an option asks what would be if."""
    for days, answer in (
        (10, asked(database, KEEP_TOMBSTONES_DAYS="10")),
        (35, asked(database, "--tombstones", "35", KEEP_TOMBSTONES_DAYS="10")),
    ):
        assert answer.exit_code == 0, answer.output
        (line,) = (line for line in answer.output.splitlines() if "tombstones" in line)
        oldest = history.one("SELECT min(erased_at)::date::text FROM articles")
        # What was erased on the very day is older than the limit by the moments since.
        assert line.split()[4:] == [f"{days}", "days", str(40 - days), oldest, "40"]
        assert "Nothing was forgotten" in answer.output
    (line,) = (line for line in asked(database).output.splitlines() if "tombstones" in line)
    assert line.split()[4:] == ["ever", "0", "40"]
    assert history.one("SELECT count(*) FROM articles WHERE erased_at IS NOT NULL") == 40


def test_a_database_that_does_not_answer_is_said_in_one_line(database: Database) -> None:
    """No stack; and no negative number of days."""
    answer = asked(database, "--database-url", "postgresql://nobody@127.0.0.1:1/x")
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    assert asked(database, "--changes", "-1").exit_code == 2
