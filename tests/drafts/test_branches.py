"""Alternative drafts: begun, written, taken over, and never published."""

import pytest

from guidelines.consensus import service as consensus
from guidelines.db import session, transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Clash, Document
from guidelines.drafts.queries.branches import branches_of, changes_of, takeover_of
from guidelines.drafts.rules.branches import BranchState, StepKind
from guidelines.drafts.rules.comparison import SectionKind
from guidelines.drafts.service.updating import update_branch
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Role
from guidelines.publishing import service as publishing
from tests.drafts.build import AIRWAY, a_document, an_author, save, section_called, to_the_front


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def author(build, document):
    return an_author(build, document.project)


def begin(author, document, name="Earlier surgery"):
    with transaction():
        return service.start_branch(author, document, name=name)


def take(author, branch, *keys):
    steps = takeover_of(branch).steps
    with transaction():
        return service.take_over(author, branch, keys=keys or [step.key for step in steps])


def write(author, document, title, old, new, message=""):
    item = section_called(document, title)
    assert old in item.revision.source
    return save(author, item, item.revision.source.replace(old, new), message)


def text(document):
    return queries.source_of(queries.current_version(document))


def test_an_alternative_draft_begins_with_the_present_text_and_its_ids(author, document):
    branch = begin(author, document)

    assert text(branch.document) == text(document)
    assert [row.key for row in queries.recommendations_of(branch.document)] == ["rec-airway"]
    [mine] = queries.recommendations_of(branch.document)
    [main] = queries.recommendations_of(document)
    assert mine.wording_sha256 == main.wording_sha256
    assert takeover_of(branch).steps == []
    assert changes_of(branch).is_same


def test_it_is_not_among_the_documents_of_the_project(author, document):
    branch = begin(author, document)

    assert [row.id for row in queries.documents_of(document.project)] == [document.id]
    assert [row.document_id for row in branches_of(document)] == [branch.document_id]


def test_what_changed_here_alone_is_taken_over(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "children", "children and young people")
    done = take(author, branch)

    assert done.clashes == ()
    assert done.version.number == 2
    assert "children and young people" in text(document)
    assert branches_of(document)[0].state is BranchState.TAKEN_OVER
    assert branches_of(document)[0].taken == 2


def test_both_changes_go_together_where_they_are_in_other_paragraphs(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "about children", "about infants")
    write(author, document, "Scope", "not about adults", "not about grown-ups")
    [step] = takeover_of(branch).steps
    assert step.kind is StepKind.MERGED
    take(author, branch)

    assert "about infants" in text(document)
    assert "not about grown-ups" in text(document)


def test_of_two_changes_in_one_place_both_are_kept_and_a_person_decides(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "about children", "about infants")
    write(author, branch.document, "Follow-up", "family", "whole family")
    write(author, document, "Scope", "about children", "about teenagers")
    done = take(author, branch)

    assert "about teenagers" in text(document)
    assert "whole family" in text(document)
    [clash] = done.clashes
    assert "about infants" in clash.source
    assert "about teenagers" in session.get(Clash, clash.id).theirs.source


def test_only_the_chosen_sections_are_taken_over(author, document):
    branch = begin(author, document)
    item = write(author, branch.document, "Scope", "about children", "about infants")
    write(author, branch.document, "Follow-up", "family", "whole family")
    take(author, branch, item.revision.section_id)

    assert "about infants" in text(document)
    assert "whole family" not in text(document)


def test_sections_that_came_went_and_moved_are_taken_over(author, document):
    branch = begin(author, document)
    copy = branch.document
    with transaction():
        service.add_section(
            author, copy, source="# Pain\n\nTreat it.\n",
            after=section_called(copy, "Airway").section.id,
        )  # fmt: skip
    with transaction():
        service.remove_section(author, section_called(copy, "Scope").section)
    with transaction():
        to_the_front(author, section_called(copy, "Follow-up"))
    take(author, branch)

    items = queries.sections_in(queries.current_version(document))
    assert [item.title for item in items] == ["Follow-up", "Airway", "Pain"]
    assert text(document) == text(copy)


def test_a_section_that_the_main_text_took_out_comes_back_only_if_chosen(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "about children", "about infants")
    with transaction():
        service.remove_section(author, section_called(document, "Scope").section)
    [step] = takeover_of(branch).steps
    assert step.kind is StepKind.RETURNS
    take(author, branch, step.key)

    assert "about infants" in text(document)


def test_a_section_taken_out_here_stays_where_it_was_changed_meanwhile(author, document):
    branch = begin(author, document)
    with transaction():
        service.remove_section(author, section_called(branch.document, "Scope").section)
    write(author, document, "Scope", "about children", "about infants")
    [step] = takeover_of(branch).steps

    assert step.kind is StepKind.STAYS
    take(author, branch)
    assert "about infants" in text(document)


def test_a_recommendation_keeps_its_id_where_it_moved_to_another_section(author, document):
    branch = begin(author, document)
    copy = branch.document
    write(author, copy, "Airway", AIRWAY, "See the follow-up.\n")
    item = section_called(copy, "Follow-up")
    save(author, item, f"{item.revision.source}\n{AIRWAY}")
    take(author, branch)

    [row] = queries.recommendations_of(document)
    assert row.key == "rec-airway"
    assert row.section_id == section_called(document, "Follow-up").section.id


def test_a_locked_wording_is_not_taken_over(build, author, document):
    branch = begin(author, document)
    write(author, branch.document, "Airway", "sees the child first", "sees the child")
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="The panel is voting.")

    with pytest.raises(Conflict, match="rec-airway"):
        take(author, branch)
    session.rollback()
    assert branches_of(document)[0].state is BranchState.OPEN
    assert "sees the child first" in text(document)


def test_an_id_that_was_ever_given_is_not_given_again_in_the_copy(author, document):
    write(author, document, "Airway", AIRWAY, "Nothing.\n")
    branch = begin(author, document)
    item = section_called(branch.document, "Follow-up")
    save(author, item, f"{item.revision.source}\n{AIRWAY.replace('anaesthetist', 'surgeon')}")

    assert [row.key for row in queries.recommendations_of(branch.document)] != ["rec-airway"]


def test_it_is_taken_over_or_put_aside_once(author, document):
    branch = begin(author, document)
    with transaction():
        service.put_aside(author, branch)

    with pytest.raises(Conflict, match="already"):
        take(author, branch, "anything")
    with pytest.raises(Invalid):
        begin(author, document, name=" ")


def test_it_is_never_voted_on_or_approved(build, author, document):
    branch = begin(author, document)
    chair = build.actor(document.project, Role.CHAIR)

    with pytest.raises(Conflict, match="alternative draft"), transaction():
        consensus.start_process(chair, branch.document, title="Round")
    with pytest.raises(Conflict, match="alternative draft"), transaction():
        publishing.request_approval(chair, branch.document)
    with pytest.raises(Conflict, match="alternative draft"), transaction():
        publishing.publish_edition(chair, branch.document)
    with pytest.raises(Conflict, match="alternative draft"):
        begin(author, branch.document)


def test_a_translation_is_not_copied_as_it_follows_its_original(author, document):
    other = a_document_made_from(document)

    with pytest.raises(Conflict, match="follows another one"), transaction():
        service.start_branch(author, other, name="Shorter")


def a_document_made_from(document):
    with transaction():
        row = session.get(Document, document.id)
        row.source_id = row.id  # enough for the rule: it names another document
    return row


def test_the_pages_lead_through_it(build, document):
    person = build.member(document.project, Role.AUTHOR)
    client = build.sign_in(person)
    page = client.get(f"/documents/{document.id}/versions").text
    assert "Try out a change" in page
    answer = client.post(f"/documents/{document.id}/alternatives", data={"name": ""})
    assert answer.status_code == 422
    answer = client.post(
        f"/documents/{document.id}/alternatives", data={"name": "Earlier surgery"}
    )
    assert answer.status_code == 303
    [branch] = branches_of(document)
    page = client.get(answer.location).text
    assert "Alternative draft, version 1" in page
    assert "Earlier surgery" in page
    assert "Approval" not in page
    item = section_called(branch.document, "Scope")
    client.post(
        f"/sections/{item.section.id}",
        data={"source": item.revision.source.replace("children", "infants"),
              "base": item.revision.id},
    )  # fmt: skip
    page = client.get(f"/documents/{branch.document_id}/alternative").text
    assert "The main text has not changed there." in page
    session.expire_all()
    [step] = takeover_of(branch).steps
    answer = client.post(
        f"/documents/{branch.document_id}/take-over", data={"section": step.key},
        follow_redirects=True,
    )  # fmt: skip
    assert "Taken over into the main text as version 2." in answer.text
    page = client.get(f"/documents/{document.id}/versions").text
    assert "From the alternative draft “Earlier surgery”" in page
    page = client.get(f"/documents/{branch.document_id}/blame").text
    assert "The main text as of version 1" in page
    assert client.get(f"/documents/{document.id}/alternative").status_code == 303
    assert client.post(f"/documents/{document.id}/put-aside").status_code == 409


def update(author, branch):
    with transaction():
        return update_branch(author, branch)


def test_what_is_new_in_the_main_text_is_brought_in(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "about children", "about infants")
    write(author, document, "Scope", "not about adults", "not about grown-ups")
    write(author, document, "Airway", "anaesthetist sees", "senior anaesthetist sees")
    done = update(author, branch)

    mine = text(branch.document)
    assert "about infants" in mine
    assert "not about grown-ups" in mine
    assert "senior anaesthetist sees" in mine
    assert done.left == ()
    assert "about infants" not in text(document)
    changed = changes_of(branch).of_kind(SectionKind.CHANGED)
    assert [change.part.title for change in changed] == ["Scope"]
    [step] = takeover_of(branch).steps
    assert step.kind is StepKind.WRITTEN
    take(author, branch)
    assert text(document) == mine


def test_the_same_place_stays_and_is_decided_at_the_end(author, document):
    branch = begin(author, document)
    write(author, branch.document, "Scope", "about children", "about infants")
    write(author, document, "Scope", "about children", "about young people")
    write(author, document, "Airway", "anaesthetist sees", "senior anaesthetist sees")
    done = update(author, branch)

    assert [step.title for step in done.left] == ["Scope"]
    assert "about infants" in text(branch.document)
    assert "senior anaesthetist sees" in text(branch.document)
    assert len(take(author, branch).clashes) == 1
    assert "about young people" in text(document)


def test_sections_come_go_and_move_with_the_main_text(author, document):
    branch = begin(author, document)
    with transaction():
        service.add_section(author, document, source="# Methods\n\nAs usual.\n")
        service.remove_section(author, section_called(document, "Follow-up").section)
        to_the_front(author, section_called(document, "Airway"))
    update(author, branch)

    assert text(branch.document) == text(document)
    assert takeover_of(branch).steps == []
    assert changes_of(branch).is_same
    write(author, branch.document, "Methods", "# Methods", "# Methods and people")
    [step] = takeover_of(branch).steps
    assert step.kind is StepKind.WRITTEN


def test_what_both_changed_alike_makes_no_version(author, document):
    branch = begin(author, document)
    for one in (branch.document, document):
        write(author, one, "Scope", "about children", "about infants")
    before = queries.current_version(branch.document).number
    assert update(author, branch).version is None
    assert queries.current_version(branch.document).number == before
    assert takeover_of(branch).steps == []
    with pytest.raises(Conflict, match="has not changed since"):
        update(author, branch)


def test_the_page_offers_what_is_new(build, author, document):
    client = build.client(document.project, Role.AUTHOR)
    branch = begin(author, document)
    path = f"/documents/{branch.document_id}"
    assert "The main text has moved on" not in client.get(f"{path}/alternative").text
    write(author, document, "Scope", "about children", "about young people")
    assert "The main text has moved on" in client.get(f"{path}/alternative").text
    answer = client.post(f"{path}/bring-up-to-date")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "brought up to date with version 2" in page
    assert "The main text has moved on" not in page
    assert client.post(f"{path}/bring-up-to-date").status_code == 409
    assert client.post(f"/documents/{document.id}/bring-up-to-date").status_code == 409
    reviewer = build.client(document.project, Role.REVIEWER)
    assert reviewer.post(f"{path}/bring-up-to-date").status_code == 403
