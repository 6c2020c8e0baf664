"""Pages of the references of a project."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.forms import (
    FIELD_WORDS,
    TYPE_WORDS,
    ReferenceForm,
    fields_from,
    revision_from,
)
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.duplicates import merges_of
from guidelines.evidence.routes.uses import uses_of
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.items import fields_of
from guidelines.evidence.rules.merging import compared
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.text.bibliography import reference_line
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch


def _reference_page(
    project: Project,
    reference: Reference | None,
    fields: Mapping[str, str],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/reference.html",
        project=project,
        reference=reference,
        form=ReferenceForm(formdata=None),
        fields=fields,
        errors=errors,
        revision=revision,
        types=list(TYPE_WORDS.items()),
        editable=True,
    )


@bp.get("/projects/<project_id>/references/new")
@asks(Action.EVIDENCE_EDIT)
def add_reference_form(project_id: str) -> ResponseReturnValue:
    """Show the form for a new reference."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    return _reference_page(project, None, {"type": "article-journal"}, {})


@bp.post("/projects/<project_id>/references")
@asks(Action.EVIDENCE_EDIT)
def add_reference(project_id: str) -> ResponseReturnValue:
    """Add a reference by hand."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    try:
        with transaction():
            reference = service.add_reference(
                current_actor(),
                project,
                key=request.form.get("key", ""),
                fields=fields_from(request.form),
            )
    except Invalid as invalid:
        return _reference_page(project, None, request.form, errors_of(invalid)), 422
    flash(_("Added. Cite it in the text as [@%(key)s].", key=reference.key), "success")
    return redirect(url_for("evidence.list_references", project_id=project.id), 303)


@bp.get("/references/<reference_id>")
@asks(Action.EVIDENCE_READ)
def show_reference(reference_id: str) -> ResponseReturnValue:
    """Show a reference: what it is, and which texts cite it."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_READ)
    if reference.merged_into_id is not None:
        return redirect(
            url_for("evidence.show_reference", reference_id=reference.merged_into_id), 303
        )
    return _source_page(reference, {})


def _source_page(reference: Reference, errors: dict[str, str]) -> str:
    uses, _dead = uses_of(reference.project)
    return render_template(
        "evidence/source.html",
        project=reference.project,
        reference=reference,
        types=TYPE_WORDS,
        line=reference_line(reference.csl),
        places=uses.get(reference.key, []),
        merges=merges_of(reference.id),
        differences=[
            line
            for line in compared(reference.csl, {**reference.csl, **reference.offered})
            if line.field in reference.offered
        ],
        fields=FIELD_WORDS,
        given=request.form,
        errors=errors,
    )


@bp.post("/references/<reference_id>/retraction")
@asks(Action.EVIDENCE_EDIT)
def mark_retracted(reference_id: str) -> ResponseReturnValue:
    """Mark a source as retracted, or take the mark away."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    retracted = bool(request.form.get("retracted"))
    try:
        with transaction():
            service.mark_retracted(
                current_actor(),
                reference,
                retracted=retracted,
                on=request.form.get("on", ""),
                source=request.form.get("source", ""),
            )
    except Invalid as invalid:
        return _source_page(reference, errors_of(invalid)), 422
    if retracted:
        flash(_("Marked as retracted: whoever cites it is warned."), "success")
    else:
        flash(_("The mark is taken away."), "success")
    return redirect(url_for("evidence.show_reference", reference_id=reference_id), 303)


@bp.post("/references/<reference_id>/offered")
@asks(Action.EVIDENCE_EDIT)
def settle_offered(reference_id: str) -> ResponseReturnValue:
    """Take what a file says of corrected fields, or keep the corrections."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    taken = {
        name.removeprefix("take-")
        for name, side in request.form.items()
        if name.startswith("take-") and side == "second"
    }
    try:
        with transaction():
            service.settle_offered(
                current_actor(), reference, taken=taken, revision=revision_from(request.form)
            )
    except Stale as stale:
        flash(translated(stale.message), "warning")
    else:
        flash(_("The reference is saved."), "success")
    return redirect(url_for("evidence.show_reference", reference_id=reference_id), 303)


@bp.get("/references/<reference_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_reference_form(reference_id: str) -> ResponseReturnValue:
    """Show the form of a reference."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    return _reference_page(
        reference.project, reference, fields_of(reference.csl), {}, reference.revision
    )


@bp.post("/references/<reference_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_reference(reference_id: str) -> ResponseReturnValue:
    """Change a reference."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    project, revision = reference.project, revision_from(request.form)
    try:
        with transaction():
            service.save_reference(
                current_actor(),
                reference,
                fields=fields_from(request.form),
                revision=revision,
            )
    except Invalid as invalid:
        page = _reference_page(project, reference, request.form, errors_of(invalid), revision)
        return page, 422
    except Stale as stale:
        newest = queries.reference_keyed(project.id, reference.key)
        revision = newest.revision if newest else revision
        errors = saved_meanwhile(stale, fields_of(newest.csl) if newest else {}, request.form)
        return _reference_page(project, reference, request.form, errors, revision), 412
    flash(_("The reference is saved."), "success")
    return redirect(url_for("evidence.show_reference", reference_id=reference_id), 303)


@bp.post("/references/<reference_id>/remove")
@asks(Action.EVIDENCE_EDIT)
def remove_reference(reference_id: str) -> ResponseReturnValue:
    """Take a reference out of the library."""
    reference = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    project_id = reference.project_id
    with transaction():
        service.remove_reference(current_actor(), reference)
    flash(_("The reference is removed."), "success")
    return redirect(url_for("evidence.list_references", project_id=project_id), 303)
