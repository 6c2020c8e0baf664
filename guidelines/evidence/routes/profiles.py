"""Pages of evidence profiles and judgements."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.forms import (
    CERTAINTY_WORDS,
    CRITERION_WORDS,
    IMPORTANCE_WORDS,
    JUDGEMENT_WORDS,
    ProfileForm,
    answers_from,
    certainty_from,
    outcome_rows,
    outcomes_from,
    revision_from,
)
from guidelines.evidence.models import EvidenceProfile
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.judgements import SCALES
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.text.citations import Citations
from guidelines.text.markdown import render
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings


@bp.get("/projects/<project_id>/evidence")
@asks(Action.EVIDENCE_READ)
def list_profiles(project_id: str) -> ResponseReturnValue:
    """Show the evidence profiles of a project, and recommendations that have none."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    profiles = queries.profiles_of(project.id)
    recommendations = {one["key"]: one for one in _recommendations(project)}
    return render_template(
        "evidence/profiles.html",
        project=project,
        profiles=profiles,
        recommendations=recommendations,
        missing=[one for key, one in recommendations.items() if key not in profiles],
        criteria=len(CRITERION_WORDS),
    )


def _recommendations(project: Project) -> list[dict[str, str]]:
    """Return key, number and wording of the recommendations that other features know of."""
    return [one for some in fillings("project.recommendations", project=project) for one in some]


def _profile_page(
    project: Project,
    profile: EvidenceProfile | None,
    values: Mapping[str, Any],
    rows: list[dict[str, Any]],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/profile_form.html",
        project=project,
        profile=profile,
        form=ProfileForm(formdata=None),
        values=values,
        rows=[*rows, {}, {}],
        errors=errors,
        revision=revision,
        certainties=[(level.value, words) for level, words in CERTAINTY_WORDS.items()],
        importances=[(level.value, words) for level, words in IMPORTANCE_WORDS.items()],
        recommendations=_recommendations(project),
    )


@bp.get("/projects/<project_id>/evidence/new")
@asks(Action.EVIDENCE_EDIT)
def start_profile_form(project_id: str) -> ResponseReturnValue:
    """Show the form for a new evidence profile."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    return _profile_page(project, None, {"key": request.args.get("key", "")[:200]}, [], {})


@bp.post("/projects/<project_id>/evidence")
@asks(Action.EVIDENCE_EDIT)
def save_profile(project_id: str) -> ResponseReturnValue:
    """Save an evidence profile, new or known."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    posted = request.form
    revision = revision_from(posted)
    there = queries.profile_keyed(project.id, posted.get("key", "").strip())
    known = there if revision > 0 else None
    try:
        with transaction():
            profile = service.save_profile(
                current_actor(),
                project,
                key=posted.get("key", ""),
                question=posted.get("question", ""),
                population=posted.get("population", ""),
                intervention=posted.get("intervention", ""),
                comparator=posted.get("comparator", ""),
                certainty=certainty_from(posted.get("certainty", "")),
                outcomes=outcomes_from(posted),
                summary=posted.get("summary", ""),
                revision=max(revision, 0),
            )
    except Invalid as invalid:
        rows = outcome_rows(posted)
        return _profile_page(project, known, posted, rows, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = queries.profile_keyed(project.id, posted.get("key", "").strip())
        now_at = newest.revision if newest else 0
        rows = outcome_rows(posted)
        errors = saved_meanwhile(stale, _values_of(newest), posted) if newest else errors_of(stale)
        if newest and [one.plain() for one in outcomes_from(posted)] != newest.outcomes:
            kept = [f"{one['name']}: {one['finding']}" for one in newest.outcomes]
            errors["outcomes"] = _("Saved meanwhile: %(text)s", text="; ".join(kept) or "–")
        return _profile_page(project, newest, posted, rows, errors, now_at), 412
    flash(_("The evidence profile is saved."), "success")
    return redirect(url_for("evidence.show_profile", profile_id=profile.id), 303)


@bp.get("/profiles/<profile_id>")
@asks(Action.EVIDENCE_READ)
def show_profile(profile_id: str) -> ResponseReturnValue:
    """Show an evidence profile with the judgements that rest on it."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_READ)
    return render_template(
        "evidence/profile.html",
        project=profile.project,
        profile=profile,
        summary=render(profile.summary, citations=_citations(profile)),
        criteria=CRITERION_WORDS,
        judgements={one.criterion: one for one in profile.judgements},
    )


def _citations(profile: EvidenceProfile) -> Citations:
    return Citations({str(item["id"]): item for item in queries.csl_items(profile.project_id)})


@bp.get("/profiles/<profile_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_profile_form(profile_id: str) -> ResponseReturnValue:
    """Show the form of an evidence profile."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    return _profile_page(
        profile.project,
        profile,
        _values_of(profile),
        list(profile.outcomes),
        {},
        profile.revision,
    )


def _values_of(profile: EvidenceProfile) -> dict[str, Any]:
    """Return the fields of a profile as they stand in its form."""
    names = (
        "key", "question", "population", "intervention", "comparator", "certainty", "summary",
    )  # fmt: skip
    return {name: getattr(profile, name) for name in names}


def _judgements_page(
    profile: EvidenceProfile, values: Mapping[str, str], errors: dict[str, str], revision: int
) -> str:
    return render_template(
        "evidence/judgements.html",
        project=profile.project,
        profile=profile,
        criteria=CRITERION_WORDS,
        scales={
            criterion: [(code, str(JUDGEMENT_WORDS[code])) for code in scale]
            for criterion, scale in SCALES.items()
        },
        values=values,
        errors=errors,
        revision=revision,
    )


@bp.get("/profiles/<profile_id>/judgements")
@asks(Action.EVIDENCE_EDIT)
def save_judgements_form(profile_id: str) -> ResponseReturnValue:
    """Show the form of the judgements."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    return _judgements_page(profile, _judged(profile), {}, profile.revision)


def _judged(profile: EvidenceProfile) -> dict[str, str]:
    """Return the judgements on a profile as they stand in their form."""
    values = {}
    for one in profile.judgements:
        values[one.criterion.value] = one.judgement
        values[f"{one.criterion.value}-note"] = one.note
    return values


@bp.post("/profiles/<profile_id>/judgements")
@asks(Action.EVIDENCE_EDIT)
def save_judgements(profile_id: str) -> ResponseReturnValue:
    """Save the judgements."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    revision = revision_from(request.form)
    try:
        with transaction():
            service.save_judgements(
                current_actor(), profile, answers=answers_from(request.form), revision=revision
            )
    except Invalid as invalid:
        return _judgements_page(profile, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        errors = saved_meanwhile(stale, _judged(profile), request.form)
        return _judgements_page(profile, request.form, errors, profile.revision), 412
    flash(_("The judgements are saved."), "success")
    return redirect(url_for("evidence.show_profile", profile_id=profile_id), 303)
