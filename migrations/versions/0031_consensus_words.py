"""Consensus: open proposals before the first rating are round 0."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COUNTED = "ck_consensus_round_numbers_count_up"
KINDS = "ck_consensus_round_roundkind"
ONCE = "uq_consensus_round_process_id_number"
STANDING = sa.text("state <> 'annulled' OR number > 0")
ROUNDS = sa.table(
    "consensus_round", sa.column("id"), sa.column("process_id"), sa.column("number"),
    sa.column("created_at"),
)  # fmt: skip


def upgrade() -> None:
    """Go up. A void round 0 leaves its number to the next one."""
    with op.batch_alter_table("consensus_round") as table:
        table.drop_constraint(op.f(COUNTED), type_="check")
        table.drop_constraint(op.f(ONCE), type_="unique")
        table.create_check_constraint(op.f(COUNTED), "number >= 0")
    op.create_index(
        op.f(ONCE),
        "consensus_round",
        ["process_id", "number"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    """Go down. Where there is a round 0, rounds are counted from 1 again."""
    op.drop_index(op.f(ONCE), table_name="consensus_round")
    with op.batch_alter_table("consensus_round") as table:
        table.drop_constraint(op.f(COUNTED), type_="check")
        if is_sqlite():
            table.drop_constraint(op.f(KINDS), type_="check")
    _count_from_one()
    with op.batch_alter_table("consensus_round") as table:
        table.create_unique_constraint(op.f(ONCE), ["process_id", "number"])
        table.create_check_constraint(op.f(COUNTED), "number >= 1")
    if is_sqlite():
        _kind_with_its_check()


def is_sqlite() -> bool:
    """Whether a changed table is written anew, its checks apart from its columns."""
    return op.get_bind().dialect.name == "sqlite"


def _kind_with_its_check() -> None:
    """Write the column as it was: only then can it be dropped with its check."""
    kinds = ", ".join(repr(one) for one in ("questionnaire", "proposals", "meeting", "real-time"))
    op.execute("ALTER TABLE consensus_round RENAME COLUMN kind TO kind_before")
    op.execute(
        "ALTER TABLE consensus_round ADD COLUMN kind VARCHAR(40) DEFAULT 'questionnaire' NOT NULL "
        f"CONSTRAINT {KINDS} CHECK (kind IN ({kinds}))"
    )
    op.execute("UPDATE consensus_round SET kind = kind_before")
    op.execute("ALTER TABLE consensus_round DROP COLUMN kind_before")


def _count_from_one() -> None:
    connection = op.get_bind()
    zeroth = sa.select(ROUNDS.c.process_id).where(ROUNDS.c.number == 0)
    rows = connection.execute(
        sa.select(ROUNDS.c.id, ROUNDS.c.process_id)
        .where(ROUNDS.c.process_id.in_(zeroth))
        .order_by(ROUNDS.c.process_id, ROUNDS.c.number, ROUNDS.c.created_at)
    ).all()
    reached: dict[str, int] = {}
    for round_id, process_id in rows:
        reached[process_id] = reached.get(process_id, 0) + 1
        connection.execute(
            sa.update(ROUNDS).where(ROUNDS.c.id == round_id).values(number=reached[process_id])
        )
