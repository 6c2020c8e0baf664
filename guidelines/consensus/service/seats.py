"""Places on the panel: who gets one, who shares one, who gives it up."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines import audit
from guidelines.consensus.models import Panelist, Process
from guidelines.consensus.queries import living_round, panel_of, panelist_of
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service.electing import persons_of
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import PanelInvited, PanelMemberWithdrew, VoteShared
from guidelines.permissions import PANEL, Action, Actor, require
from guidelines.projects.queries import members_with


def invite_panel(actor: Actor, process: Process) -> Sequence[Panelist]:
    """Invite everybody who has joined the project's panel since; they enter the next round."""
    require(actor, Action.PROCESS_PREPARE, process)

    return add_to_panel(process, actor)


def add_to_panel(process: Process, actor: Actor) -> Sequence[Panelist]:
    """Add the members of the project's panel who are not yet on that of the process."""
    there = {person for panelist in panel_of(process) for person in persons_of(panelist)}
    new = []
    for member in members_with(process.project_id, *PANEL):
        if member.person_id in there:
            continue
        there.add(member.person_id)
        new.append(
            Panelist(
                process_id=process.id,
                process=process,
                person_id=member.person_id,
                group_title=member.group.title if member.group else "",
                invited_on=now().date(),
            )
        )
    if new:
        session.add_all(new)
        session.flush()
        audit.record(
            actor,
            PanelInvited(
                network_id=process.network_id,
                project_id=process.project_id,
                process_id=process.id,
                panelist_ids=[panelist.id for panelist in new],
            ),
        )
    return new


def share_vote(
    actor: Actor, process: Process, *, panelist_id: str, deputy_id: str, society: str
) -> Panelist:
    """Let two panel members share the one vote of their society.

    `panelist_id` is the place of the representative, which stays; `deputy_id` that of the
    deputy, which is given up. Whoever comes first answers for the society in a round.
    """
    require(actor, Action.PROCESS_PREPARE, process)

    _between_rounds(process)
    places = {one.id: one for one in panel_of(process) if one.withdrawn_on is None}
    mistakes = {}
    if not society.strip():
        mistakes["society"] = sentence("Name the society.")
    if panelist_id not in places or places[panelist_id].deputy_id is not None:
        mistakes["panelist_id"] = sentence("Choose the representative.")
    if deputy_id not in places or deputy_id == panelist_id or places[deputy_id].deputy_id:
        mistakes["deputy_id"] = sentence("Choose somebody else as the deputy.")
    if mistakes:
        raise Invalid(mistakes)
    seat, given_up = places[panelist_id], places[deputy_id]
    seat.deputy_id, seat.society = given_up.person_id, society.strip()[:200]
    given_up.withdrawn_on = now().date()
    session.flush()
    _tell(actor, seat)
    return seat


def end_shared_vote(actor: Actor, panelist: Panelist) -> None:
    """Give both people of a shared vote a place of their own again."""
    require(actor, Action.PROCESS_PREPARE, panelist)

    _between_rounds(panelist.process)
    if panelist.deputy_id is None:
        raise Conflict(sentence("This vote is not shared."))
    _own_place(panelist)
    panelist.deputy_id, panelist.society = None, ""
    session.flush()
    _tell(actor, panelist)


def _between_rounds(process: Process) -> None:
    lock_row(Process, process.id)
    living = living_round(process)
    if living is not None and living.state is RoundState.OPEN:
        raise Conflict(
            sentence(
                "A round is open: who may answer it is fixed. Change this after it is closed."
            )
        )


def _tell(actor: Actor, seat: Panelist) -> None:
    audit.record(
        actor,
        VoteShared(
            network_id=seat.network_id,
            project_id=seat.project_id,
            process_id=seat.process_id,
            panelist_id=seat.id,
            society=seat.society,
        ),
    )


def leave_panel(actor: Actor, process: Process) -> None:
    """Take no part any more. What was said stays; an open round keeps its panel as it is."""
    require(actor, Action.BALLOT_SUBMIT, process)

    panelist = panelist_of(process, actor.person_id)
    if panelist is None:
        raise NotAllowed(sentence("You are not on this panel."))
    if panelist.withdrawn_on is not None:
        raise Conflict(sentence("You have left this panel already."))
    _withdraw(actor, panelist)


def withdraw_panelist(actor: Actor, panelist: Panelist) -> None:
    """Note that somebody takes no part any more; their ratings stay and count."""
    require(actor, Action.PROCESS_PREPARE, panelist)

    if panelist.withdrawn_on is not None:
        raise Conflict(sentence("This panel member has withdrawn already."))
    _withdraw(actor, panelist)


def _withdraw(actor: Actor, panelist: Panelist) -> None:
    """Write down the day. Of two who share a vote the other one keeps a place."""
    if panelist.deputy_id is not None and actor.person_id in persons_of(panelist):
        if actor.person_id == panelist.person_id:
            _own_place(panelist)
            panelist.withdrawn_on = now().date()
        panelist.deputy_id, panelist.society = None, ""
    else:
        panelist.withdrawn_on = now().date()
    session.flush()
    audit.record(
        actor,
        PanelMemberWithdrew(
            network_id=panelist.network_id,
            project_id=panelist.project_id,
            process_id=panelist.process_id,
            panelist_id=panelist.id,
        ),
    )


def _own_place(shared: Panelist) -> None:
    """Give the deputy of a shared vote their own place back."""
    own = session.scalar(
        select(Panelist).where(
            Panelist.process_id == shared.process_id, Panelist.person_id == shared.deputy_id
        )
    )
    if own is not None:
        own.withdrawn_on = None
