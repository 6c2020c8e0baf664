"""Texts being written, who is in a section, and words for pictures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("asset") as asset:
        asset.add_column(
            sa.Column("alternative", sa.String(length=1000), nullable=False, server_default="")
        )
        asset.add_column(sa.Column("person_id", sa.String(length=12), nullable=True))
        asset.create_foreign_key(
            op.f("fk_asset_person_id_person"), "person", ["person_id"], ["id"]
        )
    with op.batch_alter_table("asset") as asset:
        asset.alter_column("alternative", server_default=None)
    with op.batch_alter_table("clash") as clash:
        clash.add_column(sa.Column("decisions", JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("clash") as clash:
        clash.alter_column("decisions", server_default=None)
    op.create_table(
        "presence",
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_presence_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_presence_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_presence_section_id_section")
        ),
        sa.PrimaryKeyConstraint("person_id", "section_id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_document_id"), "presence", ["document_id"], unique=False)
    op.create_index(op.f("ix_presence_seen_at"), "presence", ["seen_at"], unique=False)
    op.create_table(
        "working_copy",
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("base_id", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("editor", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counter >= 0", name=op.f("ck_working_copy_counts_up")),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_working_copy_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_working_copy_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_working_copy_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "base_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_working_copy_section_id_base_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_working_copy_section_id_section")
        ),
        sa.PrimaryKeyConstraint("person_id", "section_id", name=op.f("pk_working_copy")),
    )
    op.create_index(op.f("ix_working_copy_saved_at"), "working_copy", ["saved_at"], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("clash") as clash:
        clash.drop_column("decisions")
    op.drop_index(op.f("ix_working_copy_saved_at"), table_name="working_copy")
    op.drop_table("working_copy")
    op.drop_index(op.f("ix_presence_seen_at"), table_name="presence")
    op.drop_index(op.f("ix_presence_document_id"), table_name="presence")
    op.drop_table("presence")
    with op.batch_alter_table("asset") as asset:
        asset.drop_constraint("fk_asset_person_id_person", type_="foreignkey")
        asset.drop_column("person_id")
        asset.drop_column("alternative")
