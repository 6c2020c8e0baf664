"""Reads of the sealed boxes. Only a person's own box is ever opened before a round closes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from guidelines.config import current
from guidelines.consensus.models import (
    Ballot,
    ClosedBallot,
    Elector,
    Panelist,
    Process,
    Recusal,
    Round,
)
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.entry import HOLDER
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.states import FINISHED, RoundState
from guidelines.db import session
from guidelines.errors import NotAllowed, Unavailable, sentence


def box_key(process: Process) -> bytes:
    """Return the key of the boxes of a process; raise `Unavailable` without the outer key."""
    return unwrapped(process.id, process.wrapped_key)


def is_destroyed(process: Process) -> bool:
    """Tell whether the key of a process is gone for good: its answers are anonymous."""
    return not process.wrapped_key


def unwrapped(process_id: str, wrapped_key: bytes) -> bytes:
    """Return the key of the boxes of a process from what is stored of it."""
    if not wrapped_key:
        raise Unavailable(
            sentence(
                "The key of these answers was destroyed. They are anonymous: nobody can tell any "
                "more whose they were."
            )
        )
    try:
        outer = current().kept_key(sealing.key_name(process_id))
        return sealing.unwrap_key(outer, wrapped_key, process_id)
    except (OSError, ValueError):
        raise Unavailable(
            sentence(
                "The key of these ballots is not on this server. Ask the operator to restore the "
                "folder of keys."
            )
        ) from None


def alias_of(key: bytes, panelist: Panelist) -> str:
    """Return the pseudonym of a panel member."""
    return sealing.pseudonym(key, panelist.process_id, panelist.id)


def panelist_of(process: Process, person_id: str | None) -> Panelist | None:
    """Return a person's place on the panel of a process; one they share comes first."""
    return session.scalar(
        select(Panelist)
        .where(Panelist.process_id == process.id, held_by(person_id or ""))
        .order_by(Panelist.withdrawn_on.is_not(None), Panelist.id)
        .limit(1)
    )


def processes_joined(project_id: str, person_id: str) -> Sequence[Process]:
    """Return the processes of a project on whose panel a person has a place, the newest first."""
    places = select(Panelist.process_id).where(held_by(person_id))
    return session.scalars(
        select(Process)
        .where(Process.project_id == project_id, Process.id.in_(places))
        .options(joinedload(Process.document))
        .order_by(Process.created_at.desc(), Process.id)
    ).all()


def held_by(person_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a place on a panel is a person's, alone or with another."""
    return or_(Panelist.person_id == person_id, Panelist.deputy_id == person_id)


def elector_of(round_: Round, person_id: str | None) -> Panelist | None:
    """Return the panel member that a person is in this round, if they may answer it.

    Raises NotAllowed for one of two who share a vote while the other one answers.
    """
    panelist = session.scalar(
        select(Panelist)
        .join(Elector, Elector.panelist_id == Panelist.id)
        .where(Elector.round_id == round_.id, held_by(person_id or ""))
    )
    if panelist is not None and panelist.deputy_id is not None:
        content = own_content(round_, panelist)
        check_holder(content.entry if content else {}, person_id or "")
    return panelist


def check_holder(entry: Mapping[str, str], person_id: str) -> None:
    """Raise NotAllowed if the other one of two who share a vote answers in this round."""
    if entry.get(HOLDER, person_id) != person_id:
        raise NotAllowed(
            sentence(
                "The one who shares this vote with you answers in this round. A society has one "
                "vote; whoever comes first holds it until the round closes."
            )
        )


def sits_in(subject: object, *, person_id: str) -> bool:
    """Tell whether a person is among the eligible panel members of an open round.

    Their place is fixed until it closes, also if they are taken off the panel meanwhile.
    """
    if not isinstance(subject, Round) or subject.state is not RoundState.OPEN:
        return False
    found = (
        select(Elector.panelist_id)
        .join(Panelist, Panelist.id == Elector.panelist_id)
        .where(Elector.round_id == subject.id, held_by(person_id or ""))
    )
    return session.scalar(found.limit(1)) is not None


def electorate_size(round_: Round) -> int:
    """Return how many people may answer this round."""
    count = select(func.count()).select_from(Elector).where(Elector.round_id == round_.id)
    return session.scalar(count) or 0


def came(round_: Round) -> int:
    """Return how many boxes an open round has; show it in steps only."""
    count = select(func.count()).select_from(Ballot).where(Ballot.round_id == round_.id)
    return session.scalar(count) or 0


def recused_of(round_: Round, panelist: Panelist) -> frozenset[str]:
    """Return the wordings from which a panel member abstains because of an interest.

    Where the definition lets them vote apart from the others, only those they stay out of.
    """
    mine = select(Recusal.version_id).where(
        Recusal.round_id == round_.id, Recusal.panelist_id == panelist.id
    )
    if round_.definition.conflicted is Conflicted.DOUBLE_VOTE:
        mine = mine.where(Recusal.outright)
    return frozenset(session.scalars(mine))


def answering_apart(round_: Round, panelist: Panelist) -> frozenset[str]:
    """Return the wordings that a panel member answers although they have an interest.

    Their answers are counted apart, and the result without them decides.
    """
    if round_.definition.conflicted is not Conflicted.DOUBLE_VOTE:
        return frozenset()
    mine = select(Recusal.version_id).where(
        Recusal.round_id == round_.id, Recusal.panelist_id == panelist.id, ~Recusal.outright
    )
    return frozenset(session.scalars(mine))


def recusals_in(round_: Round, *, outright: bool = False) -> Mapping[str, frozenset[str]]:
    """Return the wordings from which people abstain, by panel member.

    With `outright`, only those they stay out of even where others with an interest vote apart.
    """
    found: dict[str, set[str]] = {}
    rows = select(Recusal.panelist_id, Recusal.version_id).where(Recusal.round_id == round_.id)
    if outright:
        rows = rows.where(Recusal.outright)
    for panelist_id, version_id in session.execute(rows):
        found.setdefault(panelist_id, set()).add(version_id)
    return {panelist_id: frozenset(versions) for panelist_id, versions in found.items()}


def own_content(round_: Round, panelist: Panelist) -> Content | None:
    """Return what a panel member has said in a round; call it for that person only.

    Once the key is destroyed nobody's answers can be told any more, and there is nothing.
    """
    if is_destroyed(round_.process):
        return None
    key = box_key(round_.process)
    table = ClosedBallot if round_.state in FINISHED else Ballot
    return content_in(table, round_.id, key, alias_of(key, panelist))


def has_submitted(round_: Round, person_id: str) -> bool:
    """Tell a person whether they have submitted their answers; call it for that person only.

    Without the key of the boxes it cannot be told, and they are asked again.
    """
    panelist = panelist_of(round_.process, person_id)
    if panelist is None:
        return False
    try:
        content = own_content(round_, panelist)
    except Unavailable:
        return False
    return content is not None and content.submitted


def content_in(
    table: type[Ballot] | type[ClosedBallot], round_id: str, key: bytes, alias: str
) -> Content | None:
    """Return the content of one box, or None where there is no box."""
    sealed = session.scalar(_BOX[table], {"round_id": round_id, "pseudonym": alias})
    if sealed is None:
        return None
    return Content.from_bytes(sealing.open_box(key, round_id, alias, sealed))


_BOX = {
    table: select(table.sealed).where(
        table.round_id == bindparam("round_id"), table.pseudonym == bindparam("pseudonym")
    )
    for table in (Ballot, ClosedBallot)
}


def earlier_answers(process: Process, panelist: Panelist) -> dict[int, Content]:
    """Return what a panel member said in the closed rounds, by round number."""
    if is_destroyed(process):
        return {}
    key = box_key(process)
    alias = alias_of(key, panelist)
    rows = session.execute(
        select(Round.number, ClosedBallot.round_id, ClosedBallot.sealed)
        .join(Round, Round.id == ClosedBallot.round_id)
        .where(
            Round.process_id == process.id,
            Round.state.in_(FINISHED),
            ClosedBallot.pseudonym == alias,
        )
        .order_by(Round.number)
    )
    return {
        number: Content.from_bytes(sealing.open_box(key, round_id, alias, sealed))
        for number, round_id, sealed in rows
    }


def earlier_boxes(round_: Round, *, last: bool = False) -> dict[int, dict[str, Content]]:
    """Return what each pseudonym said in the closed rounds before, by round number.

    With `last` only of the newest of them. Call it while closing, or for the custodian.
    """
    if is_destroyed(round_.process):
        return {}
    key = box_key(round_.process)
    earlier = session.execute(
        select(Round.number, Round.id)
        .where(
            Round.process_id == round_.process_id,
            Round.number < round_.number,
            Round.kind != RoundKind.PROPOSALS,  # there was nothing to rate
            Round.state.in_(FINISHED),
            Round.id.in_(select(ClosedBallot.round_id)),
        )
        .order_by(Round.number)
    ).all()
    return {
        number: closed_boxes(round_id, key) for number, round_id in earlier[-1 if last else 0 :]
    }


def closed_boxes(round_id: str, key: bytes) -> dict[str, Content]:
    """Return what each pseudonym said in one closed round."""
    rows = session.execute(
        select(ClosedBallot.pseudonym, ClosedBallot.sealed)
        .where(ClosedBallot.round_id == round_id)
        .order_by(ClosedBallot.pseudonym)
    )
    return {
        alias: Content.from_bytes(sealing.open_box(key, round_id, alias, sealed))
        for alias, sealed in rows
    }


def consent_of(round_: Round, panelist: Panelist) -> str:
    """Return the day on which a panel member consented, or an empty string."""
    here = own_content(round_, panelist)
    if here is not None and here.consent:
        return here.consent
    return panelist.consented_on.isoformat() if panelist.consented_on else ""
