"""Pages of a round of open proposals: for those who write them, and for the office afterwards."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries
from guidelines.consensus.models import Proposal, Round
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.queries.proposals import proposals_named, proposals_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.statements import part_sent, questions_to_choose
from guidelines.consensus.rules.lineage import Fate
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.proposals import MOST, Proposed
from guidelines.consensus.rules.states import FINISHED
from guidelines.consensus.service import proposals as service
from guidelines.consensus.service.voting import takes_answers
from guidelines.db import transaction
from guidelines.errors import Conflict, DomainError, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of, translated
from guidelines.web.guard import asks, current_actor, fetch

EMPTY_PLACES = 2
"""How many empty places stand below what somebody has proposed."""


def _own(round_: Round) -> tuple[Proposed, ...] | None:
    """Return the visitor's own proposals; None of who is not asked or has not consented."""
    panelist = elector_of(round_, current_actor().person_id)
    if panelist is None:
        return None
    content = queries.own_content(round_, panelist)
    if content is not None and content.consent:
        return content.proposals
    return () if panelist.consented_on is not None else None


def _paper(
    round_: Round, written: tuple[Proposed, ...], errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    places = min(MOST, len(written) + EMPTY_PLACES)
    page = render_template(
        "consensus/proposing.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        places=[*written, *[Proposed("")] * (places - len(written))],
        written=sum(bool(one.text.strip()) for one in written),
        most=MOST,
        errors=errors,
    )
    return page, status


def _sent() -> tuple[Proposed, ...]:
    """Return what the form holds, without places that are empty."""
    places = [
        Proposed(request.form.get(f"text-{n}", ""), request.form.get(f"reason-{n}", ""))
        for n in range(1, MOST + 1)
    ]
    return tuple(one for one in places if one.text.strip() or one.reason.strip())


@bp.get("/questionnaires/<round_id>/proposals")
@asks(Action.QUESTIONNAIRE_READ)
def propose_form(round_id: str) -> ResponseReturnValue:
    """Show a panel member their proposals; after closing, what became of everybody's."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    proposing = round_.kind is RoundKind.PROPOSALS
    if proposing and round_.state in FINISHED:
        return render_template(
            "consensus/proposed.html",
            round=round_,
            process=round_.process,
            document=round_.process.document,
            proposals=proposals_of(round_, Fate.TAKEN, Fate.DECLINED),
            waiting=len(proposals_of(round_, Fate.WAITING)),
        )
    own = _own(round_) if proposing and takes_answers(round_) else None
    if own is None:
        return redirect(url_for("consensus.show_questionnaire", round_id=round_.id), 303)
    return _paper(round_, own, {})


@bp.post("/questionnaires/<round_id>/proposals")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def propose(round_id: str) -> ResponseReturnValue:
    """Keep a panel member's proposals."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    finished = request.form.get("next") == "finish"
    sent = _sent()
    try:
        with transaction():
            service.propose(current_actor(), round_, sent, finished=finished)
    except Invalid as invalid:
        return _paper(round_, sent, errors_of(invalid), 422)
    flash(
        _("Thank you. Your proposals are kept sealed; you can change them until the round closes.")
        if finished
        else _("Your proposals are saved."),
        "success",
    )
    return redirect(url_for("consensus.propose_form", round_id=round_.id), 303)


@bp.post("/questionnaires/<round_id>/proposals/keep")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def keep_proposals(round_id: str) -> ResponseReturnValue:
    """Keep proposals while they are written; the answer is JSON for the page."""
    try:
        round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
        with transaction():
            service.propose(current_actor(), round_, _sent())
    except DomainError as refused:
        return jsonify(error=translated(refused.message)), status_of(refused)
    return jsonify({})


def _office(
    round_: Round, errors: dict[str, str], status: int = 200, at: str = ""
) -> ResponseReturnValue:
    found = proposals_of(round_) if round_.state in FINISHED else []
    page = render_template(
        "consensus/proposals.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        waiting=[one for one in found if one.proposal.fate is Fate.WAITING],
        dealt=[one for one in found if one.proposal.fate is not Fate.WAITING],
        chosen=request.form.getlist("proposals"),
        questions=questions_to_choose(round_.process),
        sent=request.form,
        at=at,
        errors=errors,
    )
    return page, status


@bp.get("/rounds/<round_id>/proposals")
@asks(Action.PROCESS_READ, Action.FEEDBACK_MODERATE)
def list_proposals(round_id: str) -> ResponseReturnValue:
    """Show the office what the panel proposed, and what became of it."""
    return _office(fetch(Round, round_id, Action.PROCESS_READ), {})


@bp.post("/rounds/<round_id>/proposals")
@asks(Action.PROCESS_READ, Action.PROCESS_PREPARE)
def take_proposals(round_id: str) -> ResponseReturnValue:
    """Make one statement of the chosen proposals."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    chosen = proposals_named(round_, request.form.getlist("proposals"))
    try:
        with transaction():
            statement = service.take_proposals(
                current_actor(),
                round_,
                chosen,
                part_sent(request.form),
                reason=request.form.get("reason", ""),
            )
    except (Invalid, Conflict) as refused:
        return _office(round_, errors_of(refused), status_of(refused))
    flash(_("Statement %(number)s is made of them.", number=statement.number), "success")
    return redirect(url_for("consensus.list_proposals", round_id=round_.id), 303)


@bp.post("/proposals/<proposal_id>")
@asks(Action.FEEDBACK_MODERATE, Action.PROCESS_PREPARE)
def decline_proposal(proposal_id: str) -> ResponseReturnValue:
    """Say why no statement is made of a proposal, or take out what gives its author away."""
    proposal = fetch(Proposal, proposal_id, Action.FEEDBACK_MODERATE)
    try:
        with transaction():
            service.edit_proposal(
                current_actor(),
                proposal,
                text=request.form.get("text", ""),
                reason=request.form.get("why", ""),
            )
            if request.form.get("decision") == "decline":
                service.decline_proposal(
                    current_actor(), proposal, answer=request.form.get("reason", "")
                )
    except (Invalid, Conflict) as refused:
        errors = {f"{name}-{proposal.id}": said for name, said in errors_of(refused).items()}
        return _office(proposal.round, errors, status_of(refused), at=proposal.id)
    address = url_for("consensus.list_proposals", round_id=proposal.round_id)
    return redirect(f"{address}#proposal-{proposal.id}", 303)
