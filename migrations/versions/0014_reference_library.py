"""Reference library."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from guidelines.evidence.rules.shelf import filed

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Filled anew from each item: the columns by which references are searched, sorted and compared.
FILED: dict[str, tuple[sa.types.TypeEngine[object], str | None]] = {
    "pmid": (sa.String(length=20), ""),
    "kind": (sa.String(length=40), "document"),
    "title": (sa.String(length=300), ""),
    "people": (sa.String(length=100), ""),
    "year": (sa.Integer(), None),
    "search_text": (sa.Text(), ""),
    "twin": (sa.String(length=300), ""),
    "retracted": (sa.Boolean(), "0"),
}
ADDED: dict[str, tuple[sa.types.TypeEngine[object], str | None]] = {
    "retracted_on": (sa.String(length=20), ""),
    "retraction_source": (sa.String(length=300), ""),
}
COUNTS = ("asked", "answered")


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("reference") as batch:
        for name, (kind, value) in {**FILED, **ADDED}.items():
            nullable = value is None
            batch.add_column(sa.Column(name, kind, nullable=nullable, server_default=value))
        batch.add_column(sa.Column("merged_into_id", sa.String(length=12), nullable=True))
    _file_all()
    with op.batch_alter_table("reference") as batch:
        for name, (kind, value) in {**FILED, **ADDED}.items():
            if value is not None:
                batch.alter_column(name, existing_type=kind, server_default=None)
        batch.create_foreign_key(
            op.f("fk_reference_merged_into_id_reference"), "reference", ["merged_into_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_reference_is_no_twin_of_itself"),
            "merged_into_id IS NULL OR merged_into_id <> id",
        )
        batch.create_index("ix_reference_pmid", ["project_id", "pmid"])
        batch.create_index("ix_reference_twin", ["project_id", "twin"])
        batch.create_index("ix_reference_merged_into_id", ["merged_into_id"])
    with op.batch_alter_table("reference_import") as batch:
        for name in COUNTS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("reference_import") as batch:
        for name in COUNTS:
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)
        batch.create_check_constraint(
            op.f("ck_reference_import_answers_were_asked_for"),
            "answered >= 0 AND answered <= asked",
        )
    op.create_table(
        "citation_style",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("own_title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sample", JSON, nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "name <> 'own' OR source <> ''",
            name=op.f("ck_citation_style_an_own_style_has_a_source"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_citation_style_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation_style")),
        sa.UniqueConstraint("project_id", name=op.f("uq_citation_style_project_id")),
    )
    op.create_table(
        "reference_pair",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("first_id", sa.String(length=12), nullable=False),
        sa.Column("second_id", sa.String(length=12), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "apart",
                "merged",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before", JSON, nullable=False),
        sa.Column("merged_at_revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_reference_pair_is_about_two")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["reference.id"], name=op.f("fk_reference_pair_first_id_reference")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reference_pair_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_reference_pair_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["reference.id"], name=op.f("fk_reference_pair_second_id_reference")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_pair")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_reference_pair_first_id_second_id")
        ),
    )
    op.create_index(
        op.f("ix_reference_pair_project_id"), "reference_pair", ["project_id"], unique=False
    )
    op.create_index(
        op.f("ix_reference_pair_second_id"), "reference_pair", ["second_id"], unique=False
    )


def _file_all() -> None:
    """Fill the new columns of the references that are there."""
    names = ("doi", *FILED)
    table = sa.table("reference", sa.column("id"), sa.column("csl", JSON), *map(sa.column, names))
    connection = op.get_bind()
    for key, csl in connection.execute(sa.select(table.c.id, table.c.csl)).all():
        place = filed(csl)
        connection.execute(
            table.update()
            .where(table.c.id == key)
            .values({name: getattr(place, name) for name in names})
        )


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_reference_pair_second_id"), table_name="reference_pair")
    op.drop_index(op.f("ix_reference_pair_project_id"), table_name="reference_pair")
    op.drop_table("reference_pair")
    op.drop_table("citation_style")
    with op.batch_alter_table("reference_import") as batch:
        batch.drop_constraint(op.f("ck_reference_import_answers_were_asked_for"), type_="check")
        for name in COUNTS:
            batch.drop_column(name)
    with op.batch_alter_table("reference") as batch:
        for name in ("merged_into_id", "twin", "pmid"):
            batch.drop_index(f"ix_reference_{name}")
        batch.drop_constraint(op.f("ck_reference_is_no_twin_of_itself"), type_="check")
        batch.drop_constraint(op.f("fk_reference_merged_into_id_reference"), type_="foreignkey")
        for name in (*FILED, *ADDED, "merged_into_id"):
            batch.drop_column(name)
