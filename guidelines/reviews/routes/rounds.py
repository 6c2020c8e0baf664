"""Pages of rounds of review for the project: list, prepare, steer, look at what came in."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries import current_version, version_numbered, versions_of
from guidelines.errors import DomainError, Invalid, Missing, sentence
from guidelines.permissions import INSIDE, Action, Actor, can
from guidelines.projects.queries import members_with
from guidelines.reviews.forms.rounds import a_day, asking_from
from guidelines.reviews.models import ReviewRound
from guidelines.reviews.queries import answers as answers_of
from guidelines.reviews.queries.rounds import (
    names_in_text,
    own_submission,
    rounds_of,
    unanswered_in,
)
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules.rounds import ReviewMove, ReviewState, RoundKind, SubmissionState
from guidelines.reviews.service import inviting, members, moving
from guidelines.reviews.service import rounds as steering
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

CHOSEN = {kind.value: kind for kind in RoundKind}


@bp.get("/documents/<document_id>/reviews")
@asks(Action.REVIEW_READ)
def list_rounds(document_id: str) -> ResponseReturnValue:
    """Show the rounds of review on a document."""
    document = fetch(Document, document_id, Action.REVIEW_READ)
    found = rounds_of(document)
    return render_template(
        "reviews/rounds.html",
        document=document,
        rounds=found,
        turnouts={one.id: answers_of.turnout_of(one) for one in found},
    )


def _form(
    document: Document,
    kind: RoundKind,
    round_: ReviewRound | None,
    errors: dict[str, str],
    typed: dict[str, str] | None = None,
) -> str:
    if typed is None and round_ is not None:
        typed = {
            "title": round_.title,
            "introduction": round_.introduction,
            "questions": "\n".join(round_.questions),
            "opens_on": round_.opens_on.isoformat() if round_.opens_on else "",
            "closes_on": round_.closes_on.isoformat() if round_.closes_on else "",
            "blinded": "yes" if round_.blinded else "",
            "anyone": "yes" if round_.anyone else "",
            "publish_answers": "yes" if round_.publish_answers else "",
            "version": str(round_.version.number),
        }
    return render_template(
        "reviews/round_form.html",
        document=document,
        kind=kind,
        round=round_,
        typed=typed or {"anyone": "yes", "blinded": "yes", "version": str(document.newest)},
        versions=versions_of(document)[:60],
        errors=errors,
    )


def _version(document: Document) -> Version:
    number = request.form.get("version", "")
    if not number:
        return current_version(document)
    found = version_numbered(document, int(number)) if number.isdecimal() else None
    if found is None:
        raise Invalid({"version": sentence("Choose a version of this document.")})
    return found


@bp.get("/documents/<document_id>/reviews/new")
@asks(Action.REVIEW_STEER)
def start_round_form(document_id: str) -> ResponseReturnValue:
    """Show the form for a new round of review."""
    document = fetch(Document, document_id, Action.REVIEW_STEER)
    kind = CHOSEN.get(request.args.get("kind", ""), RoundKind.INTERNAL)
    return _form(document, kind, None, {})


@bp.post("/documents/<document_id>/reviews")
@asks(Action.REVIEW_STEER)
def start_round(document_id: str) -> ResponseReturnValue:
    """Prepare a round of review."""
    document = fetch(Document, document_id, Action.REVIEW_STEER)
    kind = CHOSEN.get(request.form.get("kind", ""), RoundKind.INTERNAL)
    try:
        with transaction():
            round_ = steering.start_round(
                current_actor(),
                document,
                asking_from(request.form, kind),
                version=_version(document),
            )
    except Invalid as invalid:
        typed = request.form.to_dict()
        return _form(document, kind, None, errors_of(invalid), typed), 422
    flash(_("The round is prepared. Now invite people and let it open."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=round_.id), 303)


def sees_names(round_: ReviewRound) -> bool:
    """Tell whether the visitor may know who answers in a round."""
    if round_.blinded:
        return can(current_actor(), Action.REVIEWER_READ, round_)
    return can(current_actor(), Action.REVIEW_STEER, round_)


def round_page(
    round_: ReviewRound, errors: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> str:
    """Render the page of a round, after a refusal with what was wrong and typed."""
    actor = current_actor()
    names = sees_names(round_)
    steers = can(actor, Action.REVIEW_STEER, round_) and (names or not round_.blinded)
    rows = [
        row
        for row in answers_of.submissions_of(round_)
        if (row.is_invited or row.confirmed_at is not None)
        and (steers or names or row.state is SubmissionState.TAKEN or not round_.blinded)
    ]
    asked = {row.person_id for row in rows if row.person_id and row.decider_id is None}
    members_there = {one.person_id: one.person for one in members_with(round_.project_id, *INSIDE)}
    return render_template(
        "reviews/round.html",
        document=round_.document,
        round=round_,
        turnout=answers_of.turnout_of(round_),
        unanswered=unanswered_in(round_),
        rows=[(row, answers_of.shown_name(row, with_names=names)) for row in rows],
        comments=answers_of.comments_by_submission(round_),
        own=own_submission(round_, actor.person_id),
        steers=steers,
        names=names,
        people=[(key, one.name) for key, one in members_there.items() if key not in asked],
        named_in_text=names_in_text(round_) if round_.blinded and steers else [],
        errors=errors or {},
        typed=typed or {},
    )


@bp.get("/reviews/<review_round_id>")
@asks(Action.REVIEW_READ)
def show_round(review_round_id: str) -> ResponseReturnValue:
    """Show a round of review: what it asks, where it stands, who has answered."""
    return round_page(fetch(ReviewRound, review_round_id, Action.REVIEW_READ))


@bp.get("/reviews/<review_round_id>/edit")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def change_round_form(review_round_id: str) -> ResponseReturnValue:
    """Show the form with what a round asks."""
    round_ = _steered(review_round_id)
    return _form(round_.document, round_.kind, round_, {})


def _steered(review_round_id: str) -> ReviewRound:
    """Return a round that the visitor steers; a blinded one is the chair's alone."""
    round_ = fetch(ReviewRound, review_round_id, Action.REVIEW_READ)
    if round_.blinded and not can(current_actor(), Action.REVIEWER_READ, round_):
        raise Missing
    return round_


@bp.post("/reviews/<review_round_id>/edit")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def change_round(review_round_id: str) -> ResponseReturnValue:
    """Change what a round asks, before it opens."""
    round_ = _steered(review_round_id)
    try:
        with transaction():
            steering.change_round(
                current_actor(),
                round_,
                asking_from(request.form, round_.kind),
                version=_version(round_.document),
            )
    except Invalid as invalid:
        typed = request.form.to_dict()
        return _form(round_.document, round_.kind, round_, errors_of(invalid), typed), 422
    flash(_("The round is changed."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)


def _moves(move: ReviewMove) -> Callable[[Actor, ReviewRound], object]:
    return lambda actor, round_: moving.move_round(actor, round_, move)


MOVES: dict[str, tuple[Callable[[Actor, ReviewRound], object], LazyString]] = {
    "plan": (_moves(ReviewMove.PLAN), _l("The round opens by itself on its day.")),
    "take-back": (_moves(ReviewMove.TAKE_BACK), _l("The round does not open by itself.")),
    "open": (_moves(ReviewMove.OPEN), _l("The round is open. The invitations go out.")),
    "close": (_moves(ReviewMove.CLOSE), _l("The round is closed.")),
    "cancel": (_moves(ReviewMove.CANCEL), _l("The round is called off.")),
    "remind": (steering.remind, _l("The reminders go out.")),
}


@bp.post("/reviews/<review_round_id>/moves")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def move_round(review_round_id: str) -> ResponseReturnValue:
    """Plan, open, close, call off a round, or remind who has not answered."""
    round_ = _steered(review_round_id)
    wanted = request.form.get("move", "")
    if wanted not in MOVES:
        raise Invalid({"move": sentence("Choose what shall happen.")})
    move, words = MOVES[wanted]
    try:
        with transaction():
            move(current_actor(), round_)
    except DomainError as refused:
        return round_page(round_, errors_of(refused)), 422
    flash(words, "success")
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)


@bp.post("/reviews/<review_round_id>/last-day")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def change_last_day(review_round_id: str) -> ResponseReturnValue:
    """Let a round end on another day."""
    round_ = _steered(review_round_id)
    try:
        with transaction():
            steering.change_last_day(
                current_actor(),
                round_,
                closes_on=a_day(request.form.get("closes_on", ""), "closes_on"),
            )
    except DomainError as refused:
        return round_page(round_, errors_of(refused)), 422
    flash(_("The round ends on another day."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)


@bp.post("/reviews/<review_round_id>/summary")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def sum_up(review_round_id: str) -> ResponseReturnValue:
    """Tell the public what became of a round."""
    round_ = _steered(review_round_id)
    try:
        with transaction():
            steering.sum_up(current_actor(), round_, summary=request.form.get("summary", ""))
    except DomainError as refused:
        return round_page(round_, errors_of(refused), request.form.to_dict()), 422
    flash(_("The summary is on the page of the consultation."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)


@bp.post("/reviews/<review_round_id>/invitations")
@asks(Action.REVIEW_READ, Action.REVIEW_STEER)
def invite(review_round_id: str) -> ResponseReturnValue:
    """Invite somebody to a round of review."""
    round_ = _steered(review_round_id)
    form = request.form
    try:
        with transaction():
            if round_.kind is RoundKind.INTERNAL:
                chosen = form.getlist("person_id")
                if not chosen:
                    raise Invalid({"person_id": sentence("Choose a member of the project.")})
                for person_id in chosen:
                    inviting.invite_member(current_actor(), round_, person_id=person_id)
            else:
                inviting.invite_outside(
                    current_actor(),
                    round_,
                    name=form.get("name", ""),
                    email=form.get("email", ""),
                    organisation=form.get("organisation", ""),
                    language=round_.document.language,
                )
    except DomainError as refused:
        return round_page(round_, errors_of(refused), form.to_dict()), 422
    flash(
        _("The invitation goes out.")
        if round_.state is ReviewState.OPEN
        else _("Invited. The letter goes out when the round opens."),
        "success",
    )
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)


@bp.post("/reviews/<review_round_id>/finished")
@asks(Action.REVIEW_READ, Action.REVIEW_ANSWER)
def finish_review(review_round_id: str) -> ResponseReturnValue:
    """Say that one has reviewed, or that one will not."""
    round_ = fetch(ReviewRound, review_round_id, Action.REVIEW_READ)
    try:
        with transaction():
            members.finish_review(
                current_actor(), round_, declined=request.form.get("declined") == "yes"
            )
    except DomainError as refused:
        return round_page(round_, errors_of(refused)), 422
    flash(_("Thank you. The chair sees that you are finished."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=review_round_id), 303)
