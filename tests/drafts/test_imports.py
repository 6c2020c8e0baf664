"""A long text is read before the transaction that writes it: nobody else waits for that."""

from dataclasses import replace

from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Block
from guidelines.drafts.queries import current_version, source_of
from guidelines.drafts.rules.imports import read_text
from guidelines.permissions import Role
from tests.drafts.build import TEXT, a_document


def test_what_was_read_beforehand_is_not_read_again(build):
    project = build.project()
    brought = read_text(TEXT)
    marked = replace(brought, plain=dict.fromkeys(brought.plain, "read before"))
    actor = build.actor(project, Role.CHAIR)
    with transaction():
        service.import_document(actor, project, title="Read", source=marked)
    assert set(session.query(Block.plain)) == {("read before",)}


def test_it_is_the_same_document_whoever_reads_it(build):
    before = a_document(build)
    after = a_document(build, source=read_text(TEXT))
    assert source_of(current_version(after)) == source_of(current_version(before))
    plain = [
        sorted(session.query(Block.kind, Block.plain).filter_by(document_id=one.id))
        for one in (before, after)
    ]
    assert plain[0] == plain[1]
