"""What is laid before the panel: the evidence card of a recommendation as it is now."""

from typing import Any

from guidelines.consensus.rules.cards import evidence_card
from guidelines.drafts.models import Document, Recommendation
from guidelines.evidence.models import EvidenceProfile
from guidelines.evidence.queries import csl_items, profiles_of
from guidelines.evidence.rules.judgements import Criterion

ORDER = list(Criterion)


def card_of(document: Document, recommendation: Recommendation) -> dict[str, Any]:
    """Return the evidence card of one recommendation."""
    return cards_of(document, [recommendation])[recommendation.key]


def cards_of(
    document: Document, recommendations: list[Recommendation]
) -> dict[str, dict[str, Any]]:
    """Return the evidence cards of recommendations by their ids."""
    profiles = profiles_of(document.project_id)
    library = {str(item["id"]): item for item in csl_items(document.project_id)}
    return {
        one.key: evidence_card(
            kind=one.type,
            strength=one.strength,
            direction=one.direction,
            certainty=one.certainty,
            rationale=str(one.fields.get("rationale", "")),
            wording=one.wording,
            profile=_plain(profiles.get(one.key)),
            library=library,
        )
        for one in recommendations
    }


def _plain(profile: EvidenceProfile | None) -> dict[str, Any] | None:
    if profile is None:
        return None
    return {
        "question": profile.question,
        "population": profile.population,
        "intervention": profile.intervention,
        "comparator": profile.comparator,
        "certainty": profile.certainty.value if profile.certainty else "",
        "summary": profile.summary,
        "outcomes": profile.outcomes,
        "judgements": [
            {"criterion": j.criterion.value, "judgement": j.judgement, "note": j.note}
            for j in sorted(profile.judgements, key=lambda one: ORDER.index(one.criterion))
        ],
    }
