"""The files of an evidence pack, gathered from what a version froze."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from guidelines.config import current
from guidelines.consensus.models import Process
from guidelines.consensus.queries.package import package_of
from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.checker import checker, programs
from guidelines.publishing.rules.fronts import Front
from guidelines.publishing.rules.naming import address_of
from guidelines.publishing.rules.packs import (
    MANIFEST,
    README,
    SINCE,
    edition_file,
    manifest_of,
    ordered,
    readme,
    section_name,
    votes_taken,
)
from guidelines.storage import storage


def pack_files(edition: Edition, front: Front | None = None) -> dict[str, bytes]:
    """Return the files of the evidence pack of a version, in their order.

    `front` is what happened to the version since; it stands in a file of its own. Everything
    else comes from the frozen content, the version of the text it names, and the results of
    finished votes, which never change: made twice, it is the same byte for byte.
    """
    content: dict[str, Any] = dict(edition.content)
    address = address_of(
        current().public_url, content["network"]["slug"], content["slug"], content["number"]
    )
    files = {
        README: readme(content, address=address, since=front.lines if front else ()),
        **({SINCE: _written(front.before({}))} if front else {}),
        "edition.json": edition_file(content),
        "text/guideline.md": content["body"].encode(),
        "text/references.json": _written(content["references"]),
        **dict(_sections(edition, content["version"]["number"])),
        **{
            f"text/images/{name}": storage().get(one["sha256"])
            for name, one in content["assets"].items()
        },
        **checker().tables(content),
        **programs(),
    }
    for place, process in enumerate(content.get("consensus", ()), 1):
        files |= votes_taken(place, process, _open_data(process["process"]))
    manifest = manifest_of(content, address=address, files=files)
    return ordered({**files, MANIFEST: checker().legible(manifest)})


def _written(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sections(edition: Edition, number: int) -> Iterator[tuple[str, bytes]]:
    version = drafts.version_numbered(edition.document, number)
    if version is None:
        raise LookupError(f"version {number} of {edition.document_id} is not there")
    for place, item in enumerate(drafts.sections_in(version), 1):
        yield section_name(place, item.title), item.revision.source.encode()


def _open_data(process_id: str) -> dict[str, bytes]:
    """Return the files of the open data of a process."""
    process = session.get(Process, process_id)
    if process is None:
        raise LookupError(f"process {process_id} is not there")
    with zipfile.ZipFile(io.BytesIO(package_of(process))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
