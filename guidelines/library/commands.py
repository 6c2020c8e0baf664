"""The library as files: any server of files, or a network of caches, can hand it out."""

import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import click
from flask import current_app
from flask.testing import FlaskClient
from lxml import etree, html

from guidelines.errors import Conflict, sentence
from guidelines.library import queries
from guidelines.library.routes.answers import ALONE
from guidelines.library.routes.places import path_of

group = click.Group("library", help="The public library.")

MARK = ".concord-library"
_STARTS = ("/library/", "/library/feed.xml", "/sitemap.xml", "/robots.txt")
_OURS = ("/library/", "/static/", *_STARTS)
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_LEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{target}</title>
<link rel="canonical" href="{target}"><meta http-equiv="refresh" content="0; url={target}"></head>
<body><p><a href="{target}">{target}</a></p></body></html>
"""


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


def write_library(folder: Path) -> int:
    """Write every page and file of the library into a new folder; return how many.

    Raises `Conflict` where a page leads to one that does not exist: nothing half is published.
    """
    folder.mkdir()
    (folder / MARK).touch()
    with current_app.test_request_context():
        starts = _starts()
    waiting, seen = deque(starts), set(starts)
    current_app.config[ALONE] = True
    try:
        client = current_app.test_client()
        while waiting:
            path = waiting.popleft()
            for found in _write(client, folder, path):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
    finally:
        current_app.config.pop(ALONE)
    return len(seen)


def _starts() -> list[str]:
    """Return where to begin; versions that no page leads to any more keep their addresses."""
    versions = [path_of(network, edition) for edition, network in queries.ever_published()]
    return [*_STARTS, *versions]


def _write(client: FlaskClient, folder: Path, path: str) -> Iterator[str]:
    """Write what stands at a path and yield the paths that it leads to."""
    answer = client.get(path, buffered=True)  # closes the file that was handed out
    if answer.status_code in _REDIRECTED:
        target = urlsplit(urljoin(path, answer.location)).path
        _file(folder, path).write_text(_LEAD.format(target=target))
        yield target
        return
    if answer.status_code != 200:
        raise Conflict(
            sentence(
                "The library could not be written: %(path)s answers %(status)s.",
                path=path,
                status=answer.status_code,
            )
        )
    _file(folder, path).write_bytes(answer.data)
    if answer.mimetype == "text/html":
        yield from _links(answer.text, path)
    elif answer.mimetype == "text/css":
        for part in answer.text.split("url(")[1:]:
            yield from _ours(part.partition(")")[0].strip("\"'"), path)


def _links(text: str, path: str) -> Iterator[str]:
    for element in html.fromstring(text).iter(etree.Element):
        for name in ("href", "src"):
            yield from _ours(element.get(name, ""), path)


def _ours(link: str, path: str) -> Iterator[str]:
    target = urlsplit(urljoin(path, link))
    if link and not target.netloc and not target.scheme and target.path.startswith(_OURS):
        yield target.path


def _file(folder: Path, path: str) -> Path:
    """Return the file for a path, in its folder; a page whose path ends in a slash is an index."""
    name = unquote(path).lstrip("/")
    file = (folder / name / "index.html" if path.endswith("/") else folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise ValueError(f"outside of the library: {path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
