"""What the evidence says as resources: a question's population and outcomes, and each finding."""

from collections.abc import Iterator, Mapping
from typing import Any

from guidelines.publishing.rules.fhir.codes import Resource, coded, known

_MEASURES: Mapping[str, str] = {
    "rr": "Risk ratio",
    "or": "Odds ratio",
    "hr": "Hazard ratio",
    "rd": "Risk difference",
    "md": "Mean difference",
    "smd": "Standardised mean difference",
}
Place = tuple[str, Resource]


def evidence_of(content: Mapping[str, Any], reference: Any) -> Iterator[Place]:
    """Yield the variables and findings of all questions, each with its place in the bundle.

    `reference` makes a reference of a place.
    """
    population = content.get("about", {}).get("population", "")
    if population and any(one["outcomes"] for one in content["evidence"]):
        yield "population", _variable(population)
    for number, question in enumerate(content["evidence"], 1):
        for order, outcome in enumerate(question["outcomes"], 1):
            place = f"{number}/{order}"
            yield f"variable/{place}", _variable(outcome["name"])
            defined = [_defined("measuredVariable", reference(f"variable/{place}"))]
            if population:
                defined.append(_defined("population", reference("population")))
            yield f"evidence/{place}", _finding(question, outcome, defined)


def _variable(name: str) -> Resource:
    return {"resourceType": "EvidenceVariable", "status": "active", "title": name}


def _defined(role: str, observed: Resource) -> Resource:
    return {"variableRole": coded("variable-role", role), "observed": observed}


def _finding(
    question: Mapping[str, Any], outcome: Mapping[str, Any], defined: list[Resource]
) -> Resource:
    rating = known("certainty", outcome["certainty"])
    notes = [{"text": note} for note in outcome.get("notes", ())]
    statistic = _statistic(outcome)
    return {
        "resourceType": "Evidence",
        "status": "active",
        "title": outcome["name"],
        "description": outcome["finding"] or outcome["name"],
        "assertion": question["question"],
        "lastReviewDate": question["last_search"],
        "variableDefinition": defined,
        "statistic": [statistic] if statistic else [],
        "certainty": [
            {"type": coded("certainty-type", "Overall", "Overall certainty"), "rating": rating}
            | ({"note": notes} if notes else {})
        ]
        if rating
        else [],
    }


def _statistic(outcome: Mapping[str, Any]) -> Resource:
    """Return the effect with its interval and how many were studied, as far as that is known."""
    found: Resource = {}
    if outcome.get("estimate") is not None:
        measure = outcome.get("measure", "")
        found["statisticType"] = {"text": _MEASURES.get(measure, measure or "Estimate")}
        found["quantity"] = {"value": outcome["estimate"]}
        low, high = outcome.get("lower"), outcome.get("upper")
        if low is not None and high is not None:
            found["attributeEstimate"] = [
                {
                    "type": {"text": "Confidence interval"},
                    "level": 0.95,
                    "range": {"low": {"value": low}, "high": {"value": high}},
                }
            ]
    sample = {
        name: outcome[ours]
        for name, ours in (
            ("numberOfStudies", "studies"),
            ("numberOfParticipants", "participants"),
        )
        if outcome.get(ours) is not None
    }
    return found | ({"sampleSize": sample} if sample else {})
