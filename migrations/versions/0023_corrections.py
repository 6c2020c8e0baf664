"""Corrections: suggestions can be withdrawn; what people corrected in references is remembered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
STATES = ("open", "accepted", "rejected")
CHECK = "ck_suggestion_suggestionstate"


def upgrade() -> None:
    """Go up."""
    allow((*STATES, "withdrawn"))
    op.add_column("reference", sa.Column("corrected", JSON, nullable=False, server_default="[]"))
    op.add_column("reference", sa.Column("offered", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Go down: what was withdrawn counts as not accepted."""
    op.drop_column("reference", "offered")
    op.drop_column("reference", "corrected")
    rows = sa.table("suggestion", sa.column("state"), sa.column("reason"))
    op.execute(
        rows.update()
        .where(rows.c.state == "withdrawn")
        .values(state="rejected", reason="Withdrawn.")
    )
    allow(STATES)


def allow(states: tuple[str, ...]) -> None:
    """Change the states that a suggestion may have."""
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("suggestion") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"state IN ({words})")
