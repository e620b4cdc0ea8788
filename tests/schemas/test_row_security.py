# ruff: noqa: S608 -- the names come from this file
"""Row level security and rights, asked with raw SQL as the roles that the programs use."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from service.embedded.postgres import Postgres
from tests import databases
from tests.databases import Database

TENANT_TABLES = [
    *("api_keys", "articles", "revisions", "claims", "events", "idempotency_keys"),
    *("claim_placements", "verdicts", "review_history", "review_settings"),
    *("webhooks", "deliveries", "delivery_attempts", "forgotten_changes"),
]


@dataclass(frozen=True, slots=True)
class Two:
    """Two workspaces with one row of everything each."""

    ours: str
    theirs: str


@pytest.fixture(scope="module")
def database(postgres_server: Postgres, template: str) -> Iterator[Database]:
    """One database for this module: its tests leave nothing behind."""
    with databases.clone(postgres_server, template) as cloned:
        yield cloned


@pytest.fixture(scope="module")
def two(database: Database) -> Two:
    """Written by the owner, who sees both."""
    with psycopg.connect(database.migrator_url) as db:
        ours, theirs = (_fill(db, name) for name in ("ours", "theirs"))
    return Two(ours, theirs)


def _fill(db: psycopg.Connection, name: str) -> str:
    statements = f"""
        INSERT INTO workspaces (name) VALUES ('{name}');
        INSERT INTO api_keys (workspace_id, name, prefix, digest, scopes)
            SELECT id, 'k', 'p', sha256('{name}'), '{{admin}}' FROM workspaces WHERE name = '{name}';
        INSERT INTO articles (workspace_id, content_digest)
            SELECT id, sha256('x') FROM workspaces WHERE name = '{name}';
        INSERT INTO revisions (workspace_id, article_id, number, content_digest, text)
            SELECT a.workspace_id, a.id, 1, sha256('x'), '{name}' FROM articles a JOIN workspaces w
            ON w.id = a.workspace_id WHERE w.name = '{name}';
        INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind,
                            value_type, quote_start, quote_end, language, worthiness, terms, document)
            SELECT workspace_id, article_id, id, 1, 'v', 'amount', 'Number', 0, 1, 'en', 1, '{{word}}', '{{}}'
            FROM revisions WHERE text = '{name}';
        INSERT INTO claim_placements (workspace_id, article_id, revision_id, revision_number, claim_id, outcome,
                                      quote_start, claim_version)
            SELECT workspace_id, article_id, revision_id, 1, id, 'added', 0, 1 FROM claims
            WHERE workspace_id = (SELECT id FROM workspaces WHERE name = '{name}');
        INSERT INTO webhooks (workspace_id, url, events, secret)
            SELECT id, '{name}', '{{claim.created}}', 'sealed' FROM workspaces WHERE name = '{name}';
        INSERT INTO deliveries (workspace_id, webhook_id, type, occurred_at)
            SELECT workspace_id, id, 'webhook.test', now() FROM webhooks WHERE url = '{name}';
        INSERT INTO delivery_attempts (workspace_id, delivery_id, started_at, milliseconds)
            SELECT d.workspace_id, d.id, now(), 1 FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
            WHERE w.url = '{name}';
        INSERT INTO verdicts (workspace_id, claim_id, round, reviewer, key_id, rating)
            SELECT workspace_id, id, 1, '{name}', id, 'true' FROM claims
            WHERE workspace_id = (SELECT id FROM workspaces WHERE name = '{name}');
        INSERT INTO review_history (workspace_id, claim_id, action, reviewer, key_id, before, after)
            SELECT workspace_id, claim_id, 'call', reviewer, key_id, '{{}}', '{{}}' FROM verdicts
            WHERE reviewer = '{name}';
        INSERT INTO review_settings (workspace_id, ratings, required, rules, lease_seconds, publish_when_judged,
                                     publisher)
            SELECT id, '[]', 2, '[]', 60, false, '{{}}' FROM workspaces WHERE name = '{name}';
        INSERT INTO events (workspace_id, type) SELECT id, 'article.accepted' FROM workspaces WHERE name = '{name}';
        INSERT INTO forgotten_changes (workspace_id, position) SELECT id, 1 FROM workspaces WHERE name = '{name}';
        INSERT INTO idempotency_keys (workspace_id, key, request_digest, status, headers, body, expires_at)
            SELECT id, 'k', sha256('x'), 202, '{{}}', '{{}}', now() FROM workspaces WHERE name = '{name}';
    """
    db.execute(statements)
    row = db.execute("SELECT id::text FROM workspaces WHERE name = %s", [name]).fetchone()
    assert row is not None
    return str(row[0])


def _count(db: psycopg.Connection, table: str) -> int:
    row = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("table", ["workspaces", *TENANT_TABLES])
def test_the_api_sees_nothing_without_a_workspace(database: Database, two: Two, table: str) -> None:
    """Also on a connection whose setting was local to an earlier transaction."""
    with psycopg.connect(database.api_url, autocommit=True) as db:
        assert _count(db, table) == 0
        with db.transaction():
            db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
            assert _count(db, table) == 1
        assert _count(db, table) == 0


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_the_api_sees_only_its_workspace(database: Database, two: Two, table: str) -> None:
    """Every tenant table shows one of the two rows, and it is ours."""
    with psycopg.connect(database.api_url) as db:
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        found = db.execute(f"SELECT workspace_id::text FROM {table}").fetchall()
    assert found == [(two.ours,)]


def test_the_api_cannot_write_into_another_workspace(database: Database, two: Two) -> None:
    """The policy checks what is written, too."""
    with psycopg.connect(database.api_url) as db:
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("INSERT INTO events (workspace_id, type) VALUES (%s, 'x')", [two.theirs])


def test_the_api_cannot_hang_a_row_below_anothers(database: Database, two: Two) -> None:
    """Foreign keys repeat the workspace: another tenant's article id is no parent."""
    with psycopg.connect(database.migrator_url) as db:
        row = db.execute("SELECT id FROM articles WHERE workspace_id = %s", [two.theirs]).fetchone()
    assert row is not None
    with psycopg.connect(database.api_url) as db:
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            db.execute(
                "INSERT INTO revisions (workspace_id, article_id, number, content_digest, text)"
                " VALUES (%s, %s, 2, sha256('x'), 'mine')",
                [two.ours, row[0]],
            )


def test_an_update_without_a_where_changes_only_our_rows(database: Database, two: Two) -> None:
    """What a forgotten condition would do."""
    with psycopg.connect(database.api_url) as db:
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        assert db.execute("UPDATE claims SET verdict = 'true'").rowcount == 1
        assert db.execute("DELETE FROM revisions").rowcount == 1
        db.rollback()


def test_searching_by_terms_stays_in_the_workspace(database: Database, two: Two) -> None:
    """The function that may look everywhere applies the tenant itself."""
    with psycopg.connect(database.api_url) as db:
        assert db.execute("SELECT claims_with_terms('{word}')").fetchall() == []
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        found = db.execute("SELECT claims_with_terms('{word}')").fetchall()
        ours = db.execute("SELECT id FROM claims").fetchall()
    assert found == ours
    assert len(found) == 1


def test_a_key_opens_its_own_workspace(database: Database, two: Two) -> None:
    """authenticate() sets the tenant for the transaction; an unknown digest sets nothing."""
    with psycopg.connect(database.api_url) as db:
        assert db.execute("SELECT * FROM authenticate(sha256('nobody'))").fetchall() == []
        assert _count(db, "articles") == 0
        db.execute("SELECT * FROM authenticate(sha256('ours'))")
        assert db.execute("SELECT workspace_id::text FROM articles").fetchall() == [(two.ours,)]


@pytest.mark.parametrize("table", ["articles", "revisions", "claims", "events"])
def test_the_worker_sees_every_tenants_work(database: Database, two: Two, table: str) -> None:
    """It takes the tenant from the row."""
    del two
    with psycopg.connect(database.worker_url) as db:
        assert _count(db, table) == 2


@pytest.mark.parametrize("table", ["api_keys", "workspaces"])
def test_the_worker_sees_no_keys(database: Database, table: str) -> None:
    """What it needs not it may not."""
    with psycopg.connect(database.worker_url) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        _count(db, table)


def test_the_worker_cannot_change_a_text(database: Database, two: Two) -> None:
    """An article stays as it was received."""
    del two
    with psycopg.connect(database.worker_url) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("UPDATE revisions SET text = 'other'")


@pytest.mark.parametrize("url", ["api_url", "worker_url"])
def test_the_programs_roles_cannot_switch_the_policies_off(database: Database, url: str) -> None:
    """They neither own the tables nor bypass row level security."""
    with psycopg.connect(getattr(database, url)) as db:
        row = db.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("ALTER TABLE claims DISABLE ROW LEVEL SECURITY")


def test_every_table_is_guarded_or_has_no_tenant(database: Database) -> None:
    """A table that a later migration adds without policies fails here."""
    with psycopg.connect(database.migrator_url) as db:
        unguarded = db.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"
        ).fetchall()
    assert unguarded == [("alembic_version",), ("heartbeats",)]


def test_every_table_with_a_tenant_is_asked_here(database: Database) -> None:
    """The catalogue's list is this file's: a new table fails until its row is in the two workspaces."""
    with psycopg.connect(database.migrator_url) as db:
        found = db.execute(
            "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND attname = 'workspace_id'"
        ).fetchall()
    assert sorted(name for (name,) in found) == sorted(TENANT_TABLES)


def test_ids_sort_by_the_time_of_their_making(database: Database) -> None:
    """Version 7 of RFC 9562, in order within a millisecond."""
    with psycopg.connect(database.migrator_url) as db:
        made: list[uuid.UUID] = []
        for _ in range(200):
            row = db.execute("SELECT uuid_v7()").fetchone()
            assert row is not None
            made.append(row[0])
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}


@pytest.mark.parametrize("table", ["verdicts", "review_history"])
@pytest.mark.parametrize("change", ["UPDATE {} SET reviewer = 'x'", "DELETE FROM {}"])
def test_what_was_judged_cannot_be_rewritten(database: Database, two: Two, table: str, change: str) -> None:
    """The API may add to the history of a review and nothing else."""
    with psycopg.connect(database.api_url) as db:
        db.execute("SELECT set_config('app.workspace', %s, true)", [two.ours])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(change.format(table))


@pytest.mark.parametrize("table", ["verdicts", "review_history", "review_settings"])
def test_the_worker_sees_no_reviews(database: Database, table: str) -> None:
    """It makes claims; what people say of them is not its business."""
    with psycopg.connect(database.worker_url) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        _count(db, table)
