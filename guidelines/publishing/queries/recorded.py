"""How things stood when a version was published, in plain values that are frozen with it."""

from typing import Any

from sqlalchemy import exists, select

from guidelines.audit import AuditHead
from guidelines.consensus.models import OpenedAnswer, Process, Result, Round
from guidelines.consensus.queries import processes_of
from guidelines.consensus.rules.states import FINISHED, ProcessState
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.queries.before import Before, Line
from guidelines.publishing.queries.indicators import printed_indicators
from guidelines.publishing.queries.sources import made_from
from guidelines.publishing.rules.gates import Severity


def recorded_of(document: Document, before: Before) -> dict[str, Any]:
    """Return checks, finished votes, indicators, source, and the end of the history.

    A process that is under way is not among the votes: nothing of it is anybody's yet.
    """
    head = session.get(AuditHead, document.project_id, populate_existing=True)
    return {
        "checks": [
            _check(line, group.name)
            for group in before.groups
            for line in (*group.open, *group.passed)
        ],
        "consensus": [
            _votes(one) for one in processes_of(document) if one.state is ProcessState.REPORTED
        ],
        "indicators": printed_indicators(document),
        **made_from(document),
        "history": {"number": head.number, "sha256": head.sha256} if head else {},
    }


def _check(line: Line, group: str) -> dict[str, Any]:
    """Return one line without what it found: that names people, and places in the draft."""
    return {
        "name": line.name,
        "group": group,
        "title": str(line.title),
        "must": line.severity is Severity.MUST,
        "passed": line.passed,
    }


def _votes(process: Process) -> dict[str, Any]:
    rows = session.execute(
        select(
            Round.number,
            Round.kind,
            Result.sha256,
            exists().where(OpenedAnswer.round_id == Round.id).label("opened"),
        )
        .join(Result, Result.round_id == Round.id)
        .where(Round.process_id == process.id, Round.state.in_(FINISHED))
        .order_by(Round.number)
    )
    return {
        "process": process.id,
        "title": process.title,
        "rounds": [
            {
                "number": row.number,
                "kind": str(row.kind),
                "results_sha256": row.sha256,
                "opened": bool(row.opened),
            }
            for row in rows
        ],
    }
