"""Saving a section: a version each, merged where possible, refused where a person must decide."""

import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.queries import (
    current_version,
    recommendations_of,
    sections_in,
    source_of,
    versions_of,
)
from guidelines.drafts.rules.manifest import manifest_sha256
from guidelines.errors import Conflict, NotAllowed
from guidelines.permissions import Role
from tests.drafts.build import TEXT, a_document, an_author, save, section_called


def test_a_save_is_a_version_with_author_message_and_hash(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Follow-up")

    saved = save(author, item, item.revision.source + "Every year.\n", "How often")

    version = current_version(document)
    assert saved.version.id == version.id
    assert (version.number, version.parents, version.message) == (2, [1], "How often")
    assert version.author_id == author.person_id
    assert version.sha256 == manifest_sha256(version.entries)
    assert source_of(version) == TEXT + "\nEvery year.\n\n"
    assert [entry.event for entry in audit.history(document.project_id)][:1] == ["draft.saved"]
