"""A published version as a document of HL7 FHIR R5 for other systems.

One `Composition` is the guideline and one more each recommendation; an `ArtifactAssessment`
beside it carries strength, direction, certainty, the consensus and the evidence; a `Citation`
each source; a `Provenance` the approval. The shape is that of EBMonFHIR's guideline and
recommendation with AWMF's codes for consensus (``exports/fhir/codes.json``). Nothing is in it
that is not in the frozen content, and equal content gives equal bytes.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from guidelines.config import ROOT
from guidelines.publishing.rules.reading import citation_words

Resource = dict[str, Any]

DERIVED = "Derived from ratings; the panel was not asked for this class."
XHTML = "http://www.w3.org/1999/xhtml"
_VALID = "http://hl7.org/fhir/StructureDefinition/artifact-effectivePeriod"
_APPROVAL = "1.2.840.10065.1.12.1.7"  # ASTM E1762: consent by a signature


@cache
def _codes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "exports/fhir/codes.json").read_text("utf-8"))
    return found


def _coded(system: str, code: str, display: str = "") -> Resource:
    coding = {"system": _codes()["systems"][system], "code": code}
    return {"coding": [coding | ({"display": display} if display else {})]}


def _known(kind: str, value: str) -> Resource | None:
    """Return the code for a value of ours; None where the lists have none."""
    pair = _codes()[kind].get(value)
    return _coded(kind, *pair) if pair else None


def _narrative(paragraphs: Iterable[str]) -> Resource:
    inner = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text.strip())
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{inner or "<p>–</p>"}</div>'}


def bundle_of(content: Mapping[str, Any], *, address: str) -> Resource:
    """Return the document bundle of a version that is published at `address`."""
    return _Writer(content, address).bundle()


class _Writer:
    """Writes the resources of one version; each is named by a UUID made of its address."""

    def __init__(self, content: Mapping[str, Any], address: str) -> None:
        self.content = content
        self.address = address
        self.at = content["published_at"]
        self.version = content["number"]
        self.body = self._reference("organization", content["network"]["title"])

    def bundle(self) -> Resource:
        lines = self.content["recommendations"]
        resources = [
            ("guideline", self._guideline()),
            ("organization", self._organization()),
            *((f"recommendation/{line['key']}", self._recommendation(line)) for line in lines),
            *((f"assessment/{line['key']}", self._assessment(line)) for line in lines),
            *((f"reference/{item['id']}", self._citation(item)) for item in self._sources()),
            ("approval", self._approval()),
        ]
        return {
            "resourceType": "Bundle",
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self._id('')}"},
            "type": "document",
            "timestamp": self.at,
            "entry": [
                {"fullUrl": self._url(place), "resource": self._named(place, resource)}
                for place, resource in resources
                if resource
            ],
        }

    def _id(self, place: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.address}#{place}"))

    def _url(self, place: str) -> str:
        return f"urn:uuid:{self._id(place)}"

    def _named(self, place: str, resource: Resource) -> Resource:
        kind = {"resourceType": resource["resourceType"], "id": self._id(place)}
        return kind | {name: value for name, value in resource.items() if value}

    def _reference(self, place: str, display: str = "") -> Resource:
        return {"reference": self._url(place)} | ({"display": display} if display else {})

    def _sources(self) -> list[Mapping[str, Any]]:
        return list(self.content["references"])

    def _composition(self, kind: str, title: str, **more: Any) -> Resource:
        return {
            "resourceType": "Composition",
            "language": self.content["language"],
            "version": self.version,
            "status": "final",
            "type": _coded("ebm", kind, kind),
            "date": self.at,
            "author": [self.body],
            "custodian": self.body,
            "title": title,
            **more,
        }

    def _guideline(self) -> Resource:
        content = self.content
        agreed = [line for line in content["recommendations"] if line["agreed"]]
        others = [line for line in content["recommendations"] if not line["agreed"]]
        panel = [
            ", ".join(part for part in (one["name"], one["affiliation"], one["country"]) if part)
            for one in content["panel"]
        ]
        interests = [f"{one['name']}: {one['statement']}" for one in content["interests"]]
        notice = [content["notice"]] if content["notice"] else []
        about = content.get("about", {})
        sections = [
            self._said(
                "section",
                "target-patient-group",
                "Target Patient Group",
                [about.get("population", "")],
            ),
            self._said("section", "target-audience", "Target Audience", [about.get("users", "")]),
            self._listed("ebm", "recommendations", "Recommendations", "recommendation", agreed),
            self._listed(
                "ebm", "discussion", "Texts that are no recommendation", "recommendation", others
            ),
            self._said(
                "section", "consensus-protocol", "Consensus Protocol", [content["methods"]]
            ),
            self._said("ebm", "acknowledgements", "Panel", panel),
            self._said("ebm", "competing-interests", "Competing Interests", interests),
            self._listed("ebm", "references", "References", "reference", self._sources()),
            self._said("section", "update-info", "What is new", [content["change_note"]]),
        ]
        return self._composition(
            "Guideline",
            content["title"],
            url=self.address,
            extension=[{"url": _VALID, "valuePeriod": {"start": self.at, "end": until}}]
            if (until := about.get("review_by"))
            else [],
            useContext=[_condition(code, name) for code, name in about.get("conditions", ())],
            identifier=[{"use": "official", "system": "urn:ietf:rfc:3986", "value": self.address}],
            text=_narrative([*notice, content["title"], content["network"]["title"]]),
            note=[{"text": text} for text in notice],
            attester=[
                {
                    "mode": {"text": one["body"] or "Approval"},
                    "time": one["at"],
                    "party": {"display": one["name"]},
                }
                for one in content["approvals"]
            ],
            section=[one for one in sections if one],
        )

    def _said(self, system: str, code: str, title: str, paragraphs: list[str]) -> Resource | None:
        said = [text for text in paragraphs if text.strip()]
        if not said:
            return None
        return {"title": title, "code": _coded(system, code, title), "text": _narrative(said)}

    def _listed(
        self, system: str, code: str, title: str, place: str, items: Iterable[Mapping[str, Any]]
    ) -> Resource | None:
        entries = [self._reference(f"{place}/{one.get('key', one.get('id'))}") for one in items]
        if not entries:
            return None
        return {"title": title, "code": _coded(system, code, title), "entry": entries}

    def _organization(self) -> Resource:
        return {"resourceType": "Organization", "name": self.content["network"]["title"]}

    def _recommendation(self, line: Mapping[str, Any]) -> Resource:
        name = "Recommendation" if line["agreed"] else "Not a recommendation"
        synthesis = _known("synthesis", line["type"])
        statement = {
            "title": "Recommendation Statement",
            "code": _coded("ebm", "recommendation-statement", "Recommendation Statement"),
            "text": _narrative([line["caveat"], line["wording"]]),
        }
        minority = self._said("ebm", "considerations", "Minority statement", [line["minority"]])
        return self._composition(
            "Recommendation",
            f"{name} {line['number']}",
            url=f"{self.address}#{line['key']}",
            identifier=[{"system": "urn:ietf:rfc:3986", "value": f"{self.address}#{line['key']}"}],
            category=[synthesis] if synthesis else [],
            text=_narrative([line["caveat"], line["wording"]]),
            relatesTo=[{"type": "part-of", "resourceReference": self._reference("guideline")}],
            section=[statement, *([minority] if minority else [])],
        )

    def _assessment(self, line: Mapping[str, Any]) -> Resource:
        components = [*self._grading(line), *_consensus(line)]
        rating = {
            "informationType": "container",
            "type": _coded("ebm", "recommendation-rating", "Recommendation Rating"),
            "summary": line["state"],
            "component": components,
        }
        findings = [
            _finding(outcome)
            for question in self.content["evidence"]
            if any(one["key"] == line["key"] for one in question["recommendations"])
            for outcome in question["outcomes"]
        ]
        searched = line["last_search"] if len(line["last_search"]) == len("2026-03-31") else ""
        return {
            "resourceType": "ArtifactAssessment",
            "title": f"Rating of recommendation {line['number']}",
            "date": self.at,
            "lastReviewDate": searched,
            "artifactReference": self._reference(f"recommendation/{line['key']}"),
            "workflowStatus": "applied",
            "content": [{k: v for k, v in rating.items() if v}, *findings],
        }

    def _grading(self, line: Mapping[str, Any]) -> Iterable[Resource]:
        if line["caveat"]:  # nothing that nobody agreed on has a strength
            return
        for kind, name in (("strength", "Strength"), ("direction", "Direction")):
            if code := _known(kind, line[kind]):
                shown = f"{name} of Recommendation"
                yield {
                    "informationType": "classifier",
                    "type": _coded("ebm", f"{kind}-of-recommendation", shown),
                    "classifier": [code],
                }
        if code := _known("certainty", line["certainty"]):
            yield {
                "informationType": "classifier",
                "type": _coded("certainty-type", "Overall", "Overall certainty"),
                "classifier": [code],
            }

    def _citation(self, item: Mapping[str, Any]) -> Resource:
        doi, url = str(item.get("DOI") or ""), str(item.get("URL") or "")
        address = f"https://doi.org/{doi}" if doi else url
        title = str(item.get("title") or "")
        return {
            "resourceType": "Citation",
            "status": "active",
            "title": title,
            "summary": [{"text": citation_words(item)}],
            "citedArtifact": {
                "identifier": [{"system": "https://doi.org", "value": doi}] if doi else [],
                "title": [{"text": title}] if title else [],
                "webLocation": [{"url": address}] if address.startswith("http") else [],
            }
            if title or address
            else {},
        }

    def _approval(self) -> Resource:
        signed = [
            {
                "type": [{"system": _codes()["systems"]["signature"], "code": _APPROVAL}],
                "when": one["at"],
                "who": {"display": one["name"]},
                "sigFormat": "text/plain",
                "data": base64.b64encode(one["sha256"].encode()).decode(),
            }
            for one in self.content["approvals"]
        ]
        return {
            "resourceType": "Provenance",
            "target": [self._reference("guideline")],
            "recorded": self.at,
            "activity": {"text": "Approval of the exact text"},
            "agent": [
                {"type": _coded("agent", "verifier", "Verifier"), "who": {"display": one["name"]}}
                for one in self.content["approvals"]
            ]
            or [{"type": _coded("agent", "author", "Author"), "who": self.body}],
            "signature": signed,
        }


def _condition(code: str, name: str) -> Resource:
    systems = _codes()["systems"]
    coding = {"system": systems["orphanet"], "code": code, "display": name}
    return {
        "code": {"system": systems["context"], "code": "focus"},
        "valueCodeableConcept": {"coding": [coding]},
    }


def _counted(name: str, value: float, unit: str = "") -> Resource:
    quantity: Resource = {"value": value} | ({"unit": unit} if unit else {})
    return {"informationType": "rating", "type": {"text": name}, "quantity": quantity}


def _consensus(line: Mapping[str, Any]) -> Iterable[Resource]:
    outcome = line["outcome"]
    if code := _known("consensus", outcome.get("awmf_class") or ""):
        from_ratings = outcome.get("awmf_derived", outcome.get("median") is not None)
        derived = {"summary": DERIVED} if from_ratings else {}
        yield {
            "informationType": "classifier",
            "type": _coded("awmf", "level-of-consensus", "Level of Consensus"),
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


def _finding(outcome: Mapping[str, Any]) -> Resource:
    said = " ".join(part for part in (outcome["name"], outcome["finding"]) if part)
    rating = _known("certainty", outcome["certainty"])
    components = [
        {
            "informationType": "classifier",
            "type": _coded("certainty-type", "Overall", "Overall certainty"),
            "classifier": [rating],
        }
    ]
    return {
        "informationType": "container",
        "type": _coded("awmf", "evidence-rating", "Evidence Rating"),
        "summary": said,
    } | ({"component": components} if rating else {})
