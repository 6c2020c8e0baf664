"""Branches."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "branch",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("main_id", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken-over",
                "put-aside",
                name="branchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_branch_settled_at_a_moment")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_branch_has_a_name")),
        sa.CheckConstraint("document_id <> main_id", name=op.f("ck_branch_is_another_document")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_branch_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["main_id"], ["document.id"], name=op.f("fk_branch_main_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_branch_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_branch_person_id_person")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_branch")),
    )
    op.create_index(op.f("ix_branch_main_id"), "branch", ["main_id"], unique=False)
    op.create_table(
        "branch_section",
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("main_section_id", sa.String(length=12), nullable=False),
        sa.Column("base_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"],
            ["section_revision.id"],
            name=op.f("fk_branch_section_base_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["branch.document_id"],
            name=op.f("fk_branch_section_document_id_branch"),
        ),
        sa.ForeignKeyConstraint(
            ["main_section_id", "base_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_branch_section_main_section_id_base_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["main_section_id"],
            ["section.id"],
            name=op.f("fk_branch_section_main_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_branch_section_section_id_section")
        ),
        sa.PrimaryKeyConstraint("section_id", name=op.f("pk_branch_section")),
    )
    op.create_index(
        op.f("ix_branch_section_document_id"), "branch_section", ["document_id"], unique=False
    )
    op.create_table(
        "version_answer",
        sa.Column("thread_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_version_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_version_answer_thread_id_comment_thread"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_answer_version_id_version")
        ),
        sa.PrimaryKeyConstraint("thread_id", "version_id", name=op.f("pk_version_answer")),
    )
    op.create_index(
        op.f("ix_version_answer_version_id"), "version_answer", ["version_id"], unique=False
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_version_answer_version_id"), table_name="version_answer")
    op.drop_table("version_answer")
    op.drop_index(op.f("ix_branch_section_document_id"), table_name="branch_section")
    op.drop_table("branch_section")
    op.drop_index(op.f("ix_branch_main_id"), table_name="branch")
    op.drop_table("branch")
