"""The library as files: any server of files, or a network of caches, can hand it out."""

import tempfile
from pathlib import Path

import click

from guidelines.db import transaction
from guidelines.errors import Conflict, sentence
from guidelines.library.service import MARK, index_all, write_library

group = click.Group("library", help="The public library.")


@group.command("build")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
def build_library(out: Path) -> None:
    """Write the whole public library into the folder OUT, as files.

    OUT is replaced as a whole once everything is written. Only a folder that is empty or that
    was written by this command before is replaced.
    """
    out = out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise Conflict(
            sentence(
                "%(folder)s holds other files. Name a new folder, or one that this command wrote.",
                folder=str(out),
            )
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{out.name}-", dir=out.parent) as place:
        fresh, before = Path(place, "fresh"), Path(place, "before")
        count = write_library(fresh)
        fresh.chmod(0o755)
        if out.exists():
            out.rename(before)
        fresh.rename(out)
    click.echo(f"{count} files of the library are in {out}.")


@group.command("index")
def index_library() -> None:
    """Make the index anew in which the library is searched.

    It follows every publication by itself; this is for after a repair, or new lists of diseases.
    """
    with transaction():
        count = index_all()
    click.echo(f"{count} published versions are in the index.")
