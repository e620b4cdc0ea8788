"""What is to be forgotten is found without reading what stays."""

from alembic import op

from schemas.migrations.statements import build_indexes

revision = "0013"
down_revision = "0012"

INDEXES = {
    "articles_erased": "INDEX CONCURRENTLY articles_erased ON articles (erased_at) WHERE erased_at IS NOT NULL",
    "revisions_later": "INDEX CONCURRENTLY revisions_later ON revisions (finished_at)"
    " WHERE number > 1 AND state = 'extracted' AND forgot_earlier_at IS NULL",
}


def upgrade() -> None:
    """Indexes on tables in use, each on its own."""
    build_indexes(op.get_context(), INDEXES)
