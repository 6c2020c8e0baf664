"""Metadata of documents, stricter gates of a project, and what is printed without consensus."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "project_gate",
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("gate", sa.String(length=60), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "threshold IS NULL OR (gate = 'evidence-judged' AND threshold BETWEEN 4 AND 12) "
            "OR (gate = 'patients-sit' AND threshold BETWEEN 2 AND 12) "
            "OR (gate = 'review-set' AND threshold BETWEEN 1 AND 5)",
            name=op.f("ck_project_gate_never_milder"),
        ),
        sa.CheckConstraint(
            "must OR threshold IS NOT NULL", name=op.f("ck_project_gate_tightens_something")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id"],
            ["project.network_id", "project.id"],
            name=op.f("fk_project_gate_network_id_project_id_project"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_gate_person_id_person")
        ),
        sa.PrimaryKeyConstraint("project_id", "gate", name=op.f("pk_project_gate")),
    )
    op.create_table(
        "document_metadata",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("no_code", sa.String(length=500), nullable=False),
        sa.Column("population", sa.String(length=2000), nullable=False),
        sa.Column("users", sa.String(length=2000), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_document_metadata_revision_counts_up")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_metadata_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_document_metadata_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_metadata_person_id_person")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_metadata")),
    )
    op.create_table(
        "unagreed_print",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_unagreed_print_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_unagreed_print_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_unagreed_print_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unagreed_print")),
        sa.UniqueConstraint(
            "document_id",
            "key",
            "wording_sha256",
            name=op.f("uq_unagreed_print_document_id_key_wording_sha256"),
        ),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("unagreed_print")
    op.drop_table("document_metadata")
    op.drop_table("project_gate")
