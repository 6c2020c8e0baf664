"""Answers: several questions about a statement, answers that are no single number, trials."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up. Columns are added in place: the table keeps its random order."""
    op.add_column(
        "opened_answer",
        sa.Column("dimension", sa.String(length=40), nullable=False, server_default="overall"),
    )
    op.add_column(
        "opened_answer",
        sa.Column("answer", sa.String(length=80), nullable=False, server_default="-"),
    )
    op.execute(
        "UPDATE opened_answer SET answer = CAST(rating AS VARCHAR(80)) WHERE rating IS NOT NULL"
    )
    op.create_table(
        "trial_ballot",
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_trial_ballot_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_trial_ballot_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_trial_ballot")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("trial_ballot")
    op.drop_column("opened_answer", "answer")
    op.drop_column("opened_answer", "dimension")
