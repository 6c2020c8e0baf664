"""The pages on which people outside read, write and send their answer. No account, no script."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.errors import DomainError, Missing
from guidelines.reviews.models import Contributor, Remark
from guidelines.reviews.queries import answers as answers_of
from guidelines.reviews.queries.outcomes import outcomes_for
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.routes.consulting import KEPT, own_contributor, place_values, spot_of
from guidelines.reviews.routes.reading import sections_read
from guidelines.reviews.rules import CommentKind
from guidelines.reviews.rules.answers import check_writable
from guidelines.reviews.rules.asking import check_open
from guidelines.reviews.rules.rounds import RemarkUse
from guidelines.reviews.service import answers
from guidelines.reviews.service import remarks as writing
from guidelines.web.errors import errors_of
from guidelines.web.guard import public
from guidelines.web.limits import limited


def _is_writable(contributor: Contributor) -> bool:
    try:
        check_open(contributor.submission.round.state)
        check_writable(contributor.submission.state)
    except DomainError:
        return False
    return True


def _values(contributor: Contributor) -> dict[str, object]:
    """Return what every page of an answer shows."""
    submission = contributor.submission
    return {
        "me": contributor,
        "submission": submission,
        "round": submission.round,
        "document": submission.round.document,
        "writable": _is_writable(contributor),
    }


def _desk(
    contributor: Contributor,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    submission = contributor.submission
    everything = answers_of.remarks_of(submission)
    seen = [
        row for row in everything if contributor.is_lead or row.contributor_id == contributor.id
    ]
    titles = {one.id: one for one in sections_read(submission.round)} if seen else {}
    page = render_template(
        "reviews/answer.html",
        **_values(contributor),
        remarks=seen,
        titles={key: one.title for key, one in titles.items()},
        kept=[row for row in everything if row.use is RemarkUse.KEPT],
        lead=answers_of.lead_of(submission),
        outcomes=outcomes_for(seen),
        errors=errors or {},
        typed=typed or {},
    )
    return make_response(page, status)


@bp.get("/answers/<contributor_id>")
@public
def show_answer(contributor_id: str) -> ResponseReturnValue:
    """Show somebody's answer: what is asked, what was written, what is left to do."""
    return _desk(own_contributor(contributor_id))


@bp.get("/answers/<contributor_id>/text")
@public
def read_for_answer(contributor_id: str) -> ResponseReturnValue:
    """Show the text that is asked about, with a way to comment at every section."""
    contributor = own_contributor(contributor_id)
    mine = [
        row
        for row in answers_of.remarks_of(contributor.submission)
        if contributor.is_lead or row.contributor_id == contributor.id
    ]
    counts: dict[str, int] = {}
    for row in mine:
        if row.section_id and row.use is RemarkUse.KEPT:
            counts[row.section_id] = counts.get(row.section_id, 0) + 1
    return render_template(
        "reviews/answer_text.html",
        **_values(contributor),
        sections=sections_read(contributor.submission.round),
        counts=counts,
    )


def _remark_page(
    contributor: Contributor,
    remark: Remark | None,
    typed: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "reviews/remark.html",
        **_values(contributor),
        **place_values(contributor.submission.round, typed),
        remark=remark,
        typed=typed,
        errors=errors,
    )
    return make_response(page, status)


@bp.get("/answers/<contributor_id>/remarks/new")
@public
def write_remark_form(contributor_id: str) -> ResponseReturnValue:
    """Show the form for a comment on a place of the text, a question, or the whole."""
    return _remark_page(own_contributor(contributor_id), None, request.args.to_dict(), {})


@bp.post("/answers/<contributor_id>/remarks")
@public
@limited("remark", per_address=600, minutes=60)
def write_remark(contributor_id: str) -> ResponseReturnValue:
    """Write a comment into the answer."""
    contributor = own_contributor(contributor_id)
    typed = request.form.to_dict()
    try:
        with transaction():
            remark = writing.write_remark(
                contributor,
                spot_of(typed),
                body=typed.get("body", ""),
                kind=typed.get("kind") or CommentKind.GENERAL,
            )
    except DomainError as refused:
        return _remark_page(contributor, None, typed, errors_of(refused), 422)
    flash(_("Your comment is in the answer. It is sent with the others."), "success")
    if remark.section_id:
        page = url_for(
            "reviews.read_for_answer",
            contributor_id=contributor_id,
            _anchor=f"s-{remark.section_id}",
        )
    else:
        page = url_for("reviews.show_answer", contributor_id=contributor_id)
    return redirect(page, 303)


def _seen_remark(contributor: Contributor, remark_id: str) -> Remark:
    for row in answers_of.remarks_of(contributor.submission):
        mine = contributor.is_lead or row.contributor_id == contributor.id
        if row.id == remark_id and mine:
            return row
    raise Missing


@bp.get("/answers/<contributor_id>/remarks/<remark_id>")
@public
def change_remark_form(contributor_id: str, remark_id: str) -> ResponseReturnValue:
    """Show a comment of the answer, to be edited."""
    contributor = own_contributor(contributor_id)
    remark = _seen_remark(contributor, remark_id)
    return _remark_page(contributor, remark, {"body": remark.body}, {})


@bp.post("/answers/<contributor_id>/remarks/<remark_id>")
@public
def change_remark(contributor_id: str, remark_id: str) -> ResponseReturnValue:
    """Edit, remove, leave out or take in a comment of the answer."""
    contributor = own_contributor(contributor_id)
    remark = _seen_remark(contributor, remark_id)
    wanted = request.form.get("do", "save")
    try:
        with transaction():
            if wanted == "remove":
                writing.remove_remark(contributor, remark_id)
            elif wanted in {"keep", "leave-out"}:
                writing.use_remark(contributor, remark_id, kept=wanted == "keep")
            else:
                writing.change_remark(contributor, remark_id, body=request.form.get("body", ""))
    except DomainError as refused:
        typed = request.form.to_dict()
        return _remark_page(contributor, remark, typed, errors_of(refused), 422)
    said = {
        "remove": _("The comment is removed."),
        "keep": _("The comment is in the answer again."),
        "leave-out": _("The comment is left out of the answer; it stays here."),
    }
    flash(said.get(wanted, _("The comment is saved.")), "success")
    return redirect(url_for("reviews.show_answer", contributor_id=contributor_id), 303)


@bp.post("/answers/<contributor_id>/merge")
@public
def merge_remarks(contributor_id: str) -> ResponseReturnValue:
    """Make one comment of several: first show the words to be agreed on, then keep them."""
    contributor = own_contributor(contributor_id)
    chosen = [
        _seen_remark(contributor, key) for key in dict.fromkeys(request.form.getlist("remarks"))
    ]
    body = request.form.get("body")
    errors: dict[str, str] = {}
    if body is not None:
        try:
            with transaction():
                writing.merge_remarks(contributor, [one.id for one in chosen], body=body)
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            flash(_("They are one comment now. What each said is kept below it."), "success")
            return redirect(url_for("reviews.show_answer", contributor_id=contributor_id), 303)
    if len(chosen) < 2:
        told = {"remarks": _("Choose at least two comments to merge.")}
        return _desk(contributor, told, status=422)
    page = render_template(
        "reviews/merge.html",
        **_values(contributor),
        chosen=chosen,
        body=body if body is not None else "\n\n".join(one.body for one in chosen),
        errors=errors,
    )
    return make_response(page, 422 if errors else 200)


@bp.post("/answers/<contributor_id>/steps")
@public
@limited("answer-step", per_address=300, minutes=60)
def step_answer(contributor_id: str) -> ResponseReturnValue:
    """State interests, invite or remove a colleague, finish one's part, send, or leave."""
    contributor = own_contributor(contributor_id)
    typed = request.form.to_dict()
    step = typed.get("step", "")
    if step == "leave":
        browser[KEPT] = [key for key in browser.get(KEPT, []) if key != contributor_id]
        flash(_("This device has forgotten your answer. Your link still opens it."), "success")
        return redirect(url_for("home.front"), 303)
    try:
        with transaction():
            _do(contributor, step, typed)
    except DomainError as refused:
        return _desk(contributor, errors_of(refused), typed, 422)
    flash(SAID[step], "success")
    return redirect(url_for("reviews.show_answer", contributor_id=contributor_id), 303)


SAID = {
    "interests": _l("Your interests are noted."),
    "invite": _l("The link goes out to your colleague."),
    "remove": _l("Their link works no more. What they wrote stays with you."),
    "finish": _l("Thank you. Your lead sees that you have finished."),
    "go-on": _l("You can write on."),
    "send": _l("Your answer is sent. Thank you."),
}


def _do(contributor: Contributor, step: str, typed: dict[str, str]) -> None:
    """Do one step of an answer."""
    if step == "interests":
        answers.state_interests(
            contributor,
            interests=typed.get("interests", ""),
            none=typed.get("no_interests") == "yes",
        )
    elif step == "invite":
        answers.invite_colleague(
            contributor, name=typed.get("name", ""), email=typed.get("email", "")
        )
    elif step == "remove":
        answers.remove_colleague(contributor, colleague_id=typed.get("colleague_id", ""))
    elif step in {"finish", "go-on"}:
        answers.finish_part(contributor, done=step == "finish")
    elif step == "send":
        answers.send_answer(contributor)
    else:
        raise Missing
