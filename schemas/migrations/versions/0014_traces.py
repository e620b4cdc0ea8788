"""A trace goes on where rows carry the work from one process to the next."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
