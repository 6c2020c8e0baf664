"""What readers report, warnings on what is published, and what is kept beside it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STEPS = (
    ("received", "take", "looking"),
    ("received", "answer", "answered"),
    ("received", "note", "received"),
    ("looking", "hand-over", "looking"),
    ("looking", "note", "looking"),
    ("looking", "answer", "answered"),
    ("answered", "reopen", "looking"),
    ("answered", "note", "answered"),
)
IS_A_STEP = " OR ".join(
    f"(\"before\" = '{before}' AND \"move\" = '{move}' AND \"after\" = '{after}')"
    for before, move, after in STEPS
)


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
        "external_guideline",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("doi", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=1000), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("endorsed_on", sa.Date(), nullable=False),
        sa.Column("endorsed_by", sa.String(length=300), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("appraisal", sa.String(length=1000), nullable=False),
        sa.Column("recorded_by", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_why <> ''",
            name=op.f("ck_external_guideline_ended_for_a_reason"),
        ),
        sa.CheckConstraint(
            "title <> '' AND publisher <> '' AND link <> ''",
            name=op.f("ck_external_guideline_can_be_found"),
        ),
        sa.CheckConstraint(
            "expires_on > endorsed_on", name=op.f("ck_external_guideline_ends_later")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_external_guideline_network_id_network")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_external_guideline_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_guideline")),
    )
    op.create_index(
        "ix_external_guideline_network",
        "external_guideline",
        ["network_id", "title"],
        unique=False,
    )
    op.create_table(
        "dose_check",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("sentence_sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_dose_check_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_dose_check_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dose_check_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dose_check")),
        sa.UniqueConstraint(
            "document_id",
            "sentence_sha256",
            name=op.f("uq_dose_check_document_id_sentence_sha256"),
        ),
    )
    op.create_table(
        "download_count",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_download_count_counts_up")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_download_count_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download_count")),
        sa.UniqueConstraint(
            "edition_id", "form", "day", name=op.f("uq_download_count_edition_id_form_day")
        ),
    )
    op.create_table(
        "error_report",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "harm",
                "wrong",
                "unclear",
                "technical",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "looking",
                "answered",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_charge_id", sa.String(length=12), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "corrected",
                "notice",
                "no-error",
                "out-of-scope",
                name="reportanswer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("corrected_in", sa.String(length=12), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL)",
            name=op.f("ck_error_report_answered_with_an_outcome"),
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_error_report_says_something")),
        sa.CheckConstraint(
            "email_confirmed_at IS NULL OR email <> ''",
            name=op.f("ck_error_report_confirmed_an_address"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR answer <> ''", name=op.f("ck_error_report_answered_in_words")
        ),
        sa.CheckConstraint(
            "state <> 'looking' OR in_charge_id IS NOT NULL",
            name=op.f("ck_error_report_somebody_is_in_charge"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_error_report_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_error_report_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["in_charge_id"], ["person.id"], name=op.f("fk_error_report_in_charge_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_error_report_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_report")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_error_report_document_id_number")
        ),
    )
    op.create_index("ix_error_report_state", "error_report", ["project_id", "state"], unique=False)
    op.create_table(
        "noticed_file",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("notices_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_noticed_file_is_a_file")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_noticed_file_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noticed_file")),
        sa.UniqueConstraint(
            "edition_id",
            "form",
            "notices_sha256",
            name=op.f("uq_noticed_file_edition_id_form_notices_sha256"),
        ),
    )
    op.create_table(
        "report_step",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("report_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "received",
                "looking",
                "answered",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "move",
            sa.Enum(
                "take",
                "hand-over",
                "note",
                "answer",
                "reopen",
                name="reportmove",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "received",
                "looking",
                "answered",
                name="reportafter",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"move\" NOT IN ('note', 'answer') OR note <> ''",
            name=op.f("ck_report_step_has_words"),
        ),
        sa.CheckConstraint(
            IS_A_STEP,
            name=op.f("ck_report_step_is_a_step"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["error_report.id"], name=op.f("fk_report_step_report_id_error_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_step_report_id_number")),
    )
    op.create_table(
        "safety_notice",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("report_id", sa.String(length=12), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "standing",
                "lifting",
                "lifted",
                "refused",
                name="noticestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_in", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=12), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(length=12), nullable=True),
        sa.Column("asked_for", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("lifted_by", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "state <> 'lifted' OR (until IS NOT NULL AND lifted_by IS NOT NULL AND why <> '')",
            name=op.f("ck_safety_notice_lifted_for_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'lifting' OR (asked_by IS NOT NULL AND why <> '')",
            name=op.f("ck_safety_notice_asked_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('standing', 'lifting', 'lifted') OR since IS NOT NULL",
            name=op.f("ck_safety_notice_shown_since_a_moment"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_safety_notice_says_something")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> proposed_by",
            name=op.f("ck_safety_notice_two_persons_confirm"),
        ),
        sa.CheckConstraint(
            "lifted_by IS NULL OR lifted_by <> asked_by",
            name=op.f("ck_safety_notice_two_persons_lift"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_safety_notice_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_safety_notice_confirmed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_safety_notice_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_safety_notice_lifted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_safety_notice_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_safety_notice_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["error_report.id"],
            name=op.f("fk_safety_notice_report_id_error_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_notice")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_safety_notice_document_id_number")
        ),
    )
    op.create_index(
        "ix_safety_notice_state", "safety_notice", ["document_id", "state"], unique=False
    )
    append_only("report_step")


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_safety_notice_state", table_name="safety_notice")
    op.drop_table("safety_notice")
    op.drop_table("report_step")
    op.drop_table("noticed_file")
    op.drop_index("ix_error_report_state", table_name="error_report")
    op.drop_table("error_report")
    op.drop_table("download_count")
    op.drop_table("dose_check")
    op.drop_index("ix_external_guideline_network", table_name="external_guideline")
    op.drop_table("external_guideline")
