"""The public side of a consultation: its page, the way in, personal links. No account."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.db import transaction
from guidelines.drafts.queries import assets_of
from guidelines.errors import DomainError, Expired, Missing, sentence
from guidelines.reviews.forms.rounds import introduced_from
from guidelines.reviews.models import Contributor, ReviewRound
from guidelines.reviews.queries import answers as answers_of
from guidelines.reviews.queries.outcomes import told_outcomes
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.routes.reading import (
    paragraphs_of,
    section_read,
    sections_read,
    words_of_block,
)
from guidelines.reviews.rules import CommentKind
from guidelines.reviews.rules.rounds import ReviewState
from guidelines.reviews.service import answers, remarks
from guidelines.reviews.service.remarks import Spot
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import public
from guidelines.web.limits import limited

KEPT = "answers"
MOST_KEPT = 6
WHOLE = "whole"  # the choice that is no paragraph
OPEN_LINK = sentence(
    "Open your personal link from the mail once more; what you wrote is kept there."
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})


def admit_contributor(contributor: Contributor) -> None:
    """Let this browser write as a contributor until it is closed."""
    kept = [key for key in browser.get(KEPT, []) if key != contributor.id]
    browser[KEPT] = [*kept, contributor.id][-MOST_KEPT:]


def own_contributor(contributor_id: str) -> Contributor:
    """Return a contributor as whom this browser came in; the same refusal for any other."""
    found = None
    if contributor_id in browser.get(KEPT, []):
        found = answers_of.contributor_called(contributor_id)
    if found is None:
        raise Expired(OPEN_LINK)
    return found


def _own_in(round_: ReviewRound) -> Contributor | None:
    """Return as whom this browser writes in a round, if it does."""
    for key in reversed(browser.get(KEPT, [])):
        found = answers_of.contributor_called(key)
        if found is not None and found.submission.round_id == round_.id:
            return found
    return None


def _public(review_round_id: str) -> ReviewRound:
    round_ = answers_of.public_round(review_round_id)
    if round_ is None:
        raise Missing
    return round_


@bp.get("/consultations/<review_round_id>")
@public
def show_consultation(review_round_id: str) -> ResponseReturnValue:
    """Show a consultation to anybody: what is asked, until when, and the text."""
    round_ = _public(review_round_id)
    is_open = round_.state is ReviewState.OPEN
    return render_template(
        "reviews/consultation.html",
        round=round_,
        document=round_.document,
        is_open=is_open,
        sections=[] if round_.state is ReviewState.PLANNED else sections_read(round_),
        own=_own_in(round_),
        outcomes=told_outcomes(round_) if round_.publish_answers and not is_open else [],
        turnout=answers_of.turnout_of(round_),
    )


@bp.get("/consultations/<review_round_id>/pictures/<picture_name>")
@public
def show_picture(review_round_id: str, picture_name: str) -> ResponseReturnValue:
    """Send a picture of the text that is asked about, to those who may read the text."""
    round_ = answers_of.public_round(review_round_id)
    if round_ is None or round_.state is ReviewState.PLANNED:
        own = [answers_of.contributor_called(key) for key in browser.get(KEPT, [])]
        mine = [one.submission.round for one in own if one is not None]
        round_ = next((one for one in mine if one.id == review_round_id), None)
    if round_ is None:
        raise Missing
    asset = next((one for one in assets_of(round_.document) if one.name == picture_name), None)
    if asset is None or asset.media_type not in PICTURES:
        raise Missing
    response = Response(storage().get(asset.sha256), mimetype=asset.media_type)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


def _begin_page(
    round_: ReviewRound, errors: dict[str, str], typed: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "reviews/begin.html",
        round=round_,
        document=round_.document,
        errors=errors,
        typed=typed,
        **place_values(round_, typed),
    )
    return make_response(page, status)


def place_values(round_: ReviewRound, typed: dict[str, str]) -> dict[str, object]:
    """Return what a form for a remark shows of its place."""
    section_id = typed.get("section", "")
    item = section_read(round_, section_id) if section_id else None
    number = typed.get("question", "")
    question = int(number) if number.isdecimal() and int(number) < len(round_.questions) else None
    return {
        "item": item,
        "paragraphs": paragraphs_of(item) if item is not None else [],
        "block_words": words_of_block(item, typed.get("block", "")) if item is not None else "",
        "question": question,
        "question_words": round_.questions[question] if question is not None else "",
        "kinds": [kind.value for kind in CommentKind],
    }


def spot_of(typed: dict[str, str]) -> Spot:
    """Return where a remark belongs, as typed."""
    number = typed.get("question", "")
    return Spot(
        question=int(number) if number.isdecimal() and len(number) < 6 else None,
        section_id=typed.get("section", "")[:12],
        key=typed.get("key", "")[:80],
        block_id=typed.get("block", "").removeprefix(WHOLE)[:12],
        quote=typed.get("quote", ""),
        before=typed.get("before", ""),
        after=typed.get("after", ""),
    )


@bp.get("/consultations/<review_round_id>/begin")
@public
def begin_answer_form(review_round_id: str) -> ResponseReturnValue:
    """Show the form with which anybody begins an answer, with a first comment if they like."""
    round_ = _public(review_round_id)
    own = _own_in(round_)
    if own is not None:
        return redirect(url_for("reviews.show_answer", contributor_id=own.id), 303)
    if round_.state is not ReviewState.OPEN:
        return redirect(url_for("reviews.show_consultation", review_round_id=round_.id), 303)
    return _begin_page(round_, {}, request.args.to_dict())


@bp.post("/consultations/<review_round_id>/begin")
@public
@limited("consultation-begin", per_address=30, minutes=60, per_account=4)
def begin_answer(review_round_id: str) -> ResponseReturnValue:
    """Begin an answer; a letter with the personal link proves the address."""
    round_ = _public(review_round_id)
    typed = request.form.to_dict()
    if typed.get("website"):  # people do not see this field
        return render_template("reviews/begun.html", round=round_, document=round_.document)
    try:
        with transaction():
            contributor = answers.begin_answer(
                round_, introduced_from(typed), language=str(get_locale() or "en")
            )
            if typed.get("body", "").strip():
                remarks.write_remark(
                    contributor,
                    spot_of(typed),
                    body=typed["body"],
                    kind=typed.get("kind") or CommentKind.GENERAL,
                )
    except DomainError as refused:
        return _begin_page(round_, errors_of(refused), typed, 422)
    admit_contributor(contributor)
    flash(
        _("Your answer is begun. We mailed you a link: open it before you send your answer."),
        "success",
    )
    return redirect(url_for("reviews.show_answer", contributor_id=contributor.id), 303)


@bp.get("/consultations/link/<review_token>")
@public
def show_review_link(review_token: str) -> ResponseReturnValue:
    """Show what a personal link is for. Only the button enters: mail scanners open links."""
    contributor = answers.contributor_behind(current(), review_token)
    round_ = contributor.submission.round
    return render_template(
        "reviews/link.html",
        round=round_,
        document=round_.document,
        contributor=contributor,
        submission=contributor.submission,
    )


@bp.post("/consultations/link/<review_token>")
@public
@limited("review-link", per_address=120, minutes=5)
def use_review_link(review_token: str) -> ResponseReturnValue:
    """Let a contributor in by their personal link, or decline the invitation."""
    contributor = answers.contributor_behind(current(), review_token)
    if request.form.get("decline") == "yes":
        with transaction():
            answers.decline(contributor, reason=request.form.get("reason", ""))
        return render_template(
            "reviews/declined.html",
            round=contributor.submission.round,
            document=contributor.submission.round.document,
        )
    with transaction():
        contributor = answers.enter(contributor)
    admit_contributor(contributor)
    return redirect(url_for("reviews.show_answer", contributor_id=contributor.id), 303)
