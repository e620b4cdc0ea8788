"""What has left the review queue is listed, newest first, without reading what is in it."""

from alembic import op

from schemas.migrations.statements import build_indexes

revision = "0015"
down_revision = "0014"

INDEXES = {
    "claims_decided": "INDEX CONCURRENTLY claims_decided ON claims (workspace_id, review_state, id DESC)"
    " WHERE status = 'current' AND review_state <> 'open'",
}


def upgrade() -> None:
    """An index on a table in use."""
    build_indexes(op.get_context(), INDEXES)
