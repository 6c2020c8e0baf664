"""What stands at a public address, and the address of what is published."""

from guidelines.config import current
from guidelines.db import session
from guidelines.errors import Missing
from guidelines.library.queries import editions
from guidelines.projects.models import Network
from guidelines.projects.queries import network_called
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_at
from guidelines.publishing.rules import naming


def network_at(slug: str) -> Network:
    """Return the network of a public address; one that has published nothing is not known."""
    network = network_called(slug)
    if network is None or not editions.has_published(network):
        raise Missing
    return network


def edition_in(network_slug: str, guideline_slug: str, number: str) -> tuple[Network, Edition]:
    """Return the published version at an address with its network."""
    network = network_at(network_slug)
    edition = edition_at(network.id, guideline_slug, number)
    if edition is None:
        raise Missing
    return network, edition


def network_of(edition: Edition) -> Network:
    """Return the network of a published version."""
    return session.get_one(Network, edition.network_id)


def path_of(network: Network, edition: Edition) -> str:
    """Return the path of a published version."""
    return naming.address_of("", network.slug, edition.slug, edition.number)


def address_of(network: Network, edition: Edition) -> str:
    """Return the permanent address of a published version, with its host."""
    return naming.address_of(current().public_url, network.slug, edition.slug, edition.number)
