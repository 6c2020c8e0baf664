"""Steering a round: more time, a reminder, a report, or the end of one that went wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from guidelines import audit
from guidelines.consensus.models import Ballot, Panelist, Round
from guidelines.consensus.queries import (
    asked_in,
    last_result_by_key,
    results_document,
)
from guidelines.consensus.queries.reports import finished_rounds
from guidelines.consensus.queries.waiting import has_not_finished, shows_names
from guidelines.consensus.rules.dates import days_later
from guidelines.consensus.rules.lineage import stands_alone
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.results import summary
from guidelines.consensus.rules.states import ROUND, RoundMove, RoundState
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.consensus.service.electing import electors_of
from guidelines.consensus.service.opening import close_later, open_later, seal_round
from guidelines.consensus.service.rounds import check_dates
from guidelines.consensus.service.trials import wipe_trials
from guidelines.db import lock_row, session
from guidelines.drafts.queries import outcomes_of
from guidelines.drafts.service import place_outcome, unlock_wording
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import (
    PanelReminded,
    RoundAnnulled,
    RoundExtended,
    RoundReported,
    WaitingNamesRead,
)
from guidelines.permissions import Action, Actor, require


def _withdraw(actor: Actor, round_: Round, results: Sequence[Mapping[str, Any]]) -> None:
    """Take the results of a void round away from the recommendations beside which they stand.

    The result of the last round that holds comes back, with the definition of that round and
    marked as what it was; without one there is none.
    """
    document, rule = round_.process.document, round_.definition
    standing, left = outcomes_of(document), last_result_by_key(round_.process)
    held = {one.number: one for one in finished_rounds(round_.process)}
    for void in results:
        shown = standing.get(void["key"])
        if shown is None or (shown.wording_sha256, shown.verdict, shown.summary) != (
            void["wording_sha256"],
            void["verdict"],
            summary(void, rule, round_.number, anonymous=round_.anonymous),
        ):
            continue  # a later vote has taken its place
        entry = left.get(void["key"])
        before = held[entry["round"]] if entry else None
        nothing = {"n_rated": 0, "n_agree": 0, "percent_in": None, "round": round_.number}
        place_outcome(
            actor,
            document,
            key=void["key"],
            wording_sha256=(entry or void)["wording_sha256"],
            verdict=entry["verdict"] if entry else str(Verdict.NOT_COMPUTABLE),
            summary=summary(entry, before.definition, before.number, anonymous=before.anonymous)
            if entry and before
            else nothing,
        )


def extend_round(actor: Actor, round_: Round, *, closes_at: datetime) -> None:
    """Give the panel more time, or less; everybody who may answer is told."""
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    if locked.state not in {RoundState.DRAFT, RoundState.SEALED, RoundState.OPEN}:
        raise Conflict(sentence("This round is closed."))
    if locked.by_hands:
        raise Conflict(sentence("A meeting ends by hand, when the hands are counted."))
    opens_at = None if locked.state is RoundState.OPEN else locked.opens_at
    check_dates(opens_at, closes_at)
    locked.closes_at = closes_at
    session.flush()
    audit.record(
        actor,
        RoundExtended(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            closes_at=closes_at.isoformat(),
        ),
    )
    if locked.state is RoundState.OPEN:
        close_later(locked)


def one_more_week(actor: Actor, round_: Round) -> None:
    """Let a round close a week later, at the same time of the day."""
    require(actor, Action.ROUND_CLOSE, round_)

    if round_.closes_at is None:
        raise Conflict(sentence("This round has no closing date. Choose one first."))
    zone = round_.process.document.project.time_zone
    extend_round(actor, round_, closes_at=days_later(round_.closes_at, 7, zone))


def schedule_round(actor: Actor, round_: Round, *, opens_at: datetime | None) -> None:
    """Lock a round now and let it open by itself at its date; without a date, by hand."""
    require(actor, Action.ROUND_OPEN, round_)

    locked: Round = lock_row(Round, round_.id)
    if locked.state not in {RoundState.DRAFT, RoundState.SEALED}:
        raise Conflict(sentence("This round was opened already."))
    if opens_at is not None and locked.kind is RoundKind.MEETING:
        raise Conflict(sentence("A meeting opens by hand, when it is noted who is present."))
    check_dates(opens_at, locked.closes_at)
    locked.opens_at = opens_at
    session.flush()
    if locked.state is RoundState.DRAFT:
        seal_round(actor, locked)
    else:
        open_later(locked)


def read_waiting_names(actor: Actor, round_: Round) -> Sequence[Panelist]:
    """Return the panel members who have not finished an open round, by name; it is logged.

    Only a facilitator who does not rate may see them, and only if the plan said so before the
    first invitation.
    """
    require(actor, Action.ROUND_OPEN, round_)

    if not shows_names(actor, round_):
        raise Conflict(
            sentence(
                "Names of those who have not come are shown only to a facilitator who does not "
                "rate, and only if the plan said so in advance."
            )
        )
    if round_.state is not RoundState.OPEN:
        raise Conflict(sentence("This round takes no answers."))
    audit.record(
        actor,
        WaitingNamesRead(
            network_id=round_.network_id, project_id=round_.project_id, round_id=round_.id
        ),
    )
    return [panelist for panelist, _entry in has_not_finished(round_, electors_of(round_))]


def remind_panel(actor: Actor, round_: Round) -> None:
    """Remind those who have not finished; a job finds out who, and nobody sees it."""
    require(actor, Action.ROUND_OPEN, round_)

    if round_.state is not RoundState.OPEN:
        raise Conflict(sentence("This round takes no answers."))
    audit.record(
        actor,
        PanelReminded(
            network_id=round_.network_id, project_id=round_.project_id, round_id=round_.id
        ),
    )


def report_round(actor: Actor, round_: Round) -> None:
    """Show the results of a closed round to the panel as well."""
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    locked.state = ROUND.after(locked.state, RoundMove.REPORT)
    session.flush()
    audit.record(
        actor,
        RoundReported(
            network_id=locked.network_id, project_id=locked.project_id, round_id=locked.id
        ),
    )


def annul_round(actor: Actor, round_: Round, *, reason: str) -> None:
    """Declare a round void, with a reason; its ballots are destroyed unread."""
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    before = locked.state
    state = ROUND.after(before, RoundMove.ANNUL)
    if not reason.strip():
        raise Invalid({"reason": sentence("Say why this round is void; it is reported.")})
    if before in {RoundState.SEALED, RoundState.OPEN}:
        keys = [one.key for one in asked_in(locked) if not stands_alone(one.key)]
        unlock_wording(actor, locked.process.document, keys)
    counted = results_document(locked)
    locked.state, locked.annulled_why = state, reason.strip()[:1000]
    session.execute(delete(Ballot).where(Ballot.round_id == locked.id))
    wipe_trials(locked, actor)
    session.flush()
    if counted is not None:
        _withdraw(actor, locked, counted["statements"])
    audit.record(
        actor,
        RoundAnnulled(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            reason=locked.annulled_why,
        ),
    )
