"""Changes, tombstones and the texts of earlier revisions can be kept for a time only."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
