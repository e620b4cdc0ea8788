"""Tenants, keys, articles, revisions, claims, events: the statements are in the file beside this one."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
