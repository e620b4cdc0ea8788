"""What has happened to one article, found without reading everybody's events."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
