"""Published versions: public from a moment, short address, DOI, what a version corrects."""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ADDED = ("public_from", "code", "doi", "correction")
MAY_CHANGE_BEFORE = ("state",)
DATED = ("public_from", "published_at", "content", "sha256")
MAY_CHANGE_AFTER = ("state", "doi", *DATED)
LETTERS = "346789cdfhjkmnprtvwxy"
PUBLIC = "edition_stays_public"


def is_postgresql() -> bool:
    """Tell whether this is PostgreSQL, where a trigger is named with its table."""
    return op.get_bind().dialect.name == "postgresql"


def freeze(may_change: tuple[str, ...]) -> None:
    """Refuse to delete published versions, and to change anything but `may_change`."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("edition")]
    frozen = ", ".join(name for name in columns if name not in may_change)
    for change in (f"UPDATE OF {frozen}", "DELETE"):
        name = f"edition_no_{change.split()[0].lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON edition {refusal()}")


def refusal(when: str = "") -> str:
    """Return the end of a trigger that refuses."""
    condition = f"WHEN ({when}) " if when else ""
    if is_postgresql():
        return f"FOR EACH ROW {condition}EXECUTE FUNCTION refuse_change()"
    return f"FOR EACH ROW {condition}BEGIN SELECT RAISE(ABORT, 'this row is frozen'); END"


def drop_trigger(name: str) -> None:
    """Take away a trigger of the table of published versions."""
    op.execute(f"DROP TRIGGER {name}{' ON edition' if is_postgresql() else ''}")


def thaw() -> None:
    """Let published versions be changed again."""
    for change in ("update", "delete"):
        drop_trigger(f"edition_no_{change}")


def upgrade() -> None:
    """Go up."""
    thaw()
    with op.batch_alter_table("edition") as table:
        table.add_column(sa.Column("public_from", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("code", sa.String(length=7), nullable=True))
        table.add_column(sa.Column("doi", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("correction", JSON, nullable=True))
    rows = sa.table(
        "edition",
        sa.column("id"),
        sa.column("code"),
        sa.column("doi"),
        sa.column("correction", JSON),
    )
    for (edition_id,) in op.get_bind().execute(sa.select(rows.c.id)).all():
        code = "".join(secrets.choice(LETTERS) for _ in range(7))
        op.execute(
            rows.update().where(rows.c.id == edition_id).values(code=code, doi="", correction={})
        )
    with op.batch_alter_table("edition") as table:
        for name, kind in (
            ("code", sa.String(length=7)),
            ("doi", sa.String(length=200)),
            ("correction", JSON),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.create_unique_constraint(op.f("uq_edition_code"), ["code"])
        table.create_check_constraint(
            op.f("ck_edition_published_when_public"),
            "public_from IS NULL OR public_from = published_at",
        )
    freeze(MAY_CHANGE_AFTER)
    op.create_index("ix_edition_public_from", "edition", ["public_from"])
    # only what still waits for its day may be given another one, which its content states
    clock = "now()" if is_postgresql() else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    op.execute(
        f"CREATE TRIGGER {PUBLIC} BEFORE UPDATE OF {', '.join(DATED)} ON edition "
        + refusal(f"OLD.public_from IS NULL OR OLD.public_from <= {clock}")
    )
    op.create_table(
        "guideline_doi",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("network_id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=12), nullable=False),
        sa.Column("doi", sa.String(length=200), nullable=False),
        sa.CheckConstraint("doi <> ''", name=op.f("ck_guideline_doi_is_stated")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_guideline_doi_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
            name=op.f("fk_guideline_doi_network_id_project_id_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_doi")),
        sa.UniqueConstraint("document_id", name=op.f("uq_guideline_doi_document_id")),
    )


def downgrade() -> None:
    """Go down; what was not public yet is public then."""
    op.drop_table("guideline_doi")
    drop_trigger(PUBLIC)
    thaw()
    op.drop_index("ix_edition_public_from", "edition")
    with op.batch_alter_table("edition") as table:
        table.drop_constraint(op.f("ck_edition_published_when_public"), type_="check")
        table.drop_constraint(op.f("uq_edition_code"), type_="unique")
        for name in ADDED:
            table.drop_column(name)
    freeze(MAY_CHANGE_BEFORE)
