"""Codes of other systems, and the pieces of a resource that carry them.

Codes and addresses only, of HL7 International (terminology.hl7.org, CC0), of EBMonFHIR as the Fast
Evidence Interoperability Resources platform keeps them (fevir.net), and of the AWMF guideline
registry (Dissolve-E/awmf-ig, CC BY 4.0), whose lists lie in ``exports/codes/awmf.json``.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

Resource = dict[str, Any]

XHTML = "http://www.w3.org/1999/xhtml"
SYSTEMS: Mapping[str, str] = {
    "ebm": "https://fevir.net/resources/CodeSystem/179423",
    "awmf": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-awmf",
    "section": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-guideline-sections",
    "synthesis": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-recommendation-synthesis-type",
    "direction": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-recommendation-direction",
    "consensus": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-level-of-consensus",
    "strength": "http://terminology.hl7.org/CodeSystem/recommendation-strength",
    "certainty": "http://terminology.hl7.org/CodeSystem/certainty-rating",
    "certainty-type": "http://hl7.org/fhir/certainty-type",
    "context": "http://terminology.hl7.org/CodeSystem/usage-context-type",
    "orphanet": "http://www.orpha.net",
    "review": "http://fhir.awmf.org/awmf.ig/CodeSystem/cs-recommendation-version-status",
    "variable-role": "http://terminology.hl7.org/CodeSystem/variable-role",
    "agent": "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
    "scoring": "http://terminology.hl7.org/CodeSystem/measure-scoring",
    "population": "http://terminology.hl7.org/CodeSystem/measure-population",
    "improvement": "http://terminology.hl7.org/CodeSystem/measure-improvement-notation",
    "signature": "urn:iso-astm:E1762-95:2013",
}
KNOWN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "synthesis": {
        "evidence-based": ("evidence-based", "Evidence-based"),
        "consensus-based": ("expert-consensus", "Expert Consensus"),
        "good-practice": ("statement", "Statement"),
        "no-recommendation": ("statement", "Statement"),
        "research-only": ("statement", "Statement"),
    },
    "strength": {
        "strong": ("strong", "Strong"),
        "conditional": ("weak", "Weak"),
    },
    "review": {
        "new": ("added", "Added"),
        "modified": ("updated", "Updated"),
        "reaffirmed": ("reaffirmed", "Reaffirmed"),
    },
    "direction": {
        "for": ("for", "For"),
        "against": ("against", "Against"),
    },
    "certainty": {
        "high": ("high", "High quality"),
        "moderate": ("moderate", "Moderate quality"),
        "low": ("low", "Low quality"),
        "very-low": ("very-low", "Very low quality"),
    },
    "consensus": {
        "strong-consensus": ("strong-consensus", "Strong consensus"),
        "consensus": ("consensus", "Consensus"),
        "majority-agreement": ("majority-agreement", "Majority agreement"),
        "no-majority-agreement": ("no-majority-agreement", "No majority agreement"),
    },
}


def coded(system: str, code: str, display: str = "") -> Resource:
    """Return a concept with one code of a system."""
    coding = {"system": SYSTEMS[system], "code": code}
    return {"coding": [coding | ({"display": display} if display else {})]}


def known(kind: str, value: str) -> Resource | None:
    """Return the code for a value of ours; None where the lists have none."""
    pair = KNOWN[kind].get(value)
    return coded(kind, *pair) if pair else None


def narrative(paragraphs: Iterable[str]) -> Resource:
    """Return plain paragraphs as the text that people read of a resource."""
    inner = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text.strip())
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{inner or "<p>–</p>"}</div>'}
