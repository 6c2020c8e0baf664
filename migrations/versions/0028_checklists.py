"""Checklists, what people say of their items, and appraisals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0028"
down_revision = "0027"
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
        "appraisal",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("suitability", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                name="appraisalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_by", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_at IS NOT NULL",
            name=op.f("ck_appraisal_closed_at_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_appraisal_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_appraisal_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["person.id"], name=op.f("fk_appraisal_opened_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
    )
    op.create_index(
        "ix_appraisal_document", "appraisal", ["document_id", "opened_at"], unique=False
    )
    op.create_index(op.f("ix_appraisal_project_id"), "appraisal", ["project_id"], unique=False)
    op.create_table(
        "checklist_choice",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("checklist", sa.String(length=40), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column(
            "asked",
            sa.Enum(
                "must",
                "should",
                "no",
                name="asked",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("printed", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_checklist_choice_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checklist_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("document_id", "checklist", name=op.f("pk_checklist_choice")),
    )
    op.create_index(
        op.f("ix_checklist_choice_project_id"), "checklist_choice", ["project_id"], unique=False
    )
    op.create_table(
        "checklist_mark",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("checklist", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "met",
                "partly",
                "not-met",
                "not-applicable",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("basis", sa.String(length=8000), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'not-applicable' OR note <> ''",
            name=op.f("ck_checklist_mark_says_why_not"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_checklist_mark_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_checklist_mark_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checklist_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
        sa.UniqueConstraint(
            "document_id",
            "checklist",
            "item",
            "number",
            name=op.f("uq_checklist_mark_document_id_checklist_item_number"),
        ),
    )
    op.create_index(
        op.f("ix_checklist_mark_project_id"), "checklist_mark", ["project_id"], unique=False
    )
    op.create_table(
        "kept_checklist",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("checklist", sa.String(length=40), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_kept_checklist_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_kept_checklist_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_checklist_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_checklist")),
    )
    op.create_index(
        "ix_kept_checklist_document",
        "kept_checklist",
        ["document_id", "checklist", "at"],
        unique=False,
    )
    op.create_table(
        "appraiser",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("appraisal_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("affiliation", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "handed-in",
                "withdrawn",
                name="appraiserstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("interests", sa.String(length=2000), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "name <> '' AND email = lower(email)", name=op.f("ck_appraiser_has_name_and_address")
        ),
        sa.CheckConstraint(
            "state <> 'handed-in' OR handed_in_at IS NOT NULL",
            name=op.f("ck_appraiser_handed_in_at_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraiser_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appraiser_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraiser")),
        sa.UniqueConstraint("appraisal_id", "email", name=op.f("uq_appraiser_appraisal_id_email")),
    )
    op.create_index(op.f("ix_appraiser_person_id"), "appraiser", ["person_id"], unique=False)
    op.create_table(
        "appraisal_score",
        sa.Column("appraiser_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer <> '' OR comment <> ''", name=op.f("ck_appraisal_score_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["appraiser_id"],
            ["appraiser.id"],
            name=op.f("fk_appraisal_score_appraiser_id_appraiser"),
        ),
        sa.PrimaryKeyConstraint(
            "appraiser_id", "item", "dimension", name=op.f("pk_appraisal_score")
        ),
    )

    for table in ("checklist_mark", "kept_checklist"):
        append_only(table)


def downgrade() -> None:
    """Go down."""
    op.drop_table("appraisal_score")
    op.drop_index(op.f("ix_appraiser_person_id"), table_name="appraiser")
    op.drop_table("appraiser")
    op.drop_index("ix_kept_checklist_document", table_name="kept_checklist")
    op.drop_table("kept_checklist")
    op.drop_index(op.f("ix_checklist_mark_project_id"), table_name="checklist_mark")
    op.drop_table("checklist_mark")
    op.drop_index(op.f("ix_checklist_choice_project_id"), table_name="checklist_choice")
    op.drop_table("checklist_choice")
    op.drop_index(op.f("ix_appraisal_project_id"), table_name="appraisal")
    op.drop_index("ix_appraisal_document", table_name="appraisal")
    op.drop_table("appraisal")
