"""The public library: everybody reads editions, nobody sees anything else."""

import io
from datetime import timedelta

import docx
import pypdf
import pytest

from guidelines.db import now, session, transaction
from guidelines.publishing import service
from guidelines.publishing.rules.naming import Step
from tests.library.conftest import NOTICE
from tests.publishing.build import (
    a_guideline,
    a_request,
    an_edition,
    change_text,
    sign_all,
    work,
)


def words(answer):
    return " ".join(answer.get_data(as_text=True).split())


def test_anybody_reads_an_edition(client, shelf):
    _guideline, edition, address = shelf
    latest = client.get(address)
    assert (latest.status_code, latest.location) == (302, f"{address}1.0/")
    page = client.get(f"{address}1.0/")
    text = words(page)

    assert page.status_code == 200
    assert NOTICE in text
    assert "Agreement 95.7 % (22 of 23)" in text
    assert "We recommend that an anaesthetist sees the child first." in text
    assert "Not a recommendation" in text
    assert "The panel did not reach consensus on this text; it is not a recommendation" in text
    assert 'id="ref-first2019"' in text
    assert 'src="images/plot.svg"' in text
    assert "Nothing to declare." in text
    assert edition.sha256 in text
    assert "demo.example" not in text  # no e-mail address
    picture = client.get(f"{address}1.0/images/plot.svg", buffered=True)
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert client.get(f"{address}1.0/images/other.svg").status_code == 404


def test_an_anonymous_reader_downloads_both_files(client, shelf):
    _guideline, edition, address = shelf
    work()
    name = f"{edition.slug}-edition-1.0"
    pdf, word = (
        client.get(f"{address}1.0/{name}.{ending}", buffered=True) for ending in ("pdf", "docx")
    )

    assert pdf.headers["Content-Disposition"] == f"attachment; filename={name}.pdf"
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert pdf.headers["Content-Type"] == "application/pdf"
    # whoever keeps a file asks first: it may have been withdrawn, or carry a safety notice by now
    assert pdf.headers["Cache-Control"] == "public, no-cache"
    assert "Date" not in pdf.headers  # the server says it
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    assert reader.metadata.title == edition.title
    assert edition.title in docx.Document(io.BytesIO(word.data)).core_properties.title
    again = client.get(
        f"{address}1.0/{name}.pdf",
        headers={"If-None-Match": pdf.headers["ETag"]},
        buffered=True,
    )
    assert (again.status_code, again.data) == (304, b"")
    for wrong in ("x.pdf", f"{name}.page", f"{name}.exe"):
        assert client.get(f"{address}1.0/{wrong}").status_code == 404


def test_pages_are_the_same_for_everybody_and_answer_304(build, client, shelf):
    guideline, _edition, address = shelf
    page = client.get(f"{address}1.0/")
    signed_in = build.client(guideline.project, *[])
    known = signed_in.get(f"{address}1.0/")

    assert page.data == known.data
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers["Vary"]
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert "Date" not in client.get(f"{address}1.0/").headers  # kept answers have no old one
    for path in (f"{address}1.0/", "/library/"):
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("anaesthetist", True),
        ("ANAESTHETIST child", True),
        ("anaesthetist dragon", False),
        ("100%", False),
        ("_", False),
        ("cleft", True),
    ],
)
def test_search_finds_words_of_title_and_text(client, shelf, search, found):
    guideline, edition, _address = shelf
    for path in ("/library/", f"/library/{guideline.project.network.slug}/"):
        page = words(client.get(path, query_string={"q": search}))
        assert (edition.title in page) is found


def test_nothing_but_editions_is_public(build, client):
    draft, published = a_guideline(build), a_guideline(build)
    sign_all(draft, a_request(draft))
    an_edition(published)
    slug = draft.document.slug
    hidden, shown = draft.project.network, published.project.network

    for path in (
        f"/library/{hidden.slug}/",
        f"/library/{hidden.slug}/{slug}/",
        f"/library/{hidden.slug}/{slug}/1.0/",
        f"/library/{shown.slug}/no-such-guideline/",
        f"/library/{shown.slug}/{published.document.slug}/1.1/",
        f"/library/{shown.slug}/{published.document.slug}/1/",
        f"/library/{shown.slug}/{published.document.slug}/{slug}-edition-1.0.pdf/",
    ):
        assert client.get(path).status_code == 404, path
    page = words(client.get("/library/"))
    assert hidden.slug not in page
    assert shown.slug in page


def test_where_nothing_stands_a_reader_is_led_on_and_gets_no_cookie(build, client, shelf):
    guideline, _edition, address = shelf
    network = guideline.project.network
    hidden = build.project(build.network("Hidden Network"))
    newest = f'href="{address}1.0/"'
    for path, leads_to in (
        (f"{address}9.9/", newest),
        (f"{address}1.0/no-such-file.pdf", newest),
        (f"{address}1.0/recommendations/rec-none/", newest),
        (f"{address}recommendations/rec-none/", newest),
        (f"/library/{network.slug}/airways-of-old/", 'value="airways of old"'),
        (f"/library/{network.slug}/airways-of-old/", f'href="/library/{network.slug}/"'),
        ("/library/diseases/999999/", 'href="/library/diseases/"'),
        ("/is/nothing", "the code “nothing”"),
        (f"/library/{hidden.network.slug}/", 'href="/library/recommendations/"'),
    ):
        page = client.get(path)
        assert page.status_code == 404, path
        assert leads_to in page.text, path
        assert "Set-Cookie" not in page.headers, path
        assert page.headers["Cache-Control"] == "no-cache"
        assert "Hidden Network" not in page.text
    elsewhere = client.get("/library/a/b/c/d/e")
    assert (elsewhere.status_code, "Set-Cookie" in elsewhere.headers) == (404, False)
    program = client.get(f"{address}9.9/", headers={"Accept": "application/json"})
    assert (program.status_code, program.mimetype) == (404, "application/problem+json")


def test_what_is_written_after_publication_stays_inside(client, shelf):
    guideline, _edition, address = shelf
    before = client.get(f"{address}1.0/")
    change_text(guideline, "about children", "about secret plans")

    after = client.get(f"{address}1.0/")
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


def test_a_superseded_edition_keeps_its_page_and_says_so(client, shelf):
    guideline, first, address = shelf
    work()
    etag = client.get(f"{address}1.0/").headers["ETag"]
    change_text(guideline, "about children", "about all children")
    sign_all(guideline, a_request(guideline, step=Step.MINOR))
    with transaction():
        service.publish_edition(guideline.chair, guideline.document)
    session.expire_all()

    old = client.get(f"{address}1.0/", headers={"If-None-Match": etag})
    assert old.status_code == 200
    assert "There is a newer version" in words(old)
    assert client.get(address).location == f"{address}1.1/"
    # before the worker has come the new page has its recommendations already
    fresh = words(client.get(f"{address}1.1/"))
    assert "Recommendations at a glance" in fresh
    assert "The downloads are being made." in fresh
    work()
    assert "about all children" in words(client.get(f"{address}1.1/"))
    kept = client.get(f"{address}1.0/{first.slug}-edition-1.0.pdf", buffered=True)
    assert kept.status_code == 200


def test_a_version_past_its_day_of_review_says_so(client, shelf, monkeypatch):
    _guideline, _edition, address = shelf
    paths = [f"{address}1.0/", f"{address}1.0/recommendations/rec-airway/"]
    before = {path: client.get(path) for path in paths}
    for page in before.values():
        assert "due for review" not in words(page)
    for module in ("library.routes.pages", "library.routes.recommendations", "web.public"):
        monkeypatch.setattr(f"guidelines.{module}.now", lambda: now() + timedelta(days=2000))
    for path, page in before.items():
        later = client.get(path, headers={"If-None-Match": page.headers["ETag"]})
        assert later.status_code == 200
        assert "This guideline is due for review" in words(later)


def test_an_empty_library_says_so(client, app):
    assert "Nothing is published yet" in words(client.get("/library/"))
