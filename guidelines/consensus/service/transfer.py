"""What consensus gives to the file of a project: rules and results of rounds, to be read."""

from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import Process, Result, Round
from guidelines.db import session
from guidelines.projects.importers import Part, goes_along


def facts(project_id: str) -> list[dict[str, Any]]:
    """Return the definitions of consensus and the results of the closed rounds of a project."""
    processes = session.scalars(
        select(Process)
        .where(Process.project_id == project_id)
        .order_by(Process.created_at, Process.id)
    )
    return [
        {
            "title": one.title,
            "document": one.document_id,
            "rule": one.rule,
            "rule_sha256": one.rule_sha256,
            "rounds": _rounds(one.id),
        }
        for one in processes
    ]


def _rounds(process_id: str) -> list[dict[str, Any]]:
    rounds = session.execute(
        select(Round, Result)
        .outerjoin(Result, Result.round_id == Round.id)
        .where(Round.process_id == process_id)
        .order_by(Round.number)
    )
    return [
        {
            "number": one.number,
            "title": one.title,
            "state": one.state.value,
            "results": result.document if result is not None else None,
            "results_sha256": result.sha256 if result is not None else None,
        }
        for one, result in rounds
    ]


goes_along(
    Part(
        "consensus",
        facts=facts,
        left_out={
            **dict.fromkeys(
                (
                    "ballot",
                    "custody",
                    "custody_request",
                    "closed_ballot",
                    "opened_answer",
                    "trial_ballot",
                    "panel_comment",
                    "elector",
                    "panelist",
                    "recusal",
                    "attendance",
                    "hand_count",
                    "statement_proposal",
                    "proposal",
                ),
                "Ballots, panel members and comments of the panel: votes stay where they were "
                "held.",
            ),
            **dict.fromkeys(
                (
                    "consensus_process",
                    "process_deviation",
                    "reopening",
                    "consensus_round",
                    "round_statement",
                    "round_snapshot",
                    "consensus_result",
                    "statement",
                    "statement_version",
                    "statement_parent",
                    "minority_statement",
                    "minority_supporter",
                    "minority_reply",
                    "exploratory_run",
                    "report_text",
                ),
                "Definitions of consensus and results of closed rounds are in it to be read; they "
                "are not imported.",
            ),
        },
    )
)
