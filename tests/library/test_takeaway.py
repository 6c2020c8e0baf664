"""What others take from the library: citations, feeds, single recommendations, JSON."""

import json

import jsonschema
import pytest
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from guidelines.db import session, transaction
from guidelines.drafts.queries.orphatree import alignments_of
from guidelines.library.service import index_all
from guidelines.publishing import service
from guidelines.publishing.rules.documented import PATH
from guidelines.publishing.rules.life import LifeMove
from guidelines.publishing.rules.naming import Form, Step
from tests.library.conftest import NOTICE
from tests.publishing.build import a_request, change_text, sign_all

API = "/api/library/v1"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
WORDING = "We recommend that an anaesthetist sees the child first."


def words(answer):
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def followed(shelf):
    """Publish a second version, not yet typeset."""
    guideline, first, address = shelf
    change_text(guideline, "about children", "about all children")
    sign_all(guideline, a_request(guideline, step=Step.MINOR))
    with transaction():
        service.publish_edition(guideline.chair, guideline.document)
    session.expire_all()
    return guideline, first, address


@pytest.mark.parametrize(
    ("style", "media_type", "has"),
    [
        ("ris", "application/x-research-info-systems", "TY  - RPRT"),
        ("bib", "application/x-bibtex", "@techreport{"),
        ("json", "application/vnd.citationstyles.csl+json", "date-parts"),
    ],
)
def test_a_version_is_cited(client, shelf, style, media_type, has):
    _guideline, edition, address = shelf
    answer = client.get(f"{address}1.0/cite.{style}")
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert has in answer.text
    assert edition.title in answer.text
    assert f"{address}1.0/" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"{address}1.0/cite.exe").status_code == 404
    assert client.get(f"{address}9.0/cite.{style}").status_code == 404


def test_the_metadata_name_the_version_before(client, followed):
    _guideline, _first, address = followed
    first = client.get(f"{address}1.0/datacite.json").get_json(force=True)
    second = client.get(f"{address}1.1/datacite.json").get_json(force=True)
    kinds = [
        [one["relationType"] for one in metadata["relatedIdentifiers"]]
        for metadata in (first, second)
    ]
    assert "IsNewVersionOf" not in kinds[0]
    assert "IsNewVersionOf" in kinds[1]


def test_the_page_tells_programs_what_it_is_and_where_to_go_on(client, shelf):
    _guideline, edition, address = shelf
    page = client.get(f"{address}1.0/")
    found = etree.HTML(page.text)
    (written,) = found.xpath("//script[@type='application/ld+json']/text()")
    said = json.loads(written)
    assert said["name"] == edition.title
    assert said["creativeWorkStatus"] == "Published"
    assert [one["@type"] for one in said["about"]][:2] == [
        "MedicalCondition",
        "MedicalGuidelineRecommendation",
    ]
    assert "rec-hearing" not in written  # nobody agreed on it
    links = page.headers["Link"]
    assert 'rel="cite-as"' in links
    assert 'cite.json>; rel="describedby"' in links
    targets = [part.split(">")[0].lstrip("< ") for part in links.split(", ")]
    assert client.get(targets[2].partition("localhost")[2] or targets[2]).status_code in {200, 404}
    for form in (Form.JSON, Form.FHIR):
        assert f"{edition.slug}-edition-1.0.{form.value}" in page.text


def test_what_is_typed_never_ends_the_script_that_describes_the_page(client, shelf):
    page = client.get(f"{shelf[2]}1.0/").text
    block = page.partition("application/ld+json")[2].partition("</script>")[0]
    assert "<" not in block


def feed(client, path):
    answer = client.get(path)
    assert answer.mimetype == "application/atom+xml"
    return etree.fromstring(answer.data)


def test_feeds_tell_of_every_version(client, followed):
    guideline, first, address = followed
    network = guideline.project.network
    for path in ("/library/feed.xml", f"/library/{network.slug}/feed.xml", f"{address}feed.xml"):
        found = feed(client, path)
        titles = found.xpath("a:entry/a:title/text()", namespaces=ATOM)
        assert sorted(titles) == [f"{first.title} (1.0, superseded)", f"{first.title} (1.1)"]
        ids = found.xpath("a:entry/a:id/text()", namespaces=ATOM)
        assert all(one.endswith((f"{address}1.0/", f"{address}1.1/")) for one in ids)
        (itself,) = found.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
        assert itself.endswith(path)
    assert client.get(f"/library/{network.slug}/no-such/feed.xml").status_code == 404
    assert client.get("/library/no-such/feed.xml").status_code == 404


def test_who_follows_hears_that_a_guideline_was_withdrawn_and_why(client, followed):
    guideline, _first, address = followed
    network = guideline.project.network
    paths = ("/library/feed.xml", f"/library/{network.slug}/feed.xml", f"{address}feed.xml")

    def entries(path):
        told = {}
        for one in feed(client, path).xpath("a:entry", namespaces=ATOM):
            texts = [one.findtext(f"a:{name}", namespaces=ATOM)
                     for name in ("title", "updated", "summary")]  # fmt: skip
            told[one.findtext("a:id", namespaces=ATOM)] = texts
        return told

    before = {path: entries(path) for path in paths}
    etags = {path: client.get(path).headers["ETag"] for path in paths}
    for path in paths:
        again = client.get(path, headers={"If-None-Match": etags[path]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "public, max-age=60"
    with transaction():
        moved = service.move_guideline(
            guideline.chair, guideline.document, LifeMove.WITHDRAW, note="A trial showed harm."
        )
    for path in paths:
        assert client.get(path, headers={"If-None-Match": etags[path]}).status_code == 200
        told = entries(path)
        assert set(told) == set(before[path])
        for one, (title, updated, summary) in told.items():
            assert title.endswith("withdrawn)"), title
            assert updated == moved.at.strftime("%Y-%m-%dT%H:%M:%SZ") >= before[path][one][1]
            assert summary.startswith("A trial showed harm.")


def test_robots_read_the_library_and_nothing_else(client, followed):
    _guideline, _first, address = followed
    site = etree.fromstring(client.get("/sitemap.xml").data)
    listed = [one.text for one in site.iter("{*}loc")]
    assert listed[0].endswith("/library/")
    assert [one for one in listed if one.endswith(f"{address}1.1/")]
    assert not [one for one in listed if one.endswith(f"{address}1.0/")]
    rules = client.get("/robots.txt").text
    assert "Allow: /library/" in rules
    assert "Disallow: /\n" in rules


def test_one_recommendation_has_an_address_that_lasts(client, followed):
    _guideline, _edition, address = followed
    lasting = client.get(f"{address}recommendations/rec-airway/")
    assert lasting.status_code == 302
    assert lasting.location == f"{address}1.1/recommendations/rec-airway/"
    old = client.get(f"{address}1.0/recommendations/rec-airway/")
    assert "There is a newer version" in words(old)
    assert WORDING in words(old)
    assert "Agreement 95.7 % (22 of 23)" in words(old)
    assert NOTICE in words(old)
    assert f'href="{address}1.0/#ref-first2019"' in old.text
    fresh = words(client.get(lasting.location))  # before the worker has come
    assert WORDING in fresh
    assert "There is a newer version" not in fresh
    again = client.get(
        f"{address}1.0/recommendations/rec-airway/",
        headers={"If-None-Match": old.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")
    for wrong in (
        "1.0/recommendations/rec-x/",
        "recommendations/rec-x/",
        "9.9/recommendations/rec-airway/",
    ):
        assert client.get(address + wrong).status_code == 404


def test_a_card_may_stand_in_other_pages_and_nothing_else_may(client, shelf):
    _guideline, _edition, address = shelf
    card = client.get(f"{address}1.0/recommendations/rec-airway/card.html")
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert WORDING in words(card)
    assert "<form" not in card.text
    assert "<header" not in card.text
    page = client.get(f"{address}1.0/recommendations/rec-airway/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_text_without_consensus_is_never_shown_as_a_recommendation(client, shelf):
    _guideline, _edition, address = shelf
    for path in ("recommendations/rec-hearing/", "recommendations/rec-hearing/card.html"):
        text = words(client.get(f"{address}1.0/{path}"))
        assert "did not reach consensus" in text
        assert "Conditional recommendation" not in text


def test_programs_list_search_and_read(client, followed):
    guideline, edition, address = followed
    network = guideline.project.network
    with transaction():
        index_all()  # as the worker does
    listed = client.get(f"{API}/editions", query_string={"q": "anaesthetist"}).get_json()
    assert listed["total"] == 1
    assert listed["editions"][0]["number"] == "1.1"
    assert listed["editions"][0]["address"].endswith(f"{address}1.1/")
    for query in ({"q": "dragon"}, {"language": "de"}):
        assert client.get(f"{API}/editions", query_string=query).get_json()["total"] == 0
    assert client.get(f"{API}/editions?network={network.slug}").get_json()["total"] == 1
    assert client.get(f"{API}/editions?network=no-such").status_code == 404
    assert client.get(f"{API}/editions?page=0").status_code == 422
    assert client.get(f"{API}/editions?page=2").get_json()["editions"] == []

    whole = client.get(f"{API}/editions/{network.slug}/{edition.slug}/1.0")
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    content = whole.get_json()
    assert content["state"] == "superseded"
    assert {one["form"] for one in content["files"]} == {"fhir.json", "json", "pack.zip"}
    one = client.get(
        f"{API}/editions/{network.slug}/{edition.slug}/1.0/recommendations/rec-airway"
    ).get_json()
    assert one["recommendation"]["wording"] == WORDING
    assert one["guideline"]["notice"] == NOTICE
    missing = client.get(f"{API}/editions/{network.slug}/{edition.slug}/1.0/recommendations/x")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    etag = whole.headers["ETag"]
    again = client.get(
        f"{API}/editions/{network.slug}/{edition.slug}/1.0", headers={"If-None-Match": etag}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_the_schema_describes_every_field_that_is_published(client, shelf):
    _guideline, edition, address = shelf
    schema = client.get(PATH).get_json()
    jsonschema.Draft202012Validator.check_schema(schema)
    name = f"{address}1.0/{edition.slug}-edition-1.0.json"
    content = client.get(name, buffered=True).get_json()
    jsonschema.validate(content, schema)
    assert set(content) <= set(schema["properties"])
    lines = schema["$defs"]["recommendation"]["properties"]
    assert {key for line in content["recommendations"] for key in line} <= set(lines)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content | {"number": "one"}, schema)


def test_the_description_names_every_address_of_the_interface(client, app):
    described = client.get(f"{API}/openapi.json").get_json()
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("library_api.")
    }
    assert set(described["paths"]) == routes
    for path, methods in described["paths"].items():
        named = {
            one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "path"
        }
        assert named == {part.strip("{}") for part in path.split("/") if part.startswith("{")}


def test_every_answer_is_as_it_is_described(client, followed):
    guideline, _first, address = followed
    with transaction():
        index_all()
        row = service.propose_notice(
            guideline.chair, guideline.document, text="Ten times too high.", keys=["rec-airway"]
        )
        service.show_notice(guideline.chair, row)
    described = client.get(f"{API}/openapi.json").get_json()
    edition = f"{API}/editions{address.removeprefix('/library').rstrip('/')}"
    registry = Registry().with_resources(
        (uri, Resource.from_contents(content, DRAFT202012))
        for uri, content in (("urn:api", described), (PATH, client.get(PATH).get_json()))
    )
    for operation, path in (
        ("editions", f"{API}/editions"),
        ("editions", f"{API}/editions?page=0"),
        ("search", f"{API}/search?q=anesthetists"),
        ("editions/{network_slug}/{guideline_slug}/{number}", f"{edition}/1.0"),
        ("editions/{network_slug}/{guideline_slug}/{number}", f"{edition}/1.1"),
        ("editions/{network_slug}/{guideline_slug}/{number}", f"{edition}/9.9"),
        (
            "editions/{network_slug}/{guideline_slug}/{number}"
            "/recommendations/{recommendation_key}",
            f"{edition}/1.1/recommendations/rec-airway",
        ),
        ("diseases/{orpha_code}", f"{API}/diseases/2014"),
        ("diseases/{orpha_code}", f"{API}/diseases/none"),
    ):
        answer = client.get(path)
        content = described["paths"][f"{API}/{operation}"]["get"]["responses"][
            str(answer.status_code)
        ]["content"][answer.mimetype]["schema"]
        closed = {**content, "unevaluatedProperties": False}
        schema = {"$id": "urn:api:answer", "components": described["components"], **closed}
        validator = jsonschema.Draft202012Validator(schema, registry=registry)
        mistakes = [one.message for one in validator.iter_errors(answer.get_json())]
        assert not mistakes, (path, mistakes)
    [noticed] = client.get(f"{edition}/1.1").get_json()["safety_notices"]
    assert noticed["recommendations"] == ["rec-airway"]


def test_programs_read_how_codes_of_other_lists_relate_to_a_disease(client, shelf):
    told = client.get(f"{API}/diseases/2014").get_json()
    assert (told["orphacode"], told["name"], told["editions"]) == ("2014", "Cleft palate", 1)
    assert told["names"]["fr"] == "Fente du palais"
    assert told["groups"] == [
        {"orphacode": "68329", "name": "Rare maxillo-facial surgical disease"}
    ]
    known = {(one["system"], one["code"], one["relation"]) for one in told["alignments"]}
    assert known == {(one.system, one.code, one.relation) for one in alignments_of("2014")}
    assert "Orphanet" in told["source"]
    assert client.get(f"{API}/diseases/nothing").status_code == 404
