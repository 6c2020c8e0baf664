"""What people do with searches: write them, count the records, screen, assess risk of bias."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Conflict, Invalid, Stale, sentence
from guidelines.events import (
    BiasTableRemoved,
    BiasTableSaved,
    ScreeningImported,
    SearchRemoved,
    SearchSaved,
    StrategyRemoved,
    StrategySaved,
)
from guidelines.evidence import queries
from guidelines.evidence.models import BiasTable, EvidenceSearch, ScreenedRecord, SearchStrategy
from guidelines.evidence.rules.bias import Tool, checked_domains, checked_studies
from guidelines.evidence.rules.flow import Flow
from guidelines.evidence.rules.judgements import too_long
from guidelines.evidence.rules.screening import Screened, Stage
from guidelines.evidence.rules.strategies import checked_search, checked_strategy
from guidelines.evidence.service.references import STALE
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project


def start_search(actor: Actor, project: Project, *, texts: Mapping[str, str]) -> EvidenceSearch:
    """Write down a new systematic search."""
    require(actor, Action.EVIDENCE_EDIT, project)

    search = EvidenceSearch(
        project_id=project.id, project=project, flow={}, **checked_search(texts)
    )
    session.add(search)
    session.flush()
    _tell(actor, search)
    return search


def save_search(
    actor: Actor, search: EvidenceSearch, *, texts: Mapping[str, str], revision: int
) -> None:
    """Change title, criteria and note of a search."""
    require(actor, Action.EVIDENCE_EDIT, search)

    values = checked_search(texts)
    _step(search, revision)
    for name, value in values.items():
        setattr(search, name, value)
    session.flush()
    _tell(actor, search)


def save_flow(actor: Actor, search: EvidenceSearch, *, flow: Flow, revision: int) -> None:
    """Save the numbers on the way from records found to studies included."""
    require(actor, Action.EVIDENCE_EDIT, search)

    _step(search, revision)
    search.flow = flow.plain()
    session.flush()
    _tell(actor, search)


def remove_search(actor: Actor, search: EvidenceSearch) -> None:
    """Take a search out, if no question rests on it."""
    require(actor, Action.EVIDENCE_EDIT, search)

    if queries.questions_on(search):
        raise Conflict(sentence("Questions rest on this search. Choose another for them first."))
    told = SearchRemoved(
        network_id=search.network_id,
        project_id=search.project_id,
        search_id=search.id,
        title=search.title,
    )
    session.delete(search)
    session.flush()
    audit.record(actor, told)


def add_strategy(
    actor: Actor, search: EvidenceSearch, *, texts: Mapping[str, str], today: date | None = None
) -> SearchStrategy:
    """Add what was asked of one database."""
    require(actor, Action.EVIDENCE_EDIT, search)

    row = SearchStrategy(search=search, **checked_strategy(texts, today or now().date()))
    session.add(row)
    session.flush()
    _tell_strategy(actor, row)
    return row


def save_strategy(
    actor: Actor, strategy: SearchStrategy, *, texts: Mapping[str, str], revision: int
) -> None:
    """Change what was asked of one database."""
    require(actor, Action.EVIDENCE_EDIT, strategy)

    values = checked_strategy(texts, now().date())
    if revision != strategy.revision:
        raise Stale(STALE)
    for name, value in values.items():
        setattr(strategy, name, value)
    strategy.revision = revision + 1
    session.flush()
    _tell_strategy(actor, strategy)


def remove_strategy(actor: Actor, strategy: SearchStrategy) -> None:
    """Take a strategy out of its search."""
    require(actor, Action.EVIDENCE_EDIT, strategy)

    told = StrategyRemoved(
        network_id=strategy.network_id,
        project_id=strategy.project_id,
        search_id=strategy.search_id,
        database=strategy.database,
    )
    session.delete(strategy)
    session.flush()
    audit.record(actor, told)


def import_screening(
    actor: Actor, search: EvidenceSearch, *, records: Sequence[Screened], stage: Stage
) -> int:
    """Put the results of one stage of screening in place of those there were; return how many."""
    require(actor, Action.EVIDENCE_EDIT, search)

    for row in queries.records_at(search, stage):
        session.delete(row)
    session.flush()
    session.add_all(
        ScreenedRecord(search_id=search.id, stage=stage, **asdict(one)) for one in records
    )
    search.changed_at = now()
    session.flush()
    audit.record(
        actor,
        ScreeningImported(
            network_id=search.network_id,
            project_id=search.project_id,
            search_id=search.id,
            stage=stage,
            records=len(records),
        ),
    )
    return len(records)


def start_bias_table(
    actor: Actor, search: EvidenceSearch, *, title: str, tool: Tool, domains: str = ""
) -> BiasTable:
    """Start a table of risk of bias with the domains of a tool, or with domains of one's own."""
    require(actor, Action.EVIDENCE_EDIT, search)

    table = BiasTable(
        search=search, title=_title(title), tool=tool, domains=checked_domains(tool, domains),
        rows=[],
    )  # fmt: skip
    session.add(table)
    session.flush()
    _tell_table(actor, table)
    return table


def save_bias_table(
    actor: Actor,
    table: BiasTable,
    *,
    title: str,
    rows: Sequence[Mapping[str, Any]],
    revision: int,
) -> None:
    """Save the judgements of a table of risk of bias, all at once."""
    require(actor, Action.EVIDENCE_EDIT, table)

    name, studies = _title(title), checked_studies(rows, len(table.domains))
    if revision != table.revision:
        raise Stale(STALE)
    table.title, table.rows, table.revision = name, studies, revision + 1
    session.flush()
    _tell_table(actor, table)


def remove_bias_table(actor: Actor, table: BiasTable) -> None:
    """Take a table of risk of bias out."""
    require(actor, Action.EVIDENCE_EDIT, table)

    told = BiasTableRemoved(
        network_id=table.network_id,
        project_id=table.project_id,
        search_id=table.search_id,
        table_id=table.id,
    )
    session.delete(table)
    session.flush()
    audit.record(actor, told)


def _title(typed: str) -> str:
    title = typed.strip()
    if not title:
        raise Invalid({"title": sentence("Give it a title.")})
    if mistakes := too_long({"title": (title, 200)}):
        raise Invalid(mistakes)
    return title


def _step(search: EvidenceSearch, revision: int) -> None:
    if revision != search.revision:
        raise Stale(STALE)
    search.revision, search.changed_at = revision + 1, now()


def _tell(actor: Actor, search: EvidenceSearch) -> None:
    audit.record(
        actor,
        SearchSaved(
            network_id=search.network_id,
            project_id=search.project_id,
            search_id=search.id,
            title=search.title,
        ),
    )


def _tell_strategy(actor: Actor, strategy: SearchStrategy) -> None:
    audit.record(
        actor,
        StrategySaved(
            network_id=strategy.network_id,
            project_id=strategy.project_id,
            search_id=strategy.search_id,
            strategy_id=strategy.id,
            database=strategy.database,
        ),
    )


def _tell_table(actor: Actor, table: BiasTable) -> None:
    audit.record(
        actor,
        BiasTableSaved(
            network_id=table.network_id,
            project_id=table.project_id,
            search_id=table.search_id,
            table_id=table.id,
            studies=len(table.rows),
        ),
    )
