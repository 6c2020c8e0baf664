"""What goes along when a whole project is taken into one file: see `importers`."""

from sqlalchemy import Table

from guidelines.db import Base
from guidelines.projects.importers import Part, goes_along


def tables_of(part: Part) -> list[Table]:
    """Return the tables of a part that go along, those that others point at first."""
    if not part.tables:
        return []
    own = {
        mapper.local_table
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(part.tables)
    }
    found = [
        table
        for table in Base.metadata.sorted_tables
        if table in own and table.name not in part.left_out
    ]
    return sorted(found, key=lambda table: table.name in part.belongs)


goes_along(
    Part(
        "projects",
        tables="guidelines.projects.models",
        left_out=frozenset({"member", "network", "network_member", "project"}),
        reasons=("Roles of members, as rights: the list of members is in it to be read.",),
    )
)
