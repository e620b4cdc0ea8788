"""Claims can be looked for by their subject's words and value, for contradictions."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """A column without a default, then its index while the table is in use; the API may open again what was checked."""
    op.execute("ALTER TABLE claims ADD COLUMN subject_key text")
    op.execute("GRANT UPDATE (checked_claim_id) ON claims TO factclaims_api")
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS claims_by_subject")
        op.execute(
            "CREATE INDEX CONCURRENTLY claims_by_subject ON claims (workspace_id, measure, subject_key, magnitude)"
            " WHERE status = 'current' AND subject_key IS NOT NULL"
        )
