"""From which published version a translation, short or plain-language version was made."""

from typing import Any

from guidelines.config import current
from guidelines.consensus.queries import methods_paragraph
from guidelines.drafts.models import Document
from guidelines.drafts.queries.translations import progress_of_document, source_document
from guidelines.drafts.rules.translations import BY_PARAGRAPH
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.rules.naming import address_of
from guidelines.publishing.rules.states import EditionState


def made_from(document: Document) -> dict[str, Any]:
    """Return what a document was made from, as plain values to be frozen; empty without a source.

    The version is the newest one whose text was looked at in full; without one (the source was
    never published, or only after it was looked at) `number` and `address` are empty.
    `is_current` tells whether everything in the source's draft was looked at.
    """
    source = source_document(document)
    if source is None:
        return {}
    progress = progress_of_document(document)
    is_current = progress is not None and progress.is_current
    looked_at = source.newest if is_current else document.source_number or 0
    found = _newest(source, looked_at)
    return {
        "made_from": {
            "title": found.title if found else source.title,
            "kind": source.kind.value,
            "language": source.language,
            "slug": source.slug,
            "number": found.number if found else "",
            "address": _address(found) if found else "",
            "sha256": found.sha256 if found else "",
            "is_current": is_current,
        }
    }


def methods_of_original(document: Document) -> str:
    """Return how the panel agreed on the text that a document was made from; empty without one."""
    source = source_document(document)
    if source is None:
        return ""
    told = methods_paragraph(source) or methods_of_original(source)
    first = f"This text was made from “{source.title}”; the panel voted on the wording there."
    return f"{first} {told}".strip()


def _newest(source: Document, looked_at: int) -> Edition | None:
    for one in editions_of(source):
        edition = edition_with_content(one.id)
        if (
            edition is not None
            and edition.state is not EditionState.WITHDRAWN
            and edition.content["version"]["number"] <= looked_at
        ):
            return edition
    return None


def _address(edition: Edition) -> str:
    network = edition.content["network"]["slug"]
    return address_of(current().public_url, network, edition.slug, edition.number)


def is_behind(document: Document) -> bool:
    """Tell whether the source of a document says something that this one does not say yet."""
    progress = progress_of_document(document)
    if progress is None:
        return False
    return not (progress.is_finished if document.kind in BY_PARAGRAPH else progress.is_current)
