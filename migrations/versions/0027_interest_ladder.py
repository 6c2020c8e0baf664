"""Interest ladder: what follows from an interest has four steps."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MANAGED = "interest_management"
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
            op.execute(f"DROP TRIGGER {table}_no_{change}")
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
    with open_to_change(MANAGED):
        allow(NEW)


def downgrade() -> None:
    """Go down: what there was no word for becomes the step below."""
    rows = sa.table(MANAGED, sa.column("measure"))
    with open_to_change(MANAGED):
        for step, below in (("no-lead", "none"), ("out", "abstains")):
            op.execute(rows.update().where(rows.c.measure == step).values(measure=below))
        allow(OLD)
