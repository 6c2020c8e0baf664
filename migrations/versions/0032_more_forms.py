"""Published versions in more forms: for reading devices, archives and other systems."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BEFORE = ("pdf", "docx", "html", "md", "page")
ADDED = ("epub", "md.zip", "jats.zip", "json", "fhir.json")
CHECK = "ck_rendering_form"


def upgrade() -> None:
    """Go up."""
    allow(*BEFORE, *ADDED)


def downgrade() -> None:
    """Go down; files in the forms that were added are no longer known."""
    rows = sa.table("rendering", sa.column("form"))
    op.execute(rows.delete().where(rows.c.form.in_(ADDED)))
    allow(*BEFORE)


def allow(*forms: str) -> None:
    """Let the form be one of these."""
    listed = ", ".join(f"'{form}'" for form in forms)
    with op.batch_alter_table("rendering") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"form IN ({listed})")
