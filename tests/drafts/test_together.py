"""Many people save at the same moment: every acknowledged text is there, numbers have no gaps."""

import threading

import pytest

from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Document, Section, SectionRevision
from guidelines.drafts.queries import current_version, section_in, source_of, versions_of
from guidelines.errors import Conflict
from tests.drafts.build import a_document, an_author, section_called

PEOPLE = 4
SAVES = 6


def in_threads(app, work, count):
    """Run `work(number)` in as many threads, each in an application context of its own."""
    troubles = []

    def run(number):
        try:
            with app.app_context():
                work(number)
                session.remove()
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_nothing_acknowledged_is_lost_when_all_write_their_own_paragraph(app, build):
    paragraphs = "\n\n".join(f"Paragraph {n}: start." for n in range(PEOPLE))
    document = a_document(build, source=f"# All\n\n{paragraphs}\n")
    section_id = section_called(document, "All").section.id
    document_id = document.id
    actors = [an_author(build, document.project) for _ in range(PEOPLE)]
    acknowledged: list[str] = []

    def write(number):
        revision = None
        for turn in range(SAVES):
            section = session.get(Section, section_id)
            if revision is None:
                newest = current_version(session.get(Document, document_id))
                revision = section_in(newest, section_id).revision
            text = revision.source.replace(
                f"Paragraph {number}:", f"Paragraph {number}: word{number}x{turn}"
            )
            try:
                with transaction():
                    saved = service.save_section(
                        actors[number], section, source=text, base_revision_id=revision.id
                    )
            except service.Clashing as clashing:  # never: everybody has a paragraph of their own
                raise AssertionError from clashing
            except Conflict:
                revision = None
                continue
            acknowledged.append(f"word{number}x{turn}")
            revision = saved.revision

    in_threads(app, write, PEOPLE)
    session.rollback()
    document = session.get(Document, document_id)
    text = source_of(current_version(document))
    assert [word for word in acknowledged if word not in text] == []
    numbers = [version.number for version in versions_of(document)]
    assert numbers == list(range(len(acknowledged) + 1, 0, -1))


def test_all_change_one_sentence_and_every_text_is_kept(app, build):
    document = a_document(build, source="# One\n\nThe dose is low.\n")
    item = section_called(document, "One")
    section_id, base_id = item.section.id, item.revision.id
    actors = [an_author(build, document.project) for _ in range(PEOPLE)]
    saved, kept = [], []

    def write(number):
        section = session.get(Section, section_id)
        text = f"# One\n\nThe dose is what person {number} says.\n"
        try:
            with transaction():
                service.save_section(
                    actors[number], section, source=text, base_revision_id=base_id
                )
            saved.append(number)
        except service.Clashing as clashing:
            with transaction():
                kept.append(service.keep_clash(actors[number], section, clashing).source)

    in_threads(app, write, PEOPLE)
    session.rollback()
    assert len(saved) == 1
    assert len(kept) == PEOPLE - 1
    there = source_of(current_version(session.get(Document, document.id)))
    texts = [there, *kept]
    for number in range(PEOPLE):
        assert any(f"person {number} says" in text for text in texts)


@pytest.mark.parametrize("turn", range(2))
def test_two_new_sections_at_once_get_two_numbers(app, build, turn):
    document = a_document(build)
    document_id = document.id
    actors = [an_author(build, document.project) for _ in range(PEOPLE)]

    def add(number):
        with transaction():
            service.add_section(
                actors[number],
                session.get(Document, document_id),
                source=f"# New {number}\n\n::: {{.recommendation #rec-new}}\nDo {number}.\n:::\n",
            )

    in_threads(app, add, PEOPLE)
    session.rollback()
    document = session.get(Document, document_id)
    assert [v.number for v in versions_of(document)] == list(range(PEOPLE + 1, 0, -1))
    text = source_of(current_version(document))
    assert all(f"# New {n}" in text for n in range(PEOPLE))
    assert text.count("#rec-new ") + text.count("#rec-new}") == 1
    assert session.query(SectionRevision).count() == 3 + PEOPLE
