"""Published comments of reviewers with what was answered, as assessments of an artifact."""

from collections.abc import Iterator, Mapping
from typing import Any

from guidelines.publishing.rules.fhir.codes import Resource

DISPOSITIONS = frozenset(
    {
        "unresolved",
        "not-persuasive",
        "persuasive",
        "persuasive-with-modification",
        "not-persuasive-with-modification",
    }
)


def comments_of(content: Mapping[str, Any], reference: Any) -> Iterator[tuple[str, Resource]]:
    """Yield the answered comments that are published, each with its place in the bundle."""
    keys = {line["number"]: line["key"] for line in content["recommendations"]}
    for number, one in enumerate(content.get("answers", ()), 1):
        key = keys.get(str(one.get("recommendation") or ""))
        about = f"recommendation/{key}" if key else "guideline"
        disposition = one.get("disposition", "")
        yield (
            f"comment/{number}",
            {
                "resourceType": "ArtifactAssessment",
                "title": one["review"] or "Comment on the text",
                "date": content["published_at"],
                "artifactReference": reference(about),
                "workflowStatus": "published",
                "disposition": disposition if disposition in DISPOSITIONS else "",
                "content": [_said("comment", one["comment"], one), *_answered(one)],
            },
        )


def _said(kind: str, text: str, one: Mapping[str, Any]) -> Resource:
    where = " · ".join(part for part in (one["who"], one["place"], one["quote"]) if part)
    said = {"informationType": kind, "summary": text or "–"}
    return said | ({"component": [{"informationType": kind, "summary": where}]} if where else {})


def _answered(one: Mapping[str, Any]) -> list[Resource]:
    said = " ".join(part for part in (one["decision"].replace("-", " "), one["response"]) if part)
    return [{"informationType": "response", "summary": said}] if said else []
