"""What drafts give to the file of a project: documents with their whole history."""

from collections.abc import Iterator

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import assets_of, current_version, source_of
from guidelines.drafts.rules.manifest import from_json, manifest_sha256, sha256_of
from guidelines.drafts.rules.slugs import free_slug
from guidelines.errors import sentence
from guidelines.projects.importers import NOT_OF_A_PROJECT, Part, Tables, goes_along, wrong
from guidelines.storage import storage
from guidelines.text.recommendations import parse

BROKEN = sentence("A text in this file is not the one its hash names. Export the project again.")


def check(tables: Tables) -> None:
    """Raise `Invalid` unless every text, version and recommendation has the hash it says."""
    revisions = {row["id"]: row for row in tables["section_revision"]}
    blocks = {row["id"] for row in tables["block"]}
    for row in revisions.values():
        if sha256_of(row["source"]) != row["sha256"] or not blocks.issuperset(row["blocks"]):
            raise wrong(BROKEN)
    newest: dict[tuple[str, int], list[str]] = {}
    for row in tables["version"]:
        entries = from_json(row["manifest"])
        for entry in entries:
            text = revisions.get(entry.revision_id)
            fits = text is not None and (
                text["section_id"] == entry.section_id
                and text["document_id"] == row["document_id"]
                and (text["sha256"], text["depth"]) == (entry.sha256, entry.depth)
            )
            if not fits:
                raise wrong(BROKEN)
        if manifest_sha256(entries) != row["sha256"]:
            raise wrong(BROKEN)
        newest[row["document_id"], row["number"]] = [entry.revision_id for entry in entries]
    for document in tables["document"]:
        ids = newest.get((document["id"], document["newest"]))
        if ids is None:
            raise wrong(BROKEN)
        found = [one for key in ids for one in parse(revisions[key]["source"])]
        kept = sorted(
            (row for row in tables["recommendation"] if row["document_id"] == document["id"]),
            key=lambda row: row["ordinal"],
        )
        said = [(row["key"], row["wording_sha256"], row["block_sha256"]) for row in kept]
        if said != [(one.id, one.wording_hash, one.block_hash) for one in found]:
            raise wrong(BROKEN)


def settle(tables: Tables, network_id: str) -> None:
    """Give documents another address where one of the network has theirs."""
    taken = set(session.scalars(select(Document.slug).where(Document.network_id == network_id)))
    for row in tables["document"]:
        row["slug"] = free_slug(row["slug"], taken)
        taken.add(row["slug"])


def papers(project_id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the newest text of each document as Markdown, and its pictures beside it."""
    documents = session.scalars(
        select(Document).where(Document.project_id == project_id).order_by(Document.slug)
    )
    for document in documents:
        folder = f"documents/{document.slug}"
        yield f"{folder}/text.md", source_of(current_version(document)).encode()
        for asset in assets_of(document):
            name = asset.name.replace("\\", "/").lstrip("/")
            if ".." not in name.split("/"):
                yield f"{folder}/{name}", storage().get(asset.sha256)


goes_along(
    Part(
        "drafts",
        tables="guidelines.drafts.models",
        left_out={
            "working_copy": "Texts that somebody types and has not saved as a version yet.",
            "presence": NOT_OF_A_PROJECT,
            "wording_lock": "Locks of wordings while people vote on them.",
            "document_import": (
                "Files that were sent to become a document; the documents are in it."
            ),
        },
        files={"asset": "sha256"},
        counted={
            "document": sentence("Documents"),
            "version": sentence("Versions"),
            "branch": sentence("Alternative drafts"),
            "recommendation": sentence("Recommendations"),
            "asset": sentence("Pictures and attachments"),
        },
        titles={"document": "title"},
        check=check,
        settle=settle,
        papers=papers,
    )
)
