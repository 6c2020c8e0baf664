"""Doses and units: every number that a patient could be harmed by, ticked by a second person."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action, can
from guidelines.publishing import service
from guidelines.publishing.queries.doses import dose_lines
from guidelines.publishing.routes.words import bp
from guidelines.text.quantities import Fault
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

FAULT_WORDS = {
    Fault.TRAILING_ZERO: _l("1.0 is read as 10: leave the zero out"),
    Fault.NAKED_POINT: _l(".5 is read as 5: write a zero in front"),
    Fault.MICROGRAM: _l("“µg” is read as “mg”: write “microgram”"),
    Fault.UNIT_LETTER: _l("“U” and “IU” are read as a number or as “IV”: write “units”"),
    Fault.NO_SPACE: _l("Put a space between number and unit"),
    Fault.NO_SEPARATORS: _l("Part large numbers into groups of three"),
    Fault.DECIMAL_SIGN: _l("Not the decimal sign of this language"),
    Fault.AMBIGUOUS: _l("A thousand, or three decimals? Write it in another way"),
    Fault.CC: _l("“cc” is read as “00”: write “mL”"),
    Fault.LATIN: _l("Write out how often: “daily”, “every other day”"),
}


@bp.app_template_filter("fault_words")
def fault_words(fault: Fault) -> str:
    """Return what is unsafe in how a quantity is written, and what to write."""
    return str(FAULT_WORDS[fault])


def _page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    lines = dose_lines(document)
    sections = [
        (key, list(found)) for key, found in groupby(lines, key=lambda one: one.section_id)
    ]
    me = current_actor().person_id
    page = render_template(
        "publishing/doses.html",
        document=document,
        sections=sections,
        count=len(lines),
        left=sum(one.check is None for one in lines),
        mine={one.stated.sha256 for one in lines if me in one.authors},
        faults=sum(bool(one.faults) for line in lines for one in line.stated.quantities),
        writes=can(current_actor(), Action.DRAFT_SAVE, document),
        errors=errors or {},
    )
    return page, status


@bp.get("/documents/<document_id>/doses")
@asks(Action.APPROVAL_READ)
def list_doses(document_id: str) -> ResponseReturnValue:
    """Show every sentence with a dose, rate, limit or time, and who compared it."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/doses")
@asks(Action.APPROVAL_READ, Action.DOSE_CHECK)
def check_doses(document_id: str) -> ResponseReturnValue:
    """Tick the sentences that were compared, or take a tick back."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = request.form
    try:
        with transaction():
            if form.get("take_back"):
                service.uncheck_dose(current_actor(), document, sha256=form["take_back"])
                said = _("Taken back. The sentence waits for a check.")
            else:
                count = service.check_doses(
                    current_actor(),
                    document,
                    sentences=form.getlist("sentences"),
                    source=form.get("source", ""),
                )
                said = ngettext(
                    "%(num)s sentence is checked.", "%(num)s sentences are checked.", count
                )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), 422)
    flash(said, "success")
    anchor = form.get("section", "")[:12]
    return redirect(
        url_for(
            "publishing.list_doses",
            document_id=document.id,
            _anchor=f"in-{anchor}" if anchor else None,
        ),
        303,
    )
