"""Checking an evidence pack at the command line: `guidelines verify`, `guidelines signatures`."""

import hashlib
import json
import sys
from pathlib import Path

import click

from guidelines.publishing.queries.checker import checker
from guidelines.publishing.queries.pack_record import on_record


@click.command("verify")
@click.argument("pack", metavar="PACK.zip")
def verify(pack: str) -> None:
    """Check the evidence pack PACK.zip: files, text, approval, and every vote counted again.

    It needs no installation and no network. Exit status: 0 if everything fits, 1 if something
    does not, 2 if the pack cannot be opened. Whether the signatures are those of the people
    named is checked by `guidelines signatures`, where the version was published.
    """
    sys.exit(checker().main([pack]))


@click.command("signatures")
@click.argument("pack", metavar="PACK.zip")
def signatures(pack: str) -> None:
    """Check that PACK.zip is of this installation, and that its signatures are on record here.

    The pack itself is checked first, and the whole history of the project after it.
    """
    check = checker()
    try:
        files = check.unpacked(pack)
        whole = Path(pack).read_bytes()
    except check.Unreadable as trouble:
        click.echo(f"NOT RIGHT  {trouble}", err=True)
        sys.exit(2)
    report = check.check(files)
    if not report.wrong:
        edition = files["edition.json"]
        found = on_record(
            json.loads(edition),
            edition_sha256=hashlib.sha256(edition).hexdigest(),
            pack_sha256=hashlib.sha256(whole).hexdigest(),
            deeply=True,
        )
        report.good += map(str, found.confirmed)
        report.wrong += map(str, found.wrong)
    click.echo("\n".join(report.lines()))
    sys.exit(1 if report.wrong else 0)
