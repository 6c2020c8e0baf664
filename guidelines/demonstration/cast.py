"""The shape of the people of the demonstration, and what all parts of the story share."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from guidelines.permissions import Role


class Strict(BaseModel):
    """A part of the story; what it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Keyed(Strict):
    """Something that other parts name by its key."""

    key: str
    name: str


class Network(Strict):
    """The example network."""

    slug: str
    name: str


class Person(Keyed):
    """A role of the network, with an account; never a real person."""

    affiliation: str
    country: str
    discipline: str = ""
    group: str | None
    email: str = Field(pattern=r"^[a-z0-9-]+@demo\.example$")
    network_role: Literal[Role.ADMINISTRATOR] | None
    roles: dict[str, list[Role]]


class People(Strict):
    """Who takes part, and the stakeholder groups of the panels."""

    notice: str
    network: Network
    stakeholder_groups: list[Keyed]
    people: list[Person]
