"""The ratings of a recommendation: its grading, the vote and the evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from guidelines.publishing.rules.fhir.codes import Resource, coded, known

DERIVED = "Derived from ratings; the panel was not asked for this class."


def grading(line: Mapping[str, Any]) -> Iterable[Resource]:
    """Yield strength, direction and certainty of a recommendation."""
    if line["caveat"]:  # nothing that nobody agreed on has a strength
        return
    for kind, name in (("strength", "Strength"), ("direction", "Direction")):
        if code := known(kind, line[kind]):
            shown = f"{name} of Recommendation"
            yield {
                "informationType": "classifier",
                "type": coded("ebm", f"{kind}-of-recommendation", shown),
                "classifier": [code],
            }
    if code := known("certainty", line["certainty"]):
        yield {
            "informationType": "classifier",
            "type": coded("certainty-type", "Overall", "Overall certainty"),
            "classifier": [code],
        }


def renewal(line: Mapping[str, Any]) -> Iterable[Resource]:
    """Yield what became of a recommendation since the version before."""
    if code := known("review", line.get("change", "")):
        yield {
            "informationType": "classifier",
            "type": {"text": "Review status"},
            "classifier": [code],
        }


def _counted(name: str, value: float, unit: str = "") -> Resource:
    quantity: Resource = {"value": value} | ({"unit": unit} if unit else {})
    return {"informationType": "rating", "type": {"text": name}, "quantity": quantity}


def consensus(line: Mapping[str, Any]) -> Iterable[Resource]:
    """Yield what the panel decided: the class of its consensus and the counts."""
    outcome = line["outcome"]
    if code := known("consensus", outcome.get("awmf_class") or ""):
        from_ratings = outcome.get("awmf_derived", outcome.get("median") is not None)
        derived = {"summary": DERIVED} if from_ratings else {}
        yield {
            "informationType": "classifier",
            "type": coded("awmf", "level-of-consensus", "Level of Consensus"),
            "classifier": [code],
            **derived,
        }
    names = (
        ("n_rated", "People who voted", ""),
        ("n_agree", "People who agreed", ""),
        ("denominator", "People counted", ""),
        ("percent_in", "Agreement", "%"),
        ("median", "Median rating", ""),
    )
    for key, name, unit in names:
        if outcome.get(key) is not None:
            yield _counted(name, outcome[key], unit)


def finding(outcome: Mapping[str, Any]) -> Resource:
    """Return what the evidence says on one outcome."""
    said = " ".join(part for part in (outcome["name"], outcome["finding"]) if part)
    rating = known("certainty", outcome["certainty"])
    components = [
        {
            "informationType": "classifier",
            "type": coded("certainty-type", "Overall", "Overall certainty"),
            "classifier": [rating],
        }
    ]
    return {
        "informationType": "container",
        "type": {"text": "Evidence Rating"},
        "summary": said,
    } | ({"component": components} if rating else {})
