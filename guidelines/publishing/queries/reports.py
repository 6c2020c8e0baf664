"""Reads of the errors that readers reported."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.permissions import POLICY, Action
from guidelines.projects.queries import members_with
from guidelines.publishing.models import ErrorReport, ReportStep
from guidelines.publishing.rules.reports import ReportState

OPEN = (ReportState.RECEIVED, ReportState.LOOKING)


def people_of(project_id: str) -> dict[str, str]:
    """Return who of a project deals with reports: names by person id."""
    rows = members_with(project_id, *POLICY[Action.ERROR_TRIAGE].roles)
    return {row.person_id: row.person.name for row in rows}


def reports_of(document: Document) -> Sequence[ErrorReport]:
    """Return the reports on a document: what is open first, what could harm before all."""
    rows = session.scalars(
        select(ErrorReport)
        .where(ErrorReport.document_id == document.id)
        .options(joinedload(ErrorReport.edition), joinedload(ErrorReport.in_charge))
        .order_by(ErrorReport.number.desc())
    ).all()
    return sorted(
        rows,
        key=lambda row: (
            row.state is ReportState.ANSWERED,
            row.is_held,
            not row.is_urgent,
            row.due_on if row.state is not ReportState.ANSWERED else row.due_on.min,
        ),
    )


def steps_of(report: ErrorReport) -> Sequence[ReportStep]:
    """Return what was done about a report, oldest first."""
    return session.scalars(
        select(ReportStep)
        .where(ReportStep.report_id == report.id)
        .options(joinedload(ReportStep.person))
        .order_by(ReportStep.number)
    ).all()


def open_reports(project_ids: Sequence[str]) -> list[ErrorReport]:
    """Return the reports of some projects that wait for an answer and are not held back."""
    rows = session.scalars(
        select(ErrorReport)
        .where(ErrorReport.project_id.in_(project_ids), ErrorReport.state.in_(OPEN))
        .options(
            joinedload(ErrorReport.document).joinedload(Document.project),
            selectinload(ErrorReport.edition),
        )
        .order_by(ErrorReport.due_on, ErrorReport.received_at)
    )
    return [row for row in rows if not row.is_held]
