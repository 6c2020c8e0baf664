"""Publishing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What of a row may still change; everything else is frozen once it is written.
MAY_CHANGE = {
    "approval_request": ("state",),
    "edition": ("state",),
    "editorial_change": ("state", "decided_by", "decided_at"),
    "sign_off": (),
}


def freeze(table: str, *may_change: str) -> None:
    """Refuse to delete rows of `table`, and to change anything but `may_change`."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    frozen = ", ".join(name for name in columns if name not in may_change)
    postgres = op.get_bind().dialect.name == "postgresql"
    for change in (f"UPDATE OF {frozen}", "DELETE"):
        then = (
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'this row is frozen'); END"
        )
        name = f"{table}_no_{change.split()[0].lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} {then}")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "approval_request",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "returned",
                "replaced",
                "published",
                name="approvalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.String(length=12), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version_number >= 1", name=op.f("ck_approval_request_of_a_version")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_approval_request_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_approval_request_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["person.id"], name=op.f("fk_approval_request_requested_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
    )
    op.create_index(
        "ix_approval_request_document",
        "approval_request",
        ["document_id", "requested_at"],
        unique=False,
    )
    op.create_table(
        "editorial_change",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("voted_wording", sa.Text(), nullable=False),
        sa.Column("voted_sha256", sa.String(length=64), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "attested",
                "refused",
                name="changestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_editorial_change_has_a_reason")),
        sa.CheckConstraint(
            "state = 'proposed' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_editorial_change_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_editorial_change_needs_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_editorial_change_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_editorial_change_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_editorial_change_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_editorial_change_proposed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editorial_change")),
    )
    op.create_index(
        "ix_editorial_change_document", "editorial_change", ["document_id", "key"], unique=False
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("request_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("notice", sa.String(length=300), nullable=False),
        sa.Column("change_note", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "published",
                "superseded",
                "withdrawn",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=12), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug <> '' AND title <> ''", name=op.f("ck_edition_has_a_name")),
        sa.CheckConstraint("major >= 1 AND minor >= 0", name=op.f("ck_edition_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_edition_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_edition_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_edition_published_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_edition_request_id_approval_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint(
            "document_id", "major", "minor", name=op.f("uq_edition_document_id_major_minor")
        ),
        sa.UniqueConstraint(
            "network_id",
            "slug",
            "major",
            "minor",
            name=op.f("uq_edition_network_id_slug_major_minor"),
        ),
    )
    op.create_table(
        "sign_off",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("request_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "approved",
                "returned",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.String(length=4000), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision <> 'returned' OR statement <> ''",
            name=op.f("ck_sign_off_returned_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_off_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_sign_off_request_id_approval_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint(
            "request_id", "person_id", name=op.f("uq_sign_off_request_id_person_id")
        ),
    )
    op.create_table(
        "rendering",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "pdf",
                "docx",
                "html",
                "md",
                "page",
                name="form",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "ready",
                "failed",
                name="renderingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("failure", sa.String(length=2000), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'failed' OR failure <> ''", name=op.f("ck_rendering_a_failure_has_a_reason")
        ),
        sa.CheckConstraint(
            "state <> 'ready' OR (sha256 IS NOT NULL AND size > 0)",
            name=op.f("ck_rendering_ready_has_a_file"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_rendering_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendering")),
        sa.UniqueConstraint("edition_id", "form", name=op.f("uq_rendering_edition_id_form")),
    )
    for table, columns in MAY_CHANGE.items():
        freeze(table, *columns)


def downgrade() -> None:
    """Go down."""
    op.drop_table("rendering")
    op.drop_table("sign_off")
    op.drop_table("edition")
    op.drop_index("ix_editorial_change_document", table_name="editorial_change")
    op.drop_table("editorial_change")
    op.drop_index("ix_approval_request_document", table_name="approval_request")
    op.drop_table("approval_request")
