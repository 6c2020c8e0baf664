"""What the evidence says on the recommendations of a document, as plain values to be frozen."""

from typing import Any

from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.evidence.models import EvidenceProfile, EvidenceSearch
from guidelines.evidence.queries import profiles_of
from guidelines.evidence.rules.judgements import Criterion, Importance
from guidelines.evidence.rules.outcomes import Outcome, outcome_of


def evidence_of(document: Document) -> list[dict[str, Any]]:
    """Return the findings on each question that recommendations of a document rest on.

    Questions come in the order of the recommendations; one with neither a finding nor a day of
    its last search nor a judgement is left out.
    """
    profiles = profiles_of(document.project_id)
    found: dict[str, dict[str, Any]] = {}
    for one in drafts.recommendations_of(document):
        profile = profiles.get(one.key)
        if profile is None:
            continue
        told = found.setdefault(profile.question_id, _question(profile))
        told["recommendations"].append({"key": one.key, "number": str(one.ordinal)})
        told["judgements"] += _judged(profile)
    return [
        one for one in found.values() if one["outcomes"] or one["last_search"] or one["judgements"]
    ]


def searches_behind(document: Document) -> list[dict[str, Any]]:
    """Return how studies were searched for, for the questions of a document, word for word.

    Searches come by title, the newest look into each database first; one without any is left out.
    """
    profiles = profiles_of(document.project_id)
    keys = [one.key for one in drafts.recommendations_of(document) if one.key in profiles]
    behind = {profiles[key].asked.search for key in keys}
    found = sorted((one for one in behind if one), key=lambda one: (one.title, one.id))
    return [searched(one) for one in found if one.strategies]


def searched(search: EvidenceSearch) -> dict[str, Any]:
    """Return one search as it is signed and frozen."""
    return {
        "title": search.title,
        "criteria": search.criteria,
        "strategies": [
            {
                "database": one.database,
                "platform": one.platform,
                "searched_on": one.searched_on.isoformat(),
                "query": one.query,
                "limits": one.limits,
                "hits": one.hits,
            }
            for one in search.strategies
        ],
    }


def _judged(profile: EvidenceProfile) -> list[dict[str, str]]:
    """Return the judgements that led to one recommendation; what was noted to them stays here."""
    said = {one.criterion: one.judgement for one in profile.judgements}
    return [
        {"recommendation": profile.key, "criterion": one.value, "judgement": said[one]}
        for one in Criterion
        if said.get(one)
    ]


def _question(profile: EvidenceProfile) -> dict[str, Any]:
    asked = profile.asked
    searched = asked.search.last_search if asked.search else None
    outcomes = [outcome_of(plain) for plain in asked.outcomes]
    return {
        "recommendations": [],
        "judgements": [],
        "question": asked.text,
        "population": asked.population,
        "intervention": asked.intervention,
        "comparator": asked.comparator,
        "certainty": profile.certainty.value if profile.certainty else "",
        "last_search": searched.isoformat() if searched else "",
        "outcomes": [_finding(one) for one in sorted(outcomes, key=lambda one: -one.rating)],
    }


def _finding(one: Outcome) -> dict[str, Any]:
    counted = one.per_thousand
    notes = [note for _levels, note in (*one.down.values(), *one.up.values()) if note]
    return {
        "name": one.name,
        "critical": one.importance is Importance.CRITICAL,
        "studies": one.studies,
        "participants": one.participants,
        "measure": one.measure.value if one.measure else "",
        "estimate": one.estimate,
        "lower": one.lower,
        "upper": one.upper,
        "follow_up": one.follow_up,
        "design": one.design.value if one.design else "",
        "without": counted.without if counted else None,
        "with": counted.with_it if counted else None,
        "difference": [counted.difference, counted.lower, counted.upper] if counted else None,
        "finding": one.finding,
        "certainty": one.certainty.value if one.certainty else "",
        "rated": {
            **{reason.value: -levels for reason, (levels, _note) in one.down.items()},
            **{lift.value: levels for lift, (levels, _note) in one.up.items()},
        },
        "notes": [*notes, *([one.reason] if one.settled and one.reason else [])],
    }
