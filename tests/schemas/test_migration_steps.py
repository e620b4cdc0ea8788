"""Every step over tables that are full and in use: what it locks, and whether yesterday's code goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from schemas import migrate
from service.embedded.postgres import Postgres
from tests import databases
from tests.databases import Database
from tests.schemas import catalogue, lockwatch
from tests.schemas.filling import tables
from tests.schemas.walking import STEPS, Step, walk

LONGEST = 100.0  # milliseconds that nobody may read a table
NOBODY_READS = "AccessExclusiveLock"
NOBODY_WRITES = "ShareLock"

# Steps that keep others out for the longer the fuller a table is. All are older than the first release: no database in
# use has them before it. Nothing is added here; docs/operations.md says what a step has to be.
SLOW = {
    "0002": {("api_keys", NOBODY_READS), ("claims", NOBODY_READS)},  # checks and a unique rule for rows that are there
    "0004": {("claims", NOBODY_READS)},  # drops an index and builds its successor behind the same lock
    "0006": {("articles", NOBODY_READS), ("revisions", NOBODY_READS)},  # checks, and an index
    "0008": {("claims", NOBODY_READS)},  # as 0004
    "0009": {("events", NOBODY_WRITES)},  # an index
    "0011": {("idempotency_keys", NOBODY_READS)},  # an index behind the lock of a new column
}
# Steps that the code before them would not have survived, for the same reason.
UNKIND = {"0002", "0003", "0006"}


@dataclass(frozen=True, slots=True)
class Walked:
    """A database that has come all the way, full and watched, and what each step did."""

    database: Database
    steps: dict[str, Step]


@pytest.fixture(scope="module")
def walked(postgres_server: Postgres, template: str) -> Iterator[Walked]:
    """One walk for this module."""
    del template  # it makes the roles
    with databases.empty(postgres_server) as database:
        yield Walked(database, walk(database))


@pytest.mark.parametrize("revision", STEPS)
def test_no_step_works_through_a_table_while_it_keeps_others_out(walked: Walked, revision: str) -> None:
    """Neither a rewrite nor a check nor an index: what is held does not grow with the table."""
    slow = {(lock.relation, lock.mode) for lock in walked.steps[revision].held if lock.worked}
    assert slow == SLOW.get(revision, set())


@pytest.mark.parametrize("revision", sorted(set(STEPS) - SLOW.keys()))
def test_no_full_table_is_closed_to_readers_for_long(postgres_server: Postgres, walked: Walked, revision: str) -> None:
    """100 ms from the transaction's beginning to its end; a busy machine may need a second walk, or a third."""

    def longest(step: Step) -> float:
        return max((lock.milliseconds for lock in step.held if lock.mode == NOBODY_READS), default=0.0)

    spent = [longest(walked.steps[revision])]
    while spent[-1] >= LONGEST and len(spent) < 3:
        with databases.empty(postgres_server) as database:
            spent.append(longest(walk(database)[revision]))
    assert min(spent) < LONGEST, spent


@pytest.mark.parametrize("revision", STEPS)
def test_the_code_before_a_step_goes_on_after_it(walked: Walked, revision: str) -> None:
    """A step adds or loosens: while processes are replaced, old ones and new ones share a database."""
    assert bool(walked.steps[revision].breaks) == (revision in UNKIND), walked.steps[revision].breaks


def test_no_index_is_left_half_built(walked: Walked) -> None:
    """An invalid index costs every write and serves no read."""
    with psycopg.connect(walked.database.superuser_url) as db:
        assert db.execute("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid").fetchall() == []


# What a later step must not do to a table in use, and the way that it may go.
FORBIDDEN = [
    "CREATE INDEX i ON claims (unit)",
    "CREATE UNIQUE INDEX i ON claims (id, unit)",
    "ALTER TABLE claims ADD COLUMN c uuid DEFAULT gen_random_uuid()",
    "ALTER TABLE claims ADD COLUMN c bigint GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE claims ADD COLUMN c integer GENERATED ALWAYS AS (quote_end - quote_start) STORED",
    "ALTER TABLE claims ADD COLUMN c integer CHECK (c > 0)",
    "ALTER TABLE claims ALTER COLUMN quote_start TYPE bigint",
    "ALTER TABLE events ALTER COLUMN position SET NOT NULL",
    "ALTER TABLE claims ADD CHECK (quote_end < 1000)",
    "ALTER TABLE claims ADD CHECK (quote_end < 1000) NOT VALID; ALTER TABLE claims VALIDATE CONSTRAINT claims_quote_end_check",
    "ALTER TABLE events ADD FOREIGN KEY (article_id) REFERENCES articles (id)",
    "ALTER TABLE claims ADD UNIQUE (id, unit)",
    "DROP INDEX claims_by_unit; CREATE INDEX claims_by_unit ON claims (unit)",
    "ALTER TABLE claims ADD COLUMN c text; UPDATE claims SET c = 'x'",
    "CLUSTER claims USING claims_pkey",
]
ALLOWED = [
    "ALTER TABLE claims ADD COLUMN c text",
    "ALTER TABLE claims ADD COLUMN c timestamptz NOT NULL DEFAULT now()",
    "ALTER TABLE claims ADD CHECK (quote_end < 1000) NOT VALID",
    "ALTER TABLE events ADD FOREIGN KEY (article_id) REFERENCES articles (id) NOT VALID",
    "ALTER TABLE review_history ALTER COLUMN reviewer DROP NOT NULL",
    "DROP INDEX claims_by_unit",
    "ALTER TABLE claims DROP COLUMN unit",
    "CREATE TABLE t (id integer); CREATE INDEX i ON t (id)",
]


@pytest.mark.parametrize(
    ("statements", "slow"), [(text, True) for text in FORBIDDEN] + [(text, False) for text in ALLOWED]
)
def test_the_rule_on_locks_knows_what_it_sees(walked: Walked, statements: str, slow: bool) -> None:  # noqa: FBT001 - a table's column
    """The first test above can fail, and does not cry wolf."""
    with psycopg.connect(walked.database.superuser_url) as db:
        since = lockwatch.mark(db)
        db.execute(statements.encode())
        db.execute("UPDATE alembic_version SET version_num = version_num")
        found = lockwatch.held(db, since, tables(db))
        db.rollback()
    assert any(lock.worked for lock in found) is slow


UNKINDNESS = [
    "ALTER TABLE claims DROP COLUMN unit",
    "ALTER TABLE claims RENAME unit TO units",
    "ALTER TABLE claims ADD COLUMN c integer NOT NULL",
    "ALTER TABLE events ALTER COLUMN article_id SET NOT NULL",
    "ALTER TABLE claims ALTER COLUMN quote_start TYPE bigint",
    "ALTER TABLE events ALTER COLUMN created_at DROP DEFAULT",
    "ALTER TABLE claims ADD CHECK (quote_end < 1000) NOT VALID",
    "CREATE UNIQUE INDEX i ON heartbeats (process, role)",
    "REVOKE UPDATE (tags) ON claims FROM factclaims_api",
    "REVOKE DELETE ON revisions FROM factclaims_api",
    "DROP FUNCTION delivery_figures()",
    "DROP TABLE delivery_attempts",
]


@pytest.mark.parametrize(
    ("statements", "kind"), [(text, False) for text in UNKINDNESS] + [(text, True) for text in (ALLOWED[0], ALLOWED[4])]
)
def test_the_rule_on_old_code_knows_what_it_sees(walked: Walked, statements: str, kind: bool) -> None:  # noqa: FBT001 - as above
    """The third test above can fail, and does not cry wolf."""
    with psycopg.connect(walked.database.superuser_url) as db:
        db.execute("TRUNCATE claims CASCADE")  # so that a rule which today's rows break can be made at all
        before = catalogue.read(db)
        db.execute(statements.encode())
        found = catalogue.breaks(before, catalogue.read(db))
        db.rollback()
    assert (found == []) is kind


def test_every_step_is_walked() -> None:
    """Up to the revision that a start brings a database to."""
    assert STEPS[-1] == migrate.head()
