"""Claims keep their ids over revisions and extractors, and can be compared with those of other articles."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0003"
down_revision = "0002"

# Built while the table is in use; a build that fails leaves an invalid index, which IF NOT EXISTS would keep: hence the drop.
INDEXES = {
    "claims_once": "UNIQUE INDEX CONCURRENTLY claims_once ON claims (revision_id, quote_start, quote_end, kind)"
    " WHERE status = 'current'",
    "claims_alike": "INDEX CONCURRENTLY claims_alike ON claims (workspace_id, measure, magnitude, id)"
    " WHERE status = 'current' AND measure IS NOT NULL",
    "claims_judged": "INDEX CONCURRENTLY claims_judged ON claims (workspace_id, measure, magnitude)"
    " WHERE status = 'current' AND verdict IS NOT NULL",
    "claims_already_checked": "INDEX CONCURRENTLY claims_already_checked ON claims (checked_claim_id)"
    " WHERE checked_claim_id IS NOT NULL",
}


def upgrade() -> None:
    """The statements beside this file in one transaction, then the indexes, each on its own."""
    run_beside(__file__, op.get_bind())
    with op.get_context().autocommit_block():
        for name, index in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE {index}")
