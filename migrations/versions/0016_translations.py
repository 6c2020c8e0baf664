"""Translations."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "block_basis",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("source_lineage", sa.String(length=12), nullable=False),
        sa.Column("lineage", sa.String(length=12), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "lineage IS NOT NULL OR settled_at IS NOT NULL",
            name=op.f("ck_block_basis_left_out_by_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_block_basis_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_block_basis_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_basis")),
        sa.UniqueConstraint(
            "document_id", "source_lineage", name=op.f("uq_block_basis_document_id_source_lineage")
        ),
    )
    op.create_table(
        "section_basis",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("source_section_id", sa.String(length=12), nullable=False),
        sa.Column("source_key", sa.String(length=80), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_section_basis_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_section_basis_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_section_basis_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["source_section_id", "revision_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_section_basis_source_section_id_revision_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["source_section_id"],
            ["section.id"],
            name=op.f("fk_section_basis_source_section_id_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_basis")),
        sa.UniqueConstraint(
            "section_id",
            "source_section_id",
            "source_key",
            name=op.f("uq_section_basis_section_id_source_section_id_source_key"),
        ),
    )
    op.create_index(
        op.f("ix_section_basis_document_id"), "section_basis", ["document_id"], unique=False
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_section_basis_document_id"), table_name="section_basis")
    op.drop_table("section_basis")
    op.drop_table("block_basis")
