"""Drafts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


FROZEN = ("section_revision", "version", "version_label", "outcome")


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
        "document",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "guideline",
                "standard-of-care",
                "consensus-statement",
                "pathway",
                "short-version",
                "patient-version",
                "translation",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.String(length=12), nullable=True),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug <> '' AND title <> ''", name=op.f("ck_document_has_a_name")),
        sa.CheckConstraint("newest >= 0", name=op.f("ck_document_newest_counts_up")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id"],
            ["project.network_id", "project.id"],
            name=op.f("fk_document_network_id_project_id_project"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["document.id"], name=op.f("fk_document_source_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "network_id", "project_id", "id", name=op.f("uq_document_network_id_project_id_id")
        ),
        sa.UniqueConstraint("network_id", "slug", name=op.f("uq_document_network_id_slug")),
    )
    op.create_index(op.f("ix_document_project_id"), "document", ["project_id"], unique=False)
    op.create_table(
        "asset",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_asset_has_a_name")),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_asset_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("document_id", "name", name=op.f("uq_asset_document_id_name")),
    )
    op.create_table(
        "document_import",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "guideline",
                "standard-of-care",
                "consensus-statement",
                "pathway",
                "short-version",
                "patient-version",
                "translation",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
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
        sa.Column("failure", sa.String(length=1000), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=True),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' OR document_id IS NOT NULL",
            name=op.f("ck_document_import_done_has_a_document"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_import_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id"],
            ["project.network_id", "project.id"],
            name=op.f("fk_document_import_network_id_project_id_project"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_import_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_import")),
    )
    op.create_table(
        "recommendation_key",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("key <> ''", name=op.f("ck_recommendation_key_has_letters")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_recommendation_key_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f("pk_recommendation_key")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_section_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_section_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("document_id", "id", name=op.f("uq_section_document_id_id")),
    )
    op.create_index(op.f("ix_section_document_id"), "section", ["document_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("parents", JSON, nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_version_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_version_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_version_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_version_document_id_number")),
    )
    op.create_table(
        "block",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("lineage", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "blank",
                "heading",
                "paragraph",
                "item",
                "row",
                "quote",
                "code",
                "rule",
                "note",
                "definition",
                "open",
                "close",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=True),
        sa.CheckConstraint("since >= 1", name=op.f("ck_block_since_counts_up")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_block_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_block_document_id_section_id_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_section_id"), "block", ["section_id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "key"],
            ["recommendation_key.document_id", "recommendation_key.key"],
            name=op.f("fk_outcome_document_id_key_recommendation_key"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_outcome_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint(
            "document_id", "key", "number", name=op.f("uq_outcome_document_id_key_number")
        ),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("strength", sa.String(length=60), nullable=False),
        sa.Column("direction", sa.String(length=60), nullable=False),
        sa.Column("certainty", sa.String(length=60), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("block_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "key"],
            ["recommendation_key.document_id", "recommendation_key.key"],
            name=op.f("fk_recommendation_document_id_key_recommendation_key"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_recommendation_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_recommendation_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_recommendation_document_id_key")),
    )
    op.create_index(
        op.f("ix_recommendation_section_id"), "recommendation", ["section_id"], unique=False
    )
    op.create_table(
        "section_revision",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("blocks", JSON, nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "depth BETWEEN 0 AND 6", name=op.f("ck_section_revision_depth_of_a_heading")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_section_revision_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_section_revision_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_section_revision_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_section_revision_section_id_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_revision")),
        sa.UniqueConstraint("section_id", "id", name=op.f("uq_section_revision_section_id_id")),
        sa.UniqueConstraint(
            "section_id", "number", name=op.f("uq_section_revision_section_id_number")
        ),
    )
    op.create_table(
        "version_label",
        sa.Column("version_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_version_label_has_words")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_version_label_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_version_label_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_label_version_id_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_label")),
        sa.UniqueConstraint(
            "document_id", "label", name=op.f("uq_version_label_document_id_label")
        ),
    )
    op.create_table(
        "wording_lock",
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "key"],
            ["recommendation_key.document_id", "recommendation_key.key"],
            name=op.f("fk_wording_lock_document_id_key_recommendation_key"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_wording_lock_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f("pk_wording_lock")),
    )
    op.create_table(
        "clash",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("section_id", sa.String(length=12), nullable=False),
        sa.Column("base_id", sa.String(length=12), nullable=False),
        sa.Column("theirs_id", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_clash_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["section_revision.id"], name=op.f("fk_clash_base_id_section_revision")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "section_id"],
            ["section.document_id", "section.id"],
            name=op.f("fk_clash_document_id_section_id_section"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_clash_network_id_project_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "base_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_clash_section_id_base_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "theirs_id"],
            ["section_revision.section_id", "section_revision.id"],
            name=op.f("fk_clash_section_id_theirs_id_section_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_clash_section_id_section")
        ),
        sa.ForeignKeyConstraint(
            ["theirs_id"],
            ["section_revision.id"],
            name=op.f("fk_clash_theirs_id_section_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clash")),
    )
    op.create_index(op.f("ix_clash_section_id"), "clash", ["section_id"], unique=False)
    for table in FROZEN:
        append_only(table)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_clash_section_id"), table_name="clash")
    op.drop_table("clash")
    op.drop_table("wording_lock")
    op.drop_table("version_label")
    op.drop_table("section_revision")
    op.drop_index(op.f("ix_recommendation_section_id"), table_name="recommendation")
    op.drop_table("recommendation")
    op.drop_table("outcome")
    op.drop_index(op.f("ix_block_section_id"), table_name="block")
    op.drop_table("block")
    op.drop_table("version")
    op.drop_index(op.f("ix_section_document_id"), table_name="section")
    op.drop_table("section")
    op.drop_table("recommendation_key")
    op.drop_table("document_import")
    op.drop_table("asset")
    op.drop_index(op.f("ix_document_project_id"), table_name="document")
    op.drop_table("document")
