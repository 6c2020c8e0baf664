"""The first page, the handbook, the style page and health."""

import re

import pytest

from guidelines.config import Settings
from guidelines.home.queries import FOLDER, PAGES, permission_table
from guidelines.permissions import POLICY, Role


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_handbook_is_served(client, page):
    answer = client.get(f"/handbook/{page.name}", follow_redirects=True)

    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_the_handbook_has_no_page_that_is_not_served():
    files = {path.stem for path in FOLDER.glob("*.md")}
    assert files | {"permissions"} == {page.name for page in PAGES}


@pytest.mark.parametrize("name", ["nothing", "../README", "start.md"])
def test_an_unknown_page_of_the_handbook_is_missing(client, name):
    assert client.get(f"/handbook/{name}").status_code == 404


def test_the_table_of_rights_has_a_row_for_every_action():
    table = permission_table()
    assert table.count("\n| ") == len(POLICY) + 1
    assert "| submit ballot | " in table


def test_every_setting_is_in_the_handbook():
    written = set(re.findall(r"`GUIDELINES_([A-Z_]+)`", (FOLDER / "operating.md").read_text()))
    settings = {name.upper() for name in Settings.model_fields}
    assert settings - written == {"LANGUAGES", "LOG_JSON"}
    assert written <= settings


def test_the_front_leads_to_the_library_or_to_the_workplace(client, build):
    assert client.get("/").location == "/library/"
    assert build.client(build.project(), Role.AUTHOR).get("/").location == "/home"


def test_the_first_page_shows_only_ones_own_projects(build):
    mine, other = build.project(title="Cleft palate"), build.project(title="Airway")
    page = build.client(mine, Role.AUTHOR).get("/home").text

    assert "Cleft palate" in page
    assert "Airway" not in page
    assert other.id not in page


def test_health_and_the_style_page_need_no_sign_in(client):
    assert client.get("/health").text == "ok\n"
    assert client.get("/style").status_code == 200
