"""What a save over the web asks of the database: few statements, however much there is."""

import pytest
from sqlalchemy import event

from guidelines.db import db, transaction
from guidelines.drafts import service
from guidelines.drafts.queries import current_version, sections_in
from guidelines.evidence.service import import_references
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for

MOST = 15
TEXT = "# Care\n\nGive it early [@known1; @known2].\n"


@pytest.fixture
def section(build):
    project = build.project()
    person = build.member(project, Role.AUTHOR)
    items = ",".join(f'{{"id":"known{n}","type":"book","title":"Book {n}"}}' for n in range(60))
    with transaction():
        actor = actor_for(person.id)
        import_references(actor, project, content=f"[{items}]".encode())
        made, _notices = service.import_document(actor, project, title="Care", source=TEXT)
    return person, sections_in(current_version(made))[0]


def test_a_save_needs_few_statements(build, section):
    person, item = section
    browser, asked = build.sign_in(person), []
    engine = db.engine

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = browser.post(
            f"/sections/{item.section.id}",
            data={"source": f"{TEXT}\nMore.\n", "base": item.revision.id},
            headers={"Accept": "application/json"},
        )
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert (answer.status_code, answer.json["changed"]) == (200, True)
    assert len([one for one in asked if not one.startswith(("SET ", "BEGIN"))]) <= MOST, asked
