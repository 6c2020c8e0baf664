"""Consensus report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up. The column is added in place: the table keeps its random order."""
    op.add_column(
        "panel_comment",
        sa.Column("stance", sa.String(length=20), nullable=False, server_default="other"),
    )
    op.create_table(
        "exploratory_run",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "what-if",
                "robustness",
                name="exploration",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_exploratory_run_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_exploratory_run_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exploratory_run")),
    )
    op.create_index(
        op.f("ix_exploratory_run_process_id"), "exploratory_run", ["process_id"], unique=False
    )
    op.create_table(
        "report_text",
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=8000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_text_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_report_text_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("process_id", "item", name=op.f("pk_report_text")),
    )
    op.create_table(
        "minority_reply",
        sa.Column("minority_id", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_minority_reply_says_something")),
        sa.ForeignKeyConstraint(
            ["minority_id"],
            ["minority_statement.id"],
            name=op.f("fk_minority_reply_minority_id_minority_statement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minority_reply_person_id_person")
        ),
        sa.PrimaryKeyConstraint("minority_id", name=op.f("pk_minority_reply")),
    )
    op.create_table(
        "minority_supporter",
        sa.Column("minority_id", sa.String(length=12), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["minority_id"],
            ["minority_statement.id"],
            name=op.f("fk_minority_supporter_minority_id_minority_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("minority_id", "mark", name=op.f("pk_minority_supporter")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("minority_supporter")
    op.drop_table("minority_reply")
    op.drop_table("report_text")
    op.drop_index(op.f("ix_exploratory_run_process_id"), table_name="exploratory_run")
    op.drop_table("exploratory_run")
    op.drop_column("panel_comment", "stance")
