"""Preparing a round: how it is held, what is asked in it, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from guidelines import audit
from guidelines.consensus.models import Process, Round, RoundStatement, Statement
from guidelines.consensus.queries import (
    last_result_by_key,
    lines_of,
    living_round,
    rounds_of,
    settled_keys,
    statements_of,
    versions_of,
)
from guidelines.consensus.queries.plans import reopened
from guidelines.consensus.rules.plan import RoundKind, Settled
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.consensus.service.material import Laid, laid_out
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, Sentence, sentence
from guidelines.events import RoundPrepared
from guidelines.permissions import Action, Actor, require


def prepare_round(
    actor: Actor,
    process: Process,
    *,
    title: str = "",
    purpose: str = "",
    closes_at: datetime | None = None,
    opens_at: datetime | None = None,
    keys: Sequence[str] | None = None,
    reasons: Mapping[str, str] | None = None,
    kind: RoundKind | None = None,
    by_hands: bool = False,
) -> Round:
    """Prepare the next round of a process.

    By default it asks every statement that is not settled; what becomes of settled ones says the
    plan. `keys` asks just these. `reasons` say, by recommendation id, why a wording was changed
    since the round before. `kind` is that of the plan's method unless it is given; in a meeting
    `by_hands` counts hands instead of ballots. A round of proposals asks no statement.
    """
    require(actor, Action.PROCESS_PREPARE, process)

    lock_row(Process, process.id)
    if process.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished. Start a new one for another round."))
    if living_round(process) is not None:
        raise Conflict(sentence("There is a round under way already. Close it first."))
    check_dates(opens_at, closes_at)
    number = max((one.number for one in rounds_of(process)), default=0) + 1
    held = kind or process.plan_for(number).kind
    if held is RoundKind.PROPOSALS and not _rounds_standing(process):
        number = 0
    lines = [] if held is RoundKind.PROPOSALS else _lines(process, number, keys)
    round_ = Round(
        network_id=process.network_id,
        project_id=process.project_id,
        process_id=process.id,
        process=process,
        number=number,
        kind=held,
        by_hands=by_hands and held is RoundKind.MEETING,
        title=title.strip()[:200],
        purpose=purpose.strip()[:2000],
        opens_at=opens_at,
        closes_at=closes_at,
    )
    session.add(round_)
    session.flush()
    session.add_all(
        RoundStatement(
            round_id=round_.id,
            statement_id=statement.id,
            ordinal=ordinal,
            carried=version_id is not None,
            version_id=version_id,
            reason=(reasons or {}).get(statement.key, "").strip()[:1000],
        )
        for ordinal, (statement, version_id) in enumerate(lines, start=1)
    )
    session.flush()
    audit.record(
        actor,
        RoundPrepared(
            network_id=round_.network_id,
            project_id=round_.project_id,
            process_id=process.id,
            round_id=round_.id,
            number=round_.number,
        ),
    )
    return round_


def _rounds_standing(process: Process) -> bool:
    """Tell whether the panel was asked before, in a round that keeps its number."""
    return any(one.number or one.state is not RoundState.ANNULLED for one in rounds_of(process))


def check_dates(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Refuse dates that are over, or in the wrong order."""
    mistakes: dict[str, Sentence] = {}
    if opens_at is not None and opens_at <= now():
        mistakes["opens_on"] = sentence("Choose an opening date that is still to come.")
    if closes_at is not None and closes_at <= now():
        mistakes["closes_on"] = sentence("Choose a closing date that is still to come.")
    elif closes_at is not None and opens_at is not None and closes_at <= opens_at:
        mistakes["closes_on"] = sentence("A round closes after it opens. Choose a later date.")
    if mistakes:
        raise Invalid(mistakes)


def _lines(
    process: Process, number: int, keys: Sequence[str] | None
) -> list[tuple[Statement, str | None]]:
    """Return the statements of the next round in order, settled ones with their wording."""
    statements = statements_of(process)
    if not statements:
        raise Conflict(sentence("Choose the recommendations for the panel first."))
    if keys is not None:
        return [(one, None) for one in statements if one.key in keys]
    policy = process.plan_for(number).settled
    settled = {} if policy is Settled.REVOTE else still_settled(process)
    lines = [(one, settled.get(one.key)) for one in statements]
    if all(version_id is not None for _one, version_id in lines):
        raise Conflict(sentence("Every statement is settled. There is nothing left to ask."))
    if policy is Settled.HIDDEN:
        return [(one, None) for one, version_id in lines if version_id is None]
    return lines


def still_settled(process: Process, *, whatever_is_wished: bool = False) -> dict[str, str]:
    """Return the settled wordings by the name of their statement, as they hold today.

    A statement is to be asked again when its meaning was changed since, or when enough panel
    members want it; with `whatever_is_wished` that is left aside.
    """
    found = last_result_by_key(process)
    there = {one.key: one for one in statements_of(process)}
    keys = [key for key in settled_keys(process) if key in there]
    laid = laid_out(process, [there[key] for key in keys])
    asked_again = frozenset() if whatever_is_wished else reopened(process)
    return {
        key: found[key]["version"]
        for key in keys
        if there[key].id not in asked_again
        and (there[key].id not in laid or _holds(there[key], found[key], laid[there[key].id]))
    }


def _holds(statement: Statement, result: Mapping[str, Any], laid: Laid) -> bool:
    """Tell whether a result still speaks of what would be asked now."""
    if result["wording_sha256"] == laid.wording_sha256:
        return True
    later = [one for one in versions_of(statement) if one.number > result["wording_version"]]
    editorial = all(not one.meaning_changed for one in later)
    return bool(later) and editorial and later[-1].wording_sha256 == laid.wording_sha256


def reword(actor: Actor, round_: Round, *, reasons: Mapping[str, str]) -> None:
    """Say, by id of the round's statement, why its wording was changed since the round before."""
    require(actor, Action.PROCESS_PREPARE, round_)

    if round_.state is not RoundState.DRAFT:
        raise Conflict(sentence("The wordings of this round are locked."))
    for line in lines_of(round_):
        if line.id in reasons:
            line.reason = reasons[line.id].strip()[:1000]
    session.flush()
