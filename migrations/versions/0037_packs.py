"""The evidence pack is a form of a published version."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ADDED = "pack.zip"
CHECK = "ck_rendering_form"


def upgrade() -> None:
    """Go up."""
    allow(*allowed(), ADDED)


def downgrade() -> None:
    """Go down; files in the form that was added are no longer known."""
    rows = sa.table("rendering", sa.column("form"))
    op.execute(rows.delete().where(rows.c.form == ADDED))
    allow(*(form for form in allowed() if form != ADDED))


def allowed() -> list[str]:
    """Return the forms that are allowed before this step, whichever those are."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("rendering")
    said = next(one["sqltext"] for one in checks if one["name"] == CHECK)
    return re.findall(r"'([^']+)'", said)


def allow(*forms: str) -> None:
    """Let the form be one of these."""
    listed = ", ".join(f"'{form}'" for form in forms)
    with op.batch_alter_table("rendering") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"form IN ({listed})")
