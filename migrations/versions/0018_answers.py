"""Answers: several questions about a statement, and answers that are no single number."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up. Columns are added in place: the table keeps its random order."""
    op.add_column(
        "opened_answer",
        sa.Column("dimension", sa.String(length=40), nullable=False, server_default="overall"),
    )
    op.add_column(
        "opened_answer",
        sa.Column("answer", sa.String(length=80), nullable=False, server_default="-"),
    )
    op.execute(
        "UPDATE opened_answer SET answer = CAST(rating AS VARCHAR(80)) WHERE rating IS NOT NULL"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("opened_answer", "answer")
    op.drop_column("opened_answer", "dimension")
