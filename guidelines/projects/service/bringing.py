"""Make a project of the file of another one, all of it or nothing."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, Enum, String, Table
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from guidelines import audit
from guidelines.accounts.models import Person
from guidelines.accounts.queries import person_with
from guidelines.accounts.service import checked_email
from guidelines.db import ALPHABET, Base, UTCDateTime, new_key, now, session
from guidelines.errors import Invalid, sentence
from guidelines.events import ProjectBrought
from guidelines.permissions import Action, Actor, require
from guidelines.projects.importers import PEOPLE, PROJECT, Held, Row, Tables, parts, wrong
from guidelines.projects.models import Network, Project
from guidelines.projects.queries import project_called
from guidelines.projects.rules import check_project, check_slug
from guidelines.projects.service.transfer import tables_of
from guidelines.storage import storage

KEPT = "kept.invalid"
OTHER_VERSION = sentence(
    "This file was made by another version of Concord. Update both to the same version, export "
    "the project again, then import it."
)
FOREIGN = sentence("This file contradicts itself: it names things that it does not hold.")


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import made: the project, how many rows, and how many people were new here."""

    project: Project
    rows: int
    new_people: int


def bring_project(
    actor: Actor, network: Network, held: Held, *, slug: str = "", title: str = ""
) -> Brought:
    """Make a project of the file of another one, all of it or nothing.

    People are found by their address; who is not here gets an account without a role. Everything
    gets new ids. Roles do not come along: name a chair afterwards.
    """
    require(actor, Action.PROJECT_IMPORT, network)

    told = held.manifest.get("project")
    if not isinstance(told, dict) or not all(isinstance(told.get(n), str) for n in PROJECT):
        raise wrong(OTHER_VERSION)
    slug, title = slug or told["slug"], title or told["title"]
    check_slug(slug)
    check_project(title, told["time_zone"])
    if project_called(network, slug) is not None:
        raise Invalid(
            {
                "slug": sentence(
                    "This network has a project called %(slug)s already. Give another short name.",
                    slug=slug,
                )
            }
        )
    wanted = {table.name: table for part in parts() for table in tables_of(part)}
    if set(held.tables) != set(wanted):
        raise wrong(OTHER_VERSION)
    _check_rows(held, wanted, told)
    project = Project(
        id=new_key(),
        network_id=network.id,
        slug=slug,
        title=title,
        scope=told["scope"],
        time_zone=told["time_zone"],
    )
    session.add(project)
    session.flush()
    people, new_people = _brought_people(held)
    ids = {**_fresh(held.tables), **people, told["id"]: project.id, told["network_id"]: network.id}
    tables = {
        name: [_renamed(wanted[name], row, ids) for row in rows]
        for name, rows in held.tables.items()
    }
    for part in parts():
        try:
            part.check(tables)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise wrong(FOREIGN) from None
        part.settle(tables, network.id)
    _store(held)
    _insert(wanted, tables)
    audit.record(
        actor,
        ProjectBrought(network_id=network.id, project_id=project.id, title=title),
    )
    return Brought(project, sum(len(rows) for rows in tables.values()), new_people)


def _check_rows(held: Held, wanted: dict[str, Table], told: Row) -> None:
    """Refuse rows with other columns, and rows that point at what is not in the file."""
    known: dict[str, set[Any]] = {
        name: {row.get("id") for row in rows} for name, rows in held.tables.items()
    }
    known["person"] = {row.get("id") for row in held.people}
    known["project"], known["network"] = {told["id"]}, {told["network_id"]}
    for name, rows in held.tables.items():
        table = wanted[name]
        columns = {column.name for column in table.c}
        points = [
            (column.name, key.column.table.name)
            for column in table.c
            for key in column.foreign_keys
            if key.column.name == "id"
        ]
        points += [part.belongs[name] for part in parts() if name in part.belongs]
        fixed = [n for n in ("project_id", "network_id") if n in columns]
        for row in rows:
            if set(row) != columns:
                raise wrong(OTHER_VERSION)
            if any(row[n] != told["id" if n == "project_id" else n] for n in fixed):
                raise wrong(FOREIGN)
            for column, target in points:
                if row[column] is not None and row[column] not in known.get(target, ()):
                    raise wrong(FOREIGN)


def _fresh(tables: Tables) -> dict[str, str]:
    """Return a new id for each old one, in the same order, so that what is sorted stays so."""
    old = {row["id"] for rows in tables.values() for row in rows if "id" in row}
    if not all(isinstance(key, str) and key for key in old):
        raise wrong(FOREIGN)
    new: set[str] = set()
    while len(new) < len(old):
        new.add("".join(secrets.choice(ALPHABET) for _ in range(12)))
    return dict(zip(sorted(old), sorted(new), strict=True))


def _brought_people(held: Held) -> tuple[dict[str, str], int]:
    """Return the ids of people here by their ids there; who is unknown gets an account."""
    found: dict[str, str] = {}
    added = 0
    for row in held.people:
        if set(row) != set(PEOPLE) or not all(isinstance(v, str) for v in row.values()):
            raise wrong(OTHER_VERSION)
        address = checked_email(row["email"]) if row["email"] else ""
        person = person_with(address) if address else None
        if person is None:
            key = new_key()
            person = Person(
                id=key,
                email=address or f"{key}@{KEPT}",
                name=row["name"][:120] or "?",
                affiliation=row["affiliation"][:200],
                country=row["country"] if len(row["country"]) == 2 else "",
                discipline=row["discipline"][:120],
                deactivated_at=None if address else now(),
            )
            session.add(person)
            session.flush()
            added += 1
        found[row["id"]] = person.id
    return found, added


def _renamed(table: Table, row: Row, ids: dict[str, str]) -> Row:
    """Return a row as it is stored here: new ids, moments and words of lists as they belong."""
    return {column.name: _value(column, row[column.name], ids) for column in table.c}


def _value(column: Column[Any], value: Any, ids: dict[str, str]) -> Any:
    kind = column.type
    if value is None:
        if not column.nullable:
            raise wrong(OTHER_VERSION)
        return None
    if isinstance(kind, DateTime | UTCDateTime):
        return _moment(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        try:
            return kind.enum_class(value)
        except ValueError:
            raise wrong(OTHER_VERSION) from None
    if isinstance(kind, JSON):
        return _deep(value, ids)
    if isinstance(kind, Date):
        return _moment(value).date()
    fits = type(value) is kind.python_type or (type(value), kind.python_type) == (int, float)
    too_long = isinstance(kind, String) and kind.length and len(str(value)) > kind.length
    if not fits or too_long:
        raise wrong(OTHER_VERSION)
    return ids.get(value, value) if isinstance(kind, String) and kind.length == 12 else value


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise wrong(OTHER_VERSION) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _deep(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_deep(one, ids) for one in value]
    if isinstance(value, dict):
        return {key: _deep(one, ids) for key, one in value.items()}
    return value


def _store(held: Held) -> None:
    """Store the files that rows name; one that is missing is refused."""
    for part in parts():
        for name, column in part.files.items():
            for row in held.tables.get(name, []):
                sha = row[column]
                if sha and sha not in held.hashes:
                    raise wrong(FOREIGN)
                if sha and storage().put(held.stored(sha)) != sha:
                    raise wrong(FOREIGN)


def _insert(wanted: dict[str, Table], tables: Tables) -> None:
    """Insert all rows; a row that points at one of its own table is completed afterwards."""
    order = [table for table in Base.metadata.sorted_tables if table.name in tables]
    try:
        for table in order:
            rows = tables[table.name]
            if not rows:
                continue
            own = [
                column.name
                for column in table.c
                if any(key.column.table is table for key in column.foreign_keys)
            ]
            plain = [{**row, **dict.fromkeys(own)} for row in rows] if own else rows
            for start in range(0, len(plain), 500):
                session.execute(table.insert(), plain[start : start + 500])
            for row in rows:
                if any(row[name] for name in own):
                    values = {name: row[name] for name in own}
                    session.execute(table.update().where(table.c.id == row["id"]).values(**values))
        session.flush()
    except (IntegrityError, DataError, StatementError, LookupError, TypeError):
        raise wrong(FOREIGN) from None
