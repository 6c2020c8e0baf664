"""Evidence packs, indicators of recommendations, and lists across guidelines."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ADDED = "pack.zip"
CHECK = "ck_rendering_form"


def upgrade() -> None:
    """Go up."""
    allow(*allowed(), ADDED)
    op.create_table(
        "indicator",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "structure",
                "process",
                "outcome",
                name="indicatorkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("numerator", sa.String(length=1000), nullable=False),
        sa.Column("denominator", sa.String(length=1000), nullable=False),
        sa.Column("exclusions", sa.String(length=1000), nullable=False),
        sa.Column(
            "aim",
            sa.Enum(
                "at-least",
                "at-most",
                "observe",
                name="aim",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("data_source", sa.String(length=500), nullable=False),
        sa.Column("method", sa.String(length=1000), nullable=False),
        sa.Column("interval", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(aim = 'observe') = (target = '')", name=op.f("ck_indicator_aims_at_a_number")
        ),
        sa.CheckConstraint(
            "\"key\" <> '' AND \"name\" <> ''", name=op.f("ck_indicator_has_a_name")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_indicator_revision_counts_up")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_indicator_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_indicator_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_indicator_saved_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index("ix_indicator_document", "indicator", ["document_id", "key"], unique=False)
    op.create_table(
        "published_item",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "indicator",
                "research-gap",
                name="findable",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_published_item_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_published_item_network_id_network")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_published_item_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_item")),
        sa.UniqueConstraint(
            "edition_id", "kind", "place", name=op.f("uq_published_item_edition_id_kind_place")
        ),
    )
    op.create_index(
        "ix_published_item_network", "published_item", ["network_id", "kind"], unique=False
    )


def downgrade() -> None:
    """Go down; files in the form that was added are no longer known."""
    op.drop_index("ix_published_item_network", table_name="published_item")
    op.drop_table("published_item")
    op.drop_index("ix_indicator_document", table_name="indicator")
    op.drop_table("indicator")
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
