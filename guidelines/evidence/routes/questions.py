"""Pages of questions: the overview of the evidence, one question, its parts and its outcomes."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.forms import revision_from
from guidelines.evidence.forms.questions import KIND_WORDS, PART_WORDS, draft_from
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.frameworks import (
    CRITERIA,
    is_discordant,
    other_search,
    unlike_the_text,
)
from guidelines.evidence.rules.outcomes import overall_of
from guidelines.evidence.rules.questions import stand_of
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.text.citations import Citations
from guidelines.text.markdown import render
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings

EVIDENCE_BASED = "evidence-based"
PARTS = ("population", "intervention", "comparator")


def recommendations_of(project: Project) -> dict[str, dict[str, str]]:
    """Return the recommendations that other features know of, by id, in order."""
    return {
        one["key"]: one
        for some in fillings("project.recommendations", project=project)
        for one in some
    }


@bp.get("/projects/<project_id>/evidence")
@asks(Action.EVIDENCE_READ)
def list_profiles(project_id: str) -> ResponseReturnValue:
    """Show at a glance what each question has and lacks, and recommendations without one."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    profiles = queries.profiles_of(project.id)
    recommendations = recommendations_of(project)
    questions = queries.questions_of(project.id)
    without = [one for key, one in recommendations.items() if key not in profiles]
    return render_template(
        "evidence/questions.html",
        project=project,
        questions=questions,
        stands={
            one.id: stand_of([getattr(one, part) for part in PARTS], one.findings)
            for one in questions
        },
        resting={
            one.id: [profile for profile in profiles.values() if profile.question_id == one.id]
            for one in questions
        },
        notices={key: notices_on(one, recommendations.get(key)) for key, one in profiles.items()},
        observations=queries.observation_counts(project.id),
        searches=queries.searches_of(project.id),
        recommendations=recommendations,
        missing=[one for one in without if one.get("type") == EVIDENCE_BASED],
        others=[one for one in without if one.get("type") != EVIDENCE_BASED],
    )


def notices_on(profile: EvidenceProfile, written: Mapping[str, str] | None) -> list[str]:
    """Return in words where text and evidence of a recommendation do not fit together."""
    found = [
        translated(one)
        for one in unlike_the_text(profile.conclusion, profile.certainty, written or {})
    ]
    known = written or {}
    search = profile.asked.search
    late = other_search(known.get("last-search", ""), search.last_search if search else None)
    if late:
        found.append(translated(late))
    conclusion = str(profile.conclusion.get("type", ""))
    explained = profile.conclusion.get("discordance") or known.get("strength-reason")
    if is_discordant(conclusion, profile.certainty) and not explained:
        found.append(
            _(
                "A strong recommendation rests on low or very low certainty. Choose one of the "
                "five accepted reasons in the conclusion, or make it conditional."
            )
        )
    return found


def _question_page(
    project: Project,
    question: EvidenceQuestion | None,
    values: Mapping[str, Any],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/question_form.html",
        project=project,
        question=question,
        values=values,
        errors=errors,
        revision=revision,
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        searches=[(one.id, one.title) for one in queries.searches_of(project.id)],
        recommendations=recommendations_of(project),
    )


@bp.get("/projects/<project_id>/questions/new")
@asks(Action.EVIDENCE_EDIT)
def start_question_form(project_id: str) -> ResponseReturnValue:
    """Show the form for a new question."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    return _question_page(project, None, {"key": request.args.get("key", "")[:200]}, {})


@bp.post("/projects/<project_id>/questions")
@asks(Action.EVIDENCE_EDIT)
def start_question(project_id: str) -> ResponseReturnValue:
    """Write a new question, and link the recommendation that answers it where one is chosen."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    posted = request.form
    search = queries.search_in(project.id, posted.get("search", ""))
    try:
        with transaction():
            question = service.start_question(
                current_actor(), project, draft=draft_from(posted), search=search
            )
            if posted.get("key", "").strip():
                service.link_recommendation(current_actor(), question, key=posted["key"])
    except Invalid as invalid:
        return _question_page(project, None, posted, errors_of(invalid)), 422
    flash(_("The question is written. Now name the outcomes that matter."), "success")
    return redirect(url_for("evidence.show_question", question_id=question.id), 303)


@bp.get("/questions/<question_id>")
@asks(Action.EVIDENCE_READ)
def show_question(question_id: str) -> ResponseReturnValue:
    """Show a question with its outcomes, what was found, and what rests on it."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_READ)
    recommendations = recommendations_of(question.project)
    profiles = queries.profiles_on(question)
    linked = queries.profiles_of(question.project_id)
    return render_template(
        "evidence/question.html",
        project=question.project,
        question=question,
        parts=PART_WORDS[question.kind],
        kinds=KIND_WORDS,
        outcomes=question.findings,
        footnotes=footnotes_of(question),
        by_rule=overall_of(question.findings),
        raters=len({one.person_id for one in queries.ratings_of(question)}),
        summary=render(question.summary, citations=citations_of(question.project_id)),
        profiles=profiles,
        sizes={size: len(criteria) for size, criteria in CRITERIA.items()},
        notices={one.key: notices_on(one, recommendations.get(one.key)) for one in profiles},
        recommendations=recommendations,
        free=[one for key, one in recommendations.items() if key not in linked],
    )


def footnotes_of(question: EvidenceQuestion) -> list[str]:
    """Return the footnotes of the outcomes of a question in order, each once."""
    notes = [
        note
        for outcome in question.findings
        for _levels, note in (*outcome.down.values(), *outcome.up.values())
    ]
    return list(dict.fromkeys(note for note in notes if note))


def citations_of(project_id: str) -> Citations:
    """Return the references of a project as citations in rendered text."""
    return Citations({str(item["id"]): item for item in queries.csl_items(project_id)})


@bp.get("/questions/<question_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_question_form(question_id: str) -> ResponseReturnValue:
    """Show the form of a question."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    return _question_page(question.project, question, _values_of(question), {}, question.revision)


def _values_of(question: EvidenceQuestion) -> dict[str, Any]:
    """Return the parts of a question as they stand in its form."""
    values = {name: getattr(question, name) for name in ("text", *PARTS, "summary")}
    return {**values, "kind": question.kind.value, "search": question.search_id or ""}


@bp.post("/questions/<question_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_question(question_id: str) -> ResponseReturnValue:
    """Change the parts of a question."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    project, posted, revision = question.project, request.form, revision_from(request.form)
    try:
        with transaction():
            service.save_question(
                current_actor(),
                question,
                draft=draft_from(posted),
                revision=revision,
                search=queries.search_in(project.id, posted.get("search", "")),
            )
    except Invalid as invalid:
        return _question_page(project, question, posted, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
        errors = saved_meanwhile(stale, _values_of(newest), posted)
        return _question_page(project, newest, posted, errors, newest.revision), 412
    flash(_("The question is saved."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


@bp.post("/questions/<question_id>/remove")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def remove_question(question_id: str) -> ResponseReturnValue:
    """Take a question out of the evidence."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_READ)
    project_id = question.project_id
    with transaction():
        service.remove_question(current_actor(), question)
    flash(_("The question is removed."), "success")
    return redirect(url_for("evidence.list_profiles", project_id=project_id), 303)


@bp.post("/questions/<question_id>/recommendations")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def link_recommendation(question_id: str) -> ResponseReturnValue:
    """Let a recommendation rest on a question."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_READ)
    try:
        with transaction():
            service.link_recommendation(current_actor(), question, key=request.form.get("key", ""))
    except (Invalid, Conflict) as refused:
        flash(translated(refused.message), "error")
    else:
        flash(_("The recommendation rests on this question now."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


@bp.post("/profiles/<profile_id>/unlink")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def unlink_recommendation(profile_id: str) -> ResponseReturnValue:
    """Part a recommendation from its question."""
    profile = fetch(EvidenceProfile, profile_id, Action.EVIDENCE_READ)
    question_id = profile.question_id
    with transaction():
        service.unlink_recommendation(current_actor(), profile)
    flash(_("The recommendation no longer rests on this question."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


@bp.get("/questions/<question_id>/importance")
@asks(Action.EVIDENCE_EDIT)
def rate_outcomes_form(question_id: str) -> ResponseReturnValue:
    """Show the form in which everybody of the group rates the outcomes."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    return _importance_page(question, {})


def _importance_page(question: EvidenceQuestion, errors: dict[str, str]) -> str:
    ratings = queries.ratings_of(question)
    mine = {r.outcome: r.rating for r in ratings if r.person_id == current_actor().person_id}
    return render_template(
        "evidence/question_importance.html",
        project=question.project,
        question=question,
        outcomes=question.findings,
        mine=mine,
        given={
            one.key: sorted(r.rating for r in ratings if r.outcome == one.key)
            for one in question.findings
        },
        errors=errors,
    )


@bp.post("/questions/<question_id>/importance")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def rate_outcomes(question_id: str) -> ResponseReturnValue:
    """Save how much each outcome matters to the visitor."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_READ)
    ratings = _ratings_from(request.form, [str(one["key"]) for one in question.outcomes])
    try:
        with transaction():
            service.rate_outcomes(current_actor(), question, ratings=ratings)
    except Invalid as invalid:
        return _importance_page(question, errors_of(invalid)), 422
    flash(_("Your ratings are saved."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


def _ratings_from(posted: Mapping[str, str], keys: Sequence[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for key in keys:
        text = posted.get(f"rating-{key}", "")
        found[key] = None if not text else int(text) if text.isdecimal() and len(text) < 3 else 0
    return found
