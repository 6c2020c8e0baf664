"""Proof: who keeps the key of sealed answers, and what two people agreed to do with it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "custody",
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("custodian_id", sa.String(length=12), nullable=True),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["custodian_id"], ["person.id"], name=op.f("fk_custody_custodian_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_custody_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("process_id", name=op.f("pk_custody")),
    )
    op.create_table(
        "custody_request",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.String(length=12), nullable=False),
        sa.Column(
            "wish",
            sa.Enum(
                "destroy",
                "linked-rows",
                name="wish",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "granted",
                "refused",
                "used",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.String(length=12), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)",
            name=op.f("ck_custody_request_decided_by_somebody"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_custody_request_for_a_reason")),
        sa.CheckConstraint(
            "decided_by <> asked_by", name=op.f("ck_custody_request_decided_by_another_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_custody_request_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_custody_request_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["consensus_process.id"],
            name=op.f("fk_custody_request_process_id_consensus_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_request")),
    )
    op.create_index(
        op.f("ix_custody_request_process_id"), "custody_request", ["process_id"], unique=False
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_custody_request_process_id"), table_name="custody_request")
    op.drop_table("custody_request")
    op.drop_table("custody")
