"""Commands about networks and projects."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import click

from guidelines.accounts.models import Person
from guidelines.accounts.queries import person_with
from guidelines.db import transaction
from guidelines.errors import Invalid, Missing, TooLarge, sentence
from guidelines.permissions import Actor, Role
from guidelines.projects import service
from guidelines.projects.importers import read_archive
from guidelines.projects.models import Network, Project
from guidelines.projects.queries import network_called, project_called, projects_called

LARGEST_FILE = 2_000_000_000
group = click.Group("networks", help="Clinical networks of this installation.")
projects = click.Group("projects", help="Guideline projects, taken along as one file.")


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
            service.name_administrator(operator, network, _person(administrator))
    click.echo(f"{network.slug}: {network.title}")


@projects.command("export")
@click.argument("slug")
@click.option("-o", "--output", required=True, metavar="FILE.zip", help="Where to; - for a pipe.")
@click.option("--network", "network_slug", default="", help="The short name of its network.")
@click.option("--without-addresses", is_flag=True, help="Leave e-mail addresses out.")
def export_project(slug: str, output: str, network_slug: str, without_addresses: bool) -> None:
    """Write the project SLUG with all documents, versions, references and comments into a file."""
    project = _project(slug, network_slug)
    with TemporaryFile() as file:
        with transaction():
            service.export_project(
                Actor.at_the_console(), project, file, with_addresses=not without_addresses
            )
        file.seek(0)
        _write(file, output)


def _write(file: IO[bytes], output: str) -> None:
    try:
        if output == "-":
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
        else:
            with Path(output).open("wb") as target:
                shutil.copyfileobj(file, target)
    except BrokenPipeError:  # who reads has read enough
        raise
    except OSError as trouble:
        raise _wrong(output, f"cannot be written: {trouble.strerror}") from None


@projects.command("import")
@click.argument("file", metavar="FILE.zip")
@click.option("--network", "network_slug", required=True, help="The short name of the network.")
@click.option("--slug", default="", help="Another short name for the project.")
@click.option("--title", default="", help="Another title for the project.")
@click.option("--chair", default="", metavar="PERSON", help="E-mail address of who leads it here.")
def import_project(file: str, network_slug: str, slug: str, title: str, chair: str) -> None:
    """Make a project of FILE (- for a pipe), which “projects export” wrote; all or nothing."""
    held = read_archive(_content(file))
    network = _network(network_slug)
    operator = Actor.at_the_console()
    with transaction():
        person = _person(chair) if chair else None
        brought = service.bring_project(operator, network, held, slug=slug, title=title)
        if person is not None:
            service.give_role(operator, brought.project, person, role=Role.CHAIR)
    click.echo(f"{network.slug}/{brought.project.slug}")
    click.echo(f"{brought.rows} rows; {brought.new_people} people were not known here.", err=True)
    for line in held.manifest.get("not_in_it") or []:
        click.echo(f"Not in it: {line}", err=True)


def _content(name: str) -> bytes:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as trouble:
        said = getattr(trouble, "strerror", None) or str(trouble)
        raise _wrong(name, f"cannot be read: {said}") from None
    if len(content) > LARGEST_FILE:
        raise TooLarge(sentence("%(name)s is larger than 2 GB.", name=name))
    return content


def _wrong(name: str, said: str) -> Invalid:
    return Invalid({"file": sentence("%(name)s %(said)s.", name=name, said=said)})


def _person(email: str) -> Person:
    person = person_with(email)
    if person is None:
        raise Missing(
            sentence(
                "Nobody here has the address %(email)s. Add them first: guidelines users add",
                email=email,
            )
        )
    return person


def _network(slug: str) -> Network:
    network = network_called(slug)
    if network is None:
        raise Missing(sentence("There is no network called %(name)s.", name=slug))
    return network


def _project(slug: str, network_slug: str) -> Project:
    """Return the project called SLUG or NETWORK/SLUG."""
    before, _slash, own = slug.rpartition("/")
    name = network_slug or before
    if name:
        found = project_called(_network(name), own)
        projects_found = [found] if found is not None else []
    else:
        projects_found = list(projects_called(own))
    if not projects_found:
        raise Missing(sentence("There is no project called %(name)s.", name=slug))
    if len(projects_found) > 1:
        raise Invalid(
            {
                "slug": sentence(
                    "Several networks have a project %(name)s. Add --network NAME.", name=own
                )
            }
        )
    return projects_found[0]
