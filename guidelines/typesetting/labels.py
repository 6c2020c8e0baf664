"""The words that the finished forms print by themselves, in English."""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "contents": "Contents",
        "summary": "Summary of recommendations",
        "number": "No.",
        "recommendation": "Recommendation",
        "strength": "Strength",
        "certainty": "Certainty of evidence",
        "consensus": "Consensus",
        "references": "References",
        "methods": "How this guideline was made",
        "panel": "Panel",
        "name": "Name",
        "affiliation": "Affiliation",
        "body": "On behalf of",
        "group": "Group",
        "country": "Country",
        "interests": "Interests",
        "approvals": "Approval",
        "date": "Date",
        "statement": "Statement",
        "status": "Status",
        "edition": "Version",
        "network": "Network",
        "project": "Project",
        "hash": "SHA-256 of the approved text",
        "draft": "Draft",
        "figure-missing": "Figure not included",
        "reference-missing": "reference missing",
        "numbered:section": "Section {}",
        "numbered:table": "Table {}",
        "numbered:figure": "Figure {}",
        "numbered:recommendation": "Recommendation {}",
        "page": "Page",
        "of": "of",
        "n": "n = {}",
        "median": "median {}",
        "agreement": "{} % agree",
        "counted": "of {}",
        # Fields of a recommendation block and its long parts, by their class in the source
        "rationale": "Rationale",
        "justification": "Justification",
        "evidence": "Evidence",
        "remarks": "Remarks",
        "implementation": "Implementation",
        "considerations": "Considerations",
        "monitoring": "Monitoring and evaluation",
        "research": "Research priorities",
        "subgroups": "Subgroups",
        "minority": "Minority statement",
        "voted": "Edited after the vote; the wording that was voted on",
        "not-recommendation": "Number {}: not a recommendation",
        "no-recommendation": "No recommendation",
        # Values of the short fields
        "strength:strong": "Strong",
        "strength:conditional": "Conditional",
        "strength:weak": "Weak",
        "direction:for": "for",
        "direction:against": "against",
        "direction:either": "for either option",
        "certainty:high": "High",
        "certainty:moderate": "Moderate",
        "certainty:low": "Low",
        "certainty:very-low": "Very low",
        "type:evidence-based": "Evidence-based",
        "type:evidence": "Evidence-based",
        "type:consensus-based": "Consensus-based",
        "type:consensus": "Consensus-based",
        "type:good-practice": "Good practice statement",
        # What a box says besides, from the short fields
        "strength-reason": "Why it is strong although the evidence is weak",
        "certainty-reason": "Why the certainty differs from the evidence profile",
        "off-label:yes": "Off-label use",
        "status:new": "New",
        "status:updated": "Updated",
        "status:reaffirmed": "Reaffirmed",
        "status:withdrawn": "Withdrawn",
        "last-search": "Last search for studies: {}",
        "type:no-recommendation": "No recommendation",
        "type:research-only": "Only in research",
    }
)

_REASONS = ("strength-reason", "certainty-reason")
# The four filled or open circles that readers know from GRADE
_CIRCLES = {"high": 4, "moderate": 3, "low": 2, "very-low": 1}


def value(labels: Mapping[str, str], field: str, code: str) -> str:
    """Return how the `code` of a short field is printed; an unknown code reads as itself."""
    if not code:
        return ""
    known = labels.get(f"{field}:{code}")
    return known if known is not None else code.replace("-", " ").capitalize()


def circles(certainty: str) -> int:
    """Return how many of four circles stand for a certainty, 0 for an unknown one."""
    return _CIRCLES.get(certainty, 0)


def reasons(labels: Mapping[str, str], fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the reasons that a recommendation gives for its grading, each under its title."""
    return [(labels[name], text) for name in _REASONS if (text := fields.get(name, "").strip())]


def standing(labels: Mapping[str, str], fields: Mapping[str, str]) -> str:
    """Return what a box says of status, off-label use and last search, as one line."""
    said = [value(labels, "status", fields.get("status", "").strip())]
    if fields.get("off-label", "").strip() == "yes":
        said.append(labels["off-label:yes"])
    if searched := fields.get("last-search", "").strip():
        said.append(labels["last-search"].format(searched))
    return " · ".join(word for word in said if word)
