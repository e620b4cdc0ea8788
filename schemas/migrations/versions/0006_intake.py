"""Embargoes, withdrawal, and where a text comes from (HTML, ninjs)."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
