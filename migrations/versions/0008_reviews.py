"""Reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


TABLES = ("comment", "thread_answer", "annotation")


def append_only(table: str) -> None:
    """Let rows of `table` be inserted only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
        )


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "comment_thread",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("recommendation_key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                name="threadstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_comment_thread_read_in_a_version")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_comment_thread_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_comment_thread_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_comment_thread_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_thread")),
    )
    op.create_index(
        op.f("ix_comment_thread_author_id"), "comment_thread", ["author_id"], unique=False
    )
    op.create_index(
        op.f("ix_comment_thread_section_id"), "comment_thread", ["section_id"], unique=False
    )
    op.create_index(
        "ix_comment_thread_state", "comment_thread", ["document_id", "state"], unique=False
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("block_id", sa.String(length=12), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.CheckConstraint("exact <> ''", name=op.f("ck_annotation_has_words")),
        sa.CheckConstraint(
            "start >= 0 AND stop > start", name=op.f("ck_annotation_range_is_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "revision_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_annotation_section_id_revision_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_annotation_thread_id_comment_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_annotation_thread_id")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_comment_says_something")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_comment_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["comment_thread.id"], name=op.f("fk_comment_thread_id_comment_thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_comment_thread_id_number")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("block_id", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.String(length=12), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "rejected",
                name="suggestionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decider_id", sa.String(length=12), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decider_id IS NULL) AND (state = 'open') = (decided_at IS NULL)",
            name=op.f("ck_suggestion_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR reason <> ''",
            name=op.f("ck_suggestion_rejected_with_a_reason"),
        ),
        sa.CheckConstraint("exact <> replacement", name=op.f("ck_suggestion_changes_something")),
        sa.CheckConstraint(
            "start >= 0 AND stop >= start", name=op.f("ck_suggestion_range_is_a_range")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_suggestion_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["person.id"], name=op.f("fk_suggestion_decider_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_suggestion_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_suggestion_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "revision_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_suggestion_section_id_revision_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_suggestion_thread_id_comment_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_section_id"), "suggestion", ["section_id"], unique=False)
    op.create_table(
        "thread_answer",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "accepted",
                "accepted-with-changes",
                "not-accepted",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("response <> ''", name=op.f("ck_thread_answer_has_a_response")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_thread_answer_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_thread_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_thread_answer_thread_id_comment_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_answer")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_thread_answer_thread_id_number")),
    )
    for table in TABLES:
        append_only(table)


def downgrade() -> None:
    """Go down."""
    op.drop_table("thread_answer")
    op.drop_index(op.f("ix_suggestion_section_id"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_table("comment")
    op.drop_table("annotation")
    op.drop_index("ix_comment_thread_state", table_name="comment_thread")
    op.drop_index(op.f("ix_comment_thread_section_id"), table_name="comment_thread")
    op.drop_index(op.f("ix_comment_thread_author_id"), table_name="comment_thread")
    op.drop_table("comment_thread")
