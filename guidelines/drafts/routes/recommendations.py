"""A recommendation as a form."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import transaction
from guidelines.drafts import forms, queries, service
from guidelines.drafts.forms import RecommendationForm
from guidelines.drafts.models import Recommendation, Section
from guidelines.drafts.queries import SectionInVersion
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import keep, section_now, tell
from guidelines.drafts.rules.edits import draft_of
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.evidence.queries import profile_keyed
from guidelines.permissions import Action
from guidelines.text.recommendations import parse
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    item: SectionInVersion,
    form: RecommendationForm,
    *,
    recommendation: Recommendation | None = None,
    errors: dict[str, str] | None = None,
    changes: tuple[str, ...] = (),
) -> str:
    """Return the form; `changes` are the fields by which a vote would not count any more."""
    locks = queries.locked_keys(item.section.document)
    outcome = profile = None
    if recommendation is not None:
        outcome = queries.outcomes_of(item.section.document).get(recommendation.key)
        profile = profile_keyed(recommendation.project_id, recommendation.key)
    return render_template(
        "drafts/recommendation.html",
        document=item.section.document,
        section=item.section,
        item=item,
        recommendation=recommendation,
        form=form,
        words=forms,
        lock=locks.get(recommendation.key, "") if recommendation else "",
        errors=errors or {},
        changes=[forms.CORE_WORDS[name] for name in changes],
        voted=bool(outcome and recommendation and outcome.stands(recommendation)),
        by_evidence=profile.certainty if profile else None,
    )


@bp.get("/sections/<section_id>/recommendations/new")
@asks(Action.DRAFT_SAVE)
def add_recommendation_form(section_id: str) -> ResponseReturnValue:
    """Ask for a new recommendation."""
    item = section_now(fetch(Section, section_id, Action.DRAFT_SAVE))
    form = RecommendationForm(formdata=None)
    form.type.data, form.direction.data = "evidence-based", "for"
    form.base.data = item.revision.id
    return _page(item, form)


@bp.post("/sections/<section_id>/recommendations")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def add_recommendation(section_id: str) -> ResponseReturnValue:
    """Write a new recommendation into the text of a section."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    form = RecommendationForm()
    try:
        with transaction():
            saved = service.add_recommendation(
                current_actor(),
                section,
                draft=form.draft(),
                base_revision_id=form.base.data or "",
                message=form.message.data or "",
            )
    except service.Clashing as clashing:
        return redirect(url_for("drafts.show_clash", clash_id=keep(section, clashing).id), 303)
    except (Invalid, Conflict) as refused:
        page = _page(section_now(section), form, errors=errors_of(refused, "wording"))
        return page, 422 if isinstance(refused, Invalid) else 409
    tell(saved)
    return redirect(url_for("drafts.show_section", section_id=section.id), 303)


@bp.get("/recommendations/<recommendation_id>/edit")
@asks(Action.DRAFT_SAVE)
def edit_recommendation_form(recommendation_id: str) -> ResponseReturnValue:
    """Show a recommendation as a form."""
    row = fetch(Recommendation, recommendation_id, Action.DRAFT_SAVE)
    item = section_now(fetch(Section, row.section_id, Action.DRAFT_SAVE))
    form = RecommendationForm(formdata=None)
    block = next((one for one in parse(item.revision.source) if one.id == row.key), None)
    if block is None:
        raise Missing
    form.fill(draft_of(block))
    form.base.data = item.revision.id
    return _page(item, form, recommendation=row)


@bp.post("/recommendations/<recommendation_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def edit_recommendation(recommendation_id: str) -> ResponseReturnValue:
    """Write a changed recommendation back into the text of its section."""
    row = fetch(Recommendation, recommendation_id, Action.DOCUMENT_READ)
    section = fetch(Section, row.section_id, Action.DOCUMENT_READ)
    form = RecommendationForm()
    try:
        with transaction():
            saved = service.edit_recommendation(
                current_actor(),
                row,
                draft=form.draft(),
                base_revision_id=form.base.data or "",
                message=form.message.data or "",
                knowing=form.knowing.data == "yes",
            )
    except service.VotedOn as voted:
        page = _page(section_now(section), form, recommendation=row, changes=voted.names)
        return page, 409
    except service.Clashing as clashing:
        return redirect(url_for("drafts.show_clash", clash_id=keep(section, clashing).id), 303)
    except (Invalid, Conflict) as refused:
        page = _page(
            section_now(section), form, recommendation=row, errors=errors_of(refused, "wording")
        )
        return page, 422 if isinstance(refused, Invalid) else 409
    tell(saved)
    return redirect(url_for("drafts.show_section", section_id=section.id), 303)
