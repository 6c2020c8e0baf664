"""The library written as files."""

from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from guidelines.db import transaction
from guidelines.library.commands import group
from guidelines.library.service import MARK, write_library
from guidelines.publishing.service import propose_notice, show_notice
from tests.publishing.build import a_guideline


@pytest.fixture
def written(shelf, tmp_path):
    folder = tmp_path / "out"
    return shelf, folder, write_library(folder)


def pages(folder):
    return {
        f"/{file.relative_to(folder).as_posix().removesuffix('index.html')}": file
        for file in folder.rglob("*.html")
    }


def test_every_link_leads_to_a_file(written):
    (_guideline, edition, address), folder, count = written
    found = pages(folder)
    assert {"/library/", address, f"{address}1.0/"} <= set(found)
    assert count > 20
    for path, file in found.items():
        for element in html.fromstring(file.read_bytes()).iter(etree.Element):
            for name in ("href", "src"):
                target = urlsplit(urljoin(path, element.get(name, "")))
                if target.scheme or target.netloc or not element.get(name):
                    continue
                there = folder / target.path.lstrip("/")
                assert there.is_file() or (there / "index.html").is_file(), (path, target.path)
    assert (folder / f"{address}1.0/{edition.slug}-edition-1.0.json".lstrip("/")).exists()
    assert (folder / "sitemap.xml").exists()
    assert "Yes, this is current" in (folder / f"is/{edition.code}/index.html").read_text()
    assert (folder / "static/dist/app.css").exists()


def test_it_is_written_with_a_safety_notice_before_all_files_carry_that(shelf, tmp_path):
    guideline, edition, address = shelf
    with transaction():
        row = propose_notice(guideline.chair, guideline.document, text="Ten times too high.")
        show_notice(guideline.chair, row)
    folder = tmp_path / "out"
    write_library(folder)
    version = folder / f"{address}1.0".lstrip("/")
    assert "Ten times too high." in (version / "index.html").read_text()
    name = f"{edition.slug}-edition-1.0"
    assert not (version / f"{name}.json").exists()  # what does not say it is handed out nowhere


def test_nothing_of_the_workplace_is_in_it(written, build):
    (guideline, _edition, _address), folder, _count = written
    whole = b"\n".join(file.read_bytes() for file in pages(folder).values()).decode()
    assert "Sign in" not in whole
    assert "<form" not in whole
    assert a_guideline(build).project.network.slug not in whole
    for person in ("demo.example", guideline.chair.person_id):
        assert person not in whole


def test_the_site_itself_has_its_search_and_sign_in_afterwards(client, written):
    page = client.get("/library/").text
    assert "<form" in page
    assert "Sign in" in page


def test_the_command_replaces_only_what_it_wrote(app, shelf, tmp_path):
    run = app.test_cli_runner()

    out = tmp_path / "site"
    first = run.invoke(group, ["build", str(out)])
    assert first.exit_code == 0, first.output
    assert (out / MARK).exists()
    (out / "left.txt").write_text("x")
    assert run.invoke(group, ["build", str(out)]).exit_code == 0
    assert not (out / "left.txt").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("x")
    refused = run.invoke(group, ["build", str(mine)])
    assert refused.exit_code != 0
    assert (mine / "thesis.txt").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "site"]
