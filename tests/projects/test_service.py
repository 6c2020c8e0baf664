"""Who may found, start, invite and remove, and what is recorded of it."""

import pytest

from guidelines import audit
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.projects import service
from guidelines.projects.queries import actor_for, groups_of, members_of


def test_a_project_starts_with_the_usual_groups_and_a_record(build):
    project = build.project()

    assert [group.title for group in groups_of(project)] == [
        "Clinicians",
        "Methodologists",
        "Other",
        "Patient representatives",
    ]
    assert [entry.event for entry in audit.history(project.id)] == ["project.started"]
    assert audit.first_broken(project.id) is None


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        ([Role.CHAIR], None),
        ([Role.ADMINISTRATOR], None),
        ([Role.AUTHOR], NotAllowed),
        ([Role.PANELIST], NotAllowed),
    ],
)
def test_who_may_invite(build, roles, error):
    project = build.project()
    actor = build.actor(project, *roles)
    before = len(audit.history(project.id))

    def invite():
        with transaction():
            service.invite_member(
                actor, project, email="New@Demo.Example", name="New", role=Role.AUTHOR
            )

    if error is None:
        invite()
        assert "new@demo.example" in {member.person.email for member in members_of(project)}
    else:
        with pytest.raises(error):
            invite()
        assert len(audit.history(project.id)) == before


def test_a_panel_member_needs_a_group(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)

    with pytest.raises(Invalid) as caught, transaction():
        service.invite_member(chair, project, email="a@b.example", name="A", role=Role.PANELIST)

    assert set(caught.value.errors) == {"group_id"}


def test_the_last_chair_stays(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)

    with pytest.raises(Conflict), transaction():
        service.remove_member(chair, members_of(project)[0])

    assert len(members_of(project)) == 1


def test_networks_are_invisible_to_each_other(build):
    project, other = build.project(), build.project()
    actor = build.actor(project, Role.CHAIR)

    assert actor.roles(other) == frozenset()
    assert actor_for(actor.person_id, scope=project.id).roles(project) == frozenset()
