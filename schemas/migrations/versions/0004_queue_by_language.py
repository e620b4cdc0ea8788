"""The queue of one language is found in an index of its own, sorted by worthiness."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
