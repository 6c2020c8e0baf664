"""The page of the life of a guideline: where it stands, what comes next, and who does it."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import POLICY, Action, can
from guidelines.publishing import service
from guidelines.publishing.queries.approvals import newest_request
from guidelines.publishing.queries.life import moves_of, review_by
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.routes.signing import sections_nav
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.life import LIFE, WHO, Life, LifeMove, next_steps
from guidelines.publishing.rules.states import ApprovalState
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

LIFE_WORDS = {
    Life.PLANNED: _l("Planned"),
    Life.IN_DEVELOPMENT: _l("In development"),
    Life.IN_APPROVAL: _l("Waiting for signatures"),
    Life.APPROVED: _l("Approved"),
    Life.PUBLISHED: _l("Published"),
    Life.UNDER_REVIEW: _l("Under review"),
    Life.REAFFIRMED: _l("Reaffirmed"),
    Life.SUPERSEDED: _l("Superseded"),
    Life.WITHDRAWN: _l("Withdrawn"),
}
# What a step is called where it lies ahead, why one takes it, and what it was when it is past.
STEP_WORDS = {
    LifeMove.APPROVE_PLAN: (
        _l("Have the plan signed"),
        _l("The work begins with the last signature on the plan."),
        _l("The plan was signed"),
    ),
    LifeMove.BEGIN: (
        _l("Begin without a signed plan"),
        _l("The record says so, with your reason."),
        _l("The work began without a signed plan"),
    ),
    LifeMove.ASK: (
        _l("Ask for signatures on the final text"),
        _l("When nothing stands in the way any more."),
        _l("Signatures were asked for"),
    ),
    LifeMove.RETURN: (
        _l("Return it to the authors"),
        _l("With the reason why it cannot be signed."),
        _l("Returned to the authors"),
    ),
    LifeMove.APPROVE: (
        _l("Sign the final text"),
        _l("It is approved with the last signature that it needs."),
        _l("Approved"),
    ),
    LifeMove.PUBLISH: (
        _l("Publish it"),
        _l("When everybody it needs has signed this exact text."),
        _l("Published"),
    ),
    LifeMove.REVIEW: (
        _l("Begin the review"),
        _l("When its day has come, or when new evidence asks for it. Readers see that."),
        _l("The review began"),
    ),
    LifeMove.REAFFIRM: (
        _l("Reaffirm it unchanged"),
        _l("The review found that it still holds. Give the day of the next one."),
        _l("Reaffirmed"),
    ),
    LifeMove.SUPERSEDE: (
        _l("Mark it as superseded"),
        _l("Another guideline takes its place; readers are sent there."),
        _l("Superseded"),
    ),
    LifeMove.WITHDRAW: (
        _l("Withdraw it"),
        _l("For good. Published versions keep their address, with a warning."),
        _l("Withdrawn"),
    ),
    LifeMove.RECORD: ("", "", _l("Taken over as published")),
}
WHERE = {
    LifeMove.APPROVE_PLAN: "publishing.show_plan",
    LifeMove.ASK: "publishing.show_approval",
    LifeMove.RETURN: "publishing.show_approval",
    LifeMove.APPROVE: "publishing.show_approval",
    LifeMove.PUBLISH: "publishing.list_editions",
}
PATH = (Life.PLANNED, Life.IN_DEVELOPMENT, Life.IN_APPROVAL, Life.APPROVED, Life.PUBLISHED)
AFTER = {Life.UNDER_REVIEW, Life.REAFFIRMED, Life.SUPERSEDED, Life.WITHDRAWN}


@bp.app_template_filter("life_words")
def life_words(state: Life) -> str:
    """Return where a guideline stands, in a word of the page."""
    return str(LIFE_WORDS[state])


@bp.app_template_filter("life_step")
def life_step(move: LifeMove) -> tuple[str, str, str]:
    """Return what a step is called ahead, why one takes it, and what it was in the past."""
    ahead, why, past = STEP_WORDS[move]
    return str(ahead), str(why), str(past)


def _track(state: Life, been: set[Life]) -> list[dict[str, object]]:
    """Return the path from planned to where it stands, for the line at the top."""
    line: list[dict[str, object]] = []
    ends = state in AFTER
    path = [*PATH, *([state] if ends else [])]
    here = path.index(state)
    for place, one in enumerate(path):
        if ends and one is not state and one not in been and one is not Life.PLANNED:
            continue  # it ended without ever coming there
        mark = "done" if place < here else "current" if place == here else "todo"
        line.append({"label": LIFE_WORDS[one], "state": mark, "note": ""})
    return line


def _page(
    document: Document,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    moves = moves_of(document.id)
    state = moves[-1].after if moves else LIFE.initial
    actor = current_actor()
    may = frozenset(action for action in WHO.values() if can(actor, action, document))
    request = newest_request(document)
    waiting = request is not None and request.state is ApprovalState.WAITING
    steps = next_steps(state, may, signing=waiting)
    asks_first = {LifeMove.ASK, LifeMove.PUBLISH} & {one.move for one in steps if one.mine}
    checks = readiness_of(document) if asks_first else []
    page = render_template(
        "publishing/life.html",
        document=document,
        part_links=sections_nav(document),
        state=state,
        track=_track(state, {Life.PLANNED, *(one.after for one in moves)}),
        steps=[
            {
                "step": one,
                "roles": sorted(POLICY[one.action].roles),
                "url": url_for(WHERE[one.move], document_id=document.id)
                if one.move in WHERE
                else "",
                "open": [
                    check
                    for check in checks
                    if check.blocks and (one.move is LifeMove.PUBLISH or check.name != "approved")
                ]
                if one.move in asks_first
                else [],
            }
            for one in steps
        ],
        moves=list(reversed(moves)),
        review_by=review_by(moves),
        errors=errors or {},
        typed=typed or {},
    )
    return page, status


@bp.get("/documents/<document_id>/life")
@asks(Action.APPROVAL_READ)
def show_life(document_id: str) -> ResponseReturnValue:
    """Show where a guideline stands, what can come next, and who may do it."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/life")
@asks(Action.APPROVAL_READ, Action.LIFE_MOVE)
def move_guideline(document_id: str) -> ResponseReturnValue:
    """Take a step in the life of a guideline."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = asked.form
    try:
        wanted = form.get("move", "")
        if wanted not in set(LifeMove):
            raise Invalid({"move": _("Choose one of the steps on this page.")})
        with transaction():
            service.move_guideline(
                current_actor(),
                document,
                LifeMove(wanted),
                note=form.get("note", ""),
                review_by=_day(form.get("review_by", "")),
                successor=form.get("successor", ""),
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), dict(form), 422)
    flash(_("Done. It stands in the life of the guideline."), "success")
    return redirect(url_for("publishing.show_life", document_id=document.id), 303)


def _day(written: str) -> date | None:
    """Return a day as a date field sends it, None for anything else."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
