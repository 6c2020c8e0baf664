"""What is laid before the panel: a wording and its evidence card, as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.consensus.models import Process, Statement
from guidelines.consensus.queries.statements import last_versions
from guidelines.consensus.rules.cards import evidence_card
from guidelines.db import session
from guidelines.drafts.models import Document, Recommendation
from guidelines.drafts.queries import current_version, recommendations_of
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion
from guidelines.evidence.queries import csl_items, profiles_of
from guidelines.evidence.rules.judgements import Criterion
from guidelines.evidence.rules.outcomes import Outcome, outcome_of

ORDER = list(Criterion)


@dataclass(frozen=True)
class Laid:
    """A statement as it would be put to the panel now; `document_version` only with a draft."""

    wording: str
    wording_sha256: str
    document_version: int | None
    card: dict[str, Any]


def laid_out(process: Process, statements: Sequence[Statement]) -> dict[str, Laid]:
    """Return statements as they are now by their ids.

    One whose recommendation is no longer in the document is missing.
    """
    there = {one.key: one for one in recommendations_of(process.document)}
    asked = [
        there[one.recommendation_key] for one in statements if one.recommendation_key in there
    ]
    cards = cards_of(process.document, asked)
    number = current_version(process.document).number if asked else None
    last = last_versions(process)
    library = _library(process.project_id)
    found: dict[str, Laid] = {}
    for one in statements:
        if one.recommendation_key is None:
            wording = last[one.id]
            card = _card_alone(one, wording.wording, library)
            found[one.id] = Laid(wording.wording, wording.wording_sha256, None, card)
        elif one.recommendation_key in there:
            text = there[one.recommendation_key]
            card = {**cards[text.key], "plain_language": one.plain_language}
            found[one.id] = Laid(text.wording, text.wording_sha256, number, card)
    return found


def card_of(document: Document, recommendation: Recommendation) -> dict[str, Any]:
    """Return the evidence card of one recommendation."""
    return cards_of(document, [recommendation])[recommendation.key]


def cards_of(
    document: Document, recommendations: Sequence[Recommendation]
) -> dict[str, dict[str, Any]]:
    """Return the evidence cards of recommendations by their ids."""
    profiles = profiles_of(document.project_id)
    library = _library(document.project_id)
    return {
        one.key: evidence_card(
            kind=one.type,
            strength=one.strength,
            direction=one.direction,
            certainty=one.certainty,
            rationale=str(one.fields.get("rationale", "")),
            wording=one.wording,
            profile=_of_profile(profiles[one.key]) if one.key in profiles else None,
            library=library,
        )
        for one in recommendations
    }


def _library(project_id: str) -> dict[str, dict[str, Any]]:
    return {str(item["id"]): item for item in csl_items(project_id)}


def _card_alone(
    statement: Statement, wording: str, library: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    question = statement.question_id and session.get(EvidenceQuestion, statement.question_id)
    card = evidence_card(
        kind="",
        strength="",
        direction="",
        certainty="",
        rationale=statement.background,
        wording=wording,
        profile=_of_question(question) if question else None,
        library=library,
    )
    return {**card, "plain_language": statement.plain_language}


def _of_question(question: EvidenceQuestion) -> dict[str, Any]:
    outcomes = sorted((outcome_of(one) for one in question.outcomes), key=lambda o: -o.rating)
    return {
        "question": question.text,
        "population": question.population,
        "intervention": question.intervention,
        "comparator": question.comparator,
        "certainty": question.certainty.value if question.certainty else "",
        "summary": question.summary,
        "outcomes": [_row(one) for one in outcomes],
    }


def _of_profile(profile: EvidenceProfile) -> dict[str, Any]:
    return {
        **_of_question(profile.asked),
        "judgements": [
            {
                "criterion": one.criterion.value,
                "judgement": one.judgement,
                "evidence": one.evidence,
                "note": one.note,
            }
            for one in sorted(profile.judgements, key=lambda one: ORDER.index(one.criterion))
        ],
        "conclusion": str(profile.conclusion.get("justification", "")),
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    """Return one row of the summary of findings; people per 1,000 where they can be counted."""
    effect = outcome.per_thousand
    return {
        "name": outcome.name,
        "importance": outcome.importance.value,
        "certainty": outcome.certainty.value if outcome.certainty else None,
        "finding": outcome.finding,
        "studies": outcome.studies,
        "participants": outcome.participants,
        "follow_up": outcome.follow_up,
        "measure": outcome.measure.value if outcome.measure else None,
        "estimate": outcome.estimate,
        "interval": [outcome.lower, outcome.upper] if outcome.lower is not None else None,
        "per_thousand": {
            "without": effect.without,
            "with": effect.with_it,
            "difference": effect.difference,
            "lower": effect.lower,
            "upper": effect.upper,
        }
        if effect
        else None,
    }
