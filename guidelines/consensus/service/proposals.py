"""A round of open proposals: written by the panel, sealed like ballots, answered by the office."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert

from guidelines import audit
from guidelines.consensus.models import Proposal, Round, Statement, StatementProposal
from guidelines.consensus.queries import versions_of
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.lineage import Fate, Lineage, checked_reason
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.proposals import LONGEST, Proposed, checked_proposals
from guidelines.consensus.rules.states import FINISHED
from guidelines.consensus.service.booths import Booth, put_in_place
from guidelines.consensus.service.statements import add_statements
from guidelines.consensus.service.voting import CONSENT_FIRST
from guidelines.consensus.service.wordings import Part
from guidelines.db import lock_row, new_keys, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import ProposalAnswered
from guidelines.permissions import Action, Actor, require


def propose(
    actor: Actor, round_: Round, proposals: Sequence[Proposed], *, finished: bool = False
) -> None:
    """Keep a panel member's proposals in their sealed box; those that were in it are replaced.

    Nobody reads them before the round closes, and nobody learns afterwards who wrote which.

    Raises
    ------
    Invalid
        By field, for a proposal that is too long or a reason without one; nothing is kept then.
    Conflict
        If the round takes no proposals, or the person has not consented yet.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    if round_.kind is not RoundKind.PROPOSALS:
        raise Conflict(sentence("This round takes no proposals."))

    def fill(booth: Booth) -> Content:
        content = booth.content()
        if not content.consent:
            raise Conflict(CONSENT_FIRST)
        kept = checked_proposals(proposals)
        return replace(content, proposals=kept, submitted=content.submitted or finished)

    put_in_place(round_, actor, fill)


def collect(round_: Round, boxes: Mapping[str, Opened]) -> dict[str, Any]:
    """Lay the proposals of all boxes under random ids, for closing; return how many there are.

    Rows are written in the order of their ids, so that nothing ties two to one author.
    """
    made = [one for box in boxes.values() for one in box.content.proposals]
    rows = [
        {
            "id": id_,
            "round_id": round_.id,
            "original": "\n\n".join(part for part in (one.text, one.reason) if part),
            "text": one.text,
            "reason": one.reason,
            "fate": Fate.WAITING,
            "answer": "",
        }
        for one, id_ in zip(made, new_keys(len(made)), strict=True)
    ]
    rows.sort(key=lambda row: str(row["id"]))
    if rows:
        session.execute(insert(Proposal), rows)
    people = sum(bool(box.content.proposals) or box.content.submitted for box in boxes.values())
    return {"n_proposals": len(rows), "n_ballots": people, "n_complete": people}


def take_proposals(
    actor: Actor, round_: Round, proposals: Sequence[Proposal], part: Part, *, reason: str
) -> Statement:
    """Make one statement of proposals; it shows which ones, and they show it."""
    require(actor, Action.PROCESS_PREPARE, round_)

    _check_closed(round_)
    if not proposals or any(one.round_id != round_.id for one in proposals):
        raise Invalid({"proposals": sentence("Choose the proposals that it is made of.")})
    (statement,) = add_statements(
        actor, round_.process, [part], lineage=Lineage.FROM_PROPOSALS, reason=reason
    )
    version = versions_of(statement)[-1]
    for one in proposals:
        locked = lock_row(Proposal, one.id)
        locked.fate, locked.answer = Fate.TAKEN, ""
        session.add(StatementProposal(version_id=version.id, proposal_id=locked.id))
        session.flush()
        _record(actor, locked)
    return statement


def decline_proposal(actor: Actor, proposal: Proposal, *, answer: str) -> None:
    """Say why no statement is made of a proposal; the panel reads it."""
    require(actor, Action.PROCESS_PREPARE, proposal)

    _check_closed(proposal.round)
    locked = lock_row(Proposal, proposal.id)
    if locked.fate is Fate.TAKEN:
        raise Conflict(sentence("A statement was made of this proposal already."))
    locked.answer = checked_reason(answer)
    locked.fate = Fate.DECLINED
    session.flush()
    _record(actor, locked)


def edit_proposal(actor: Actor, proposal: Proposal, *, text: str, reason: str) -> None:
    """Take out what gives the author of a proposal away; what was written is kept."""
    require(actor, Action.FEEDBACK_MODERATE, proposal)

    _check_closed(proposal.round)
    text, reason = text.strip(), reason.strip()
    if not text or len(text) > LONGEST or len(reason) > LONGEST:
        raise Invalid(
            {"text": sentence("Write something, at most %(most)s characters.", most=LONGEST)}
        )
    locked = lock_row(Proposal, proposal.id)
    locked.text, locked.reason = text, reason
    session.flush()
    _record(actor, locked)


def _check_closed(round_: Round) -> None:
    if round_.state not in FINISHED:
        raise Conflict(sentence("Proposals can be read when the round is closed."))


def _record(actor: Actor, proposal: Proposal) -> None:
    audit.record(
        actor,
        ProposalAnswered(
            network_id=proposal.network_id,
            project_id=proposal.project_id,
            round_id=proposal.round_id,
            proposal_id=proposal.id,
            fate=proposal.fate.value,
            answer=proposal.answer,
        ),
    )
