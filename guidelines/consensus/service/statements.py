"""What happens to statements: added, reworded, split, merged, withdrawn; each for a reason."""

from collections.abc import Sequence

from guidelines import audit
from guidelines.consensus.models import Process, Statement, StatementVersion
from guidelines.consensus.queries import lines_of, living_round
from guidelines.consensus.rules.lineage import Lineage, checked_reason
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.consensus.service.recusing import keep_out
from guidelines.consensus.service.wordings import (
    Part,
    another_wording,
    asked_wording,
    new_statement,
    put_around,
    take_out,
)
from guidelines.db import lock_row, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import (
    StatementReworded,
    StatementsAdded,
    StatementsMerged,
    StatementSplit,
    StatementWithdrawn,
)
from guidelines.interests.rules import Doing
from guidelines.permissions import Action, Actor, require


def add_statements(
    actor: Actor,
    process: Process,
    parts: Sequence[Part],
    *,
    lineage: Lineage = Lineage.NEW,
    reason: str = "",
    parents: Sequence[StatementVersion] = (),
) -> list[Statement]:
    """Add statements to a process, all or none; each gets a number that none had before.

    Those that are not new from the start (from comments or proposals) need a reason. `parents`
    are the wordings that they came from.
    """
    require(actor, Action.PROCESS_PREPARE, process)

    _locked(process)
    if not parts:
        raise Invalid({"wording": sentence("Write the statement.")})
    why = checked_reason(reason) if lineage is not Lineage.NEW else ""
    added = [
        new_statement(process, actor, part, lineage, why, parents).statement for part in parts
    ]
    audit.record(
        actor,
        StatementsAdded(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            numbers=[one.number for one in added],
            lineage=lineage.value,
            reason=why,
        ),
    )
    return added


def describe_statement(actor: Actor, statement: Statement, part: Part) -> None:
    """Change what stands around a statement; a round that is locked keeps what it was locked with.

    `part` has the texts; its wording is not used.
    """
    require(actor, Action.PROCESS_PREPARE, statement)

    put_around(_locked(statement.process), statement, part)
    session.flush()


def reword_statement(
    actor: Actor,
    statement: Statement,
    *,
    reason: str,
    meaning_changed: bool,
    wording: str = "",
) -> StatementVersion:
    """Give a statement another wording: of its own, or the one that its recommendation has now.

    An editorial change (not `meaning_changed`) keeps the ratings, and pages say so; a change of
    the meaning sets them back, and the statement is asked anew.
    """
    require(actor, Action.PROCESS_PREPARE, statement)

    process = _locked(statement.process)
    check_changeable(statement)
    keep_out(actor, process, [statement], Doing.EDIT)
    why = checked_reason(reason)
    if statement.withdrawn:
        raise Conflict(sentence("This statement is withdrawn. Add a new one."))
    version = another_wording(
        statement,
        actor,
        Part(wording=wording, key=statement.recommendation_key or ""),
        Lineage.REWORDED,
        why,
        meaning_changed=meaning_changed,
    )
    audit.record(
        actor,
        StatementReworded(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            number=statement.number,
            meaning_changed=meaning_changed,
            reason=why,
        ),
    )
    return version


def split_statement(
    actor: Actor, statement: Statement, parts: Sequence[Part], *, reason: str
) -> list[Statement]:
    """Make several statements of one, which is withdrawn.

    Where a part is still its own recommendation of the draft, that part keeps its number.
    """
    require(actor, Action.PROCESS_PREPARE, statement)

    process = _locked(statement.process)
    check_changeable(statement)
    keep_out(actor, process, [statement], Doing.EDIT)
    why = checked_reason(reason)
    if len(parts) < 2:
        raise Invalid({"parts": sentence("Write at least two parts.")})
    before = asked_wording(statement, actor)
    found = _descend(actor, process, [statement], parts, Lineage.SPLIT, why, [before])
    audit.record(
        actor,
        StatementSplit(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            number=statement.number,
            into=[one.number for one in found],
            reason=why,
        ),
    )
    return found


def merge_statements(
    actor: Actor, process: Process, statements: Sequence[Statement], part: Part, *, reason: str
) -> Statement:
    """Make one statement of several; the others are withdrawn."""
    require(actor, Action.PROCESS_PREPARE, process)

    _locked(process)
    if len({one.id for one in statements}) < 2 or any(
        one.process_id != process.id for one in statements
    ):
        raise Invalid({"statements": sentence("Choose at least two statements.")})
    for one in statements:
        check_changeable(one)
    keep_out(actor, process, statements, Doing.EDIT)
    why = checked_reason(reason)
    before = [asked_wording(one, actor) for one in statements]
    (found,) = _descend(actor, process, statements, [part], Lineage.MERGED, why, before)
    audit.record(
        actor,
        StatementsMerged(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            numbers=sorted(one.number for one in statements),
            into=found.number,
            reason=why,
        ),
    )
    return found


def withdraw_statement(actor: Actor, statement: Statement, *, reason: str) -> None:
    """Take a statement out for good; its number, wordings and results stay."""
    require(actor, Action.PROCESS_PREPARE, statement)

    process = _locked(statement.process)
    check_changeable(statement)
    keep_out(actor, process, [statement], Doing.EDIT)
    why = checked_reason(reason)
    asked_wording(statement, actor)
    take_out(statement, actor, why)
    audit.record(
        actor,
        StatementWithdrawn(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            number=statement.number,
            reason=why,
        ),
    )


def check_changeable(statement: Statement) -> None:
    """Raise `Conflict` while the panel is asked about a statement in a locked or open round."""
    if statement.withdrawn:
        raise Conflict(sentence("This statement is withdrawn already."))
    round_ = living_round(statement.process)
    if round_ is None or round_.state is RoundState.DRAFT:
        return
    for line in lines_of(round_):
        if line.statement_id == statement.id and not line.carried and not line.void_why:
            raise Conflict(
                sentence(
                    "The panel is being asked about statement %(number)s. Declare it void in "
                    "this round first, on the page of the round.",
                    number=statement.number,
                )
            )


def _locked(process: Process) -> Process:
    locked: Process = lock_row(Process, process.id)
    if locked.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished. Start a new one."))
    return locked


def _descend(
    actor: Actor,
    process: Process,
    old: Sequence[Statement],
    parts: Sequence[Part],
    lineage: Lineage,
    reason: str,
    parents: Sequence[StatementVersion],
) -> list[Statement]:
    """Make new statements of old ones; an old one stays if a part is its recommendation."""
    by_key = {one.recommendation_key: one for one in old if one.recommendation_key is not None}
    kept = {part.key for part in parts if part.key in by_key}
    for one in old:
        if one.recommendation_key not in kept:
            take_out(one, actor, reason)
    return [
        another_wording(by_key[part.key], actor, part, lineage, reason, parents=parents).statement
        if part.key in kept
        else new_statement(process, actor, part, lineage, reason, parents).statement
        for part in parts
    ]
