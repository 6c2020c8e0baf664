"""Search in the library: what it looks things up in, and the words in the database's own index.

The index is made from published versions; where there are some already, a job is left to do it.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


SQLITE_WORDS = """CREATE VIRTUAL TABLE library_words USING fts5(
    title, wording, context, body, prefix='2 3', tokenize='unicode61 remove_diacritics 0')"""
POSTGRESQL_WORDS = """CREATE TABLE library_words (
    number bigint PRIMARY KEY, words tsvector NOT NULL)"""
POSTGRESQL_INDEX = "CREATE INDEX ix_library_words ON library_words USING gin (words)"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "library_volume",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("codes", JSON, nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_library_volume_places_count_up")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_library_volume_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_library_volume_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_volume")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_library_volume_edition_id")),
        sa.UniqueConstraint("place", name=op.f("uq_library_volume_place")),
    )
    op.create_index(
        op.f("ix_library_volume_document_id"), "library_volume", ["document_id"], unique=False
    )
    op.create_table(
        "library_recommendation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("volume_id", sa.String(length=12), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.CheckConstraint(
            "ordinal > 0", name=op.f("ck_library_recommendation_ordinals_count_up")
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["library_volume.id"],
            name=op.f("fk_library_recommendation_volume_id_library_volume"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_recommendation")),
        sa.UniqueConstraint(
            "volume_id", "key", name=op.f("uq_library_recommendation_volume_id_key")
        ),
        sa.UniqueConstraint(
            "volume_id", "ordinal", name=op.f("uq_library_recommendation_volume_id_ordinal")
        ),
    )

    op.create_index("ix_edition_known", "edition", ["state", "published_at", "id"])
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        op.execute(SQLITE_WORDS)
    else:
        op.execute(POSTGRESQL_WORDS)
        op.execute(POSTGRESQL_INDEX)
    if bind.execute(sa.text("SELECT 1 FROM edition LIMIT 1")).first():
        jobs = sa.table(
            "job",
            sa.column("id", sa.String),
            sa.column("name", sa.String),
            sa.column("payload", JSON),
            sa.column("dedupe", sa.String),
            sa.column("state", sa.String),
            sa.column("run_at", sa.DateTime(timezone=True)),
            sa.column("attempts", sa.Integer),
            sa.column("progress", sa.String),
            sa.column("failure", sa.String),
        )
        op.execute(
            jobs.insert().values(
                id="0035index000",
                name="library.index",
                payload={},
                state="queued",
                run_at=datetime.now(UTC),
                attempts=0,
                progress="",
                failure="",
            )
        )


def downgrade() -> None:
    """Go down."""
    op.drop_table("library_words")
    op.drop_index("ix_edition_known", table_name="edition")
    op.drop_table("library_recommendation")
    op.drop_index(op.f("ix_library_volume_document_id"), table_name="library_volume")
    op.drop_table("library_volume")
