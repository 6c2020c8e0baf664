"""What people do with evidence profiles and judgements: save them."""

from collections.abc import Mapping, Sequence

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Invalid, Stale, sentence
from guidelines.events import (
    JudgementsSaved,
    ProfileSaved,
)
from guidelines.evidence.models import (
    EvidenceProfile,
    Judgement,
)
from guidelines.evidence.queries import profile_keyed
from guidelines.evidence.rules.judgements import (
    Certainty,
    Criterion,
    Outcome,
    check_judgement,
    check_outcomes,
    too_long,
)
from guidelines.evidence.rules.keys import check_recommendation_id
from guidelines.evidence.service.references import STALE
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project


def save_profile(
    actor: Actor,
    project: Project,
    *,
    key: str,
    question: str = "",
    population: str = "",
    intervention: str = "",
    comparator: str = "",
    certainty: Certainty | None = None,
    outcomes: Sequence[Outcome] = (),
    summary: str = "",
    revision: int = 0,
) -> EvidenceProfile:
    """Save the evidence profile of the recommendation `key`; `revision` 0 starts one."""
    require(actor, Action.EVIDENCE_EDIT, project)

    key = key.strip()
    check_recommendation_id(key)
    check_outcomes(outcomes)
    words = {
        "question": question.strip(),
        "population": population.strip(),
        "intervention": intervention.strip(),
        "comparator": comparator.strip(),
    }
    limits = {name: (text, 1000) for name, text in words.items()}
    mistakes = too_long({**limits, "summary": (summary.strip(), 8000)})
    if not words["question"]:
        mistakes["question"] = sentence("Write the question that the evidence answers.")
    if mistakes:
        raise Invalid(mistakes)
    profile = profile_keyed(project.id, key)
    if profile is None:
        profile = EvidenceProfile(
            project_id=project.id, project=project, key=key, outcomes=[], revision=0
        )
        session.add(profile)
    if revision != profile.revision:
        raise Stale(STALE)
    for name, text in words.items():
        setattr(profile, name, text)
    profile.certainty, profile.summary = certainty, summary.strip()
    profile.outcomes = [outcome.plain() for outcome in outcomes]
    profile.revision, profile.changed_at = revision + 1, now()
    session.flush()
    audit.record(
        actor,
        ProfileSaved(
            network_id=project.network_id, project_id=project.id, profile_id=profile.id, key=key
        ),
    )
    return profile


def save_judgements(
    actor: Actor,
    profile: EvidenceProfile,
    *,
    answers: Mapping[Criterion, tuple[str, str]],
    revision: int,
) -> None:
    """Save the judgement and the note on each criterion; an empty answer takes one away."""
    require(actor, Action.EVIDENCE_EDIT, profile)

    if revision != profile.revision:
        raise Stale(STALE)
    mistakes: dict[str, str] = {}
    for criterion, (judgement, note) in answers.items():
        try:
            check_judgement(criterion, judgement)
        except Invalid as invalid:
            mistakes.update(invalid.errors)
        mistakes.update(too_long({f"{criterion.value}-note": (note.strip(), 4000)}))
    if mistakes:
        raise Invalid(mistakes)
    there = {one.criterion: one for one in profile.judgements}
    for criterion, (judgement, note) in answers.items():
        row = there.get(criterion)
        if not judgement and not note.strip():
            if row is not None:
                profile.judgements.remove(row)
            continue
        if row is None:
            row = Judgement(criterion=criterion)
            profile.judgements.append(row)
        row.judgement, row.note = judgement, note.strip()
    profile.revision, profile.changed_at = revision + 1, now()
    session.flush()
    audit.record(
        actor,
        JudgementsSaved(
            network_id=profile.network_id,
            project_id=profile.project_id,
            profile_id=profile.id,
            key=profile.key,
        ),
    )
