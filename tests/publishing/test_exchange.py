"""What other systems read of a published version: FHIR, schema.org, DataCite, citations."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import bibtexparser
import pytest
import rispy
from datacite import schema45
from fhir.resources.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel

from guidelines.publishing.rules.citing import bibtex_of, csl_of, ris_of
from guidelines.publishing.rules.datacite import KERNEL, Relatives, datacite_of, datacite_xml
from guidelines.publishing.rules.fhir import DERIVED, bundle_of
from guidelines.publishing.rules.linked import linked_data
from guidelines.typesetting.pandoc import EXPORTS
from tests.publishing.contents import VOTED, a_content, line

ADDRESS = "https://guidelines.example/library/example-network/cleft-palate/1.1/"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)


def misfits(model: BaseModel, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield codes outside the required lists: the models know these but do not enforce them."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name, None)
        known = field.json_schema_extra or {}
        for one in value if isinstance(value, list) else [value]:
            if one is not None and known.get("enum_values") and one not in known["enum_values"]:
                yield f"{path}/{name}", one
            if isinstance(one, BaseModel):
                yield from misfits(one, f"{path}/{name}")


def resources(bundle, kind):
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


@pytest.fixture(scope="module")
def bundle():
    return bundle_of(a_content(), address=ADDRESS)


def test_the_bundle_is_valid_fhir_with_known_codes(bundle):
    model = Bundle.model_validate_json(json.dumps(bundle))
    assert list(misfits(model)) == []
    broken = json.loads(json.dumps(bundle))
    broken["entry"][0]["resource"]["status"] = "zzz"
    found = list(misfits(Bundle.model_validate_json(json.dumps(broken))))
    assert [value for _path, value in found] == ["zzz"]


INDICATOR = {
    "key": "rec-feeding", "number": "1", "recommendation": "", "name": "Seen within a week",
    "kind": "process", "numerator": "Children seen within seven days",
    "denominator": "All children referred", "exclusions": "Families who moved away",
    "aim": "at-least", "target": "90", "unit": "%", "data_source": "Registry", "method": "",
    "interval": "Every year", "standard": "",
}  # fmt: skip


def test_indicators_are_measures_and_notices_assessments_of_what_they_concern():
    key = a_content()["recommendations"][0]["key"]
    notice = {"text": "Stop.", "since": "2026-03-04T10:00:00+00:00", "confirmed": True}
    made = bundle_of(
        a_content(
            indicators=[{**INDICATOR, "key": key}],
            safety_notices=[
                {**notice, "recommendations": [key]}, {**notice, "recommendations": []},
            ],
        ),
        address=ADDRESS,
    )  # fmt: skip
    assert list(misfits(Bundle.model_validate_json(json.dumps(made)))) == []
    urls = {entry["resource"].get("url"): entry["fullUrl"] for entry in made["entry"]}
    [measure] = resources(made, "Measure")
    assert measure["guidance"] == "Target: at least 90 %. Source of data: Registry. Every year"
    codes = [one["code"]["coding"][0]["code"] for one in measure["group"][0]["population"]]
    assert codes == ["denominator", "denominator-exclusion", "numerator"]
    [related] = measure["relatedArtifact"]
    assert related["resourceReference"]["reference"] == urls[f"{ADDRESS}#{key}"]
    about = [
        one["artifactReference"]["reference"]
        for one in resources(made, "ArtifactAssessment")
        if one["title"] == "Safety notice"
    ]
    assert about == [urls[f"{ADDRESS}#{key}"], urls[ADDRESS]]
    sections = made["entry"][0]["resource"]["section"]
    assert [len(one["entry"]) for one in sections if one["title"] == "Indicators"] == [1]


def test_a_document_begins_with_its_composition_and_every_reference_is_inside(bundle):
    assert bundle["entry"][0]["resource"]["type"]["coding"][0]["code"] == "Guideline"
    inside = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(inside) == len(bundle["entry"])

    def references(value):
        if isinstance(value, dict):
            if "reference" in value:
                yield value["reference"]
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    assert set(references(bundle)) <= inside


def test_the_guideline_says_for_which_condition_and_until_when(bundle):
    guideline = bundle["entry"][0]["resource"]
    (context,) = guideline["useContext"]
    assert context["valueCodeableConcept"]["coding"][0] == {
        "system": "http://www.orpha.net",
        "code": "2014",
        "display": "Cleft palate",
    }
    assert guideline["extension"][0]["valuePeriod"]["end"] == "2029-03-03"
    bare = bundle_of(a_content(about={}), address=ADDRESS)["entry"][0]["resource"]
    assert "useContext" not in bare
    assert "extension" not in bare


def test_equal_content_gives_equal_bytes_and_another_address_other_names():
    first, again = (json.dumps(bundle_of(a_content(), address=ADDRESS)) for _ in range(2))
    assert first == again
    elsewhere = bundle_of(a_content(), address=ADDRESS.replace("1.1", "1.2"))
    assert elsewhere["entry"][0]["fullUrl"] not in first


def test_a_text_without_consensus_is_no_recommendation_and_has_no_strength(bundle):
    guideline = bundle["entry"][0]["resource"]
    listed = {s["code"]["coding"][0]["code"]: s.get("entry", []) for s in guideline["section"]}
    assert len(listed["recommendations"]) == 2
    assert len(listed["discussion"]) == 1
    compositions = {one["title"]: one for one in resources(bundle, "Composition")}
    assert "Not a recommendation 2" in compositions
    assert "did not reach consensus" in compositions["Not a recommendation 2"]["text"]["div"]
    rated = {one["title"]: one["content"][0] for one in resources(bundle, "ArtifactAssessment")}
    codes = {
        title: [
            part["type"]["coding"][0]["code"]
            for part in content.get("component", [])
            if "coding" in part["type"]
        ]
        for title, content in rated.items()
    }
    assert codes["Rating of recommendation 2"] == []
    assert codes["Rating of recommendation 1"] == [
        "strength-of-recommendation",
        "direction-of-recommendation",
        "level-of-consensus",
    ]


def test_the_vote_is_in_it_and_a_class_made_of_ratings_says_so(bundle):
    (rating,) = [
        one["content"][0]
        for one in resources(bundle, "ArtifactAssessment")
        if one["title"] == "Rating of recommendation 1"
    ]
    counted = {
        part["type"]["text"]: part["quantity"]["value"]
        for part in rating["component"]
        if "quantity" in part
    }
    assert counted == {
        "People who voted": 23,
        "People who agreed": 22,
        "People counted": 23,
        "Agreement": 95.65,
        "Median rating": 8.0,
    }
    assert [part["summary"] for part in rating["component"] if "summary" in part] == [DERIVED]


def test_the_class_of_a_vote_is_not_called_derived():
    voted = {**VOTED, "median": None, "awmf_derived": False}
    bundle = bundle_of(
        a_content(recommendations=[line("rec-a", 1, outcome=voted)]), address=ADDRESS
    )
    parts = [
        part
        for one in resources(bundle, "ArtifactAssessment")
        for content in one.get("content", [])
        for part in (content, *content.get("component", []))
    ]
    assert not [part for part in parts if part.get("summary") == DERIVED]
    assert not [part for part in parts if part.get("type", {}).get("text") == "Median rating"]


@given(title=TEXTS.filter(str.strip), wording=TEXTS.filter(str.strip), statement=TEXTS)
def test_whatever_people_type_the_narrative_is_xhtml(title, wording, statement):
    content = a_content(
        title=title,
        recommendations=[line("rec-a", 1, wording=wording)],
        interests=[{"name": title, "statement": statement}],
    )
    for resource in resources(bundle_of(content, address=ADDRESS), "Composition"):
        found = etree.fromstring(resource["text"]["div"])
        assert found.tag == "{http://www.w3.org/1999/xhtml}div"


def test_the_page_says_what_it_is_and_names_only_agreed_recommendations():
    said = linked_data(a_content(), address=ADDRESS, replaces=ADDRESS.replace("1.1", "1.0"))
    assert said["@type"] == "MedicalScholarlyArticle"
    assert said["inLanguage"] == "en-GB"
    assert said["datePublished"] == "2026-03-03"
    assert said["isBasedOn"].endswith("/1.0/")
    condition, *recommendations = said["about"]
    assert condition["code"]["codeValue"] == "2014"
    assert said["expires"] == "2029-03-03"
    assert [one["@id"].rpartition("#")[2] for one in recommendations] == [
        "rec-airway",
        "rec-follow-up",
    ]
    assert recommendations[0]["recommendationStrength"] == "strong, for"
    assert {one["@type"] for one in recommendations} == {"MedicalGuidelineRecommendation"}


@pytest.mark.parametrize("state", ["published", "superseded", "withdrawn"])
def test_programs_are_told_what_became_of_a_version(state):
    said = linked_data(a_content(), address=ADDRESS, state=state)
    assert said["creativeWorkStatus"] == state.capitalize()


@pytest.mark.parametrize("doi", ["", "10.1234/abc.1"])
@pytest.mark.parametrize("replaces", ["", "10.1234/abc", "https://guidelines.example/1.0/"])
def test_the_metadata_for_a_doi_are_valid(doi, replaces):
    metadata = datacite_of(
        a_content(), address=ADDRESS, doi=doi, relatives=Relatives(replaces=replaces)
    )
    schema45.validator.validate(metadata)
    kinds = [one["relationType"] for one in metadata["relatedIdentifiers"]]
    assert kinds.count("IsNewVersionOf") == bool(replaces)
    assert kinds.count("References") == 1


CODES = schema45.validator.schema["definitions"]
# element of kernel 4.5: what stands in it, the attributes it must have, those it may have
KERNEL_SHAPE = {
    "resource": (
        {"identifier", "creators", "titles", "publisher", "publicationYear", "resourceType"},
        {},
        set(),
    ),
    "creator": ({"creatorName"}, {}, set()),
    "creatorName": (set(), {}, {"nameType"}),
    "identifier": (set(), {"identifierType": None}, set()),
    "title": (set(), {}, {"lang"}),
    "resourceType": (set(), {"resourceTypeGeneral": "resourceTypeGeneral"}, set()),
    "subject": (set(), {}, {"subjectScheme", "schemeURI", "classificationCode", "lang"}),
    "date": (set(), {"dateType": "dateType"}, set()),
    "alternateIdentifier": (set(), {"alternateIdentifierType": None}, set()),
    "relatedIdentifier": (
        set(),
        {"relatedIdentifierType": "relatedIdentifierType", "relationType": "relationType"},
        set(),
    ),
    "description": (set(), {"descriptionType": "descriptionType"}, {"lang"}),
}  # fmt: skip
WRAPPED = {
    "creators": "creator", "titles": "title", "subjects": "subject", "dates": "date",
    "alternateIdentifiers": "alternateIdentifier", "relatedIdentifiers": "relatedIdentifier",
    "descriptions": "description",
}  # fmt: skip
PLAIN = {"publisher", "publicationYear", "language", "version"}


def departures(element, inside="resource"):
    """Yield where an element is other than kernel 4.5 has it, strictly."""
    name, space = etree.QName(element).localname, etree.QName(element).namespace
    if space != KERNEL:
        yield f"{name} is of {space}"
    present = [etree.QName(one).localname for one in element]
    attributes = {etree.QName(key).localname: value for key, value in element.attrib.items()}
    if name in WRAPPED:
        if not present or set(present) != {WRAPPED[name]} or attributes:
            yield f"{name} holds {present}"
    elif name in PLAIN:
        if not (element.text or "").strip() or attributes:
            yield f"{name} is empty"
    else:
        needed, required, may = KERNEL_SHAPE[name]
        if needed - set(present):
            yield f"{name} lacks {needed - set(present)}"
        if name == "resource":
            if len(present) != len(set(present)):
                yield "an element of resource is repeated"
            may = {"schemaLocation"}
        elif not needed and not (element.text or "").strip():
            yield f"{name} is empty"
        if set(required) - set(attributes) or set(attributes) - set(required) - may:
            yield f"{name} has {sorted(attributes)}"
        for key, codes in required.items():
            if codes and attributes.get(key) not in CODES[codes]["enum"]:
                yield f"{name} has {key} {attributes.get(key)}"
    for one in element:
        yield from departures(one, name)


@pytest.mark.parametrize(("doi", "notice"), [("10.1234/x", ""), ("", "Demonstration")])
def test_the_xml_keeps_to_the_kernel(doi, notice):
    metadata = datacite_of(
        a_content(notice=notice), address=ADDRESS, doi=doi, relatives=Relatives(whole="10.1234/w")
    )
    root = etree.fromstring(datacite_xml(metadata))
    assert list(departures(root)) == []
    root.find(f"{{{KERNEL}}}titles")[0].text = " "
    root.remove(root.find(f"{{{KERNEL}}}publisher"))
    root.find(f"{{{KERNEL}}}dates")[0].set("dateType", "Someday")
    assert len(list(departures(root))) == 3


def test_a_reference_manager_reads_the_citation():
    (ris,) = rispy.load(io.StringIO(ris_of(a_content(), address=ADDRESS, doi="10.1234/x")))
    assert ris["type_of_reference"] == "RPRT"
    assert ris["title"] == "Care of children with a cleft palate"
    assert ris["year"] == "2026"
    assert ris["doi"] == "10.1234/x"
    assert ris["urls"] == [ADDRESS]
    item = csl_of(a_content(), address=ADDRESS)
    assert item["issued"] == {"date-parts": [[2026, 3, 3]]}
    assert item["author"] == [{"literal": "Example Network"}]
    assert "DOI" not in item


@given(title=TEXTS.filter(str.strip))
def test_no_title_breaks_out_of_its_field(title):
    content = a_content(title=title)
    ris = ris_of(content, address=ADDRESS)
    assert sum(part.startswith("TI  - ") for part in ris.split("\r\n")) == 1
    read = bibtexparser.parse_string(bibtex_of(content, address=ADDRESS))
    assert len(read.entries) == 1
    assert not read.failed_blocks
    assert read.entries[0].fields_dict["year"].value == "2026"


BODY = """
Before the first chapter.

# Airway & <voice>

A *word* with [a link](https://example.org/?a=1&b=2), [inside](#airway) and $x<y$ [@first2019].

::: {.recommendation #rec-airway}
Do it.

::: {.rationale}
Because.
:::
:::

| a | b |
|---|---|
| 1 | 2 |

## Lower

![x](/etc/passwd)

# Second

Text.
"""
FOUND = {
    "name": "Death",
    "finding": "Fewer.",
    "certainty": "low",
    "measure": "rr",
    "estimate": 0.75,
    "lower": 0.6,
    "upper": 0.94,
    "studies": 3,
    "participants": 1240,
    "notes": ["Few people."],
}
ANSWER = {
    "who": "Reader 1", "place": "Airway", "recommendation": "1", "quote": "Do it",
    "comment": "Too short.", "disposition": "persuasive-with-modification",
    "decision": "accepted-with-changes", "response": "Thank you.", "review": "Consultation",
}  # fmt: skip


@pytest.fixture(scope="module")
def full():
    content = a_content(
        body=BODY,
        doi="10.1000/x.1",
        short_address="https://guidelines.example/is/AB2C3D4",
        answers=[ANSWER],
        contributors=[{"name": "Author 1", "orcid": "0000-0001", "roles": ["methodology"]}],
        withdrawn_recommendations=[
            {"key": "r", "number": "4", "wording": "Old.", "reason": "No."}
        ],
    )
    content["evidence"][0]["outcomes"] = [FOUND]
    content["recommendations"][0]["change"] = "modified"
    return bundle_of(content, address=ADDRESS)


def test_a_full_bundle_is_valid_with_known_codes_and_only_references_that_are_inside(full):
    model = Bundle.model_validate_json(json.dumps(full))
    assert list(misfits(model)) == []
    inside = {entry["fullUrl"] for entry in full["entry"]}
    said = set(re.findall(r'"reference": "([^"]+)"', json.dumps(full)))
    assert said <= inside


def test_the_text_is_in_it_as_narrative_that_fhir_allows(full):
    guideline = full["entry"][0]["resource"]
    long = next(one for one in guideline["section"] if one["title"] == "Long Version")
    assert [one["title"] for one in long["section"]] == [
        "Care of children with a cleft palate", "1 Airway & <voice>", "2 Second",
    ]  # fmt: skip
    for one in long["section"]:
        tree = etree.fromstring(one["text"]["div"])  # well-formed
        tags = {node.tag.rpartition("}")[2] for node in tree.iter()}
        assert not tags & {"img", "math", "script", "svg", "section", "input"}
        hrefs = {node.get("href") for node in tree.iter("{*}a")}
        assert hrefs <= {"https://example.org/?a=1&b=2"}
    assert "/etc/passwd" not in json.dumps(full)
    assert "Because." in json.dumps(full)


def test_what_was_found_says_for_whom_how_large_and_how_sure(full):
    [found] = resources(full, "Evidence")
    assert found["statistic"][0]["quantity"] == {"value": 0.75}
    assert found["statistic"][0]["attributeEstimate"][0]["range"]["high"] == {"value": 0.94}
    assert found["statistic"][0]["sampleSize"]["numberOfParticipants"] == 1240
    assert found["certainty"][0]["rating"]["coding"][0]["code"] == "low"
    roles = [one["variableRole"]["coding"][0]["code"] for one in found["variableDefinition"]]
    assert roles == ["measuredVariable", "population"]
    assert [one["title"] for one in resources(full, "EvidenceVariable")] == [
        "Children with a cleft palate", "Death",
    ]  # fmt: skip


def test_published_comments_are_assessments_with_the_codes_of_hl7(full):
    [comment] = [
        one
        for one in resources(full, "ArtifactAssessment")
        if one["workflowStatus"] == "published"
    ]
    assert comment["disposition"] == "persuasive-with-modification"
    assert [part["informationType"] for part in comment["content"]] == ["comment", "response"]
    assert comment["content"][0]["summary"] == "Too short."


def test_codes_of_awmf_are_those_of_its_lists(full):
    known = json.loads((EXPORTS / "codes" / "awmf.json").read_text("utf-8"))["systems"]

    def codings(value):
        if isinstance(value, dict):
            if value.get("system", "").startswith("http://fhir.awmf.org") and "code" in value:
                yield value["system"], value["code"]
            for one in value.values():
                yield from codings(one)
        elif isinstance(value, list):
            for one in value:
                yield from codings(one)

    used = set(codings(full))
    assert {system.rpartition("/")[2] for system, _code in used} >= {
        "cs-awmf", "cs-guideline-sections", "cs-recommendation-version-status",
    }  # fmt: skip
    assert [pair for pair in used if pair[1] not in known.get(pair[0], {})] == []
