"""The library written as files: every page and file that the pages lead to."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from guidelines.errors import Conflict, sentence
from guidelines.library import queries
from guidelines.library.queries.places import path_of

MARK = ".concord-library"
_STARTS = ("/library/", "/library/feed.xml", "/sitemap.xml", "/robots.txt")
_SHORT = "/is/"  # short addresses of versions: pages although they do not end in a slash
_OURS = ("/library/", "/static/", _SHORT, *_STARTS)
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_LEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{target}</title>
<link rel="canonical" href="{target}"><meta http-equiv="refresh" content="0; url={target}"></head>
<body><p><a href="{target}">{target}</a></p></body></html>
"""


class Read(Protocol):
    """What stands at a path, as a visitor gets it."""

    @property
    def status(self) -> int:
        """The status of the answer."""

    @property
    def content(self) -> bytes:
        """The page or file."""

    @property
    def media_type(self) -> str:
        """What kind of content it is."""

    @property
    def location(self) -> str:
        """Where a redirect leads."""


Reader = Callable[[str], Read]
# The pages register what reads them, for commands know nothing of the web.
reading: list[Callable[[], AbstractContextManager[Reader]]] = []


def write_library(folder: Path) -> int:
    """Write every page and file of the library into a new folder; return how many.

    Raises `Conflict` where a page leads to one that does not exist: nothing half is published.
    """
    folder.mkdir()
    (folder / MARK).touch()
    waiting = deque(_starts())
    seen = set(waiting)
    with reading[0]() as read:
        while waiting:
            path = waiting.popleft()
            for found in _write(read(path), folder, path):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
    return len(seen)


def _starts() -> list[str]:
    """Return where to begin; versions that no page leads to any more keep their addresses."""
    every = queries.ever_published()
    versions = [path_of(network, edition) for edition, network in every]
    return [*_STARTS, *versions, *(f"{_SHORT}{edition.code}" for edition, _n in every)]


def _write(answer: Read, folder: Path, path: str) -> Iterator[str]:
    """Write what stands at a path and yield the paths that it leads to."""
    if answer.status in _REDIRECTED:
        target = urlsplit(urljoin(path, answer.location)).path
        _file(folder, path).write_text(_LEAD.format(target=target))
        yield target
        return
    if answer.status != 200:
        raise Conflict(
            sentence(
                "The library could not be written: %(path)s answers %(status)s.",
                path=path,
                status=answer.status,
            )
        )
    _file(folder, path).write_bytes(answer.content)
    if answer.media_type == "text/html":
        yield from _links(answer.content.decode(), path)
    elif answer.media_type == "text/css":
        for part in answer.content.decode().split("url(")[1:]:
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
    is_page = path.endswith("/") or path.startswith(_SHORT)
    file = (folder / name / "index.html" if is_page else folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise ValueError(f"outside of the library: {path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
