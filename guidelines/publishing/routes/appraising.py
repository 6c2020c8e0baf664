"""Where an appraiser rates, one item after the other: signed in, or by the personal link."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.db import transaction
from guidelines.drafts.queries import assets_of, source_of, version_numbered
from guidelines.errors import Invalid, Missing, NotAllowed, sentence
from guidelines.evidence.queries import csl_items
from guidelines.permissions import Action, Actor, can
from guidelines.publishing.models import Appraisal, Appraiser
from guidelines.publishing.queries.appraisals import (
    appraisals_waiting_for,
    appraiser_for,
    own_scores,
    unrated,
)
from guidelines.publishing.queries.checklists.known import Knowledge
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.routes.appraisals import DIMENSION_WORDS, USE_WORDS
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.checklists.choices import AppraisalState, AppraiserState
from guidelines.publishing.rules.checklists.rating import (
    QUALITY,
    dimensions_of,
    steps_of,
)
from guidelines.publishing.rules.checklists.scoring import SKIPPED
from guidelines.publishing.rules.reading import page_of
from guidelines.publishing.service import appraisals as service
from guidelines.publishing.service.appraisal_links import appraiser_behind
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch, public
from guidelines.web.navigation import fills

HAND_IN = "hand-in"
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class Seat:
    """An appraiser at work, and how the pages are addressed: by the link, or signed in."""

    appraiser: Appraiser
    token: str = ""

    def address(self, step: str) -> str:
        """Return the page of a step."""
        if self.token:
            return url_for("publishing.appraise_by_link", appraiser_token=self.token, item=step)
        appraisal_id = self.appraiser.appraisal_id
        return url_for("publishing.appraise", appraisal_id=appraisal_id, item=step)

    @property
    def text_address(self) -> str:
        """Where the text is read."""
        if self.token:
            return url_for("publishing.read_by_link", appraiser_token=self.token)
        appraisal = self.appraiser.appraisal
        version = version_numbered(appraisal.document, appraisal.version_number)
        return url_for("drafts.show_version", version_id=version.id if version else "")


def _mine(appraisal_id: str) -> Seat:
    appraisal = fetch(Appraisal, appraisal_id, Action.APPRAISAL_RATE)
    found = appraiser_for(appraisal, current_actor().person_id)
    if found is None:
        raise NotAllowed(
            sentence("You are not asked to appraise this version. Its page says who is.")
        )
    return Seat(found)


def _by_link(token: str) -> Seat:
    return Seat(appraiser_behind(current(), token), token)


def _page(
    seat: Seat, step: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    appraiser = seat.appraiser
    appraisal = appraiser.appraisal
    instrument = shipped(appraisal.instrument)
    steps = steps_of(instrument)
    left = unrated(appraiser)
    is_over = (
        appraiser.state is AppraiserState.HANDED_IN or appraisal.state is AppraisalState.CLOSED
    )
    at = step if step in (*steps, HAND_IN) else (left[0] if left else HAND_IN)
    scores = own_scores(appraiser)
    values: dict[str, Any] = {
        "seat": seat,
        "appraiser": appraiser,
        "appraisal": appraisal,
        "document": appraisal.document,
        "instrument": instrument,
        "steps": steps,
        "left": left,
        "scores": scores,
        "answers": {place[0]: row.answer for place, row in scores.items() if place[1] == QUALITY},
        "dimension_words": DIMENSION_WORDS,
        "use_words": USE_WORDS,
        "skipped": SKIPPED,
        "typed": request.form if errors else {},
        "errors": errors or {},
    }
    if is_over:
        return render_template("publishing/appraise_done.html", **values), status
    if at == HAND_IN:
        return render_template("publishing/appraise_hand_in.html", **values), status
    place = steps.index(at)
    item = instrument.by_id.get(at)
    values |= {
        "step": at,
        "item": item,
        "question": next((one for one in instrument.overall if one.id == at), None),
        "dimensions": dimensions_of(instrument, at, suitability=appraisal.suitability),
        "before": steps[place - 1] if place else "",
        "after": steps[place + 1] if place + 1 < len(steps) else HAND_IN,
        "look": _look(seat, at) if item else (),
    }
    return render_template("publishing/appraise.html", **values), status


def _look(seat: Seat, item: str) -> list[tuple[str, str]]:
    """Return where in the text an item may be met: words and address."""
    appraisal = seat.appraiser.appraisal
    version = version_numbered(appraisal.document, appraisal.version_number)
    row = Knowledge(appraisal.document, version).standing(appraisal.instrument).row(item)
    named = [*(row.mark.named if row.mark else ()), *row.passages]
    text = seat.text_address
    return [
        (place.said, f"{text}#{place.anchor or place.key}")
        for place in dict.fromkeys(named)
        if place.kind in {"section", "recommendation"}
    ]


def _save(seat: Seat) -> ResponseReturnValue:
    form = request.form
    step = form.get("item", "")
    try:
        with transaction():
            service.rate(
                seat.appraiser,
                item=step,
                answers={name: form.get(name, "") for name in DIMENSION_WORDS},
                comment=form.get("comment", ""),
            )
    except Invalid as invalid:
        return _page(seat, step, errors_of(invalid), 422)
    steps = (*steps_of(shipped(seat.appraiser.appraisal.instrument)), HAND_IN)
    target = form.get("to", "")
    following = target if target in steps else steps[steps.index(step) + 1]
    return redirect(seat.address(following), 303)


def _hand_in(seat: Seat) -> ResponseReturnValue:
    try:
        with transaction():
            service.hand_in(
                seat.appraiser, by=current_actor(), interests=request.form.get("interests", "")
            )
    except Invalid as invalid:
        return _page(seat, HAND_IN, errors_of(invalid), 422)
    flash(_("Thank you. Your ratings are handed in."), "success")
    return redirect(seat.address(HAND_IN), 303)


@bp.get("/appraisals/<appraisal_id>/mine")
@asks(Action.APPRAISAL_RATE)
def appraise(appraisal_id: str) -> ResponseReturnValue:
    """Show an appraiser who is signed in the next item."""
    return _page(_mine(appraisal_id), request.args.get("item", ""))


@bp.post("/appraisals/<appraisal_id>/mine")
@asks(Action.APPRAISAL_RATE)
def rate(appraisal_id: str) -> ResponseReturnValue:
    """Save a rating and go on."""
    return _save(_mine(appraisal_id))


@bp.post("/appraisals/<appraisal_id>/hand-in")
@asks(Action.APPRAISAL_RATE)
def hand_in(appraisal_id: str) -> ResponseReturnValue:
    """Hand in all ratings."""
    return _hand_in(_mine(appraisal_id))


@bp.get("/appraise/<appraiser_token>")
@public
def appraise_by_link(appraiser_token: str) -> ResponseReturnValue:
    """Show an appraiser with a personal link the next item."""
    return _page(_by_link(appraiser_token), request.args.get("item", ""))


@bp.post("/appraise/<appraiser_token>")
@public
def rate_by_link(appraiser_token: str) -> ResponseReturnValue:
    """Save a rating and go on."""
    return _save(_by_link(appraiser_token))


@bp.post("/appraise/<appraiser_token>/hand-in")
@public
def hand_in_by_link(appraiser_token: str) -> ResponseReturnValue:
    """Hand in all ratings."""
    return _hand_in(_by_link(appraiser_token))


@bp.get("/appraise/<appraiser_token>/text")
@public
def read_by_link(appraiser_token: str) -> ResponseReturnValue:
    """Show the version that is appraised, as it stood when the appraisal was opened."""
    seat = _by_link(appraiser_token)
    appraisal = seat.appraiser.appraisal
    version = version_numbered(appraisal.document, appraisal.version_number)
    if version is None:
        raise Missing
    names = {one.name for one in assets_of(appraisal.document)}
    page = page_of(
        source_of(version),
        references=csl_items(appraisal.project_id),
        images=lambda name: (
            url_for("publishing.show_picture_by_link", appraiser_token=appraiser_token, name=name)
            if name in names
            else None
        ),
    )
    return render_template(
        "publishing/appraise_text.html", seat=seat, appraisal=appraisal, page=page
    )


@bp.get("/appraise/<appraiser_token>/images/<name>")
@public
def show_picture_by_link(appraiser_token: str, name: str) -> ResponseReturnValue:
    """Send a picture of the text that is appraised."""
    appraisal = _by_link(appraiser_token).appraiser.appraisal
    found = next((one for one in assets_of(appraisal.document) if one.name == name), None)
    if found is None or found.media_type not in PICTURES:
        abort(404)
    answer = Response(storage().get(found.sha256), mimetype=found.media_type)
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@fills("home.needs", 65)
def appraisals_to_do(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return which guidelines this person was asked to appraise."""
    return [
        {
            "text": _("Appraise “%(title)s”", title=row.appraisal.document.title),
            "url": url_for("publishing.appraise", appraisal_id=row.appraisal_id),
            "project": row.appraisal.document.project.title,
            "urgent": False,
        }
        for row in appraisals_waiting_for(actor.person_id or "")
        if can(actor, Action.APPRAISAL_RATE, row.appraisal)
    ]
