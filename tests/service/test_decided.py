"""The list of what has left the queue: as quick among many claims as among few."""

import psycopg
import pytest

from schemas.wire.claimquery import ClaimQuestion
from service.store import claims
from service.store.database import Database as Store
from tests.databases import Database
from tests.schemas.filling import ROWS, fill, tables

PAGE = 50
DECIDED = {"judged": ROWS // 10, "dismissed": 5}


@pytest.fixture
def full(database: Database) -> Database:
    """A workspace of 20,000 claims; those that left the queue first are the oldest, and the worthiest."""
    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        fill(db, tables(db) & {"workspaces", "articles", "revisions", "claims"})
        for state, number in DECIDED.items():
            db.execute(
                "UPDATE claims SET review_state = %s, worthiness = 900 WHERE id IN"
                " (SELECT id FROM claims WHERE review_state = 'open' ORDER BY id LIMIT %s)",
                [state, number],
            )
        db.execute("VACUUM ANALYZE claims")
    return database


@pytest.mark.parametrize(("state", "expected"), [("judged", PAGE + 1), ("dismissed", DECIDED["dismissed"])])
def test_a_page_of_what_was_decided_reads_only_its_own_rows(full: Database, state: str, expected: int) -> None:
    """Counted by the database, also after it has made one plan for all states (it may from the eleventh time on)."""
    store = Store(full.api_url, size=1, wait_seconds=10, statement_seconds=60)
    with psycopg.connect(full.superuser_url) as db:
        workspace = db.execute("SELECT workspace_id FROM claims LIMIT 1").fetchall()[0][0]
    question = ClaimQuestion(state=state, sort="time", limit=PAGE)
    try:
        with store.workspace(workspace) as db:
            found = [claims.page(db, question, None) for _ in range(12)]
            read = db.execute(
                "SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'claims'"
            ).fetchall()
    finally:
        store.close()
    assert {len(page) for page in found} == {expected}
    assert read == [(0, 12 * expected)]
