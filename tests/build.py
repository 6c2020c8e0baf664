"""Builds valid rows, one small step at a time, without surprises.

Features add their own steps in `tests/<feature>/build.py`, as plain functions that take a Builder.
"""

from flask import Flask
from flask.testing import FlaskClient

from guidelines.accounts import service as accounts
from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.permissions import PANEL, Actor, Role
from guidelines.projects import service as projects
from guidelines.projects.models import Network, Project
from guidelines.projects.queries import actor_for, groups_of, members_with

OPERATOR = Actor.at_the_console()


class Builder:
    """Makes networks, projects and persons, and signs persons in."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._count = 0

    def number(self) -> int:
        """Return the next number of this test."""
        self._count += 1
        return self._count

    def network(self, title: str = "Example Network") -> Network:
        """Found a network."""
        with transaction():
            return projects.found_network(OPERATOR, slug=f"network-{self.number()}", title=title)

    def project(self, network: Network | None = None, title: str = "Cleft palate") -> Project:
        """Start a project, in a network of its own unless one is given."""
        network = network or self.network()
        with transaction():
            return projects.start_project(
                OPERATOR, network, title=title, slug=f"project-{self.number()}"
            )

    def person(self, name: str = "") -> Person:
        """Add a person."""
        n = self.number()
        with transaction():
            return accounts.add_person(
                OPERATOR, email=f"person{n}@demo.example", name=name or f"Person {n}"
            )

    def member(self, project: Project, *roles: Role, person: Person | None = None) -> Person:
        """Give a (new) person roles in a project."""
        person = person or self.person()
        with transaction():
            for role in roles:
                if role in {Role.ADMINISTRATOR, Role.READER}:
                    projects.name_administrator(OPERATOR, project.network, person)
                    continue
                group = groups_of(project)[0].id if role in PANEL else None
                projects.give_role(OPERATOR, project, person, role=role, group_id=group)
        return person

    def actor(self, project: Project, *roles: Role) -> Actor:
        """Return the actor for a new person with these roles."""
        return actor_for(self.member(project, *roles).id)

    def actor_of_chair(self, project: Project) -> Actor:
        """Return the actor for the chair of a project, who is named if there is none yet."""
        chairs = members_with(project.id, Role.CHAIR)
        person_id = chairs[0].person_id if chairs else self.member(project, Role.CHAIR).id
        return actor_for(person_id)

    def sign_in(self, person: Person, scope: str = "") -> FlaskClient:
        """Return a browser in which `person` is signed in."""
        with transaction():
            token = accounts.begin_sign_in(person, scope)
        client = self.app.test_client()
        with client.session_transaction() as browser:
            browser["_user_id"], browser["_fresh"] = token, True
        session.expire_all()
        return client

    def client(self, project: Project, *roles: Role) -> FlaskClient:
        """Return a browser in which a new person with these roles is signed in."""
        return self.sign_in(self.member(project, *roles))
