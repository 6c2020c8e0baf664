"""Lineage: statements that stand alone, where each wording comes from, proposals of the panel."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OLD_LINEAGE = ("new", "reworded")
LINEAGE = (*OLD_LINEAGE, "split", "merged", "from-comments", "from-proposals", "withdrawn")
TO_QUESTION = "fk_statement_question_id_evidence_question"
FIRST_WORDING = "ck_statement_version_a_first_wording_has_no_parent"


def is_sqlite() -> bool:
    """Whether a changed table is written anew, and loses its triggers by that."""
    return op.get_bind().dialect.name == "sqlite"


def on_statements() -> dict[str, str]:
    """Return the checks on statements by name."""
    return {
        "numbers_count_up": "number >= 1",
        "names_a_recommendation_or_none": "recommendation_key <> ''",
    }


def on_wordings() -> dict[str, str]:
    """Return the checks on wordings by name."""
    return {
        "a_later_wording_has_a_parent": (
            "lineage NOT IN ('reworded', 'withdrawn') OR parent_id IS NOT NULL"
        ),
        "a_first_wording_has_none": (
            "lineage NOT IN ('new', 'from-comments', 'from-proposals') OR parent_id IS NULL"
        ),
        "a_change_has_a_reason": "lineage = 'new' OR reason <> ''",
        "a_first_one_is_new": "meaning_changed OR lineage IN ('reworded', 'withdrawn')",
        "written_after_a_round_or_before": "after_round >= 0",
    }


def one_of(words: tuple[str, ...]) -> str:
    """Return the check that a lineage is one of some words."""
    return f"lineage IN ({', '.join(repr(word) for word in words)})"


def append_only(table: str) -> None:
    """Let rows of `table` be inserted only."""
    if not is_sqlite():
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


def keep_numbers() -> None:
    """Let no statement be deleted and none change its number."""
    if not is_sqlite():
        op.execute(
            "CREATE TRIGGER statement_keeps_its_number BEFORE DELETE OR UPDATE OF number, "
            "process_id ON statement FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("DELETE", "UPDATE OF number, process_id"):
        op.execute(
            f"CREATE TRIGGER statement_no_{change.split()[0].lower()} BEFORE {change} "
            "ON statement BEGIN SELECT RAISE(ABORT, 'numbers are never reused'); END"
        )


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("statement") as table:
        table.alter_column("recommendation_key", existing_type=sa.String(80), nullable=True)
        for name, length in (("plain_language", 600), ("background", 8000), ("origin", 300)):
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        table.add_column(sa.Column("question_id", sa.String(12), nullable=True))
        table.create_foreign_key(op.f(TO_QUESTION), "evidence_question", ["question_id"], ["id"])
        for name, check in on_statements().items():
            table.create_check_constraint(op.f(f"ck_statement_{name}"), check)
    keep_numbers()
    with op.batch_alter_table("statement_version") as table:
        table.drop_constraint(op.f(FIRST_WORDING), type_="check")
        table.drop_constraint("lineage", type_="check")
        table.alter_column("document_version", existing_type=sa.Integer(), nullable=True)
        table.add_column(
            sa.Column("meaning_changed", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(
            sa.Column("after_round", sa.Integer(), nullable=False, server_default="0")
        )
        table.create_check_constraint("lineage", one_of(LINEAGE))
        for name, check in on_wordings().items():
            table.create_check_constraint(op.f(f"ck_statement_version_{name}"), check)
    if is_sqlite():
        append_only("statement_version")
    op.add_column(
        "consensus_round", sa.Column("n_void", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "round_statement",
        sa.Column("void_why", sa.String(1000), nullable=False, server_default=""),
    )
    op.create_table(
        "statement_parent",
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "version_id <> parent_id", name=op.f("ck_statement_parent_nobody_is_their_own")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["statement_version.id"],
            name=op.f("fk_statement_parent_parent_id_statement_version"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_statement_parent_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "parent_id", name=op.f("pk_statement_parent")),
    )
    op.create_index(op.f("ix_statement_parent_parent_id"), "statement_parent", ["parent_id"])
    append_only("statement_parent")
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=False),
        sa.Column("original", sa.String(length=4100), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column(
            "fate",
            sa.Enum(
                "waiting",
                "taken",
                "declined",
                name="fate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "fate <> 'declined' OR answer <> ''", name=op.f("ck_proposal_declined_for_a_reason")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_proposal_says_something")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["consensus_round.id"],
            name=op.f("fk_proposal_round_id_consensus_round"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_proposal_round_id"), "proposal", ["round_id"])
    op.create_table(
        "statement_proposal",
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_statement_proposal_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["statement_version.id"],
            name=op.f("fk_statement_proposal_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "proposal_id", name=op.f("pk_statement_proposal")),
    )
    op.create_index(
        op.f("ix_statement_proposal_proposal_id"), "statement_proposal", ["proposal_id"]
    )


def downgrade() -> None:
    """Go down; refused by the database while there is a statement that stands alone."""
    op.drop_table("statement_proposal")
    op.drop_table("proposal")
    op.drop_table("statement_parent")
    op.drop_column("round_statement", "void_why")
    op.drop_column("consensus_round", "n_void")
    with op.batch_alter_table("statement_version") as table:
        for name in on_wordings():
            table.drop_constraint(op.f(f"ck_statement_version_{name}"), type_="check")
        table.drop_constraint("lineage", type_="check")
        table.drop_column("after_round")
        table.drop_column("meaning_changed")
        table.alter_column("document_version", existing_type=sa.Integer(), nullable=False)
        table.create_check_constraint("lineage", one_of(OLD_LINEAGE))
        table.create_check_constraint(
            op.f(FIRST_WORDING), "(lineage = 'new') = (parent_id IS NULL)"
        )
    if is_sqlite():
        append_only("statement_version")
    else:
        op.execute("DROP TRIGGER statement_keeps_its_number ON statement")
    with op.batch_alter_table("statement") as table:
        for name in on_statements():
            table.drop_constraint(op.f(f"ck_statement_{name}"), type_="check")
        table.drop_constraint(op.f(TO_QUESTION), type_="foreignkey")
        for name in ("question_id", "origin", "background", "plain_language"):
            table.drop_column(name)
        table.alter_column("recommendation_key", existing_type=sa.String(80), nullable=False)
