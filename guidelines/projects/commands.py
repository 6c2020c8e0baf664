"""Commands about networks."""

import click

from guidelines.accounts.queries import person_with
from guidelines.db import transaction
from guidelines.errors import Missing, sentence
from guidelines.permissions import Actor
from guidelines.projects import service
from guidelines.projects.queries import network_called

group = click.Group("networks", help="Clinical networks of this installation.")


@group.command("add")
@click.argument("slug")
@click.option("--title", required=True, help="The name of the network.")
@click.option("--administrator", default="", help="E-mail address of a person with an account.")
def add_network(slug: str, title: str, administrator: str) -> None:
    """Set up the network SLUG, with somebody who looks after it."""
    operator = Actor.at_the_console()
    with transaction():
        network = network_called(slug) or service.found_network(operator, slug=slug, title=title)
        if administrator:
            person = person_with(administrator)
            if person is None:
                raise Missing(
                    sentence(
                        "Nobody here has the address %(email)s. Add them first: "
                        "guidelines users add",
                        email=administrator,
                    )
                )
            service.name_administrator(operator, network, person)
    click.echo(f"{network.slug}: {network.title}")
