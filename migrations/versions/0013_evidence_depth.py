"""Evidence depth."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEPT = ("evidence_profile", "judgement")
# A question for each profile there was, under the profile's own id.
QUESTIONS = """
INSERT INTO evidence_question (
    id, project_id, number, kind, text, population, intervention, comparator, summary, outcomes,
    certainty, settled, reason, search_id, revision, changed_at
)
SELECT id, project_id, row_number() OVER (PARTITION BY project_id ORDER BY key), 'intervention',
    question, population, intervention, comparator, summary, outcomes,
    certainty, certainty IS NOT NULL, '', NULL, revision, changed_at
FROM kept_evidence_profile
"""
PROFILES = """
INSERT INTO evidence_profile (
    id, project_id, question_id, key, criteria, conclusion, revision, changed_at
)
SELECT id, project_id, id, key, 12, '{}', revision, changed_at FROM kept_evidence_profile
"""
JUDGEMENTS = """
INSERT INTO judgement (id, profile_id, criterion, judgement, evidence, note, person_id, at)
SELECT kept.id, kept.profile_id, kept.criterion, kept.judgement, '', kept.note, NULL,
    profile.changed_at
FROM kept_judgement AS kept JOIN evidence_profile AS profile ON profile.id = kept.profile_id
"""
OLD_PROFILES = """
INSERT INTO evidence_profile (
    id, project_id, key, question, population, intervention, comparator, certainty, outcomes,
    summary, revision, changed_at
)
SELECT kept.id, kept.project_id, kept.key, asked.text, asked.population, asked.intervention,
    asked.comparator, asked.certainty, asked.outcomes, asked.summary, kept.revision,
    kept.changed_at
FROM kept_evidence_profile AS kept JOIN evidence_question AS asked ON asked.id = kept.question_id
"""
OLD_JUDGEMENTS = """
INSERT INTO judgement (id, profile_id, criterion, judgement, note)
SELECT id, profile_id, criterion, judgement, note FROM kept_judgement
WHERE judgement <> '' OR note <> ''
"""


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


def put_aside() -> None:
    """Keep the rows of the tables that get another shape, and drop the tables."""
    for table in KEPT:
        op.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608
    for table in reversed(KEPT):
        op.drop_table(table)


def drop_kept() -> None:
    """Drop what was put aside."""
    for table in KEPT:
        op.drop_table(f"kept_{table}")


def upgrade() -> None:
    """Go up."""
    put_aside()
    op.create_table(
        "judgement_entry",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("profile_id", sa.String(length=12), nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "priority",
                "desirable",
                "undesirable",
                "certainty",
                "values",
                "balance",
                "resources",
                "resource-certainty",
                "cost-effectiveness",
                "equity",
                "acceptability",
                "feasibility",
                name="criterion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("judgement", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=8000), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_judgement_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement_entry")),
    )
    op.create_index(
        "ix_judgement_entry_profile", "judgement_entry", ["profile_id", "at"], unique=False
    )
    op.create_table(
        "evidence_search",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("criteria", sa.String(length=4000), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("living", sa.Boolean(), nullable=False),
        sa.Column("flow", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_evidence_search_has_a_title")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_search_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_search")),
    )
    op.create_index(
        op.f("ix_evidence_search_project_id"), "evidence_search", ["project_id"], unique=False
    )
    op.create_table(
        "bias_table",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("search_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "tool",
            sa.Enum(
                "rob2",
                "robins-i",
                "quadas-2",
                "quips",
                "cases",
                "own",
                name="tool",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("domains", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["evidence_search.id"],
            name=op.f("fk_bias_table_search_id_evidence_search"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bias_table")),
    )
    op.create_index(op.f("ix_bias_table_search_id"), "bias_table", ["search_id"], unique=False)
    op.create_table(
        "evidence_question",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "intervention",
                "diagnosis",
                "prognosis",
                "screening",
                "organisation",
                "experience",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("population", sa.String(length=1000), nullable=False),
        sa.Column("intervention", sa.String(length=1000), nullable=False),
        sa.Column("comparator", sa.String(length=1000), nullable=False),
        sa.Column("summary", sa.String(length=8000), nullable=False),
        sa.Column("outcomes", JSON, nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "high",
                "moderate",
                "low",
                "very-low",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("search_id", sa.String(length=12), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT settled OR certainty IS NOT NULL",
            name=op.f("ck_evidence_question_settled_is_something"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_evidence_question_is_numbered_from_one")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_question_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["evidence_search.id"],
            name=op.f("fk_evidence_question_search_id_evidence_search"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_question")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_evidence_question_project_id_number")
        ),
    )
    op.create_index(
        op.f("ix_evidence_question_search_id"), "evidence_question", ["search_id"], unique=False
    )
    op.create_table(
        "screened_record",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("search_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("authors", sa.String(length=1000), nullable=False),
        sa.Column("year", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("doi", sa.String(length=300), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "title",
                "full-text",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "decision",
            sa.Enum(
                "included",
                "excluded",
                "maybe",
                "conflict",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["evidence_search.id"],
            name=op.f("fk_screened_record_search_id_evidence_search"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screened_record")),
    )
    op.create_index(
        op.f("ix_screened_record_search_id"), "screened_record", ["search_id"], unique=False
    )
    op.create_table(
        "search_strategy",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("search_id", sa.String(length=12), nullable=False),
        sa.Column("database", sa.String(length=200), nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("limits", sa.String(length=1000), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "hits IS NULL OR hits >= 0", name=op.f("ck_search_strategy_hits_are_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["evidence_search.id"],
            name=op.f("fk_search_strategy_search_id_evidence_search"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_strategy")),
    )
    op.create_index(
        op.f("ix_search_strategy_search_id"), "search_strategy", ["search_id"], unique=False
    )
    op.create_table(
        "evidence_profile",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("question_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("criteria", sa.Integer(), nullable=False),
        sa.Column("conclusion", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "key <> ''", name=op.f("ck_evidence_profile_is_about_a_recommendation")
        ),
        sa.CheckConstraint(
            "criteria IN (4, 7, 12)", name=op.f("ck_evidence_profile_has_a_set_of_criteria")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_profile_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["evidence_question.id"],
            name=op.f("fk_evidence_profile_question_id_evidence_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_profile")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_evidence_profile_project_id_key")),
    )
    op.create_index(
        op.f("ix_evidence_profile_question_id"), "evidence_profile", ["question_id"], unique=False
    )
    op.create_table(
        "expert_observation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("question_id", sa.String(length=12), nullable=False),
        sa.Column("expert", sa.String(length=200), nullable=False),
        sa.Column("discipline", sa.String(length=200), nullable=False),
        sa.Column("centre", sa.String(length=200), nullable=False),
        sa.Column("years", sa.String(length=100), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.Column("supporting", sa.Integer(), nullable=False),
        sa.Column("opposing", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("observed_for", sa.String(length=2000), nullable=False),
        sa.Column("observed_against", sa.String(length=2000), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("patients > 0", name=op.f("ck_expert_observation_somebody_was_seen")),
        sa.CheckConstraint(
            "supporting >= 0 AND opposing >= 0 AND supporting + opposing <= patients",
            name=op.f("ck_expert_observation_no_more_than_were_seen"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["evidence_question.id"],
            name=op.f("fk_expert_observation_question_id_evidence_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_observation")),
    )
    op.create_index(
        op.f("ix_expert_observation_question_id"),
        "expert_observation",
        ["question_id"],
        unique=False,
    )
    op.create_table(
        "outcome_rating",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("question_id", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rating >= 1 AND rating <= 9", name=op.f("ck_outcome_rating_is_on_the_scale")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outcome_rating_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["evidence_question.id"],
            name=op.f("fk_outcome_rating_question_id_evidence_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_rating")),
        sa.UniqueConstraint(
            "question_id",
            "outcome",
            "person_id",
            name=op.f("uq_outcome_rating_question_id_outcome_person_id"),
        ),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("profile_id", sa.String(length=12), nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "priority",
                "desirable",
                "undesirable",
                "certainty",
                "values",
                "balance",
                "resources",
                "resource-certainty",
                "cost-effectiveness",
                "equity",
                "acceptability",
                "feasibility",
                name="criterion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("judgement", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=8000), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "judgement <> '' OR note <> '' OR evidence <> ''",
            name=op.f("ck_judgement_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_judgement_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["evidence_profile.id"],
            name=op.f("fk_judgement_profile_id_evidence_profile"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "profile_id", "criterion", name=op.f("uq_judgement_profile_id_criterion")
        ),
    )
    for statement in (QUESTIONS, PROFILES, JUDGEMENTS):
        op.execute(statement)
    drop_kept()
    append_only("judgement_entry")


def downgrade() -> None:
    """Go down."""
    put_aside()
    op.create_table(
        "evidence_profile",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=1000), nullable=False),
        sa.Column("population", sa.String(length=1000), nullable=False),
        sa.Column("intervention", sa.String(length=1000), nullable=False),
        sa.Column("comparator", sa.String(length=1000), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "high",
                "moderate",
                "low",
                "very-low",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("outcomes", JSON, nullable=False),
        sa.Column("summary", sa.String(length=8000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "key <> ''", name=op.f("ck_evidence_profile_is_about_a_recommendation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_profile_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_profile")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_evidence_profile_project_id_key")),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("profile_id", sa.String(length=12), nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "priority",
                "desirable",
                "undesirable",
                "certainty",
                "values",
                "balance",
                "resources",
                "resource-certainty",
                "cost-effectiveness",
                "equity",
                "acceptability",
                "feasibility",
                name="criterion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("judgement", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.CheckConstraint(
            "judgement <> '' OR note <> ''", name=op.f("ck_judgement_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["evidence_profile.id"],
            name=op.f("fk_judgement_profile_id_evidence_profile"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "profile_id", "criterion", name=op.f("uq_judgement_profile_id_criterion")
        ),
    )
    for statement in (OLD_PROFILES, OLD_JUDGEMENTS):
        op.execute(statement)
    drop_kept()
    op.drop_table("outcome_rating")
    op.drop_index(op.f("ix_expert_observation_question_id"), table_name="expert_observation")
    op.drop_table("expert_observation")
    op.drop_index(op.f("ix_search_strategy_search_id"), table_name="search_strategy")
    op.drop_table("search_strategy")
    op.drop_index(op.f("ix_screened_record_search_id"), table_name="screened_record")
    op.drop_table("screened_record")
    op.drop_index(op.f("ix_evidence_question_search_id"), table_name="evidence_question")
    op.drop_table("evidence_question")
    op.drop_index(op.f("ix_bias_table_search_id"), table_name="bias_table")
    op.drop_table("bias_table")
    op.drop_index(op.f("ix_evidence_search_project_id"), table_name="evidence_search")
    op.drop_table("evidence_search")
    op.drop_index("ix_judgement_entry_profile", table_name="judgement_entry")
    op.drop_table("judgement_entry")
