"""Who did what: the roles of CRediT, in their order, frozen with a version."""

import pytest

from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.contributions import contributions_of, possible_contributors
from guidelines.typesetting.credit import ROLES
from tests.publishing.build import a_guideline, an_edition

METHODS, DRAFT = "methodology", "writing-original-draft"


def named(guideline, shares):
    with transaction():
        return service.name_contributors(guideline.author, guideline.document, shares)


def test_there_are_the_fourteen_roles():
    assert len(ROLES) == 14


def test_they_stand_in_the_order_given_and_are_frozen_with_a_version(build):
    guideline = a_guideline(build)
    author, chair = guideline.author.person_id, guideline.chair.person_id
    named(guideline, {author: [DRAFT, METHODS], chair: ["supervision"]})
    named(guideline, {chair: ["supervision"], author: [DRAFT, METHODS]})  # the last word holds
    rows = contributions_of(guideline.document)
    assert [(row.person_id, row.roles) for row in rows] == [
        (chair, ["supervision"]),
        (author, [METHODS, DRAFT]),
    ]
    assert [one.id for one in possible_contributors(guideline.document)][:2] == [chair, author]
    frozen = session.get(Edition, an_edition(guideline).id).content["contributors"]
    assert [one["roles"] for one in frozen] == [["supervision"], [METHODS, DRAFT]]
    assert [one["name"] for one in frozen] == [row.person.name for row in rows]


@pytest.mark.parametrize("roles", [["no-such-role"], [METHODS, "boss"]])
def test_an_unknown_role_is_refused(build, roles):
    guideline = a_guideline(build)
    with pytest.raises(Invalid, match="fourteen"):
        named(guideline, {guideline.author.person_id: roles})
    assert not contributions_of(guideline.document)


def test_nobody_is_named_who_did_not_agree(build):
    guideline = a_guideline(build)
    panelist = build.actor(guideline.project, Role.PANELIST)
    with pytest.raises(Invalid, match="named in the published version"):
        named(guideline, {panelist.person_id: [METHODS]})
    with pytest.raises(NotAllowed), transaction():
        service.name_contributors(panelist, guideline.document, {})


def test_the_page_keeps_the_order_of_its_numbers(build):
    guideline = a_guideline(build)
    author, chair = guideline.author.person_id, guideline.chair.person_id
    client = build.sign_in(session.get(Person, author))
    address = f"/documents/{guideline.document.id}/contributors"
    posted = {
        f"place-{author}": "2", f"roles-{author}": [DRAFT],
        f"place-{chair}": "1", f"roles-{chair}": ["supervision", METHODS],
    }  # fmt: skip
    assert client.post(address, data=posted).status_code == 303
    session.expire_all()
    assert [row.person_id for row in contributions_of(guideline.document)] == [chair, author]
    page = client.get(address).get_data(as_text=True)
    assert page.count("checked") == 3
