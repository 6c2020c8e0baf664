"""The told demonstration as a world for generated tests: an id for every argument."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, has_app_context
from sqlalchemy import inspect, select

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import Base, db, session
from guidelines.projects.models import Project

# The table that an argument of an address names, where its name does not say so itself.
TABLES = {
    "group_id": "stakeholder_group",
    "approval_id": "approval_request",
    "change_id": "editorial_change",
    "declaration_id": "interest_declaration",
    "profile_id": "evidence_profile",
    "question_id": "evidence_question",
    "search_id": "evidence_search",
    "strategy_id": "search_strategy",
    "observation_id": "expert_observation",
    "table_id": "bias_table",
    "import_id": "reference_import",
    "process_id": "consensus_process",
    "round_id": "consensus_round",
    "minority_id": "minority_statement",
}


class World:
    """An installation in which the demonstration was told; it can be reset at any time."""

    def __init__(self, told: Settings, folder: Path) -> None:
        self.folder = folder
        self.told = told
        shutil.copytree(told.instance, folder, dirs_exist_ok=True)
        self.settings = told.model_copy(update={"instance": folder})
        self.app = create_app(self.settings)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)

    def reset(self) -> None:
        """Put the database back as it was told."""
        if has_app_context():
            session.remove()  # the caller's own session must let the old file go
        with self.app.app_context():
            db.engine.dispose()
        source = Path(self.told.database.removeprefix("sqlite:///"))
        target = Path(self.settings.database.removeprefix("sqlite:///"))
        for tail in ("-wal", "-shm"):
            target.with_name(target.name + tail).unlink(missing_ok=True)
        shutil.copy(source, target)

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """Be inside the application."""
        with self.app.app_context():
            yield self.app
            session.remove()

    def projects(self) -> list[Project]:
        """Return the projects, the finished one first."""
        return list(session.scalars(select(Project).order_by(Project.slug)))

    def row(self, argument: str, project: Project) -> Base | None:
        """Return a row of `project` that `argument` of an address can name."""
        table = TABLES.get(argument, argument.removesuffix("_id"))
        if table == "project":
            return project
        if table == "network":
            return project.network
        for mapper in Base.registry.mappers:
            if mapper.local_table.name != table:  # type: ignore[attr-defined]
                continue
            for row in session.scalars(select(mapper.class_)):
                if getattr(row, "project_id", None) == project.id:
                    found: Base = row
                    return found
        return None


def key_of(row: Base) -> str:
    """Return the primary key of `row` as it stands in an address."""
    [value] = inspect(row).identity or [""]
    return str(value)
