"""Word files."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "word_export",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("has_fields", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "failed",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("failure", sa.String(length=1000), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' OR sha256 <> ''", name=op.f("ck_word_export_done_has_a_file")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_word_export_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_word_export_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_word_export_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_export")),
    )
    op.create_index(
        op.f("ix_word_export_document_id"), "word_export", ["document_id"], unique=False
    )
    op.create_table(
        "word_return",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "failed",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("failure", sa.String(length=1000), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("arrived", JSON, nullable=False),
        sa.Column("unplaced", JSON, nullable=False),
        sa.Column("notices", JSON, nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_word_return_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_word_return_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_word_return_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_return")),
    )
    op.create_index(
        op.f("ix_word_return_document_id"), "word_return", ["document_id"], unique=False
    )
    op.add_column(
        "comment",
        sa.Column("signed", sa.String(length=200), nullable=False, server_default=""),
    )
    with op.batch_alter_table("suggestion") as table:
        for column in _columns():
            table.add_column(column)
        table.create_foreign_key(
            op.f("fk_suggestion_word_return_id_word_return"),
            "word_return",
            ["word_return_id"],
            ["id"],
        )
        table.create_index(op.f("ix_suggestion_word_return_id"), ["word_return_id"])


def _columns() -> list[sa.Column[Any]]:
    """Return what a suggestion gains."""
    return [
        sa.Column("recommendation_key", sa.String(80), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("signed", sa.String(200), nullable=False, server_default=""),
        sa.Column("word_return_id", sa.String(12), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("insertions", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("deletions", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("moved", sa.String(80), nullable=False, server_default=""),
        sa.Column("is_untracked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("accepted_in", sa.Integer(), nullable=True),
    ]


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("suggestion") as table:
        table.drop_index(op.f("ix_suggestion_word_return_id"))
        table.drop_constraint(op.f("fk_suggestion_word_return_id_word_return"), type_="foreignkey")
        for column in _columns():
            table.drop_column(column.name)
    op.drop_column("comment", "signed")
    op.drop_index(op.f("ix_word_return_document_id"), table_name="word_return")
    op.drop_table("word_return")
    op.drop_index(op.f("ix_word_export_document_id"), table_name="word_export")
    op.drop_table("word_export")
