"""Pages on which references that look like one source are compared and decided on."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Conflict
from guidelines.evidence import service
from guidelines.evidence.forms import FIELD_WORDS, SIGN_WORDS, TYPE_WORDS
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.duplicates import (
    count_likely_twins,
    likely_twins,
    merges_in,
    pair_of,
)
from guidelines.evidence.queries.library import chosen_references
from guidelines.evidence.routes.uses import uses_of
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.merging import COMPARED, Side, compared
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/projects/<project_id>/references/duplicates")
@asks(Action.EVIDENCE_EDIT)
def review_duplicates(project_id: str) -> ResponseReturnValue:
    """Show one pair of references that look like one source, and how many wait."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    waiting = count_likely_twins(project.id)
    place = min(max(request.args.get("place", 0, int), 0), max(waiting - 1, 0))
    found = likely_twins(project.id, limit=1, start=place)
    twins = found[0] if found else None
    return render_template(
        "evidence/duplicates.html",
        project=project,
        twins=twins,
        lines=compared(twins.first.csl, twins.second.csl) if twins else [],
        numbers_differ=bool(
            twins and twins.first.doi and twins.second.doi and twins.first.doi != twins.second.doi
        ),
        uses=uses_of(project)[0] if twins else {},
        place=place,
        waiting=waiting,
        merges=merges_in(project.id),
        fields=FIELD_WORDS,
        signs=SIGN_WORDS,
        types=TYPE_WORDS,
    )


@bp.post("/references/<reference_id>/merge")
@asks(Action.EVIDENCE_EDIT)
def merge_references(reference_id: str) -> ResponseReturnValue:
    """Decide on this reference and another: merge the other into it, or keep both."""
    first = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    project_id = first.project_id
    others = chosen_references(project_id, [request.form.get("other", "")[:12]])
    if not others:
        raise Conflict(service.GONE)
    [second] = others
    if request.form.get("decision") == "apart":
        with transaction():
            service.keep_both(current_actor(), first, second)
        flash(_("Both are kept. You will not be asked about them again."), "success")
    else:
        kept, gone = first, second
        choices = {
            field: Side(request.form[f"take-{field}"])
            for field in COMPARED
            if request.form.get(f"take-{field}") in set(Side)
        }
        if request.form.get("keep") == Side.SECOND:
            kept, gone = second, first
            other = {Side.FIRST: Side.SECOND, Side.SECOND: Side.FIRST}
            choices = {field: other[side] for field, side in choices.items()}
        with transaction():
            service.merge_references(current_actor(), kept, gone, choices=choices)
        flash(
            _(
                "Merged. Texts may go on citing @%(gone)s: it means @%(kept)s now.",
                gone=gone.key,
                kept=kept.key,
            ),
            "success",
        )
    place = request.form.get("place", 0, int)
    address = url_for("evidence.review_duplicates", project_id=project_id, place=place or None)
    return redirect(address, 303)


@bp.post("/references/<reference_id>/part")
@asks(Action.EVIDENCE_EDIT)
def undo_merge(reference_id: str) -> ResponseReturnValue:
    """Let this reference and one that was merged into it stand apart again."""
    kept = fetch(Reference, reference_id, Action.EVIDENCE_EDIT)
    pair = pair_of(kept.id, request.form.get("other", "")[:12])
    if pair is None:
        raise Conflict(service.GONE)
    project_id, key = kept.project_id, kept.key
    with transaction():
        restored = service.undo_merge(current_actor(), pair)
    if restored:
        flash(_("Both references are there again, each as it was."), "success")
    else:
        flash(
            _(
                "Both references are there again. @%(key)s was changed after the merge and stays "
                "as it is now.",
                key=key,
            ),
            "warning",
        )
    return redirect(url_for("evidence.review_duplicates", project_id=project_id), 303)
