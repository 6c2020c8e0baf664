"""Corrections: suggestions are withdrawn, versions renamed, corrected references remembered."""

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
    for name in triggers():
        op.execute(f"DROP TRIGGER {name}")
    op.add_column("reference", sa.Column("corrected", JSON, nullable=False, server_default="{}"))
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
    for name, change in triggers().items():
        if is_postgresql():
            then = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            op.execute(f"CREATE TRIGGER {name.split()[0]} BEFORE {change} ON version_label {then}")
        else:
            then = "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
            op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON version_label {then}")


def is_postgresql() -> bool:
    """Tell whether this is PostgreSQL, where a trigger is named with its table."""
    return op.get_bind().dialect.name == "postgresql"


def triggers() -> dict[str, str]:
    """Return what kept names of versions from being changed, and from which change."""
    if is_postgresql():
        return {"version_label_append_only ON version_label": "UPDATE OR DELETE"}
    return {"version_label_no_update": "UPDATE", "version_label_no_delete": "DELETE"}


def allow(states: tuple[str, ...]) -> None:
    """Change the states that a suggestion may have."""
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("suggestion") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"state IN ({words})")
