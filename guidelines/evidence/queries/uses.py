"""Where the evidence of a project itself cites its references."""

import json
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from guidelines.db import session
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion, Judgement
from guidelines.text.citations import keys_in


@dataclass(frozen=True, slots=True)
class Use:
    """A question, or the judgements on a recommendation, that cite a source.

    `question_id` is empty for judgements, `profile_id` for a question.
    """

    words: str
    question_id: str = ""
    profile_id: str = ""


def cited_by_evidence(project_id: str) -> dict[str, list[Use]]:
    """Return where questions, findings and judgements cite each key."""
    found: dict[str, list[Use]] = defaultdict(list)
    questions = session.execute(
        select(
            EvidenceQuestion.id,
            EvidenceQuestion.text,
            EvidenceQuestion.summary,
            EvidenceQuestion.outcomes,
        )
        .where(EvidenceQuestion.project_id == project_id)
        .order_by(EvidenceQuestion.number)
    )
    for question_id, words, summary, outcomes in questions:
        text = f"{summary}\n\n{json.dumps(outcomes, ensure_ascii=False)}"
        for key in keys_in(text):
            found[key].append(Use(words, question_id=question_id))
    judgements = session.execute(
        select(EvidenceProfile.id, EvidenceProfile.key, Judgement.evidence, Judgement.note)
        .join(Judgement, Judgement.profile_id == EvidenceProfile.id)
        .where(EvidenceProfile.project_id == project_id)
        .order_by(EvidenceProfile.key)
    )
    for profile_id, recommendation, evidence, note in judgements:
        use = Use(recommendation, profile_id=profile_id)
        for key in keys_in(f"{evidence}\n\n{note}"):
            if use not in found[key]:
                found[key].append(use)
    return dict(found)
