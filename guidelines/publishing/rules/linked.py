"""What search engines read of a published version: schema.org.

``MedicalGuideline`` of schema.org is one recommendation, not the document: the page is a
``MedicalScholarlyArticle`` that is about them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.publishing.rules.citing import published_on

CONTEXT = "https://schema.org"
_EVIDENCE: Mapping[str, str] = {
    "evidence-based": "Evidence-based, graded with GRADE",
    "consensus-based": "Consensus of the panel",
    "good-practice": "Good practice statement",
}


def linked_data(
    content: Mapping[str, Any],
    *,
    address: str,
    doi: str = "",
    replaces: str = "",
    state: str = "published",
    notices: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Return the version as JSON-LD for the head of its page.

    `replaces` is the address of the version before, `state` what became of this one, `notices`
    the safety notices that stand, each with its day. Only texts that the panel agreed on are
    named as recommendations.
    """
    network = {"@type": "Organization", "name": content["network"]["title"]}
    day = published_on(content).isoformat()
    about = content.get("about", {})
    page = {
        "@context": CONTEXT,
        "@type": "MedicalScholarlyArticle",
        "@id": address,
        "url": address,
        "name": content["title"],
        "headline": content["title"],
        "inLanguage": content["language"],
        "version": content["number"],
        "datePublished": day,
        "dateModified": day,
        "publisher": network,
        "author": network,
        "recognizingAuthority": network,
        "creativeWorkStatus": state.capitalize(),
        "isAccessibleForFree": True,
        "identifier": f"https://doi.org/{doi}" if doi else "",
        "isBasedOn": replaces,
        "abstract": content["notice"],
        "citation": [str(one.get("title") or "") for one in content["references"]],
        "correction": [
            {"@type": "CorrectionComment", "text": text, "datePublished": since}
            for text, since in notices
        ],
        "expires": about.get("review_by", ""),
        "audience": {"@type": "MedicalAudience", "audienceType": about["users"]}
        if about.get("users")
        else "",
        "about": [_condition(code, name) for code, name in about.get("conditions", ())]
        + [
            _recommendation(line, address, day, network)
            for line in content["recommendations"]
            if line["agreed"]
        ],
    }
    return {name: value for name, value in page.items() if value not in ("", [])}


def _condition(code: str, name: str) -> dict[str, Any]:
    return {
        "@type": "MedicalCondition",
        "name": name,
        "code": {"@type": "MedicalCode", "codeValue": code, "codingSystem": "ORPHA"},
    }


def _recommendation(
    line: Mapping[str, Any], address: str, day: str, network: Mapping[str, str]
) -> dict[str, Any]:
    said = {
        "@type": "MedicalGuidelineRecommendation",
        "@id": f"{address}#{line['key']}",
        "description": line["wording"],
        "recommendationStrength": ", ".join(
            part for part in (line["strength"], line["direction"]) if part
        ),
        "evidenceLevel": line["certainty"],
        "evidenceOrigin": _EVIDENCE.get(line["type"], ""),
        "guidelineDate": day,
        "recognizingAuthority": network,
    }
    return {name: value for name, value in said.items() if value}
