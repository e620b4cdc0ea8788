"""The queue has an order of its own, and its index carries what the embargo's policy asks for."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
