"""Translating: fields of a translation are kept; alternative drafts follow their main text."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("working_copy") as table:
        table.add_column(sa.Column("fields", JSON, nullable=True))
    with op.batch_alter_table("branch") as table:
        table.add_column(sa.Column("updated", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("branch") as table:
        table.drop_column("updated")
    with op.batch_alter_table("working_copy") as table:
        table.drop_column("fields")
