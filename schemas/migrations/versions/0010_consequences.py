"""The history of a review also tells what followed by itself: a match, and the end of one."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
