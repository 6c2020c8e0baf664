"""What people do with questions: write them, grade the evidence, rate outcomes, link them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Conflict, Invalid, Stale, sentence
from guidelines.events import (
    FindingsSaved,
    OutcomesRated,
    QuestionRemoved,
    QuestionSaved,
    RecommendationLinked,
    RecommendationUnlinked,
)
from guidelines.evidence import queries
from guidelines.evidence.models import (
    EvidenceProfile,
    EvidenceQuestion,
    EvidenceSearch,
    OutcomeRating,
)
from guidelines.evidence.rules.judgements import Certainty
from guidelines.evidence.rules.keys import check_recommendation_id
from guidelines.evidence.rules.outcomes import Outcome, check_outcomes
from guidelines.evidence.rules.questions import QuestionDraft, check_settled, checked, rated
from guidelines.evidence.service.references import STALE
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.projects.service.roles import check_touching


def start_question(
    actor: Actor,
    project: Project,
    *,
    draft: QuestionDraft,
    outcomes: Sequence[Outcome] = (),
    search: EvidenceSearch | None = None,
) -> EvidenceQuestion:
    """Write a new question; it gets the next number of the project."""
    require(actor, Action.EVIDENCE_EDIT, project)

    texts = checked(draft)
    check_outcomes(outcomes)
    question = EvidenceQuestion(
        project_id=project.id,
        project=project,
        number=queries.highest_question(project.id) + 1,
        kind=draft.kind,
        search=search,
        **texts,
    )
    _put(question, outcomes, None, "")
    session.add(question)
    session.flush()
    _tell_saved(actor, question)
    return question


def save_question(
    actor: Actor,
    question: EvidenceQuestion,
    *,
    draft: QuestionDraft,
    revision: int,
    search: EvidenceSearch | None = None,
) -> None:
    """Change the words of a question, and the search that it rests on."""
    require(actor, Action.EVIDENCE_EDIT, question)

    _check_touching(actor, question)
    texts = checked(draft)
    _step(question, revision)
    for name, text in texts.items():
        setattr(question, name, text)
    question.kind, question.search = draft.kind, search
    session.flush()
    _tell_saved(actor, question)


def save_findings(
    actor: Actor,
    question: EvidenceQuestion,
    *,
    outcomes: Sequence[Outcome],
    revision: int,
    settled: Certainty | None = None,
    reason: str = "",
) -> None:
    """Save the outcomes with what was found, all at once.

    `settled` is an overall certainty that people gave, with their reason, instead of the lowest
    among the critical outcomes.
    """
    require(actor, Action.EVIDENCE_EDIT, question)

    _check_touching(actor, question)
    check_outcomes(outcomes)
    _step(question, revision)
    _put(question, outcomes, settled, reason)
    session.flush()
    audit.record(
        actor,
        FindingsSaved(
            network_id=question.network_id,
            project_id=question.project_id,
            question_id=question.id,
            number=question.number,
            outcomes=len(outcomes),
            certainty=question.certainty or "",
        ),
    )


def import_findings(
    actor: Actor, question: EvidenceQuestion, *, outcomes: Sequence[Outcome]
) -> int:
    """Put outcomes from a file beside those that are there; return how many were there before.

    An outcome of the same name gets the values of the file; all others stay as they are.
    """
    require(actor, Action.EVIDENCE_EDIT, question)

    read = {one.name.casefold(): one for one in outcomes}
    before = {one.name.casefold(): one for one in question.findings}
    kept = [
        replace(read[name], key=one.key) if name in read else one for name, one in before.items()
    ]
    added = [one for name, one in read.items() if name not in before]
    save_findings(
        actor,
        question,
        outcomes=[*kept, *added],
        settled=question.settled_at,
        reason=question.reason,
        revision=question.revision,
    )
    return len(read) - len(added)


def rate_outcomes(
    actor: Actor, question: EvidenceQuestion, *, ratings: Mapping[str, int | None]
) -> None:
    """Save how much each outcome matters to this person, 1 to 9; None takes a rating away.

    The importance of an outcome is the median of all ratings.
    """
    require(actor, Action.EVIDENCE_EDIT, question)

    known = {str(one["key"]) for one in question.outcomes}
    mistakes = {
        f"rating-{key}": sentence("Choose a number from 1 to 9.")
        for key, rating in ratings.items()
        if key not in known or (rating is not None and not 1 <= rating <= 9)
    }
    if mistakes:
        raise Invalid(mistakes)
    if actor.person_id is None:
        raise Conflict(sentence("Only a person can rate outcomes."))
    mine = {one.outcome: one for one in question.ratings if one.person_id == actor.person_id}
    for key, rating in ratings.items():
        row = mine.get(key)
        if rating is None and row is not None:
            question.ratings.remove(row)
        elif rating is not None and row is not None:
            row.rating, row.at = rating, now()
        elif rating is not None:
            question.ratings.append(
                OutcomeRating(outcome=key, person_id=actor.person_id, rating=rating)
            )
    session.flush()
    _put(question, question.findings, question.settled_at, question.reason)
    question.revision, question.changed_at = question.revision + 1, now()
    session.flush()
    audit.record(
        actor,
        OutcomesRated(
            network_id=question.network_id,
            project_id=question.project_id,
            question_id=question.id,
            number=question.number,
        ),
    )


def remove_question(actor: Actor, question: EvidenceQuestion) -> None:
    """Take a question out, if no recommendation rests on it."""
    require(actor, Action.EVIDENCE_EDIT, question)

    if queries.profiles_on(question):
        raise Conflict(sentence("Recommendations rest on this question. Unlink them first."))
    told = QuestionRemoved(
        network_id=question.network_id,
        project_id=question.project_id,
        question_id=question.id,
        number=question.number,
    )
    session.delete(question)
    session.flush()
    audit.record(actor, told)


def link_recommendation(
    actor: Actor, question: EvidenceQuestion, *, key: str, criteria: int = 12
) -> EvidenceProfile:
    """Let a recommendation rest on a question; judgements that it has move with it."""
    require(actor, Action.EVIDENCE_EDIT, question)

    key = key.strip()
    check_recommendation_id(key)
    check_touching(actor, question.project_id, [key])
    profile = queries.profile_keyed(question.project_id, key)
    if profile is not None and profile.question_id == question.id:
        raise Conflict(sentence("This recommendation rests on this question already."))
    if profile is None:
        profile = EvidenceProfile(
            project_id=question.project_id, project=question.project, key=key, criteria=criteria
        )
        session.add(profile)
    profile.asked, profile.changed_at = question, now()
    session.flush()
    audit.record(
        actor,
        RecommendationLinked(
            network_id=question.network_id,
            project_id=question.project_id,
            profile_id=profile.id,
            question_id=question.id,
            key=key,
        ),
    )
    return profile


def unlink_recommendation(actor: Actor, profile: EvidenceProfile) -> None:
    """Part a recommendation from its question; its judgements go, their history stays."""
    require(actor, Action.EVIDENCE_EDIT, profile)

    check_touching(actor, profile.project_id, [profile.key])
    told = RecommendationUnlinked(
        network_id=profile.network_id,
        project_id=profile.project_id,
        profile_id=profile.id,
        question_id=profile.question_id,
        key=profile.key,
    )
    session.delete(profile)
    session.flush()
    audit.record(actor, told)


def _check_touching(actor: Actor, question: EvidenceQuestion) -> None:
    """Ask whether somebody may decide on the recommendations that rest on a question."""
    keys = [profile.key for profile in queries.profiles_on(question)]
    check_touching(actor, question.project_id, keys)


def _step(question: EvidenceQuestion, revision: int) -> None:
    """Refuse a form that was opened before the newest save, else count this one."""
    if revision != question.revision:
        raise Stale(STALE)
    question.revision, question.changed_at = revision + 1, now()


def _put(
    question: EvidenceQuestion,
    outcomes: Sequence[Outcome],
    settled: Certainty | None,
    reason: str,
) -> None:
    """Store outcomes with keys and people's ratings, and the certainty that follows."""
    named = {
        str(one["name"]).casefold(): str(one.get("key") or "") for one in question.outcomes or ()
    }
    keyed = [
        replace(one, key=one.key or named.get(one.name.casefold()) or secrets.token_hex(4))
        for one in outcomes
    ]
    ratings: dict[str, list[int]] = {}
    for one in question.ratings:
        ratings.setdefault(one.outcome, []).append(one.rating)
    final = rated(keyed, ratings)
    by_rule = check_settled(final, settled, reason.strip())
    question.outcomes = [one.plain() for one in final]
    if settled is by_rule.certainty:
        settled, reason = None, ""
    question.settled, question.reason = settled is not None, reason.strip()
    question.certainty = settled or by_rule.certainty


def _tell_saved(actor: Actor, question: EvidenceQuestion) -> None:
    audit.record(
        actor,
        QuestionSaved(
            network_id=question.network_id,
            project_id=question.project_id,
            question_id=question.id,
            number=question.number,
        ),
    )
