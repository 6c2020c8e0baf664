"""Pages of an appraisal: who is asked, how far they are, and what they found once it is closed."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.consensus.rules.writeup import Grid, Part, Text
from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.permissions import GROUP, Action
from guidelines.projects.queries import members_of
from guidelines.publishing.models import Appraisal, Appraiser
from guidelines.publishing.queries.appraisals import (
    Results,
    appraiser_for,
    results_of,
    unrated,
)
from guidelines.publishing.queries.approvals import project_of
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.routes.checklist_files import sent
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.checklists.choices import AppraiserState
from guidelines.publishing.rules.checklists.rating import steps_of
from guidelines.publishing.service import appraisals as service
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

DIMENSION_WORDS = {
    "quality": _l("Quality"),
    "suitability": _l("Suitability for use"),
}
USE_WORDS = {
    "yes": _l("Yes"),
    "with-changes": _l("Yes, with changes"),
    "no": _l("No"),
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"wanted_by": _("Write the day as 2026-03-31.")}) from None


@bp.get("/documents/<document_id>/appraisals/new")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def open_appraisal_form(document_id: str) -> ResponseReturnValue:
    """Offer to have the present version appraised."""
    return _form(fetch(Document, document_id, Action.CHECKLIST_READ))


def _form(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "publishing/appraisal_new.html",
        document=document,
        instruments=[shipped(name) for name in service.INSTRUMENTS],
        typed=request.form,
        errors=errors or {},
    )
    return page, status


@bp.post("/documents/<document_id>/appraisals")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def open_appraisal(document_id: str) -> ResponseReturnValue:
    """Ask for an appraisal of the present version."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    form = request.form
    try:
        with transaction():
            row = service.open_appraisal(
                current_actor(),
                document,
                instrument=form.get("instrument", ""),
                suitability="suitability" in form,
                note=form.get("note", ""),
                wanted_by=_day(form.get("wanted_by", "")),
            )
    except Invalid as invalid:
        return _form(document, errors_of(invalid), 422)
    flash(_("The appraisal is open. Invite at least two people, better four."), "success")
    return redirect(url_for("publishing.show_appraisal", appraisal_id=row.id), 303)


@bp.get("/appraisals/<appraisal_id>")
@asks(Action.CHECKLIST_READ)
def show_appraisal(appraisal_id: str) -> ResponseReturnValue:
    """Show who is asked and how far they are; what they found only once it is closed."""
    return _page(fetch(Appraisal, appraisal_id, Action.CHECKLIST_READ))


def _page(
    appraisal: Appraisal, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    instrument = shipped(appraisal.instrument)
    steps = len(steps_of(instrument))
    people = [one for one in appraisal.appraisers if one.state is not AppraiserState.WITHDRAWN]
    asked = {one.email for one in people}
    roles = members_of(project_of(appraisal.document))
    members = {one.person_id: one.person for one in roles}
    page = render_template(
        "publishing/appraisal.html",
        document=appraisal.document,
        appraisal=appraisal,
        instrument=instrument,
        people=people,
        handed_in=sum(one.state is AppraiserState.HANDED_IN for one in people),
        progress={one.id: steps - len(unrated(one)) for one in people},
        steps=steps,
        mine=appraiser_for(appraisal, current_actor().person_id),
        members=[one for one in members.values() if one.email not in asked],
        authors={one.person_id for one in roles if one.role in GROUP},
        results=results_of(appraisal),
        dimension_words=DIMENSION_WORDS,
        use_words=USE_WORDS,
        typed=request.form,
        errors=errors or {},
    )
    return page, status


@bp.post("/appraisals/<appraisal_id>/appraisers")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def invite_appraiser(appraisal_id: str) -> ResponseReturnValue:
    """Invite somebody to appraise: a member by name, or anybody by e-mail address."""
    appraisal = fetch(Appraisal, appraisal_id, Action.CHECKLIST_READ)
    form = request.form
    member = next(
        (
            one.person
            for one in members_of(project_of(appraisal.document))
            if one.person_id == form.get("member")
        ),
        None,
    )
    try:
        with transaction():
            row = service.invite_appraiser(
                current_actor(),
                appraisal,
                name=member.name if member else form.get("name", ""),
                email=member.email if member else form.get("email", ""),
                affiliation=member.affiliation if member else form.get("affiliation", ""),
            )
    except Invalid as invalid:
        return _page(appraisal, errors_of(invalid), 422)
    flash(_("%(name)s gets a letter with a personal link.", name=row.name), "success")
    return redirect(url_for("publishing.show_appraisal", appraisal_id=appraisal.id), 303)


@bp.post("/appraisers/<appraiser_id>/remind")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def remind_appraiser(appraiser_id: str) -> ResponseReturnValue:
    """Send the letter once more."""
    row = fetch(Appraiser, appraiser_id, Action.CHECKLIST_READ)
    with transaction():
        service.remind_appraiser(current_actor(), row)
    flash(_("%(name)s gets the letter once more.", name=row.name), "success")
    return redirect(url_for("publishing.show_appraisal", appraisal_id=row.appraisal_id), 303)


@bp.post("/appraisers/<appraiser_id>/withdraw")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def withdraw_appraiser(appraiser_id: str) -> ResponseReturnValue:
    """Ask somebody no longer."""
    row = fetch(Appraiser, appraiser_id, Action.CHECKLIST_READ)
    with transaction():
        service.withdraw_appraiser(current_actor(), row)
    flash(_("%(name)s is asked no longer.", name=row.name), "success")
    return redirect(url_for("publishing.show_appraisal", appraisal_id=row.appraisal_id), 303)


@bp.post("/appraisals/<appraisal_id>/close")
@asks(Action.CHECKLIST_READ, Action.APPRAISAL_HOLD)
def close_appraisal(appraisal_id: str) -> ResponseReturnValue:
    """Close an appraisal, so that its scores are open."""
    appraisal = fetch(Appraisal, appraisal_id, Action.CHECKLIST_READ)
    with transaction():
        service.close_appraisal(current_actor(), appraisal)
    flash(_("The appraisal is closed."), "success")
    return redirect(url_for("publishing.show_appraisal", appraisal_id=appraisal.id), 303)


@bp.get("/appraisals/<appraisal_id>/file")
@asks(Action.CHECKLIST_READ)
def download_appraisal(appraisal_id: str) -> ResponseReturnValue:
    """Send the results of a closed appraisal as a table."""
    appraisal = fetch(Appraisal, appraisal_id, Action.CHECKLIST_READ)
    results = results_of(appraisal)
    if results is None:
        raise Conflict(sentence("The appraisal is open: its ratings are hidden until it closes."))
    return sent(
        appraisal.document,
        request.args.get("as", "csv"),
        name=appraisal.instrument,
        title=results.instrument.title,
        lines=_lines(results),
        parts=_parts(results),
    )


def _lines(results: Results) -> list[list[str]]:
    """Return items, domains and overall answers as lines; appraisers are numbers."""
    people = [f"Appraiser {number}" for number in results.numbers]
    lines = [["Rated for", "Item", "What is asked", *people, "Scaled score %", "Comments"]]
    for outcome in results.outcomes:
        for one in outcome.items:
            given = ["" if rating is None else str(rating) for rating in one.spread.ratings]
            said = " | ".join(f"{word.number}: {word.comment}" for word in one.said)
            lines.append([outcome.dimension, one.item.id, one.item.text, *given, "", said])
        for domain in outcome.domains:
            each = ["" if one.percent is None else str(one.percent) for one in domain.each]
            score = "" if domain.score.percent is None else str(domain.score.percent)
            name = f"Domain {domain.section}. {domain.title} (%)"
            lines.append([outcome.dimension, "", name, *each, score, ""])
    for question in results.overall:
        counted = ", ".join(f"{answer}: {n}" for answer, n in question.counts.items() if n)
        said = " | ".join(f"{word.number}: {word.comment}" for word in question.said)
        blanks = [""] * len(people)
        lines.append(["overall", "", question.question.text, *blanks, "", f"{counted} {said}"])
    about = results.instrument
    return [*lines, [], [about.title], [about.source], [about.licence], [about.link]]


def _parts(results: Results) -> list[Part]:
    lines = _lines(results)
    head, rows = lines[0], [line for line in lines[1:] if len(line) == len(lines[0])]
    keep = [place for place in range(len(head)) if place != 0]
    grid = Grid(
        results.instrument.title,
        tuple(head[place] for place in keep),
        tuple(tuple(row[place] or "–" for place in keep) for row in rows),
    )
    about = results.instrument
    return [
        Part("Ratings and scaled domain scores", (grid,)),
        Part("About this instrument", (Text(about.source), Text(about.licence, quiet=True))),
    ]
