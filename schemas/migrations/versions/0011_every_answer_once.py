"""Whatever makes something takes an Idempotency-Key: an answer may show two articles, and a secret only sealed."""

from alembic import op

from schemas.migrations.statements import run_beside

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_beside(__file__, op.get_bind())
