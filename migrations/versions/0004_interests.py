"""Interests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


TABLES = ("interest_declaration", "interest_management")


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
        "interest_declaration",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nothing_to_declare", sa.Boolean(), nullable=False),
        sa.Column("interests", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_interest_declaration_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_declaration_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_interest_declaration_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
        sa.UniqueConstraint(
            "project_id",
            "person_id",
            "number",
            name=op.f("uq_interest_declaration_project_id_person_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_interest_declaration_person_id"),
        "interest_declaration",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "interest_management",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=12), nullable=False),
        sa.Column("declaration_id", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "none",
                "low",
                "moderate",
                "high",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "measure",
            sa.Enum(
                "none",
                "abstains",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("assessor_id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "level IN ('none', 'low') OR measure = 'abstains'",
            name=op.f("ck_interest_management_ladder"),
        ),
        sa.CheckConstraint(
            "measure = 'none' OR (reason <> '' AND key <> '')",
            name=op.f("ck_interest_management_abstaining_has_a_reason"),
        ),
        sa.CheckConstraint(
            "person_id <> assessor_id",
            name=op.f("ck_interest_management_nobody_assesses_themselves"),
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["person.id"], name=op.f("fk_interest_management_assessor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["interest_declaration.id"],
            name=op.f("fk_interest_management_declaration_id_interest_declaration"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_management_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_interest_management_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_management")),
        sa.UniqueConstraint(
            "project_id",
            "person_id",
            "key",
            "number",
            name=op.f("uq_interest_management_project_id_person_id_key_number"),
        ),
    )
    op.create_index(
        op.f("ix_interest_management_declaration_id"),
        "interest_management",
        ["declaration_id"],
        unique=False,
    )
    op.create_index(
        "ix_interest_management_person",
        "interest_management",
        ["person_id", "measure"],
        unique=False,
    )
    for table in TABLES:
        append_only(table)


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_interest_management_person", table_name="interest_management")
    op.drop_index(op.f("ix_interest_management_declaration_id"), table_name="interest_management")
    op.drop_table("interest_management")
    op.drop_index(op.f("ix_interest_declaration_person_id"), table_name="interest_declaration")
    op.drop_table("interest_declaration")
