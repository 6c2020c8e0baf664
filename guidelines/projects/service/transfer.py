"""What goes along when a whole project is taken into one file: see `importers`."""

from typing import Any

from sqlalchemy import Table, select

from guidelines.audit import AuditEntry
from guidelines.db import Base, session
from guidelines.events import ProjectExported
from guidelines.projects.importers import NOT_OF_A_PROJECT, Part, goes_along


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


def record_of(project_id: str) -> list[dict[str, Any]]:
    """Return what happened in a project, oldest first, with its seals.

    Exports at its end are not told: a project that did not change gives the same file again.
    """
    entries = list(
        session.scalars(
            select(AuditEntry).where(AuditEntry.chain == project_id).order_by(AuditEntry.number)
        )
    )
    while entries and entries[-1].event == ProjectExported.name:
        entries.pop()
    return [
        {
            "number": one.number,
            "at": one.at.isoformat(),
            "actor": one.actor_id,
            "event": one.event,
            "detail": one.detail,
            "previous": one.previous,
            "sha256": one.sha256,
        }
        for one in entries
    ]


goes_along(
    Part(
        "projects",
        tables="guidelines.projects.models",
        left_out={
            "member": "Roles of members, as rights: the list of members is in it to be read.",
            "network": NOT_OF_A_PROJECT,
            "network_member": NOT_OF_A_PROJECT,
            "project": NOT_OF_A_PROJECT,  # it is the head of the file
        },
    )
)
_RECORD = (
    "The record of what happened here is in it to be read; where the project comes to, a record "
    "of its own begins."
)
goes_along(
    Part(
        "record",
        left_out={
            "audit_entry": _RECORD,
            "audit_head": _RECORD,
            **dict.fromkeys(
                (
                    "api_token", "attempt", "job", "job_effect", "mail_link", "person", "sign_in",
                ),
                NOT_OF_A_PROJECT,
            ),
        },
        facts=record_of,
    )
)  # fmt: skip
