"""Safety notices as assessments of what they concern.

A `Flag` of R5 warns of a patient, a place or a plan and cannot point at a text; an
`ArtifactAssessment` can.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from guidelines.publishing.rules.fhir.codes import Resource


def notices_of(content: Mapping[str, Any], reference: Any) -> Iterator[tuple[str, Resource]]:
    """Yield the safety notices that stand on a version, each with its place in the bundle."""
    keys = {line["key"] for line in content["recommendations"]}
    for number, one in enumerate(content.get("safety_notices", ()), 1):
        concerned = [f"recommendation/{key}" for key in one["recommendations"] if key in keys]
        for place, about in enumerate(concerned or ["guideline"], 1):
            yield (
                f"notice/{number}/{place}",
                {
                    "resourceType": "ArtifactAssessment",
                    "title": "Safety notice",
                    "date": one["since"],
                    "artifactReference": reference(about),
                    "workflowStatus": "published",
                    "content": [
                        {
                            "informationType": "comment",
                            "type": {"text": "Safety notice"},
                            "summary": one["text"],
                        }
                    ],
                },
            )
