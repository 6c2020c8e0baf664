"""The first ten minutes: a network without a project, a project without people or texts."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from guidelines.accounts.service import hash_password
from guidelines.config import current
from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.projects import service
from guidelines.projects.rules import PUBLIC_PAGES, address_for, check_slug, slug_from, zone_meant


def letters():
    while work_once():
        pass
    files = sorted((current().instance / "mail").glob("*.eml"))
    return [message_from_bytes(one.read_bytes(), policy=default) for one in files]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        (" Buenos Aires ", "America/Argentina/Buenos_Aires"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Middle Earth", "Middle Earth"),
    ],
)
def test_a_city_is_enough_for_a_time_zone(written, meant):
    assert zone_meant(written) == meant


@pytest.mark.parametrize(
    "title",
    ["Gaumenspalte", "Λαγώχειλος", "Indicators", "Versorgung " * 20, *sorted(PUBLIC_PAGES)],
)
def test_every_title_has_an_address(title):
    check_slug(address_for(title))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Otitis média, 2nd edition", "otitis-media-2nd-edition"),
        ("Σχιστία υπερώας στα παιδιά", "schistia-yperoas-sta-paidia"),
        ("Цепка на небцето", "tsepka-na-nebtseto"),
        ("Über die Straße in Łódź", "uber-die-strasse-in-lodz"),
        ("中文", ""),
    ],
)
def test_an_address_says_the_title_in_any_script_of_europe(title, slug):
    assert slug_from(title) == slug


def test_two_projects_may_have_one_title(build):
    project = build.project(title="Cleft palate")
    administrator = build.actor(project, Role.ADMINISTRATOR)
    with transaction():
        second = service.start_project(administrator, project.network, title="Cleft palate")
    assert second.slug == f"{project.slug}-2" or second.slug == "cleft-palate"


def test_an_unknown_time_zone_says_what_would_do(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with pytest.raises(Invalid) as caught, transaction():
        service.edit_project(chair, project, title="A", scope="", time_zone="Middle Earth")
    assert "the city alone will do" in caught.value.errors["time_zone"]


def test_who_looks_after_a_network_is_led_to_the_first_project_and_its_chair(build):
    project = build.project()
    client = build.client(project, Role.ADMINISTRATOR)
    assert "Invite a chair" in client.get("/home").text
    members = f"/projects/{project.id}/members"
    offered = re.search(r'<option value="([a-z-]+)" selected>', client.get(members).text)
    assert offered
    assert offered[1] == "chair"

    build.client(project, Role.CHAIR)
    assert "Invite a chair" not in client.get("/home").text
    offered = re.search(r'<option value="([a-z-]+)" selected>', client.get(members).text)
    assert offered
    assert offered[1] == "author"


def test_who_has_an_account_hears_of_a_project_once(build):
    project, colleague = build.project(title="Cleft palate"), build.person("Surgeon 4")
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        colleague.password_hash = hash_password("tulip river copper nine")
    for role in (Role.AUTHOR, Role.METHODOLOGIST):
        with transaction():
            service.invite_member(
                chair, project, email=colleague.email, name=colleague.name, role=role
            )

    [letter] = [one for one in letters() if one["To"] == colleague.email]
    assert letter["Subject"] == "You now belong to “Cleft palate”"
    assert f"/projects/{project.id}" in letter.get_content()


def test_who_has_no_password_is_invited_until_a_day_in_words(build):
    project = build.project(title="Cleft palate")
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        service.invite_member(
            chair, project, email="new@demo.example", name="New", role=Role.AUTHOR
        )

    [letter] = [one for one in letters() if one["To"] == "new@demo.example"]
    assert re.search(r"until \d{1,2} [A-Z][a-z]+ 20\d\d:", letter.get_content())
