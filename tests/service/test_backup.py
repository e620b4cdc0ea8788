"""The drill: a backup is restored, the invariants hold, and what was pending is finished."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from schemas import migrate
from service import backup, firstkey
from service.cli import main
from service.embedded.postgres import Postgres
from tests import databases
from tests.databases import Database
from tests.http import Api
from tests.workers.rows import CLAIMS, Queue
from workers.database import Database as WorkerDatabase
from workers.extract import Extraction

CANARY = "Zinnober48213"
TABLES = ("workspaces", "api_keys", "articles", "revisions", "claims", "claim_placements", "events")


def run(*arguments: str, **environment: str) -> Result:
    """A command with these variables."""
    return CliRunner(env=environment).invoke(main, arguments)


def counts(url: str) -> dict[str, Any]:
    """Rows per table."""
    with psycopg.connect(url) as db:
        return {table: db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in TABLES}  # noqa: S608 - our own names


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a key, an extracted article and a pending one."""
    firstkey.make(database.migrator_url, "tests", "tests")
    worker = WorkerDatabase(database.worker_url, "test")
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        queue = Queue(connection)
        done = queue.add()
        queue.add("今回は200人だった。")
        Extraction(worker, 20).run(done)
    worker.renew()
    return database


def test_a_restored_database_holds_everything_and_finishes_what_was_pending(
    filled: Database, postgres_server: Postgres, tmp_path: Path
) -> None:
    """Rows, level, tenants' walls; then a worker does what the old one had not done."""
    file = tmp_path / "factclaims.dump"
    saved = run("backup", str(file), MIGRATOR_DATABASE_URL=filled.migrator_url)
    assert saved.exit_code == 0, saved.output
    assert file.stat().st_mode & 0o077 == 0
    with databases.empty(postgres_server) as other:
        restored = run("restore", str(file), MIGRATOR_DATABASE_URL=other.migrator_url)
        assert restored.exit_code == 0, restored.output
        assert counts(other.superuser_url) == counts(filled.superuser_url)
        assert migrate.current(other.migrator_url) == migrate.head()
        with psycopg.connect(other.api_url) as stranger:
            assert stranger.execute("SELECT count(*) FROM claims").fetchall() == [(0,)]
        worker = WorkerDatabase(other.worker_url, "test")
        with psycopg.connect(other.superuser_url, autocommit=True) as connection:
            queue = Queue(connection)
            pending = queue.one("SELECT id FROM revisions WHERE state = 'queued'")
            Extraction(worker, 20).run(pending)
            assert queue.row(pending).state == "extracted"
            assert queue.one("SELECT count(*) FROM claims") == CLAIMS + 1
        worker.renew()


def test_a_database_that_holds_something_is_not_overwritten(filled: Database, tmp_path: Path) -> None:
    """One line, and nothing is changed."""
    file = tmp_path / "factclaims.dump"
    backup.write(filled.migrator_url, file)
    before = counts(filled.superuser_url)
    refused = run("restore", str(file), MIGRATOR_DATABASE_URL=filled.migrator_url)
    assert refused.exit_code == 1
    assert "holds something already" in refused.output
    assert counts(filled.superuser_url) == before


def test_a_broken_file_leaves_the_database_empty(postgres_server: Postgres, filled: Database, tmp_path: Path) -> None:
    """Whole or not at all."""
    file = tmp_path / "factclaims.dump"
    backup.write(filled.migrator_url, file)
    file.write_bytes(file.read_bytes()[:-2000])
    with databases.empty(postgres_server) as other:
        refused = run("restore", str(file), MIGRATOR_DATABASE_URL=other.migrator_url)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
        assert migrate.current(other.migrator_url) is None


def test_a_backup_that_fails_leaves_no_file(tmp_path: Path) -> None:
    """Half a backup looks like a whole one."""
    refused = run("backup", str(tmp_path / "x"), MIGRATOR_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert refused.exit_code == 1
    assert "pg_dump" in refused.output
    assert list(tmp_path.iterdir()) == []


def test_an_erased_article_is_in_no_dump(api: Api, database: Database, tmp_path: Path) -> None:
    """Text, title and claims are gone from the database itself, not only from its answers."""

    def dumped() -> str:
        text = tmp_path / "dump.sql"
        backup.write(database.migrator_url, tmp_path / "dump")
        backup.unpack(tmp_path / "dump", text)
        return text.read_text(encoding="utf-8")

    worker = WorkerDatabase(database.worker_url, "test")
    with api.client() as client, psycopg.connect(database.superuser_url, autocommit=True) as connection:
        body = {"text": f"{CANARY} kostete 12 Euro.", "title": CANARY, "externalId": CANARY, "publisher": CANARY}
        headers = {"Idempotency-Key": "erased"}
        sent = client.request("POST", "/v1/articles", json=body, headers=headers)
        Extraction(worker, 20).run(Queue(connection).one("SELECT id FROM revisions"))
        assert CANARY in dumped()
        client.request("DELETE", f"/v1/articles/{sent['id']}")
    worker.renew()
    assert CANARY not in dumped()
