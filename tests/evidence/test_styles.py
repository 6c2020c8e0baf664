"""How a project prints its references: bundled styles, brought styles, and what is refused."""

import pytest

from guidelines.db import transaction
from guidelines.errors import Invalid, NotAllowed, TooLarge
from guidelines.evidence import service
from guidelines.evidence.importers.styles import read_style
from guidelines.evidence.queries.styles import style_of, style_row
from guidelines.evidence.rules.styles import BUNDLED, DEFAULT
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.publishing.rules.reading import page_of
from guidelines.typesetting.pandoc import parse, style_source
from guidelines.typesetting.printed import printed_by_key, printed_references
from tests.drafts.build import a_document
from tests.evidence.build import a_reference
from tests.real_data import real_data

CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>House style</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="(" suffix=")"><text variable="citation-number"/></layout></citation>
<bibliography><layout><text variable="title" suffix=" (house)"/></layout></bibliography>
</style>"""
ITEMS = [
    {"id": "a", "type": "book", "title": "First", "issued": {"date-parts": [[2019]]}},
    {"id": "b", "type": "book", "title": "Second", "issued": {"date-parts": [[2020]]}},
]


def worked():
    while work_once():
        pass


@pytest.mark.parametrize("name", list(BUNDLED))
def test_every_bundled_style_prints(name):
    assert len(printed_references(ITEMS, name)) == 2


def test_a_list_is_printed_by_key_without_numbers():
    items = [dict(ITEMS[0], DOI="10.1000/<b>"), ITEMS[1]]
    found = printed_by_key(items, "nlm-citation-sequence")
    assert list(found) == ["a", "b"]
    assert found["a"].startswith("First. 2019.")
    assert found["a"].endswith("doi:10.1000/<b>")
    page = page_of("So it is [@a].", references=items, images=lambda _name: None, printed=found)
    assert page.references[0].html.startswith("First. 2019.")
    assert page.references[0].html.count("doi:10.1000/&lt;b&gt;") == 1
    assert printed_by_key(items, CSL)["a"] == "First (house)"
    assert printed_by_key([], CSL) == {}


@pytest.mark.parametrize(
    "name", ["elsevier-vancouver", "nlm-citation-name", "nlm-citation-sequence"]
)
def test_a_real_style_is_taken(name):
    brought = read_style(real_data("documents", "csl", f"{name}.csl").read_bytes())

    assert brought.title
    assert brought.source.startswith("<?xml")


def test_a_dependent_style_is_followed_to_its_parent():
    brought = read_style(real_data("documents", "csl", "vancouver-nlm.dependent.csl").read_bytes())

    assert (brought.bundled, brought.source) == (DEFAULT, "")
    assert brought.title == "Vancouver - NLM (citation-sequence)"


def linked(parent):
    link = f'<link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/>'
    return CSL.replace("</title>", f"</title>{link}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not a citation style"),
        ("hello", "not a citation style"),
        ("<html/>", "not a citation style"),
        (CSL.replace('version="1.0">', 'version="0.8">'), "not a citation style"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + CSL[39:], "not a citation"),
        (CSL.replace("House style", ""), "no title"),
        (linked("some-other-journal"), "“some-other-journal”. Bring that one"),
        (CSL.replace("citation>", "cite>"), "how a citation looks"),
        (CSL.replace("bibliography>", "list>"), "no list of references"),
    ],
)
def test_what_is_no_style_says_why(content, words):
    with pytest.raises(Invalid) as caught:
        read_style(content.encode())

    assert words in caught.value.message


def test_a_style_has_an_end():
    with pytest.raises(TooLarge):
        read_style(b"<" * 500_001)


def test_a_project_chooses_and_sees_its_own_references(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    a_reference(actor, project, "a", title="Airway care", authors="Smith, Jo", issued="2019")
    assert style_of(project.id) == DEFAULT

    with transaction():
        service.choose_style(actor, project, name="elsevier-vancouver")
    worked()

    assert style_of(project.id) == "elsevier-vancouver"
    [line] = style_row(project.id).sample
    assert line.startswith("[1] Smith J. Airway care")
    document = a_document(build, project, "# Care\n\nSo it is [@a].\n")
    page = build.client(project, Role.AUTHOR).get(f"/documents/{document.id}/text")
    assert "Files and published pages have the citation style" in page.text


def test_a_brought_style_is_used_once_it_works(build):
    project = build.project()
    actor = build.actor(project, Role.METHODOLOGIST)

    with transaction():
        service.take_style(actor, project, content=CSL.encode())
    worked()

    assert style_row(project.id).sample == ["Title of an article (house)"]
    tree, _warnings = parse("x [@a]", ITEMS, style_of(project.id))
    assert "(house)" in str(tree)


def test_a_style_that_fails_is_not_used(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    broken = CSL.replace('<text variable="title" suffix=" (house)"/>', '<text macro="none"/>')

    with transaction():
        service.take_style(actor, project, content=broken.encode())
    worked()

    row = style_row(project.id)
    assert "prints nothing" in row.failure
    assert style_of(project.id) == DEFAULT


def test_a_style_that_is_not_offered_is_refused(build):
    project = build.project()
    actor, reader = build.actor(project, Role.AUTHOR), build.actor(project, Role.REVIEWER)
    for name in ("own", "../../etc/passwd", ""):
        with pytest.raises(Invalid), transaction():
            service.choose_style(actor, project, name=name)
    with pytest.raises(NotAllowed), transaction():
        service.choose_style(reader, project, name=DEFAULT)


def test_two_keys_of_one_source_are_printed_once():
    items = [*ITEMS, {**ITEMS[0], "id": "alias", "same-as": "a"}]

    tree, warnings = parse("x [@alias] y [@a] z [@b]", items, DEFAULT)

    assert warnings == []
    assert str(tree).count("First") == 1


def test_a_retracted_source_says_so_in_print():
    tree, _warnings = parse("x [@a]", [{**ITEMS[0], "status": "retracted"}], DEFAULT)

    assert "[retracted]" in str(tree).lower()


def test_a_name_is_not_a_path():
    with pytest.raises(Invalid):
        style_source("../../../etc/passwd")


def test_the_page_shows_the_style_and_what_is_wrong(build):
    project = build.project()
    browser = build.client(project, Role.CHAIR)
    address = f"/projects/{project.id}/references/style"

    assert "being set" not in browser.get(address).text
    assert browser.post(address, data={"name": "nlm-citation-name"}).status_code == 303
    assert "being set" in browser.get(address).text
    worked()
    assert "Title of an article" in browser.get(address).text
    refused = browser.post(address, data={"name": "none"})
    assert refused.status_code == 422
    assert "Choose one of the styles" in refused.text
