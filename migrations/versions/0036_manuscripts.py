"""A published version on one page, as slides and for a journal; who did what for it."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ADDED = ("summary.pdf", "pptx", "journal.zip", "blinded.zip")
CHECK = "ck_rendering_form"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "contribution",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_contribution_places_count_from_one")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_contribution_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_contribution_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "document_id", "person_id", name=op.f("uq_contribution_document_id_person_id")
        ),
    )
    allow(*allowed(), *ADDED)


def downgrade() -> None:
    """Go down; files in the forms that were added are no longer known."""
    op.drop_table("contribution")
    rows = sa.table("rendering", sa.column("form"))
    op.execute(rows.delete().where(rows.c.form.in_(ADDED)))
    allow(*(form for form in allowed() if form not in ADDED))


def allowed() -> list[str]:
    """Return the forms that are allowed before this step."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("rendering")
    said = next(one["sqltext"] for one in checks if one["name"] == CHECK)
    return re.findall(r"'([^']+)'", said)


def allow(*forms: str) -> None:
    """Let the form be one of these."""
    listed = ", ".join(f"'{form}'" for form in forms)
    with op.batch_alter_table("rendering") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"form IN ({listed})")
