"""Indicators as measures: what is counted, of whom, and which way is better.

A `Measure` of R5 has no place for a target; it stands in words under `guidance`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from guidelines.publishing.rules.fhir.codes import Resource, coded

_BETTER = {"at-least": "increase", "at-most": "decrease"}
_PARTS = (
    ("denominator", "denominator", "Denominator"),
    ("exclusions", "denominator-exclusion", "Denominator exclusion"),
    ("numerator", "numerator", "Numerator"),
)


def measures_of(
    content: Mapping[str, Any], address: str, reference: Any
) -> Iterator[tuple[str, Resource]]:
    """Yield the indicators of a version, each with its place in the bundle."""
    for number, one in enumerate(content.get("indicators", ()), 1):
        better = _BETTER.get(one["aim"])
        yield (
            f"measure/{number}",
            {
                "resourceType": "Measure",
                "url": f"{address}#indicator-{number}",
                "version": content["number"],
                "title": one["name"],
                "status": "retired" if content.get("ended") else "active",
                "date": content["published_at"],
                "publisher": content["network"]["title"],
                "guidance": _guidance(one),
                "relatedArtifact": [
                    {
                        "type": "derived-from",
                        "resourceReference": reference(f"recommendation/{one['key']}"),
                    }
                ],
                "scoring": coded("scoring", "proportion", "Proportion")
                if one["denominator"]
                else {},
                "improvementNotation": coded("improvement", better) if better else {},
                "group": [
                    {
                        "population": [
                            {"code": coded("population", code, shown), "description": one[name]}
                            for name, code, shown in _PARTS
                            if one[name]
                        ]
                    }
                ],
            },
        )


def _guidance(one: Mapping[str, Any]) -> str:
    """Return the target, the source of data and how it is measured, in words."""
    aim = one["aim"].replace("-", " ")
    target = f"Target: {aim} {one['target']} {one['unit']}".strip() if one["target"] else ""
    source = f"Source of data: {one['data_source']}" if one["data_source"] else ""
    said = (target, source, one["method"], one["interval"])
    return ". ".join(part.rstrip(".") for part in said if part)
