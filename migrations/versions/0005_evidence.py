"""Evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
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
        "reference",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("doi", sa.String(length=300), nullable=False),
        sa.Column("csl", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("key <> ''", name=op.f("ck_reference_has_a_key")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_reference_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_reference_project_id_key")),
    )
    op.create_index("ix_reference_doi", "reference", ["project_id", "doi"], unique=False)
    op.create_table(
        "reference_import",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "failed",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'failed' OR failure <> ''",
            name=op.f("ck_reference_import_a_failure_has_a_reason"),
        ),
        sa.CheckConstraint(
            "added >= 0 AND updated >= 0 AND unchanged >= 0",
            name=op.f("ck_reference_import_counts_are_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reference_import_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_reference_import_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_import")),
    )
    op.create_index(
        op.f("ix_reference_import_project_id"), "reference_import", ["project_id"], unique=False
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


def downgrade() -> None:
    """Go down."""
    op.drop_table("judgement")
    op.drop_index(op.f("ix_reference_import_project_id"), table_name="reference_import")
    op.drop_table("reference_import")
    op.drop_index("ix_reference_doi", table_name="reference")
    op.drop_table("reference")
    op.drop_table("evidence_profile")
