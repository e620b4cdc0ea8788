"""Webhooks: endpoints, deliveries as rows with leases, and what came of each attempt."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
