"""Saving a section: a version each, merged where possible, refused where a person must decide."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Block
from guidelines.drafts.queries import (
    current_version,
    recommendations_of,
    sections_in,
    source_of,
    versions_of,
)
from guidelines.drafts.rules.manifest import manifest_sha256
from guidelines.errors import Conflict, Invalid, NotAllowed, TooLarge
from guidelines.permissions import Role
from tests.drafts.build import TEXT, a_document, an_author, save, section_called, to_the_front


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


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        pytest.param([Role.AUTHOR], None, id="author"),
        pytest.param([Role.CHAIR], None, id="chair"),
        pytest.param([Role.METHODOLOGIST], None, id="methodologist"),
        pytest.param([Role.FACILITATOR], NotAllowed, id="facilitator"),
        pytest.param([Role.REVIEWER], NotAllowed, id="reviewer"),
        pytest.param([Role.PANELIST], NotAllowed, id="panelist"),
        pytest.param([Role.OBSERVER], NotAllowed, id="observer"),
        pytest.param([Role.ADMINISTRATOR], NotAllowed, id="administrator"),
        pytest.param([], NotAllowed, id="stranger"),
    ],
)
@pytest.mark.parametrize("what", ["save", "add", "move", "remove", "restore", "label", "keep"])
def test_who_may_write(build, roles, error, what):
    document = a_document(build)
    actor = build.actor(document.project, *roles)
    item = section_called(document, "Follow-up")
    first = current_version(document)
    saved = save(an_author(build, document.project), item, item.revision.source + "More.\n")
    before = len(audit.history(document.project_id))

    def act():
        with transaction():
            DEEDS[what](actor, document, section_called(document, "Follow-up"), first, saved)

    if error is None:
        act()
        assert len(audit.history(document.project_id)) == before + 1
        assert audit.first_broken(document.project_id) is None
    else:
        with pytest.raises(error):
            act()
        assert len(audit.history(document.project_id)) == before
        assert len(versions_of(document)) == 2


DEEDS = {
    "save": lambda actor, _d, item, _f, _s: service.save_section(
        actor, item.section, source="# Follow-up\n\nNew.\n", base_revision_id=item.revision.id
    ),
    "add": lambda actor, document, _i, _f, _s: service.add_section(
        actor, document, source="# New\n"
    ),
    "move": lambda actor, _d, item, _f, _s: to_the_front(actor, item),
    "remove": lambda actor, _d, item, _f, _s: service.remove_section(actor, item.section),
    "restore": lambda actor, _d, _i, first, _s: service.restore_version(actor, first),
    "label": lambda actor, _d, _i, first, _s: service.label_version(actor, first, label="Sent"),
    "keep": lambda actor, _d, item, first, saved: service.keep_clash(
        actor,
        item.section,
        service.Clashing(
            source="Mine.",
            note="",
            base_id=first.entries[-1].revision_id,
            theirs_id=saved.revision.id,
            passages=(),
        ),
    ),
}


@pytest.mark.parametrize("change", ["", "\n\n\n"], ids=["same text", "empty lines at the end"])
def test_an_unchanged_text_makes_no_version(build, change):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Scope")

    saved = save(author, item, item.revision.source.replace("\n", "\r\n") + change)

    assert not saved.changed
    assert saved.revision.id == item.revision.id
    assert len(versions_of(document)) == 1


def test_two_people_in_different_paragraphs_merge(build):
    document = a_document(build)
    ann, ben = an_author(build, document.project), an_author(build, document.project)
    item = section_called(document, "Scope")
    old = item.revision.source

    save(ann, item, old.replace("about children", "about children and families"))
    saved = save(ben, item, old.replace("not about adults", "silent about adults"))

    assert saved.merged
    assert "children and families" in saved.revision.source
    assert "silent about adults" in saved.revision.source
    assert saved.version.parents == [2, 1]


def test_two_people_in_one_paragraph_clash_and_neither_text_is_lost(build):
    document = a_document(build)
    ann, ben = an_author(build, document.project), an_author(build, document.project)
    item = section_called(document, "Scope")
    old = item.revision.source
    hers = save(ann, item, old.replace("children", "infants")).revision
    mine = old.replace("children", "schoolchildren")

    with pytest.raises(service.Clashing) as caught:
        save(ben, item, mine, "Age")
    assert "compare both" in str(caught.value)
    with transaction():
        clash = service.keep_clash(ben, item.section, caught.value)

    session.expire_all()
    assert clash.source == mine
    assert (clash.message, clash.author_id) == ("Age", ben.person_id)
    assert (clash.base_id, clash.theirs_id) == (item.revision.id, hers.id)
    assert section_called(document, "Scope").revision.source == hers.source
    assert len(versions_of(document)) == 2

    settled = old.replace("children", "infants and schoolchildren")
    with transaction():
        saved = service.settle_clash(ann, clash, source=settled)
    assert saved.revision.source == settled
    assert clash.settled_at is not None
    with pytest.raises(Conflict), transaction():
        service.settle_clash(ann, clash, source=mine)


def test_a_save_on_a_removed_section_is_refused(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Scope")
    with transaction():
        service.remove_section(author, item.section)

    with pytest.raises(Conflict, match="no longer part"):
        save(author, item, item.revision.source + "More.\n")


def test_unchanged_blocks_are_kept_and_a_changed_one_keeps_its_lineage(build):
    document = a_document(build)
    author = an_author(build, document.project)
    item = section_called(document, "Scope")
    before = item.revision.blocks

    saved = save(author, item, item.revision.source.replace("adults", "grown-ups"))
    after = saved.revision.blocks

    assert after[:2] == before[:2]
    assert after[2] != before[2]
    new = session.get(Block, after[2])
    assert (new.lineage, new.since, new.author_id) == (before[2], 2, author.person_id)
    assert new.plain == "It is not about grown-ups."


def test_restoring_brings_text_and_recommendations_back_as_a_new_version(build):
    document = a_document(build)
    author = an_author(build, document.project)
    first = current_version(document)
    item = section_called(document, "Airway")
    save(author, item, "# Airway\n\nNothing yet.\n")
    with transaction():
        service.remove_section(author, section_called(document, "Follow-up").section)
    assert recommendations_of(document) == []

    with transaction():
        restored = service.restore_version(author, first)

    assert (restored.number, restored.parents) == (4, [3, 1])
    assert restored.sha256 == first.sha256
    assert source_of(restored) == source_of(first)
    assert [row.key for row in recommendations_of(document)] == ["rec-airway"]
    with transaction():
        assert service.restore_version(author, first).number == 4


def test_sections_are_added_moved_and_removed(build):
    document = a_document(build)
    author = an_author(build, document.project)

    def titles():
        return [item.title for item in sections_in(current_version(document))]

    with transaction():
        added = service.add_section(
            author,
            document,
            source="# Methods\n",
            after=section_called(document, "Scope").section.id,
        )
    assert titles() == ["Scope", "Methods", "Airway", "Follow-up"]
    with transaction():
        to_the_front(author, section_called(document, "Follow-up"))
    assert titles() == ["Follow-up", "Scope", "Methods", "Airway"]
    number = current_version(document).number
    with transaction():
        to_the_front(author, section_called(document, "Follow-up"))
    assert current_version(document).number == number
    with transaction():
        service.remove_section(author, added.revision.section)
    assert titles() == ["Follow-up", "Scope", "Airway"]


def test_the_last_section_stays(build):
    document = a_document(build, source="# Only\n")
    author = an_author(build, document.project)
    with pytest.raises(Conflict), transaction():
        service.remove_section(author, section_called(document, "Only").section)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", Invalid),
        (" \n\n", Invalid),
        ("nul \x00", Invalid),
        ("half \ud800", Invalid),
        ("x" * 1_000_001, TooLarge),
    ],
    ids=["empty", "blank", "nul", "half a character", "too long"],
)
def test_a_bad_text_is_refused(build, source, error):
    document = a_document(build)
    author = an_author(build, document.project)
    with pytest.raises(error):
        save(author, section_called(document, "Scope"), source)
    assert len(versions_of(document)) == 1


@pytest.mark.parametrize("table", ["section_revision", "version", "outcome"])
@pytest.mark.parametrize("change", ["UPDATE {} SET document_id = document_id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_written(build, table, change):
    document = a_document(build)
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        service.place_outcome(
            chair,
            document,
            key="rec-airway",
            wording_sha256="0" * 64,
            verdict="no-consensus",
            summary={},
        )
    with transaction(), pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change.format(table)))


def test_a_save_on_top_of_a_text_of_another_section_is_refused(build):
    document = a_document(build)
    author = an_author(build, document.project)
    other = section_called(document, "Airway").revision.id
    with pytest.raises(Conflict, match="which text it began with"), transaction():
        service.save_section(
            author,
            section_called(document, "Scope").section,
            source="# Scope\n\nNew.\n",
            base_revision_id=other,
        )
