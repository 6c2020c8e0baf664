"""Checking an evidence pack at the command line: `guidelines verify`, `guidelines signatures`."""

import sys

import click

from guidelines.publishing.queries.checker import checker


@click.command("verify")
@click.argument("pack", metavar="PACK.zip")
def verify(pack: str) -> None:
    """Check the evidence pack PACK.zip: files, text, approval, and every vote counted again.

    It needs no installation and no network. Exit status: 0 if everything fits, 1 if something
    does not, 2 if the pack cannot be opened. Whether the signatures are those of the people
    named is checked by `guidelines signatures`, where the version was published.
    """
    sys.exit(checker().main([pack]))
