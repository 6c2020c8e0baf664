"""Take a whole project along in one file."""

from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from sqlalchemy import Table, select

from guidelines import audit
from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.events import ProjectExported
from guidelines.permissions import Action, Actor, require
from guidelines.projects.importers import PEOPLE, PROJECT, Row, Tables, Writer, parts
from guidelines.projects.models import Project
from guidelines.projects.queries import members_of
from guidelines.projects.service.transfer import tables_of
from guidelines.storage import storage


def export_project(
    actor: Actor, project: Project, target: IO[bytes], *, with_addresses: bool = True
) -> None:
    """Write a project with all its parts into an open file.

    `with_addresses` keeps the e-mail addresses of its people, so that their work finds them again.
    """
    require(actor, Action.PROJECT_EXPORT, project)

    writer = Writer(target)
    taken: dict[str, list[Row]] = {}
    people: set[str] = set()
    told: dict[str, Any] = {}
    for part in parts():
        for table in tables_of(part):
            rows = _rows_in(table, project, taken, part.belongs.get(table.name))
            taken[table.name] = rows
            people |= _people_in(table, rows)
            if (column := part.files.get(table.name)) is not None:
                for row in rows:
                    if row[column]:
                        writer.add(f"files/{row[column]}", storage().get(row[column]))
        if (facts := part.facts(project.id)) is not None:
            told[part.name] = facts
        for name, content in part.papers(project.id):
            writer.add(name, content)
    for name, rows in sorted(taken.items()):
        writer.add_json(f"tables/{name}.json", rows)
    for name, facts in sorted(told.items()):
        writer.add_json(f"information/{name}.json", facts)
    writer.add_json("information/members.json", _members(project, with_addresses))
    writer.add_json("people.json", _people(people, with_addresses))
    writer.finish(
        {
            "project": {name: getattr(project, name) for name in PROJECT},
            "network": project.network.slug,
            "tables": {name: len(rows) for name, rows in sorted(taken.items())},
            "not_in_it": [str(one) for part in parts() for one in part.reasons],
        }
    )
    audit.record(actor, ProjectExported(network_id=project.network_id, project_id=project.id))


def _rows_in(
    table: Table, project: Project, taken: Tables, belongs: tuple[str, str] | None
) -> list[Row]:
    """Return the rows of a table that belong to a project, by their primary key."""
    query = select(table)
    if "project_id" in table.c:
        query = query.where(table.c.project_id == project.id)
        found = session.execute(query).mappings().all()
    else:
        column, parent = belongs or _way_up(table, taken)
        keys = [row["id"] for row in taken[parent]]
        found = [
            row
            for start in range(0, len(keys), 500)
            for row in session.execute(
                query.where(table.c[column].in_(keys[start : start + 500]))
            ).mappings()
        ]
    away = [
        column.name
        for column in table.c
        if any(key.column.table.name not in _known(taken, table) for key in column.foreign_keys)
    ]
    rows = [
        {name: None if name in away else _plain(value) for name, value in row.items()}
        for row in found
    ]
    keys_of = [column.name for column in table.primary_key.columns]
    return sorted(rows, key=lambda row: [str(row[name]) for name in keys_of])


def _known(taken: Iterable[str], table: Table) -> set[str]:
    return {*taken, table.name, "person", "project", "network"}


def _way_up(table: Table, taken: Tables) -> tuple[str, str]:
    """Return the column by which the rows of a table belong to those of another."""
    for column in table.c:
        for key in column.foreign_keys:
            parent = key.column.table.name
            if parent in taken and key.column.name == "id" and not column.nullable:
                return column.name, parent
    raise LookupError(f"{table.name} belongs to no table that goes along")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value) if not isinstance(value, str) else str(value)


def _people_in(table: Table, rows: list[Row]) -> set[str]:
    columns = [
        column.name
        for column in table.c
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
    return {row[name] for row in rows for name in columns if row[name]}


def _people(ids: set[str], with_addresses: bool) -> list[Row]:
    found = []
    for key in sorted(ids):
        person = session.get_one(Person, key)
        row = {name: getattr(person, name) for name in PEOPLE}
        found.append(row if with_addresses else {**row, "email": ""})
    return found


def _members(project: Project, with_addresses: bool) -> list[Row]:
    return [
        {
            "name": one.person.name,
            "email": one.person.email if with_addresses else "",
            "role": one.role.value,
            "group": one.group.title if one.group else "",
        }
        for one in members_of(project)
    ]
