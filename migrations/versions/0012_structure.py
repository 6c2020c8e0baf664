"""Structure: more kinds of documents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("document", "document_import")
BEFORE = (
    "guideline", "standard-of-care", "consensus-statement", "pathway", "short-version",
    "patient-version", "translation",
)  # fmt: skip
AFTER = (
    "guideline", "standard-of-care", "consensus-statement", "evidence-report", "pathway",
    "protocol", "dos-and-donts", "quality-measures", "adaptation", "short-version",
    "patient-booklet", "patient-version", "translation",
)  # fmt: skip
# What a new kind is nearest to among those there were before.
NEAREST = {
    "evidence-report": "guideline",
    "protocol": "pathway",
    "dos-and-donts": "short-version",
    "quality-measures": "standard-of-care",
    "adaptation": "guideline",
    "patient-booklet": "patient-version",
}


def upgrade() -> None:
    """Go up."""
    for table in TABLES:
        _allow(table, AFTER)


def downgrade() -> None:
    """Go down."""
    for table in TABLES:
        rows = sa.table(table, sa.column("kind"))
        for kind, nearest in NEAREST.items():
            op.execute(rows.update().where(rows.c.kind == kind).values(kind=nearest))
        _allow(table, BEFORE)


def _allow(table: str, kinds: Sequence[str]) -> None:
    """Change the CHECK that says which kinds a row of `table` may have."""
    name = f"ck_{table}_documentkind"
    check = "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, check)
        return
    # A table that others refer to cannot be made anew while foreign keys are watched. What the
    # database itself advises for such a change is to write the words of the CHECK in its schema.
    connection = op.get_bind()
    words = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    before, found, after = words.partition(f"CONSTRAINT {name} CHECK (")
    if not found:
        raise LookupError(f"table {table} has no CHECK {name}")
    rest = after[after.index("))") + 2 :]
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (f"{before}{found}{check}){rest}", table),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
