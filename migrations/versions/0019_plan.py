"""Plan: how the panel is asked, deviations from it, meetings, snapshots, shared votes."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


PLAN = (
    '{"ethics":"","invite":"everybody","language":"en","method":"modified-delphi",'
    '"names_to_facilitator":false,"office_votes":false,"quorum":"1/2","registration":"",'
    '"reopen_by":2,"settled":"shown"}'
)
KINDS = ("questionnaire", "proposals", "meeting", "real-time")


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


def add_columns() -> None:
    """Add columns in place: others refer to these tables, and rows keep their random order."""
    op.add_column(
        "consensus_process", sa.Column("plan", JSON, nullable=False, server_default=PLAN)
    )
    op.add_column(
        "consensus_process",
        sa.Column(
            "plan_sha256",
            sa.String(length=64),
            nullable=False,
            server_default=sha256(PLAN.encode()).hexdigest(),
        ),
    )
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    op.execute(
        "ALTER TABLE consensus_round ADD COLUMN kind VARCHAR(40) DEFAULT 'questionnaire' NOT NULL "
        f"CONSTRAINT ck_consensus_round_roundkind CHECK (kind IN ({kinds}))"
    )
    op.add_column(
        "consensus_round",
        sa.Column("by_hands", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "ALTER TABLE panelist ADD COLUMN deputy_id VARCHAR(12) "
        "CONSTRAINT fk_panelist_deputy_id_person REFERENCES person (id)"
    )
    op.create_index(op.f("ix_panelist_deputy_id"), "panelist", ["deputy_id"], unique=False)
    op.add_column(
        "panelist",
        sa.Column("society", sa.String(length=200), nullable=False, server_default=""),
    )
    op.add_column("panelist", sa.Column("profile", JSON, nullable=False, server_default="{}"))
    op.add_column(
        "panelist", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def upgrade() -> None:
    """Go up."""
    add_columns()
    op.create_table(
        "process_deviation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column(
            "of",
            sa.Enum(
                "rule",
                "plan",
                name="deviating",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_round", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=1000), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_process_deviation_for_a_reason")),
        sa.CheckConstraint("from_round >= 1", name=op.f("ck_process_deviation_rounds_count_up")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_process_deviation_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "process_id"],
            [
                "consensus_process.network_id",
                "consensus_process.project_id",
                "consensus_process.id",
            ],
            name=op.f("fk_process_deviation_network_id_project_id_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_deviation")),
    )
    op.create_index(
        op.f("ix_process_deviation_process_id"), "process_deviation", ["process_id"], unique=False
    )
    op.create_table(
        "attendance",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("panelist_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_attendance_panelist_id_panelist")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_attendance_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "panelist_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "reopening",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("statement_id", sa.String(length=12), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_reopening_round_id_consensus_round"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_reopening_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "statement_id", "pseudonym", name=op.f("pk_reopening")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "round_snapshot",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_round_snapshot_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_round_snapshot_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_round_snapshot")),
    )
    op.create_table(
        "hand_count",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_hand_count_round_id_consensus_round"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_hand_count_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version_id", name=op.f("pk_hand_count")),
    )

    append_only("process_deviation")


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER process_deviation_append_only ON process_deviation")
    op.drop_table("hand_count")
    op.drop_table("round_snapshot")
    op.drop_table("reopening")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_process_deviation_process_id"), table_name="process_deviation")
    op.drop_table("process_deviation")
    op.drop_index(op.f("ix_panelist_deputy_id"), table_name="panelist")
    for name in ("named", "profile", "society", "deputy_id"):
        op.drop_column("panelist", name)
    for name in ("by_hands", "kind"):
        op.drop_column("consensus_round", name)
    for name in ("plan_sha256", "plan"):
        op.drop_column("consensus_process", name)
