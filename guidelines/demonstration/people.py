"""The example network: its people, its projects, and what they declare."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.accounts.models import Person
from guidelines.accounts.service import add_person, edit_profile, hash_password
from guidelines.db import transaction
from guidelines.demonstration import cast, script
from guidelines.interests.rules import LADDER, Level, Topic, interests_from
from guidelines.interests.service import assess_interests, confirm_interests, declare_interests
from guidelines.permissions import PANEL, Actor
from guidelines.projects import service as projects
from guidelines.projects.models import Network, Project
from guidelines.projects.queries import actor_for, groups_of

PASSWORD = "for demonstration only"  # noqa: S105  it is printed
"""The one password of all accounts: it protects nothing."""

TIME_ZONE = "Europe/Amsterdam"


@dataclass
class Cast:
    """Who takes part: persons by key, in the network they belong to."""

    people: cast.People
    network: Network
    persons: Mapping[str, Person] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Return the actor for a person."""
        return actor_for(self.persons[key].id)

    def members(self, guideline: str) -> list[cast.Person]:
        """Return who has a role in the project of a guideline."""
        return [one for one in self.people.people if guideline in one.roles]

    def the(self, guideline: str, role: str) -> str:
        """Return the key of the first person with a role in the project of a guideline."""
        return next(one.key for one in self.members(guideline) if role in one.roles[guideline])

    def panel(self, guideline: str) -> list[str]:
        """Return the keys of the panel of a guideline."""
        return [
            one.key for one in self.members(guideline) if set(PANEL) & set(one.roles[guideline])
        ]


def gather() -> Cast:
    """Found the network and give everybody an account."""
    operator = Actor.at_the_console()
    people = script.people()
    password_hash = hash_password(PASSWORD)
    with transaction():
        network = projects.found_network(
            operator, slug=people.network.slug, title=people.network.name
        )
    cast = Cast(people, network)
    with transaction():
        cast.persons = {
            one.key: add_person(
                operator,
                email=one.email,
                name=one.name,
                affiliation=one.affiliation,
                country=one.country,
                password_hash=password_hash,
            )
            for one in people.people
        }
        for one in people.people:
            edit_profile(
                cast.persons[one.key],
                name=one.name,
                affiliation=one.affiliation,
                country=one.country,
                discipline=one.discipline,
                language="en",
            )
    for one in people.people:
        if one.network_role is not None:
            with transaction():
                projects.name_administrator(operator, network, cast.persons[one.key])
    return cast


def start(cast: Cast, story: script.Story) -> Project:
    """Start the project of a story with its groups and members; all declare their interests."""
    told, guideline = story.project, story.project.slug
    administrator = cast.actor(next(p.key for p in cast.people.people if p.network_role))
    with transaction():
        project = projects.start_project(
            administrator,
            cast.network,
            title=told.short_title,
            slug=told.slug,
            time_zone=TIME_ZONE,
        )
    members = cast.members(guideline)
    there = {group.title for group in groups_of(project)}
    with transaction():
        for wanted in cast.people.stakeholder_groups:
            if wanted.name not in there:
                projects.add_group(administrator, project, title=wanted.name)
    titles = {group.key: group.name for group in cast.people.stakeholder_groups}
    ids = {group.title: group.id for group in groups_of(project)}
    for one in members:
        with transaction():
            for role in one.roles[guideline]:
                group = ids[titles[one.group]] if role in PANEL and one.group else None
                projects.give_role(
                    administrator, project, cast.persons[one.key], role=role, group_id=group
                )
    with transaction():
        projects.edit_project(
            cast.actor(cast.the(guideline, "chair")),
            project,
            title=told.short_title,
            scope=told.summary,
            time_zone=TIME_ZONE,
        )
    for one in members:
        _declare(cast, project, one.key, [i for i in story.interests if i.person == one.key])
    return project


def confirm_again(cast: Cast, project: Project) -> None:
    """Let all members say, as every year, that their declaration still holds."""
    for one in cast.members(project.slug):
        with transaction():
            confirm_interests(cast.actor(one.key), project)


def _declare(cast: Cast, project: Project, key: str, interests: list[script.Interest]) -> None:
    """Let a person declare; where there is something, the methodologist assesses it."""
    with transaction():
        texts: dict[Topic, str] = {}
        for one in interests:
            texts[one.topic] = "\n".join([*filter(None, [texts.get(one.topic)]), one.text])
        declaration = declare_interests(
            cast.actor(key),
            project,
            interests=interests_from(texts),
            nothing=not interests,
            complete=True,
        )
    assessor = cast.actor(cast.the(project.slug, "methodologist"))
    for one in interests:
        for recommendation in one.recommendations or [""]:
            with transaction():
                assess_interests(
                    assessor,
                    declaration,
                    key=recommendation,
                    level=one.level,
                    measure=LADDER[one.level],
                    reason=one.reason if one.level is not Level.NONE else "",
                )
