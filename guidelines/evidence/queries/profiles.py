"""Reads about questions, evidence profiles, judgements, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.evidence.models import (
    EvidenceProfile,
    EvidenceQuestion,
    ExpertObservation,
    JudgementEntry,
    OutcomeRating,
)
from guidelines.evidence.rules.judgements import Certainty


def profiles_of(project_id: str) -> dict[str, EvidenceProfile]:
    """Return the evidence profiles of a project by recommendation id, with their judgements."""
    rows = session.scalars(
        select(EvidenceProfile)
        .where(EvidenceProfile.project_id == project_id)
        .order_by(EvidenceProfile.key)
    )
    return {profile.key: profile for profile in rows}


def profile_keyed(project_id: str, key: str) -> EvidenceProfile | None:
    """Return the evidence profile of a recommendation."""
    return session.scalar(
        select(EvidenceProfile).where(
            EvidenceProfile.project_id == project_id, EvidenceProfile.key == key
        )
    )


def profiles_on(question: EvidenceQuestion) -> Sequence[EvidenceProfile]:
    """Return the profiles of the recommendations that rest on a question, by id."""
    return session.scalars(
        select(EvidenceProfile)
        .where(EvidenceProfile.question_id == question.id)
        .order_by(EvidenceProfile.key)
    ).all()


def questions_of(project_id: str) -> Sequence[EvidenceQuestion]:
    """Return the questions of a project by number."""
    return session.scalars(
        select(EvidenceQuestion)
        .where(EvidenceQuestion.project_id == project_id)
        .order_by(EvidenceQuestion.number)
    ).all()


def highest_question(project_id: str) -> int:
    """Return the highest number of a question in a project, 0 if there is none."""
    found = session.scalar(
        select(func.max(EvidenceQuestion.number)).where(EvidenceQuestion.project_id == project_id)
    )
    return found or 0


def ratings_of(question: EvidenceQuestion) -> Sequence[OutcomeRating]:
    """Return the ratings of the outcomes of a question, with who gave them."""
    return session.scalars(
        select(OutcomeRating)
        .where(OutcomeRating.question_id == question.id)
        .options(joinedload(OutcomeRating.person))
        .order_by(OutcomeRating.outcome, OutcomeRating.at)
    ).all()


def observation_counts(project_id: str) -> dict[str, int]:
    """Return how many observations of experts each question of a project has, by its id."""
    rows = session.execute(
        select(ExpertObservation.question_id, func.count())
        .join(EvidenceQuestion, EvidenceQuestion.id == ExpertObservation.question_id)
        .where(EvidenceQuestion.project_id == project_id)
        .group_by(ExpertObservation.question_id)
    )
    return {row[0]: row[1] for row in rows}


def entries_of(profile: EvidenceProfile) -> Sequence[JudgementEntry]:
    """Return all that was ever judged on a profile, newest first, with who judged."""
    return session.scalars(
        select(JudgementEntry)
        .where(JudgementEntry.profile_id == profile.id)
        .options(joinedload(JudgementEntry.person))
        .order_by(JudgementEntry.at.desc(), JudgementEntry.id)
    ).all()


@dataclass(frozen=True, slots=True)
class EvidenceStand:
    """What the evidence says on one recommendation, for the pages and checks of others."""

    profile_id: str
    question_id: str
    certainty: Certainty | None
    last_search: date | None
    conclusion: str
    judged: int


def stands_of(project_id: str) -> dict[str, EvidenceStand]:
    """Return what the evidence says on each recommendation of a project, by its id."""
    rows = session.scalars(
        select(EvidenceProfile)
        .where(EvidenceProfile.project_id == project_id)
        .options(selectinload(EvidenceProfile.judgements))
    )
    return {
        one.key: EvidenceStand(
            profile_id=one.id,
            question_id=one.question_id,
            certainty=one.certainty,
            last_search=one.asked.search.last_search if one.asked.search else None,
            conclusion=str(one.conclusion.get("type", "")),
            judged=sum(bool(judgement.judgement) for judgement in one.judgements),
        )
        for one in rows
    }
