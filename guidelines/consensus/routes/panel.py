"""Pages of a panel member: the personal link, the questionnaire, the receipt.

Nothing here is logged with a person, and no page says what somebody else answered.
"""

import structlog
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.accounts.routes import admit
from guidelines.config import current
from guidelines.consensus import queries, service
from guidelines.consensus.forms import EntryForm
from guidelines.consensus.models import Panelist, Round
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.papers import (
    Paper,
    in_fields,
    own_paper,
    read_paper,
    saved_answer,
    say_what_was_kept,
)
from guidelines.consensus.routes.plan_words import YEARS_WORDS
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.entry import YEARS
from guidelines.consensus.rules.filling import Reading
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.plan_wording import in_words as plan_in_words
from guidelines.consensus.rules.states import FINISHED
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.service.voting import takes_answers
from guidelines.db import transaction
from guidelines.drafts.forms import LANGUAGES
from guidelines.errors import Conflict, DomainError, Invalid, NotAllowed
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of, translated
from guidelines.web.guard import asks, current_actor, fetch, public
from guidelines.web.limits import limited
from guidelines.web.logs import place

log = structlog.get_logger()


@bp.get("/questionnaires/link/<questionnaire_token>")
@public
def show_personal_link(questionnaire_token: str) -> ResponseReturnValue:
    """Show what a personal link is for. Only the button signs in: mail scanners open links."""
    round_, person = service.voter_behind(current(), questionnaire_token)
    return render_template(
        "consensus/link.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        name=person.name,
        token=questionnaire_token,
    )


@bp.post("/questionnaires/link/<questionnaire_token>")
@public
@limited("questionnaire-link", per_address=60, minutes=5)
def use_personal_link(questionnaire_token: str) -> ResponseReturnValue:
    """Sign a panel member in for the questionnaires of this project only."""
    with transaction():
        browser_token, round_id = service.enter_by_link(current(), questionnaire_token)
    admit(browser_token)
    return redirect(url_for("consensus.show_questionnaire", round_id=round_id), 303)


def _closed(round_: Round, panelist: Panelist | None) -> ResponseReturnValue:
    return render_template(
        "consensus/not_open.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        eligible=panelist is not None,
        finished=round_.state in FINISHED,
        receipt=service.receipt_for(round_, panelist) if panelist else None,
    )


def _consent_page(round_: Round, errors: dict[str, str] | None = None) -> str:
    process, plan = round_.process, round_.planned
    return render_template(
        "consensus/consent.html",
        round=round_,
        process=process,
        document=process.document,
        rule=round_.definition,
        rule_words=in_words(round_.definition),
        statements=len(queries.asked_in(round_)),
        plan=plan,
        plan_words=plan_in_words(plan),
        language=dict(LANGUAGES).get(plan.language.split("-")[0], plan.language),
        years=[(one, YEARS_WORDS[one]) for one in YEARS],
        errors=errors or {},
    )


def _entered(round_: Round) -> tuple[Panelist | None, Content | None]:
    """Return who the visitor is on the panel, and what they have said, once they consented."""
    panelist = elector_of(round_, current_actor().person_id)
    if panelist is None:
        return None, None
    content = queries.own_content(round_, panelist)
    if content is not None and content.consent:
        return panelist, content
    consent = panelist.consented_on  # given in an earlier round
    return panelist, Content(secret="", consent=consent.isoformat()) if consent else None


def _paper(round_: Round) -> tuple[Paper | None, ResponseReturnValue]:
    """Return the visitor's questionnaire, or what to show in its place."""
    panelist, content = _entered(round_)
    if panelist is None or not takes_answers(round_):
        return None, _closed(round_, panelist)
    if content is None:
        return None, _consent_page(round_)
    return own_paper(round_, panelist, content), ""


@bp.get("/questionnaires/<round_id>")
@asks(Action.QUESTIONNAIRE_READ)
def show_questionnaire(round_id: str) -> ResponseReturnValue:
    """Show the information and consent page, then the questionnaire."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    paper, instead = _paper(round_)
    if paper and round_.kind is RoundKind.PROPOSALS:
        return redirect(url_for("consensus.propose_form", round_id=round_.id), 303)
    return paper.show("questionnaire") if paper else instead


@bp.post("/questionnaires/<round_id>/consent")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def give_consent(round_id: str) -> ResponseReturnValue:
    """Take part, and say a few words of oneself."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    try:
        profile = EntryForm().profile()
    except Invalid as invalid:
        return _consent_page(round_, errors_of(invalid)), 422
    with transaction():
        service.give_consent(current_actor(), round_, profile=profile)
    return redirect(url_for("consensus.show_questionnaire", round_id=round_.id), 303)


def _saved(round_: Round) -> Reading:
    """Save what was changed in this browser, read before anything is locked."""
    _panelist, content = _entered(round_)
    reading = read_paper(round_, content)
    if reading.answers or not takes_answers(round_):  # then it says why not
        actor, answers = current_actor(), reading.answers
        ahead = service.seal_ahead(actor, round_, answers=answers)
        try:
            with transaction():
                service.save_answers(actor, round_, answers=answers, ahead=ahead)
        except (Conflict, NotAllowed):
            log.warning("answers.refused", **place())
            raise
    return reading


@bp.post("/questionnaires/<round_id>/answers")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def autosave_questionnaire(round_id: str) -> ResponseReturnValue:
    """Save answers while they are given; the answer is JSON for the page."""
    try:
        round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
        reading = _saved(round_)
    except DomainError as refused:
        return jsonify(error=translated(refused.message)), status_of(refused)
    return saved_answer(round_, reading)


@bp.post("/questionnaires/<round_id>")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def save_questionnaire(round_id: str) -> ResponseReturnValue:
    """Save answers by the button, and go on to the summary if that was asked."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    reading = _saved(round_)
    if reading.errors:
        paper, instead = _paper(round_)
        return paper.show("questionnaire", reading.errors, 422) if paper else instead
    say_what_was_kept(round_, reading)
    if request.form.get("next") == "review":
        return redirect(url_for("consensus.review_questionnaire", round_id=round_.id), 303)
    flash(_("Your answers are saved. You can stop here and come back at any time."), "success")
    return redirect(url_for("consensus.show_questionnaire", round_id=round_.id), 303)


@bp.get("/questionnaires/<round_id>/review")
@asks(Action.QUESTIONNAIRE_READ)
def review_questionnaire(round_id: str) -> ResponseReturnValue:
    """Show a panel member all their answers before they submit."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    paper, instead = _paper(round_)
    return paper.show("review") if paper else instead


@bp.post("/questionnaires/<round_id>/submit")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def submit_questionnaire(round_id: str) -> ResponseReturnValue:
    """Say that the answers are complete; what is still to be said is named."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    try:
        with transaction():
            service.save_answers(current_actor(), round_, answers={}, submit=True)
    except Invalid as missing:
        paper, instead = _paper(round_)
        errors = in_fields(round_, errors_of(missing))
        return paper.show("review", errors, 422) if paper else instead
    return redirect(url_for("consensus.show_receipt", round_id=round_.id), 303)


@bp.get("/questionnaires/<round_id>/receipt")
@asks(Action.QUESTIONNAIRE_READ)
def show_receipt(round_id: str) -> ResponseReturnValue:
    """Show a panel member their own receipt."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    panelist = elector_of(round_, current_actor().person_id)
    receipt = service.receipt_for(round_, panelist) if panelist else None
    if receipt is None:
        return _closed(round_, panelist)
    return render_template(
        "consensus/receipt.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        receipt=receipt,
        rule=round_.definition,
        open=takes_answers(round_),
    )
