"""Interest ladder: four steps follow from an interest; topics, rules of a project, ORCID."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MANAGED = "interest_management"
DECLARED = "interest_declaration"
WHOSE = ["id", "person_id", "project_id"]
WHOLE = "uq_interest_declaration_id_person_id_project_id"
CONFIRMS = "fk_interest_declaration_confirms_id_interest_declaration"
TO_ONE = "fk_interest_management_declaration_id_interest_declaration"
TO_WHOSE = "fk_interest_management_declaration"
OLD = {
    "measure": "measure IN ('none', 'abstains')",
    "ladder": "level IN ('none', 'low') OR measure = 'abstains'",
    "abstaining_has_a_reason": "measure = 'none' OR (reason <> '' AND key <> '')",
}
NEW = {
    "measure": "measure IN ('none', 'no-lead', 'abstains', 'out')",
    "ladder": "level IN ('none', 'low') OR measure IN ('abstains', 'out')",
    "abstaining_has_a_reason": ("measure IN ('none', 'no-lead') OR (reason <> '' AND key <> '')"),
}


def is_sqlite() -> bool:
    """Whether a changed table is written anew, and loses its triggers by that."""
    return op.get_bind().dialect.name == "sqlite"


def append_only(table: str) -> None:
    """Let rows of `table` be inserted only."""
    if not is_sqlite():
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


@contextmanager
def open_to_change(table: str) -> Iterator[None]:
    """Let rows of an append-only `table` be changed in the block."""
    if is_sqlite():
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
    else:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    yield
    append_only(table)


def allow(checks: dict[str, str]) -> None:
    """Change what may follow from an interest."""
    with op.batch_alter_table(MANAGED) as table:
        for name in checks:
            table.drop_constraint(op.f(f"ck_{MANAGED}_{name}"), type_="check")
        for name, check in checks.items():
            table.create_check_constraint(op.f(f"ck_{MANAGED}_{name}"), check)


def upgrade() -> None:
    """Go up."""
    with open_to_change(DECLARED), op.batch_alter_table(DECLARED) as table:
        table.add_column(sa.Column("confirms_id", sa.String(12), nullable=True))
        table.add_column(sa.Column("occasion", sa.String(200), nullable=False, server_default=""))
        table.create_foreign_key(op.f(CONFIRMS), DECLARED, ["confirms_id"], ["id"])
        table.create_unique_constraint(op.f(WHOLE), WHOSE)
    with open_to_change(MANAGED):
        allow(NEW)
        with op.batch_alter_table(MANAGED) as table:
            table.drop_constraint(op.f(TO_ONE), type_="foreignkey")
            table.create_foreign_key(
                op.f(TO_WHOSE), DECLARED, ["declaration_id", *WHOSE[1:]], WHOSE
            )
    op.create_table(
        "recommendation_topic",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("project_id", sa.String(12), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("lead_id", sa.String(12), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_recommendation_topic_has_a_title")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["person.id"], name=op.f("fk_recommendation_topic_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_recommendation_topic_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_topic")),
        sa.UniqueConstraint(
            "project_id", "title", name=op.f("uq_recommendation_topic_project_id_title")
        ),
    )
    op.create_table(
        "interest_policy",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("project_id", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("person_id", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_interest_policy_numbers_count_up")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_policy_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_interest_policy_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_policy")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_interest_policy_project_id_number")
        ),
    )
    append_only("interest_policy")
    op.add_column("person", sa.Column("orcid", sa.String(19), nullable=False, server_default=""))
    op.add_column(
        "recusal", sa.Column("outright", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Go down: what there was no word for becomes the step below."""
    op.drop_column("recusal", "outright")
    op.drop_column("person", "orcid")
    op.drop_table("interest_policy")
    op.drop_table("recommendation_topic")
    rows = sa.table(MANAGED, sa.column("measure"))
    with open_to_change(MANAGED):
        for step, below in (("no-lead", "none"), ("out", "abstains")):
            op.execute(rows.update().where(rows.c.measure == step).values(measure=below))
        allow(OLD)
        with op.batch_alter_table(MANAGED) as table:
            table.drop_constraint(op.f(TO_WHOSE), type_="foreignkey")
            table.create_foreign_key(op.f(TO_ONE), DECLARED, ["declaration_id"], ["id"])
    with open_to_change(DECLARED), op.batch_alter_table(DECLARED) as table:
        table.drop_constraint(op.f(WHOLE), type_="unique")
        table.drop_constraint(op.f(CONFIRMS), type_="foreignkey")
        table.drop_column("occasion")
        table.drop_column("confirms_id")
