"""The review desk: leases and tags on claims, verdicts, the history of every change, a workspace's settings."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
