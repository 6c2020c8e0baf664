"""A published version as a document of HL7 FHIR R5 for other systems.

One `Composition` is the guideline and one more each recommendation; an `ArtifactAssessment`
beside it carries strength, direction, certainty, the consensus and the evidence; a `Measure` each
indicator, a `Citation` each source, a `Provenance` the approval. The shape is that of EBMonFHIR's
guideline and recommendation with AWMF's codes for consensus (see `codes`). Nothing is in it that
is not in the content and in front of it (see `rules.fronts`); equal content gives equal bytes.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from guidelines.publishing.rules.fhir.codes import SYSTEMS, Resource, coded, known, narrative
from guidelines.publishing.rules.fhir.comments import comments_of
from guidelines.publishing.rules.fhir.findings import evidence_of
from guidelines.publishing.rules.fhir.measures import measures_of
from guidelines.publishing.rules.fhir.narratives import chapters
from guidelines.publishing.rules.fhir.notices import notices_of
from guidelines.publishing.rules.fhir.ratings import consensus, finding, grading, renewal
from guidelines.publishing.rules.fronts import Front
from guidelines.publishing.rules.reading import citation_words

_VALID = "http://hl7.org/fhir/StructureDefinition/artifact-effectivePeriod"
_APPROVAL = "1.2.840.10065.1.12.1.7"  # ASTM E1762: consent by a signature


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
            *evidence_of(self.content, self._reference),
            *measures_of(self.content, self.address, self._reference),
            *notices_of(self.content, self._reference),
            *comments_of(self.content, self._reference),
            *((f"person/{n}", _practitioner(one)) for n, one in enumerate(self._people(), 1)),
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

    def _people(self) -> list[Mapping[str, Any]]:
        return list(self.content.get("contributors", ()))

    def _sources(self) -> list[Mapping[str, Any]]:
        return list(self.content["references"])

    def _composition(self, kind: str, title: str, **more: Any) -> Resource:
        return {
            "resourceType": "Composition",
            "language": self.content["language"],
            "version": self.version,
            "status": "deprecated" if self.content.get("ended") else "final",
            "type": coded("ebm", kind, kind),
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
        notice = [
            *Front(content.get("safety_notices", ()), content.get("ended", {})).lines,
            *([content["notice"]] if content["notice"] else []),
        ]
        about = content.get("about", {})
        doi = content.get("registered_doi") or content.get("doi", "")
        short = content.get("short_address", "")
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
            self._indicators(),
            self._said("ebm", "acknowledgements", "Panel", panel),
            self._said("ebm", "competing-interests", "Competing Interests", interests),
            self._listed("ebm", "references", "References", "reference", self._sources()),
            self._said(
                "section",
                "update-info",
                "What is new",
                [content["change_note"], *_withdrawn(content)],
            ),
        ]
        if text := chapters(content):
            code = coded("section", "long-version", "Long Version")
            sections.append({"title": "Long Version", "code": code, "section": text})
        return self._composition(
            "Guideline",
            content["title"],
            url=self.address,
            extension=[{"url": _VALID, "valuePeriod": {"start": self.at, "end": until}}]
            if (until := about.get("review_by"))
            else [],
            author=[
                *(
                    self._reference(f"person/{n}", one["name"])
                    for n, one in enumerate(self._people(), 1)
                ),
                self.body,
            ],
            useContext=[_condition(code, name) for code, name in about.get("conditions", ())],
            identifier=[
                {"use": "official", "system": "urn:ietf:rfc:3986", "value": self.address},
                *([{"system": "https://doi.org", "value": doi}] if doi else []),
                *(
                    [{"use": "secondary", "system": "urn:ietf:rfc:3986", "value": short}]
                    if short
                    else []
                ),
            ],
            text=narrative([*notice, content["title"], content["network"]["title"]]),
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
        return {"title": title, "code": coded(system, code, title), "text": narrative(said)}

    def _listed(
        self, system: str, code: str, title: str, place: str, items: Iterable[Mapping[str, Any]]
    ) -> Resource | None:
        entries = [self._reference(f"{place}/{one.get('key', one.get('id'))}") for one in items]
        if not entries:
            return None
        return {"title": title, "code": coded(system, code, title), "entry": entries}

    def _indicators(self) -> Resource | None:
        count = len(self.content.get("indicators", ()))
        entries = [self._reference(f"measure/{number}") for number in range(1, count + 1)]
        return {"title": "Indicators", "entry": entries} if entries else None

    def _organization(self) -> Resource:
        return {"resourceType": "Organization", "name": self.content["network"]["title"]}

    def _recommendation(self, line: Mapping[str, Any]) -> Resource:
        name = "Recommendation" if line["agreed"] else "Not a recommendation"
        synthesis = known("synthesis", line["type"])
        statement = {
            "title": "Recommendation Statement",
            "code": coded("ebm", "recommendation-statement", "Recommendation Statement"),
            "text": narrative([line["caveat"], line["wording"]]),
        }
        minority = self._said("ebm", "considerations", "Minority statement", [line["minority"]])
        return self._composition(
            "Recommendation",
            f"{name} {line['number']}",
            url=f"{self.address}#{line['key']}",
            identifier=[{"system": "urn:ietf:rfc:3986", "value": f"{self.address}#{line['key']}"}],
            category=[synthesis] if synthesis else [],
            text=narrative([line["caveat"], line["wording"]]),
            relatesTo=[{"type": "part-of", "resourceReference": self._reference("guideline")}],
            section=[statement, *([minority] if minority else [])],
        )

    def _assessment(self, line: Mapping[str, Any]) -> Resource:
        components = [*grading(line), *consensus(line), *renewal(line)]
        rating = {
            "informationType": "container",
            "type": coded("ebm", "recommendation-rating", "Recommendation Rating"),
            "summary": line["state"],
            "component": components,
        }
        findings = [
            finding(outcome)
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
                "type": [{"system": SYSTEMS["signature"], "code": _APPROVAL}],
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
                {"type": coded("agent", "verifier", "Verifier"), "who": {"display": one["name"]}}
                for one in self.content["approvals"]
            ]
            or [{"type": coded("agent", "author", "Author"), "who": self.body}],
            "signature": signed,
        }


def _withdrawn(content: Mapping[str, Any]) -> list[str]:
    """Return what an earlier version recommended and this one no longer does."""
    return [
        " ".join(part for part in ("Withdrawn:", one["wording"], one.get("reason", "")) if part)
        for one in content.get("withdrawn_recommendations", ())
    ]


def _practitioner(one: Mapping[str, Any]) -> Resource:
    orcid = one.get("orcid", "")
    identifier = {"system": "https://orcid.org", "value": orcid}
    return {
        "resourceType": "Practitioner",
        "identifier": [identifier] if orcid else [],
        "name": [{"text": one["name"]}],
    }


def _condition(code: str, name: str) -> Resource:
    systems = SYSTEMS
    coding = {"system": systems["orphanet"], "code": code, "display": name}
    return {
        "code": {"system": systems["context"], "code": "focus"},
        "valueCodeableConcept": {"coding": [coding]},
    }
