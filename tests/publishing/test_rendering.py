"""The job that makes the downloads: real files, once, with a plain reason where it fails."""

import io
import json
from dataclasses import replace

import docx
import pypdf
import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Invalid
from guidelines.jobs import Work
from guidelines.publishing import service
from guidelines.publishing.jobs import rendering
from guidelines.publishing.jobs.manuscripts import manuscript_of
from guidelines.publishing.models import Edition, Rendering
from guidelines.publishing.queries.editions import renderings_of
from guidelines.publishing.rules.naming import FOR_PEOPLE, Form
from guidelines.publishing.rules.states import RenderingState
from guidelines.storage import storage
from guidelines.typesetting import recipes
from guidelines.typesetting.recipes import Recipe
from tests.publishing.build import a_guideline, an_edition, decide, print_openly, work

NOTICE = "Demonstration, not for clinical use"
CAVEAT = (
    "The panel did not reach consensus on this text; it is not a recommendation of this guideline."
)


@pytest.fixture
def made(build):
    """Return an edition and the content of its files."""
    guideline = a_guideline(build)
    decide(guideline, "rec-hearing", "no-consensus", n_agree=9, percent_in=39.13, median=6.0)
    print_openly(guideline, "rec-hearing")
    edition = an_edition(guideline, notice=NOTICE)
    work()
    rows = renderings_of(edition)
    assert {row.state for row in rows.values()} == {RenderingState.READY}, rows[Form.PDF].failure
    return edition, {form: storage().get(row.sha256) for form, row in rows.items()}


def test_all_forms_are_made_from_the_frozen_content(made):
    _edition, files = made

    reader = pypdf.PdfReader(io.BytesIO(files[Form.PDF]))
    pages = [page.extract_text() for page in reader.pages]
    words = " ".join(" ".join(pages).split())
    assert reader.metadata.title == "Care of children with a cleft palate"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert all(NOTICE in " ".join(page.split()) for page in pages)
    assert "We recommend that an anaesthetist sees the child first." in words
    assert "95.7 % agree" in words
    assert "No consensus" in words
    assert CAVEAT in words
    assert "Airways of children" in words
    assert "Board of the network" in words
    assert "Version 1.0" in words

    word = docx.Document(io.BytesIO(files[Form.DOCX]))
    text = "\n".join(p.text for p in word.element.body.iter() if p.text)
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert word.core_properties.title == "Care of children with a cleft palate"
    assert {"Airway", "Hearing"} <= set(headings)
    assert "anaesthetist" in text
    assert CAVEAT in text
    assert CAVEAT.encode() in files[Form.HTML]
    assert any(
        NOTICE in p.text
        for s in word.sections
        for p in [*s.header.paragraphs, *s.footer.paragraphs]
    )

    assert b"anaesthetist" in files[Form.HTML]
    assert NOTICE.encode() in files[Form.HTML]
    assert b"#rec-airway" in files[Form.MARKDOWN]
    page = json.loads(files[Form.PAGE])
    assert [part["key"] for part in page["parts"] if part["key"]] == [
        "rec-airway",
        "rec-hearing",
        "rec-follow-up",
    ]


def test_making_them_twice_changes_nothing(made):
    edition, _files = made
    before = {form: (row.sha256, row.rendered_at) for form, row in renderings_of(edition).items()}
    entries = len(audit.history(edition.project_id))
    rendering.render(Work("none", {"edition_id": edition.id}))
    assert {f: (r.sha256, r.rendered_at) for f, r in renderings_of(edition).items()} == before

    # also where the rows were lost: the same content gives the same bytes
    with transaction():
        for row in session.query(Rendering).filter_by(edition_id=edition.id):
            row.state = RenderingState.WAITING
    rendering.render(Work("none", {"edition_id": edition.id}))
    again = renderings_of(edition)
    assert {form: row.sha256 for form, row in again.items()} == {
        form: sha256 for form, (sha256, _at) in before.items()
    }
    assert len(audit.history(edition.project_id)) > entries


def test_a_failure_says_why_and_can_be_repeated(build, monkeypatch):
    guideline = a_guideline(build)
    edition = an_edition(guideline)
    content = storage().path(
        session.get(Edition, edition.id).content["assets"]["plot.svg"]["sha256"]
    )
    kept = content.read_bytes()
    content.unlink()  # the disk lost an image
    work()

    rows = renderings_of(edition)
    already = {Form.PAGE, Form.JSON, Form.FHIR}  # readers and programs have the text
    assert {rows[form].state for form in already} == {RenderingState.READY}
    downloads = [row for form, row in rows.items() if form not in already]
    assert {row.state for row in downloads} == {RenderingState.FAILED}
    assert all(row.failure for row in downloads)
    content.write_bytes(kept)
    with transaction():
        service.retry_rendering(guideline.chair, edition)
    work()
    assert {row.state for row in renderings_of(edition).values()} == {RenderingState.READY}


def test_people_get_their_files_where_one_for_systems_cannot_be_made(build, monkeypatch):
    def broken(*_given):
        raise Invalid({"body": "The article could not be made."})

    guideline = a_guideline(build)
    edition = an_edition(guideline)
    faulty = replace(recipes._FORMS[Recipe.JATS], render=broken)
    monkeypatch.setitem(recipes._FORMS, Recipe.JATS, faulty)
    work()
    rows = renderings_of(edition)
    assert {rows[form].state for form in FOR_PEOPLE} == {RenderingState.READY}
    assert rows[Form.JATS].state is RenderingState.FAILED
    assert rows[Form.JATS].failure


def test_the_last_good_file_stays(made):
    edition, files = made
    with transaction():
        row = renderings_of(edition)[Form.PDF]
        row.state, row.failure = RenderingState.FAILED, "The printer was away."
    session.expire_all()

    row = renderings_of(edition)[Form.PDF]
    assert storage().get(row.sha256) == files[Form.PDF]


def test_a_job_without_an_edition_gives_up(app):
    with pytest.raises(rendering.GiveUp):
        rendering.render(Work("none", {"edition_id": "0" * 12}))


def test_what_is_printed_besides_the_text_is_in_its_language(build):
    guideline = a_guideline(build)
    decide(guideline, "rec-hearing", "no-consensus", n_agree=9, percent_in=39.13, median=6.5)
    print_openly(guideline, "rec-hearing")
    edition = an_edition(guideline)
    content = dict(edition.content)
    made = manuscript_of({**content, "language": "da"}, {})
    assert (made.kind, made.edition_label, made.status) == (
        "Klinisk retningslinje",
        "Version 1.0",
        "Udgivet",
    )
    [row] = [one for one in made.recommendations if one.id == "rec-hearing"]
    assert row.state == "Ingen konsensus"
    assert row.caveat.startswith("Panelet nåede ikke til konsensus")
    assert "median 6,5, 39,1\xa0% er enige" in made.consensus_line(row)
    assert manuscript_of({**content, "language": "hu"}, {}).status == "Published"
