"""Pages that lead from the evidence to a recommendation: judgements, their history, conclusion."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.forms import (
    CONCLUSION_PARTS,
    CONCLUSION_WORDS,
    CRITERION_WORDS,
    DISCORDANCE_WORDS,
    JUDGEMENT_WORDS,
    answers_from,
    revision_from,
)
from guidelines.evidence.models import EvidenceProfile
from guidelines.evidence.routes.questions import citations_of, notices_on, recommendations_of
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.frameworks import CRITERIA, is_discordant, line_of, place_on_scale
from guidelines.evidence.rules.judgements import SCALES, Criterion
from guidelines.permissions import Action
from guidelines.text.markdown import render
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/profiles/<profile_id>")
@asks(Action.EVIDENCE_READ)
def show_profile(profile_id: str) -> ResponseReturnValue:
    """Show how the group comes from the evidence to a recommendation."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_READ)
    written = recommendations_of(profile.project).get(profile.key)
    citations = citations_of(profile.project_id)
    entries: dict[Criterion, list[Any]] = {}
    for entry in queries.entries_of(profile):
        entries.setdefault(entry.criterion, []).append(entry)
    return render_template(
        "evidence/profile.html",
        project=profile.project,
        profile=profile,
        question=profile.asked,
        written=written,
        criteria=[(one, CRITERION_WORDS[one]) for one in CRITERIA[profile.criteria]],
        judgements={one.criterion: one for one in profile.judgements},
        evidence={
            one.criterion: render(one.evidence, citations=citations)
            for one in profile.judgements
            if one.evidence
        },
        entries=entries,
        lines=summary_row(profile),
        conclusions=CONCLUSION_WORDS,
        discordances=DISCORDANCE_WORDS,
        parts=CONCLUSION_PARTS,
        rendered={
            name: render(str(profile.conclusion[name]), citations=citations)
            for name in CONCLUSION_PARTS
            if profile.conclusion.get(name)
        },
        notices=notices_on(profile, written),
    )


def summary_row(profile: EvidenceProfile) -> list[dict[str, Any]]:
    """Return each criterion with its scale and the place of the judgement on it."""
    there = {one.criterion: one.judgement for one in profile.judgements}
    return [
        {
            "criterion": one,
            "words": CRITERION_WORDS[one][0],
            "judgement": there.get(one, ""),
            "place": place_on_scale(one, there.get(one, "")),
            "scale": [JUDGEMENT_WORDS[code] for code in line_of(one)],
        }
        for one in CRITERIA[profile.criteria]
    ]


def _judgements_page(
    profile: EvidenceProfile, values: Mapping[str, Any], errors: dict[str, str], revision: int
) -> str:
    return render_template(
        "evidence/judgements.html",
        project=profile.project,
        profile=profile,
        question=profile.asked,
        criteria=[(one, CRITERION_WORDS[one]) for one in CRITERIA[profile.criteria]],
        written=recommendations_of(profile.project).get(profile.key),
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


def _judged(profile: EvidenceProfile) -> dict[str, Any]:
    """Return the judgements on a profile as they stand in their form."""
    values: dict[str, Any] = {"criteria": profile.criteria}
    for one in profile.judgements:
        values[one.criterion.value] = one.judgement
        values[f"{one.criterion.value}-evidence"] = one.evidence
        values[f"{one.criterion.value}-note"] = one.note
    return values


@bp.post("/profiles/<profile_id>/judgements")
@asks(Action.EVIDENCE_EDIT)
def save_judgements(profile_id: str) -> ResponseReturnValue:
    """Save the judgements."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    revision, size = revision_from(request.form), request.form.get("criteria", "")
    try:
        with transaction():
            service.save_judgements(
                current_actor(),
                profile,
                answers=answers_from(request.form, CRITERIA[profile.criteria]),
                revision=revision,
                criteria=int(size) if size in {str(one) for one in CRITERIA} else None,
            )
    except Invalid as invalid:
        return _judgements_page(profile, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        errors = saved_meanwhile(stale, _judged(profile), request.form)
        return _judgements_page(profile, request.form, errors, profile.revision), 412
    flash(_("The judgements are saved."), "success")
    return redirect(url_for("evidence.show_profile", profile_id=profile_id), 303)


def _conclusion_page(
    profile: EvidenceProfile, values: Mapping[str, Any], errors: dict[str, str], revision: int
) -> str:
    return render_template(
        "evidence/judgements_conclusion.html",
        project=profile.project,
        profile=profile,
        question=profile.asked,
        written=recommendations_of(profile.project).get(profile.key),
        lines=summary_row(profile),
        kinds=[(kind.value, words) for kind, words in CONCLUSION_WORDS.items()],
        discordances=[(one.value, words) for one, words in DISCORDANCE_WORDS.items()],
        discordant=is_discordant(str(values.get("type", "")), profile.certainty),
        parts=CONCLUSION_PARTS,
        values=values,
        errors=errors,
        revision=revision,
    )


@bp.get("/profiles/<profile_id>/conclusion")
@asks(Action.EVIDENCE_EDIT)
def save_conclusion_form(profile_id: str) -> ResponseReturnValue:
    """Show the form of the conclusion."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    return _conclusion_page(profile, profile.conclusion, {}, profile.revision)


@bp.post("/profiles/<profile_id>/conclusion")
@asks(Action.EVIDENCE_EDIT)
def save_conclusion(profile_id: str) -> ResponseReturnValue:
    """Save what follows from the judgements."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_EDIT)
    revision = revision_from(request.form)
    try:
        with transaction():
            service.save_conclusion(
                current_actor(), profile, parts=request.form, revision=revision
            )
    except Invalid as invalid:
        return _conclusion_page(profile, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        errors = saved_meanwhile(stale, profile.conclusion, request.form)
        return _conclusion_page(profile, request.form, errors, profile.revision), 412
    flash(_("The conclusion is saved."), "success")
    return redirect(url_for("evidence.show_profile", profile_id=profile_id), 303)
