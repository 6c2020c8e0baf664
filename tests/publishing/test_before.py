"""The list "Before publishing": counted, grouped, and asked for with the same few questions."""

from sqlalchemy import event

from guidelines.db import db, session, transaction
from guidelines.drafts import service as drafts
from guidelines.drafts.models import DocumentKind
from guidelines.permissions import Role
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.rules.gates import GATES
from tests.publishing.build import a_guideline


def asked(document):
    """Return how many questions the list asks of the database."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        before_publishing(document)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


def test_a_long_text_asks_no_more_questions_than_a_short_one(build):
    project = build.project()
    author = build.actor(project, Role.AUTHOR)
    counts = []
    for many in (1, 25):
        source = "".join(
            f"# Chapter {number}\n\n[@gone{number}] ![](lost{number}.png)\n\n"
            f"::: {{.recommendation #rec-{many}-{number} strength=strong direction=for}}\n"
            "We recommend it.\n:::\n\n"
            for number in range(many)
        )
        with transaction():
            document, _notices = drafts.import_document(
                author, project, title=f"Of {many}", source=source, kind=DocumentKind.GUIDELINE
            )
        counts.append(asked(document))
    assert counts[0] == counts[1]


def test_the_list_counts_what_is_left(build):
    guideline = a_guideline(build)
    before = before_publishing(guideline.document)

    assert before.only_approval
    assert (before.must, before.total) == (0, len(before.lines))
    assert before.passed + before.should + 1 == before.total
    assert {check.name for check in before.checks} == {gate.key for gate in GATES}
    assert [group.name for group in before.groups][-1] == "approval"
