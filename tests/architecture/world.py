"""The told demonstration as a world for generated tests: an id for every argument."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flask import Flask, has_app_context
from sqlalchemy import inspect, select

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.consensus.models import CustodyRequest, Process, Proposal, Round
from guidelines.consensus.rules.custody import Wish
from guidelines.db import Base, db, session, transaction
from guidelines.drafts.models import Asset, Document, DocumentImport, DocumentKind, Recommendation
from guidelines.drafts.queries import current_version
from guidelines.drafts.rules.kinds import ImportState
from guidelines.evidence.models import ReferenceImport
from guidelines.evidence.models.imports import ImportState as ReferenceState
from guidelines.permissions import Role
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with
from guidelines.publishing.models import (
    Appraisal,
    Appraiser,
    ApprovalBody,
    ApprovalRequest,
    Edition,
    Endorsement,
    ErrorReport,
    ExternalGuideline,
    Indicator,
    SafetyNotice,
)
from guidelines.publishing.rules.indicators import Aim, IndicatorKind
from guidelines.publishing.rules.reports import Urgency
from guidelines.publishing.rules.states import Gate
from guidelines.reviews.models import CommentSource, WordReturn
from guidelines.reviews.rules import SourceKind
from guidelines.reviews.rules.word_files import FileState
from guidelines.storage import storage

# The table that an argument of an address names, where its name does not say so itself.
TABLES = {
    "group_id": "stakeholder_group",
    "approval_id": "approval_request",
    "change_id": "editorial_change",
    "body_id": "approval_body",
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
    "thread_id": "comment_thread",
    "source_id": "comment_source",
}


# What is no row: one of the values that an argument can have.
WORDS = {"ending": "xlsx", "orpha_code": "2014"}


class World:
    """An installation in which the demonstration was told; it can be reset at any time."""

    def __init__(self, told: Settings, folder: Path) -> None:
        self.folder = folder
        self.told = told
        shutil.copytree(told.instance, folder, dirs_exist_ok=True)
        self.settings = told.model_copy(update={"instance": folder})
        self.app = create_app(self.settings)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.source = folder / "as-it-was.sqlite3"
        with self.inside():
            complete()
            db.engine.dispose()
        shutil.copy(self.database, self.source)

    @property
    def database(self) -> Path:
        """The file of the database."""
        return Path(self.settings.database.removeprefix("sqlite:///"))

    def reset(self) -> None:
        """Put the database back as it was told."""
        if has_app_context():
            session.remove()  # the caller's own session must let the old file go
        with self.app.app_context():
            db.engine.dispose()
        for tail in ("-wal", "-shm"):
            self.database.with_name(self.database.name + tail).unlink(missing_ok=True)
        shutil.copy(self.source, self.database)

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
                if _is_of(row, project) and not _is_special(row):
                    found: Base = row
                    return found
        return None


def complete() -> None:
    """Add what the story leaves out, so that every address can be asked for."""
    with transaction():
        for request in session.scalars(select(ApprovalRequest)):
            where = {"network_id": request.network_id, "project_id": request.project_id}
            session.add(ApprovalBody(**where, title=f"Board {request.id}"))
            appraisal = Appraisal(
                **where,
                document_id=request.document_id,
                version_number=request.version_number,
                instrument="agree-ii",
                opened_by=request.requested_by,
            )
            session.add(
                Appraiser(appraisal=appraisal, name="Expert", email=f"{request.id}@else.example")
            )
            session.add(
                Endorsement(
                    **where,
                    document_id=request.document_id,
                    request_id=request.id,
                    organisation="Society",
                    given_on=date(2026, 3, 3),
                    letter_sha256=storage().put(b"We endorse it."),
                    letter_name="letter.txt",
                    letter_type="text/plain",
                    recorded_by=request.requested_by,
                )
            )
        for row in session.scalars(select(Recommendation)):
            session.add(
                Indicator(
                    network_id=row.network_id,
                    project_id=row.project_id,
                    document_id=row.document_id,
                    key=row.key,
                    name="Children seen",
                    kind=IndicatorKind.PROCESS,
                    numerator="Children seen",
                    denominator="All children",
                    aim=Aim.AT_LEAST,
                    target="95",
                    data_source="Registry",
                    saved_by=members_with(row.project_id, Role.CHAIR)[0].person_id,
                )
            )
        for edition in session.scalars(select(Edition)):
            where = {
                "network_id": edition.network_id,
                "project_id": edition.project_id,
                "document_id": edition.document_id,
                "number": edition.major * 100 + edition.minor,
            }
            session.add(
                ErrorReport(
                    **where,
                    edition_id=edition.id,
                    urgency=Urgency.WRONG,
                    body="A word is missing.",
                    due_on=date(2026, 3, 3),
                )
            )
            session.add(
                SafetyNotice(
                    **where,
                    text="Do not use the second recommendation.",
                    proposed_by=edition.published_by,
                )
            )
        for document in session.scalars(select(Document)):
            session.add(
                CommentSource(
                    network_id=document.network_id,
                    project_id=document.project_id,
                    document_id=document.id,
                    kind=SourceKind.LETTER,
                    name="A caller",
                    received_on=date(2026, 3, 3),
                    filename="letter.txt",
                    sha256=storage().put(b"We ask for more."),
                    person_id=members_with(document.project_id, Role.CHAIR)[0].person_id,
                )
            )
            complete_files(document, members_with(document.project_id, Role.CHAIR)[0].person_id)
        for process in session.scalars(select(Process)):
            session.add(
                CustodyRequest(
                    process_id=process.id,
                    wish=Wish.LINKED_ROWS,
                    reason="A methodologist recounts the stability.",
                    asked_by=members_with(process.project_id, Role.CHAIR)[0].person_id,
                    asked_on=date(2026, 3, 3),
                )
            )
        for round_ in session.scalars(select(Round)):
            words = "Every child is weighed."
            session.add(Proposal(round_id=round_.id, original=words, text=words, reason=""))


def complete_files(document: Document, person_id: str) -> None:
    """Add what was handed in as a file: a picture, a text, references, a Word file."""
    project = {"network_id": document.network_id, "project_id": document.project_id}
    sha256 = storage().put(b"GIF89a")
    session.add(
        Asset(
            **project,
            document_id=document.id,
            name="unused.gif",
            media_type="image/gif",
            sha256=sha256,
            size=6,
            alternative="Nothing",
        )
    )
    session.add(
        DocumentImport(
            **project,
            filename="text.docx",
            sha256=sha256,
            title="Text",
            kind=DocumentKind.GUIDELINE,
            state=ImportState.FAILED,
            failure="It cannot be read.",
        )
    )
    session.add(
        ReferenceImport(
            project_id=document.project_id,
            filename="list.ris",
            sha256=sha256,
            state=ReferenceState.FAILED,
            failure="It cannot be read.",
        )
    )
    session.add(
        WordReturn(
            **project,
            document_id=document.id,
            version_id=current_version(document).id,
            filename="text.docx",
            sha256=sha256,
            state=FileState.FAILED,
            failure="It cannot be read.",
            person_id=person_id,
        )
    )


def _is_of(row: Base, project: Project) -> bool:
    """Tell whether a row belongs to a project; what is a network's belongs to all of its own."""
    if isinstance(row, ExternalGuideline):
        return row.network_id == project.network_id
    return bool(getattr(row, "project_id", None) == project.id)


def _is_special(row: Base) -> bool:
    """Tell whether a row is of a review whose names only the chair sees, or a plan to sign."""
    blinded = getattr(getattr(row, "round", row), "blinded", False)
    return bool(blinded or getattr(row, "gate", None) is Gate.PLAN)


def key_of(row: Base) -> str:
    """Return the primary key of `row` as it stands in an address."""
    [value] = inspect(row).identity or [""]
    return str(value)
