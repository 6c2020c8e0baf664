"""Commands about people."""

import click

from guidelines.accounts import service
from guidelines.accounts.models import LinkPurpose
from guidelines.config import current
from guidelines.db import transaction
from guidelines.permissions import Actor

group = click.Group("users", help="People who have an account.")


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As it should be printed.")
@click.option("--affiliation", default="", help="Hospital or organisation.")
@click.option("--country", default="", help="Two-letter code, such as DK.")
@click.option("--password", default=None, help="Without it, a one-time link is printed.")
def add_user(email: str, name: str, affiliation: str, country: str, password: str | None) -> None:
    """Add the account EMAIL, and print a link to sign in unless a password is given."""
    hashed = service.hash_password(password) if password else None
    with transaction():
        person = service.add_person(
            Actor.at_the_console(),
            email=email,
            name=name,
            affiliation=affiliation,
            country=country,
            password_hash=hashed,
        )
        link = None
        if person.password_hash is None:
            link = service.make_link(
                Actor.at_the_console(), person, LinkPurpose.INVITATION, context="Concord"
            )
    click.echo(f"{person.name} <{person.email}>")
    if link is not None:
        click.echo(f"{current().public_url}/link/{service.link_token(current(), link.id)}")
