"""Comments: kinds, handling, people in charge, rounds, sources; mentions."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


KINDS = ("general", "question", "wording", "evidence", "equity", "typo")
HANDLINGS = (
    "submitted",
    "triaged",
    "waiting-for-input",
    "resolved-no-change",
    "resolved-change-required",
    "deferred",
    "duplicate",
    "applied",
    "published",
    "entered-in-error",
)
DECISIONS = ("accepted", "accepted-with-changes", "not-accepted")
MORE = (*DECISIONS, "not-accepted-but-changed")
CHECKS = {
    "numbers_count_up": "number >= 1",
    "state_and_status_agree": (
        "(state = 'open') = (status IN ('submitted', 'triaged', 'waiting-for-input'))"
    ),
    "decided_with_a_response": "(decision IS NULL) = (response = '')",
    "round_is_answered": "round_id IS NULL OR state = 'open' OR decision IS NOT NULL",
    "due_for_somebody": "due_on IS NULL OR assignee_id IS NOT NULL",
    "recommendation_has_a_section": "section_id IS NOT NULL OR recommendation_key = ''",
}
REFERENCES = {
    "person": (["assignee_id"], ["id"]),
    "review_round": (["round_id"], ["id"]),
    "submission": (["round_id", "submission_id"], ["round_id", "id"]),
}
INDEXED = ("assignee_id", "round_id")


def one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column with fixed words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=False, length=40)


def among(column: str, values: tuple[str, ...]) -> str:
    """Return the condition that a column has one of some words."""
    words = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({words})"


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


def kept_triggers(table: str) -> None:
    """Put the triggers of a table back where SQLite has written it anew."""
    if op.get_bind().dialect.name == "sqlite":
        append_only(table)


def allow(decisions: tuple[str, ...]) -> None:
    """Change the decisions that an answer may have."""
    with op.batch_alter_table("thread_answer") as table:
        table.drop_constraint(op.f("ck_thread_answer_decision"), type_="check")
        table.create_check_constraint(
            op.f("ck_thread_answer_decision"), among("decision", decisions)
        )
    kept_triggers("thread_answer")


def upgrade() -> None:
    """Go up."""
    _new_tables()
    append_only("comment_source")
    append_only("mention")
    allow(MORE)
    op.add_column(
        "annotation",
        sa.Column("is_block", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "comment",
        sa.Column("organisation", sa.String(length=200), nullable=False, server_default=""),
    )
    with op.batch_alter_table("comment") as table:
        table.add_column(sa.Column("source_id", sa.String(length=12), nullable=True))
        table.create_foreign_key(
            op.f("fk_comment_source_id_comment_source"), "comment_source", ["source_id"], ["id"]
        )
    kept_triggers("comment")
    op.create_index(op.f("ix_comment_source_id"), "comment", ["source_id"])
    _threads_up()


def _threads_up() -> None:
    """Give threads what they say of their handling; the rows that are there are filled."""
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("kind", one_of("commentkind", KINDS), nullable=False, server_default="general"),
        sa.Column(
            "status", one_of("handling", HANDLINGS), nullable=False, server_default="submitted"
        ),
        sa.Column("decision", one_of("decision", MORE), nullable=True),
        sa.Column("response", sa.Text(), nullable=False, server_default=""),
        sa.Column("assignee_id", sa.String(length=12), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("round_id", sa.String(length=12), nullable=True),
        sa.Column("submission_id", sa.String(length=12), nullable=True),
    ):
        op.add_column("comment_thread", column)
    for statement in FILLED:
        op.execute(statement)
    with op.batch_alter_table("comment_thread") as table:
        table.alter_column("section_id", existing_type=sa.String(length=12), nullable=True)
        table.create_unique_constraint(
            op.f("uq_comment_thread_document_id_number"), ["document_id", "number"]
        )
        table.create_check_constraint(op.f("ck_comment_thread_commentkind"), among("kind", KINDS))
        table.create_check_constraint(
            op.f("ck_comment_thread_handling"), among("status", HANDLINGS)
        )
        table.create_check_constraint(op.f("ck_comment_thread_decision"), among("decision", MORE))
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_comment_thread_{name}"), condition)
        for other, (own, theirs) in REFERENCES.items():
            name = "_".join(own)
            table.create_foreign_key(op.f(f"fk_comment_thread_{name}_{other}"), other, own, theirs)
        for column in INDEXED:
            table.create_index(op.f(f"ix_comment_thread_{column}"), [column])


FILLED = (
    """
    UPDATE comment_thread SET number = (
        SELECT count(*) FROM comment_thread AS other
        WHERE other.document_id = comment_thread.document_id
        AND (other.at < comment_thread.at
             OR (other.at = comment_thread.at AND other.id <= comment_thread.id)))
    """,
    """
    UPDATE comment_thread SET
        decision = (SELECT decision FROM thread_answer
                    WHERE thread_id = comment_thread.id ORDER BY number DESC LIMIT 1),
        response = (SELECT response FROM thread_answer
                    WHERE thread_id = comment_thread.id ORDER BY number DESC LIMIT 1)
    WHERE state = 'answered'
    AND EXISTS (SELECT 1 FROM thread_answer WHERE thread_id = comment_thread.id)
    """,
    """
    UPDATE comment_thread SET status = CASE
        WHEN decision IS NULL OR decision = 'not-accepted' THEN 'resolved-no-change'
        WHEN EXISTS (SELECT 1 FROM version_answer WHERE thread_id = comment_thread.id)
            THEN 'applied'
        ELSE 'resolved-change-required' END
    WHERE state = 'answered'
    """,
)


def _new_tables() -> None:
    """Make the tables that are new."""
    op.create_table(
        "table_setting",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_table_setting_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_table_setting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_table_setting")),
    )
    op.create_table(
        "comment_source",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=12), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "letter",
                "mail",
                "phone",
                "meeting",
                name="sourcekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "name <> '' OR organisation <> ''", name=op.f("ck_comment_source_somebody_spoke")
        ),
        sa.CheckConstraint(
            "sha256 <> '' OR note <> ''", name=op.f("ck_comment_source_file_or_note")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_comment_source_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_comment_source_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_comment_source_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_source")),
    )
    op.create_index(
        op.f("ix_comment_source_document_id"), "comment_source", ["document_id"], unique=False
    )
    op.create_table(
        "mention",
        sa.Column("comment_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_mention_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mention_person_id_person")
        ),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_person_id"), "mention", ["person_id"], unique=False)


def downgrade() -> None:
    """Go down: a comment on a whole document is on a section of it then."""
    op.execute(
        "UPDATE comment_thread SET section_id = (SELECT min(id) FROM section "
        "WHERE section.document_id = comment_thread.document_id) WHERE section_id IS NULL"
    )
    with op.batch_alter_table("comment_thread") as table:
        for column in INDEXED:
            table.drop_index(op.f(f"ix_comment_thread_{column}"))
        for other, (own, _theirs) in REFERENCES.items():
            name = op.f(f"fk_comment_thread_{'_'.join(own)}_{other}")
            table.drop_constraint(name, type_="foreignkey")
        for name in (*CHECKS, "commentkind", "handling", "decision"):
            table.drop_constraint(op.f(f"ck_comment_thread_{name}"), type_="check")
        table.drop_constraint(op.f("uq_comment_thread_document_id_number"), type_="unique")
        table.alter_column("section_id", existing_type=sa.String(length=12), nullable=False)
        for column in (
            *("number", "kind", "status", "decision", "response"),
            *("assignee_id", "due_on", "round_id", "submission_id"),
        ):
            table.drop_column(column)
    drop_triggers("thread_answer")
    op.execute(
        "UPDATE thread_answer SET decision = 'accepted-with-changes' "
        "WHERE decision = 'not-accepted-but-changed'"
    )
    allow(DECISIONS)
    if op.get_bind().dialect.name == "postgresql":
        append_only("thread_answer")
    op.drop_index(op.f("ix_comment_source_id"), table_name="comment")
    with op.batch_alter_table("comment") as table:
        table.drop_constraint(op.f("fk_comment_source_id_comment_source"), type_="foreignkey")
        table.drop_column("source_id")
        table.drop_column("organisation")
    kept_triggers("comment")
    with op.batch_alter_table("annotation") as table:
        table.drop_column("is_block")
    kept_triggers("annotation")
    drop_triggers("mention")
    drop_triggers("comment_source")
    op.drop_index(op.f("ix_mention_person_id"), table_name="mention")
    op.drop_table("mention")
    op.drop_index(op.f("ix_comment_source_document_id"), table_name="comment_source")
    op.drop_table("comment_source")
    op.drop_table("table_setting")


def drop_triggers(table: str) -> None:
    """Let rows of `table` be changed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{change}")
