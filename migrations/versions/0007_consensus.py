"""Consensus."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


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
        "consensus_process",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("information", sa.String(length=8000), nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("rule_why", sa.String(length=2000), nullable=False),
        sa.Column("rule_sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sealed",
                "reported",
                name="processstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (rule_sealed_at IS NULL)",
            name=op.f("ck_consensus_process_sealed_with_a_moment"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_consensus_process_has_a_title")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_consensus_process_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_process")),
        sa.UniqueConstraint(
            "network_id",
            "project_id",
            "id",
            name=op.f("uq_consensus_process_network_id_project_id_id"),
        ),
    )
    op.create_index(
        op.f("ix_consensus_process_document_id"),
        "consensus_process",
        ["document_id"],
        unique=False,
    )
    op.create_table(
        "consensus_round",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sealed",
                "open",
                "closed",
                "reported",
                "annulled",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_why", sa.String(length=1000), nullable=False),
        sa.Column("cards_sha256", sa.String(length=64), nullable=False),
        sa.Column("ballots_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'annulled' OR annulled_why <> ''",
            name=op.f("ck_consensus_round_void_for_a_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'reported') OR closed_at IS NOT NULL",
            name=op.f("ck_consensus_round_closed_at_a_moment"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed', 'reported') OR opened_at IS NOT NULL",
            name=op.f("ck_consensus_round_opened_at_a_moment"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_consensus_round_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "process_id"],
            [
                "consensus_process.network_id",
                "consensus_process.project_id",
                "consensus_process.id",
            ],
            name=op.f("fk_consensus_round_network_id_project_id_process_id_consensus_process"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_consensus_round_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_round")),
        sa.UniqueConstraint(
            "process_id", "number", name=op.f("uq_consensus_round_process_id_number")
        ),
    )
    op.create_table(
        "minority_statement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("recommendation_key", sa.String(length=80), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("names", JSON, nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_minority_statement_says_something")),
        sa.CheckConstraint(
            "people >= 1", name=op.f("ck_minority_statement_somebody_stands_behind_it")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_minority_statement_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minority_statement")),
    )
    op.create_index(
        op.f("ix_minority_statement_process_id"),
        "minority_statement",
        ["process_id"],
        unique=False,
    )
    op.create_table(
        "panelist",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("group_title", sa.String(length=80), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panelist_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_panelist_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panelist")),
        sa.UniqueConstraint(
            "process_id", "person_id", name=op.f("uq_panelist_process_id_person_id")
        ),
    )
    op.create_index(op.f("ix_panelist_person_id"), "panelist", ["person_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recommendation_key", sa.String(length=80), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_statement_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_statement_process_id_number")),
        sa.UniqueConstraint(
            "process_id",
            "recommendation_key",
            name=op.f("uq_statement_process_id_recommendation_key"),
        ),
    )
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["consensus_round.id"], name=op.f("fk_ballot_round_id_consensus_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "pseudonym", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closed_ballot",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_closed_ballot_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "pseudonym", name=op.f("pk_closed_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consensus_result",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_consensus_result_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_consensus_result")),
    )
    op.create_table(
        "elector",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("panelist_id", sa.String(length=12), nullable=False),
        sa.Column("group_title", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_elector_panelist_id_panelist")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["consensus_round.id"], name=op.f("fk_elector_round_id_consensus_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "panelist_id", name=op.f("pk_elector")),
    )
    op.create_table(
        "statement_version",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("statement_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("document_version", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.String(length=12), nullable=True),
        sa.Column(
            "lineage",
            sa.Enum(
                "new",
                "reworded",
                name="lineage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("created_by", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(lineage = 'new') = (parent_id IS NULL)",
            name=op.f("ck_statement_version_a_first_wording_has_no_parent"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_statement_version_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["statement_version.id"],
            name=op.f("fk_statement_version_parent_id_statement_version"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_statement_version_statement_id_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_version")),
        sa.UniqueConstraint(
            "statement_id", "number", name=op.f("uq_statement_version_statement_id_number")
        ),
    )
    op.create_table(
        "opened_answer",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_opened_answer_round_id_consensus_round"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_opened_answer_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_opened_answer_round_id"), "opened_answer", ["round_id"], unique=False)
    op.create_table(
        "panel_comment",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("original", sa.String(length=2000), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "shown",
                "withheld",
                name="commentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_panel_comment_round_id_consensus_round"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_panel_comment_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_comment")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_panel_comment_round_id"), "panel_comment", ["round_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("panelist_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_recusal_panelist_id_panelist")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["consensus_round.id"], name=op.f("fk_recusal_round_id_consensus_round")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_recusal_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "panelist_id", "version_id", name=op.f("pk_recusal")),
    )
    op.create_table(
        "round_statement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("statement_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("card", JSON, nullable=False),
        sa.Column("card_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_round_statement_round_id_consensus_round"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_round_statement_statement_id_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_round_statement_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_statement")),
        sa.UniqueConstraint(
            "round_id", "statement_id", name=op.f("uq_round_statement_round_id_statement_id")
        ),
        sa.UniqueConstraint(
            "round_id", "version_id", name=op.f("uq_round_statement_round_id_version_id")
        ),
    )
    append_only("consensus_result")
    append_only("statement_version")


def downgrade() -> None:
    """Go down."""
    op.drop_table("round_statement")
    op.drop_table("recusal")
    op.drop_index(op.f("ix_panel_comment_round_id"), table_name="panel_comment")
    op.drop_table("panel_comment")
    op.drop_index(op.f("ix_opened_answer_round_id"), table_name="opened_answer")
    op.drop_table("opened_answer")
    op.drop_table("statement_version")
    op.drop_table("elector")
    op.drop_table("consensus_result")
    op.drop_table("closed_ballot")
    op.drop_table("ballot")
    op.drop_table("statement")
    op.drop_index(op.f("ix_panelist_person_id"), table_name="panelist")
    op.drop_table("panelist")
    op.drop_index(op.f("ix_minority_statement_process_id"), table_name="minority_statement")
    op.drop_table("minority_statement")
    op.drop_table("consensus_round")
    op.drop_index(op.f("ix_consensus_process_document_id"), table_name="consensus_process")
    op.drop_table("consensus_process")
