"""Reads about systematic searches, what was screened, and risk of bias."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.evidence.models import BiasTable, EvidenceQuestion, EvidenceSearch, ScreenedRecord
from guidelines.evidence.rules.screening import Decision, Stage


def searches_of(project_id: str) -> Sequence[EvidenceSearch]:
    """Return the searches of a project by title, with their strategies."""
    return session.scalars(
        select(EvidenceSearch)
        .where(EvidenceSearch.project_id == project_id)
        .order_by(EvidenceSearch.title, EvidenceSearch.id)
    ).all()


def search_in(project_id: str, search_id: str) -> EvidenceSearch | None:
    """Return a search of this project, or None if it has no such one."""
    return session.scalar(
        select(EvidenceSearch).where(
            EvidenceSearch.project_id == project_id, EvidenceSearch.id == search_id
        )
    )


def questions_on(search: EvidenceSearch) -> Sequence[EvidenceQuestion]:
    """Return the questions that rest on a search, by number."""
    return session.scalars(
        select(EvidenceQuestion)
        .where(EvidenceQuestion.search_id == search.id)
        .order_by(EvidenceQuestion.number)
    ).all()


def screened_counts(search: EvidenceSearch) -> dict[tuple[Stage, Decision], int]:
    """Return how many screened records of a search there are by stage and decision."""
    rows = session.execute(
        select(ScreenedRecord.stage, ScreenedRecord.decision, func.count())
        .where(ScreenedRecord.search_id == search.id)
        .group_by(ScreenedRecord.stage, ScreenedRecord.decision)
    )
    return {(stage, decision): count for stage, decision, count in rows}


def records_at(search: EvidenceSearch, stage: Stage) -> Sequence[ScreenedRecord]:
    """Return the records of a search that were judged at a stage, by title."""
    return session.scalars(
        select(ScreenedRecord)
        .where(ScreenedRecord.search_id == search.id, ScreenedRecord.stage == stage)
        .order_by(ScreenedRecord.title, ScreenedRecord.id)
    ).all()


def bias_tables_of(search: EvidenceSearch) -> Sequence[BiasTable]:
    """Return the tables of risk of bias of a search, by title."""
    return session.scalars(
        select(BiasTable)
        .where(BiasTable.search_id == search.id)
        .order_by(BiasTable.title, BiasTable.id)
    ).all()
