"""Reads for one questionnaire: one's own answers before, and what stands against submitting."""

from sqlalchemy import select

from guidelines.consensus.models import Panelist, Round, Statement, StatementVersion, TrialBallot
from guidelines.consensus.queries.boxes import earlier_answers, recused_of
from guidelines.consensus.queries.rounds import sheet_of
from guidelines.consensus.queries.statements import meaning_changes
from guidelines.consensus.rules.answering import shortfalls
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.policies import ReasonRequired
from guidelines.consensus.rules.scales import OVERALL
from guidelines.db import session
from guidelines.errors import Sentence


def own_before(round_: Round, panelist: Panelist) -> dict[str, dict[str, Given]]:
    """Return a panel member's last answers before a round, by statement and dimension.

    Call it for that person only.
    """
    return {statement: cells for statement, (_, cells) in _last(round_, panelist).items()}


def crossing_from(round_: Round, panelist: Panelist) -> dict[str, int | None]:
    """Return a panel member's last ratings by statement, from which changing sides is told.

    A rating of a wording that meant something else is none of these. Call it for that person
    only.
    """
    changed = meaning_changes(round_.process)
    return {
        statement: cells[OVERALL].rating
        for statement, (wording, cells) in _last(round_, panelist).items()
        if OVERALL in cells and changed.get(statement, 0) <= wording
    }


def _last(round_: Round, panelist: Panelist) -> dict[str, tuple[int, dict[str, Given]]]:
    """Return the last answers before a round by statement, with the number of the wording."""
    earlier = [
        content
        for number, content in earlier_answers(round_.process, panelist).items()
        if number < round_.number
    ]
    if not earlier:
        return {}
    wordings = {
        version: (statement, number)
        for version, statement, number in session.execute(
            select(StatementVersion.id, StatementVersion.statement_id, StatementVersion.number)
            .join(Statement, Statement.id == StatementVersion.statement_id)
            .where(Statement.process_id == round_.process_id)
        )
    }
    found: dict[str, tuple[int, dict[str, Given]]] = {}
    for content in earlier:
        for version, cells in content.answers.items():
            if version in wordings and any(one.is_answer for one in cells.values()):
                statement, number = wordings[version]
                found[statement] = number, dict(cells)
    return found


def left_to_say(round_: Round, panelist: Panelist, content: Content) -> dict[str, Sentence]:
    """Return what stands against submitting these answers, by wording."""
    sheet = sheet_of(round_.id, round_.cards_sha256, round_.n_void)
    recused = recused_of(round_, panelist)
    compared = sheet.rule.reason_required is ReasonRequired.ON_CROSSING
    return shortfalls(
        sheet.rule,
        content,
        {one.version_id: one.statement_id for one in sheet.asked if one.version_id not in recused},
        crossing_from(round_, panelist) if compared else {},
    )


def trial_content(round_: Round, person_id: str | None) -> Content | None:
    """Return what one person of the office tried out in a round, by id of the line."""
    found = session.get(TrialBallot, (round_.id, person_id or ""))
    return Content.from_bytes(found.content.encode()) if found and found.content else None
