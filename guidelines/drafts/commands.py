"""Commands about documents: `guidelines drafts …`."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import click

from guidelines.accounts.queries import person_with
from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.importers import ENDINGS, LARGEST_PICTURE, Form, read_file, text_of
from guidelines.drafts.models import Document, DocumentKind, Version
from guidelines.drafts.rules.imports import read_text
from guidelines.drafts.rules.manifest import is_version_number
from guidelines.errors import DomainError, Invalid, Missing, sentence
from guidelines.evidence.importers.files import read as read_references
from guidelines.evidence.queries import csl_items
from guidelines.evidence.service import add_references
from guidelines.permissions import Actor
from guidelines.projects.models import Project
from guidelines.projects.queries import actor_for, network_called, project_called
from guidelines.text.comparison import compare, word_diff_text
from guidelines.text.merge import clash_text, merge3
from guidelines.typesetting.packing import packed
from guidelines.typesetting.recipes import Recipe, typeset

LARGEST_FILE = 60_000_000
DEMONSTRATION = "Demonstration, not for clinical use"
CLASHED = "The texts clash; nothing was merged. Settle the passages above."

group = click.Group("drafts", help="Documents and their versions.")


@group.command("import")
@click.argument("file", metavar="FILE.(md|docx|odt|html|zip)")
@click.option("--network", "network_slug", required=True, help="The short name of the network.")
@click.option("--project", "project_slug", required=True, help="The short name of the project.")
@click.option("--as", "email", required=True, metavar="PERSON", help="E-mail address of a member.")
@click.option("--title", required=True, help="The title of the document.")
@click.option("--bibliography", metavar="FILE", help="References: CSL-JSON, RIS, BibTeX, PubMed.")
@click.option("--language", default="en", show_default=True, help="Language of the text.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in DocumentKind]),
    default=DocumentKind.GUIDELINE.value,
    show_default=True,
)
def import_document(
    file: str,
    network_slug: str,
    project_slug: str,
    email: str,
    title: str,
    bibliography: str | None,
    language: str,
    kind: str,
) -> None:
    """Make a document of FILE (- for Markdown from a pipe) and print its short name.

    Pictures that a text or web page names by a relative address are read from beside it.
    """
    project, actor = _place(network_slug, project_slug, email)
    read = read_file(_bytes(file), "text.md" if file == "-" else file, _beside(file))
    brought = read_text(read.markdown)
    references = read_references(_bytes(bibliography)) if bibliography else None
    with transaction():
        problems: list[str] = []
        if references is not None:
            report = add_references(actor, project, references)
            problems = [f"{one.entry}: {one.reason}" for one in report.problems]
        document, notices = service.import_document(
            actor,
            project,
            title=title,
            source=brought,
            kind=DocumentKind(kind),
            language=language,
            pictures=read.assets,
        )
    for warning in (*read.warnings, *map(str, notices), *problems):
        click.echo(warning, err=True)
    click.echo(document.slug)


@group.command("export")
@click.argument("guideline", metavar="GUIDELINE[@VERSION]")
@click.option("-o", "--output", required=True, metavar="FILE.(md|html|docx|pdf|epub|zip)")
def export_document(guideline: str, output: str) -> None:
    """Write a version of GUIDELINE (its short name, or NETWORK/NAME); - prints Markdown.

    A zip file holds the Markdown with its pictures and references; “import” reads it again.
    """
    suffix = "md" if output == "-" else Path(output).suffix.lower().lstrip(".")
    if suffix not in [*Recipe, Form.ZIP]:
        raise _wrong("Name a file that ends in .md, .html, .docx, .pdf, .epub or .zip.")
    document, version = _found(guideline)
    if suffix == Form.ZIP:
        _write(output, _packed(document, version))
        return
    if suffix == Recipe.MARKDOWN:
        _write(output, queries.source_of(version).encode())
        return
    manuscript = queries.manuscript_of(
        document,
        version,
        bibliography=csl_items(document.project_id),
    )
    made = typeset(manuscript, Recipe(suffix))
    _write(output, made.content)
    for warning in made.warnings:
        click.echo(warning, err=True)


@group.command("merge")
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
def merge_texts(base: str, ours: str, theirs: str) -> None:
    """Print OURS and THEIRS, both made from BASE, merged by paragraph.

    Where both changed one passage, print both sides and exit with 1. One of the files may be -.
    """
    if [base, ours, theirs].count("-") > 1:
        raise _wrong("Only one of the three can come from the pipe.")
    result = merge3(_text(base), _text(ours), _text(theirs))
    if result.text is not None:
        _write("-", result.text.encode())
        return
    for clash in result.clashes:
        click.echo(clash_text(clash), nl=False)
    click.echo(CLASHED, err=True)
    sys.exit(1)


merge_texts.callback.offline = True  # type: ignore[union-attr]


@group.command("diff")
@click.argument("older", metavar="A")
@click.argument("newer", metavar="B")
@click.option("--all", "whole", is_flag=True, help="Print unchanged paragraphs as well.")
def diff_texts(older: str, newer: str, whole: bool) -> None:
    """Print what differs between A and B by word: files, or GUIDELINE@VERSION.

    Removed words stand in [-…-], added ones in {+…+}.
    """
    if older == newer == "-":
        raise _wrong("Only one of the two can come from the pipe.")
    before, after = _text_or_version(older), _text_or_version(newer)
    if whole:
        click.echo(word_diff_text(before, after), nl=False)
        return
    for row in compare(before, after).rows:
        if row.kind.value == "same":
            continue
        old = row.before.text if row.before else ""
        new = row.after.text if row.after else ""
        if row.kind.value in ("removed", "moved-away"):
            new = ""
        elif row.kind.value in ("added", "moved-here"):
            old = ""
        click.echo(word_diff_text(old, new))


def _packed(document: Document, version: Version) -> bytes:
    """Return a version with its pictures and references as a zip file."""
    references = csl_items(document.project_id)
    files = {
        f"{document.slug}.md": queries.source_of(version).encode(),
        "references.json": json.dumps(references, ensure_ascii=False, indent=1).encode(),
    }
    pictures = queries.pictures_of(document)
    return packed(files | {name: picture.content for name, picture in pictures.items()})


def _beside(file: str) -> Callable[[str], bytes] | None:
    """Return what reads pictures from the folder of a file, and from nowhere else."""
    if file == "-":
        return None
    folder = Path(file).resolve().parent

    def read(name: str) -> bytes:
        try:
            path = (folder / name).resolve()
            inside = path.is_relative_to(folder) and path.is_file()
            small = inside and path.stat().st_size <= LARGEST_PICTURE
            return path.read_bytes() if small else b""
        except OSError:
            return b""

    return read


def _place(network_slug: str, project_slug: str, email: str) -> tuple[Project, Actor]:
    """Return the project, and the person as whom the command acts."""
    network = network_called(network_slug)
    if network is None:
        raise _missing("There is no network called %(name)s.", network_slug)
    project = project_called(network, project_slug)
    if project is None:
        raise _missing("There is no project called %(name)s in this network.", project_slug)
    person = person_with(email)
    if person is None:
        raise _missing("Nobody here has the address %(name)s.", email)
    return project, actor_for(person.id)


def _found(name: str) -> tuple[Document, Version]:
    """Return the document and version of ``GUIDELINE[@VERSION]``."""
    slug, _at, number = name.partition("@")
    if number and not is_version_number(number):
        raise _wrong("A version is a number: %(name)s@3.", slug)
    network_slug, _slash, own = slug.rpartition("/")
    documents = queries.documents_called(own)
    if network_slug:
        network = network_called(network_slug)
        documents = [one for one in documents if network and one.network_id == network.id]
    if not documents:
        raise _missing("There is no guideline called %(name)s.", slug)
    if len(documents) > 1:
        raise _wrong("Several networks have a guideline %(name)s. Write NETWORK/%(name)s.", own)
    document = documents[0]
    if not number:
        return document, queries.current_version(document)
    version = queries.version_numbered(document, int(number))
    if version is None:
        raise _missing(f"{own} has no version %(name)s.", number)
    return document, version


def _text_or_version(name: str) -> str:
    """Return the text of a file, of the pipe, or of a version."""
    is_file = name == "-" or os.path.exists(name)  # Path raises for a long name
    is_path = Path(name).suffix.lower() in ENDINGS
    if is_file or is_path:
        return _text(name)
    return queries.source_of(_found(name)[1])


def _text(name: str) -> str:
    """Return the Markdown of a file or of the pipe."""
    if ENDINGS.get(Path(name).suffix.lower(), Form.MARKDOWN) is not Form.MARKDOWN:
        return read_file(_bytes(name), name).markdown
    return text_of(_bytes(name))


def _bytes(name: str) -> bytes:
    """Return what is in a file, or comes from the pipe."""
    if name == "-":
        return _limited(sys.stdin.buffer, "The text from the pipe")
    try:
        with Path(name).open("rb") as file:
            return _limited(file, name)
    except OSError as trouble:
        raise _wrong("%(name)s cannot be read: " + str(trouble.strerror) + ".", name) from None


def _limited(file: BinaryIO, name: str) -> bytes:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise _wrong("%(name)s is larger than 60 MB.", name)
    return content


def _write(name: str, content: bytes) -> None:
    """Write a file, or print."""
    try:
        if name == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            Path(name).write_bytes(content)
    except BrokenPipeError:  # who reads has read enough
        raise
    except OSError as trouble:
        raise _wrong("%(name)s cannot be written: " + str(trouble.strerror) + ".", name) from None


def _wrong(template: str, name: str = "") -> DomainError:
    return Invalid({"argument": sentence(template, name=name)})


def _missing(template: str, name: str) -> DomainError:
    return Missing(sentence(template, name=name))
