"""Kinds, who sees to a comment, closing, rounds, blocks, whole documents, mentions, news."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.reviews import queries, service
from guidelines.reviews.models import ReviewRound
from guidelines.reviews.queries.seen import unread
from guidelines.reviews.routes.slots import needs
from guidelines.reviews.rules import CommentKind, Decision, Handling, Standing, ThreadState
from guidelines.reviews.rules.mentions import mentioned
from guidelines.reviews.rules.rounds import RoundKind
from guidelines.reviews.rules.vocabulary import (
    CLOSED,
    DISPOSITIONS,
    OPEN,
    UNRESOLVED,
    disposition_code,
)
from guidelines.reviews.service.answering import answer_with_version
from tests.drafts.build import a_document, save, section_called
from tests.journeys.pages import letters_to
from tests.reviews.build import a_thread, resolve, vote_on

REFUSED = (DatabaseError, Conflict)
FHIR_STATUS = {
    "submitted", "triaged", "waiting-for-input", "resolved-no-change", "resolved-change-required",
    "deferred", "duplicate", "applied", "published", "entered-in-error",
}  # fmt: skip
FHIR_DISPOSITION = {
    "unresolved", "not-persuasive", "persuasive", "persuasive-with-modification",
    "not-persuasive-with-modification",
}  # fmt: skip


def sort(actor, thread, **given):
    with transaction():
        service.sort_comment(actor, thread, **{"kind": CommentKind.TYPO, **given})


def close(actor, thread, status=Handling.APPLIED):
    with transaction():
        service.close_comment(actor, thread, status=status)


def in_a_round(document, actor, thread):
    """Make a thread part of a review."""
    with transaction():
        row = ReviewRound(
            network_id=document.network_id, project_id=document.project_id,
            document_id=document.id, version_id=current_version(document).id,
            kind=RoundKind.INTERNAL, title="Review", person_id=actor.person_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        thread.round_id = row.id
    return row


def letters_about(app, person, thread):
    """Return the letters to a person that lead to a thread."""
    found = letters_to(app.extensions["settings"], person.email)
    return [letter for letter in found if f"/threads/{thread.id}" in letter]


def test_the_words_are_those_of_hl7():
    assert {one.value for one in Handling} == FHIR_STATUS
    assert {UNRESOLVED, *DISPOSITIONS.values()} == FHIR_DISPOSITION
    assert set(DISPOSITIONS) == set(Decision)
    assert set(OPEN) | set(CLOSED) == set(Handling)
    assert disposition_code(None) == "unresolved"


@pytest.mark.parametrize(
    ("decision", "then", "changed", "status"),
    [
        (Decision.ACCEPTED, None, False, Handling.TO_CHANGE),
        (Decision.ACCEPTED, None, True, Handling.APPLIED),
        (Decision.NOT_ACCEPTED, None, False, Handling.NO_CHANGE),
        (Decision.NOT_ACCEPTED_BUT_CHANGED, None, False, Handling.TO_CHANGE),
        (Decision.ACCEPTED, Handling.DEFERRED, False, Handling.DEFERRED),
    ],
)
def test_an_answer_says_what_is_still_to_do(build, decision, then, changed, status):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("children", "all children"))
    if changed:
        with transaction():
            answer_with_version(author, thread, current_version(document))
    with transaction():
        service.resolve_comment(author, thread, decision=decision, response="So.", status=then)

    assert thread.status is status
    assert (thread.decision, thread.response) == (decision, "So.")
    if status is Handling.TO_CHANGE:
        with transaction():
            answer_with_version(author, thread, current_version(document))
        assert thread.status is Handling.APPLIED


def test_a_comment_outside_of_a_review_can_simply_be_closed_and_reopened(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)
    close(author, thread)
    assert (thread.state, thread.answer) == (ThreadState.ANSWERED, None)
    with transaction():
        service.reopen_comment(author, thread, body="Not yet.")

    assert (thread.state, thread.status) == (ThreadState.OPEN, Handling.TRIAGED)


@pytest.mark.parametrize("status", [one for one in Handling if one is not Handling.SUBMITTED])
def test_a_comment_of_a_review_needs_an_answer_to_be_closed(build, status):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)
    in_a_round(document, author, thread)

    with pytest.raises(Invalid):
        close(author, thread, status)
    if not status.is_open:
        change = f"UPDATE comment_thread SET state = 'answered', status = '{status}'"
        with pytest.raises(REFUSED), transaction():
            session.execute(sql(change))
    resolve(author, thread)
    assert thread.state is ThreadState.ANSWERED


@pytest.mark.parametrize(
    "change",
    [
        "state = 'answered'",
        "status = 'applied'",
        "response = 'x'",
        "decision = 'accepted'",
        "due_on = '2026-01-01'",
        "status = 'nonsense'",
        "kind = 'nonsense'",
        "number = 0",
    ],
)
def test_the_database_keeps_contradictions_out(build, change):
    document = a_document(build)
    a_thread(build.actor(document.project, Role.AUTHOR), document)

    with pytest.raises(REFUSED), transaction():
        session.execute(sql(f"UPDATE comment_thread SET {change}"))


def test_somebody_is_put_in_charge_and_told_and_reminded_on_the_first_page(app, build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    person = build.member(document.project, Role.REVIEWER)
    thread = a_thread(author, document)
    sort(
        author, thread, assignee_id=person.id, due_on=date(2026, 3, 1),
        kind=CommentKind.EVIDENCE, status=Handling.WAITING,
    )  # fmt: skip
    while work_once():
        pass

    assert (thread.kind, thread.status) == (CommentKind.EVIDENCE, Handling.WAITING)
    [letter] = letters_about(app, person, thread)
    assert "Why?" not in letter
    with app.test_request_context():
        [need] = [one for one in needs(actor_for(person.id)) if "See to" in one["text"]]
    assert (need["text"], need["urgent"]) == ("See to comment 1 on Safe airway", True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"assignee_id": "nobody"}, "assignee"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"status": Handling.APPLIED}, "status"),
    ],
)
def test_what_cannot_be_is_said(build, given, field):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)

    with pytest.raises(Invalid) as wrong:
        sort(author, thread, **given)
    assert field in wrong.value.errors


def test_comments_are_counted_by_document(build):
    document, other = a_document(build), a_document(build)
    numbers = [a_thread(build.actor(document.project, Role.AUTHOR), document).number for _ in "12"]

    assert numbers == [1, 2]
    assert a_thread(build.actor(other.project, Role.AUTHOR), other).number == 1


def test_a_comment_on_a_paragraph_follows_it_whatever_becomes_of_its_words(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    block = next(one for one in queries.blocks_of(item.revision) if "children" in one.plain)
    with transaction():
        thread = service.make_comment(
            author, item.section, body="Too short.", about=service.About(block_id=block.id)
        )
    assert thread.annotation.is_block
    save(
        author, item, item.revision.source.replace("This guideline is about children", "For kids")
    )

    stood = queries.Places(current_version(document)).of([thread])[thread.id]
    assert stood.standing is Standing.REWORDED
    assert "For kids" in stood.exact


def test_a_passage_follows_its_paragraph_into_another_section(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    words = "A long paragraph of its own that says who this is for and who it is not for."
    save(author, item, f"{item.revision.source}\n\n{words}\n")
    thread = a_thread(author, document, quote="who this is for")
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace(words, ""))
    other = section_called(document, "Follow-up")
    save(author, other, f"{other.revision.source}\n\n{words}\n")

    stood = queries.Places(current_version(document)).of([thread])[thread.id]
    assert (stood.standing, stood.section_id) == (Standing.MOVED, other.section.id)
    browser = build.client(document.project, Role.AUTHOR)
    assert f'id="thread-{thread.id}"' in browser.get(f"/sections/{other.section.id}").text
    assert f'id="thread-{thread.id}"' not in browser.get(f"/sections/{item.section.id}").text


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside_them(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    save(author, item, "# Scope\n\nAdults: give 10 mg daily. Children: give 10 mg weekly.\n")
    about = service.About(quote="10 mg", before="Children: give", after=" weekly")
    with transaction():
        thread = service.make_comment(author, item.section, body="Sure?", about=about)

    assert thread.annotation.prefix.endswith("Children: give ")


def test_a_comment_on_the_whole_document_needs_no_section(build):
    document = a_document(build)
    browser = build.client(document.project, Role.AUTHOR)
    browser.post(
        f"/documents/{document.id}/comments", data={"body": "Too long.", "kind": "question"}
    )
    [thread] = queries.threads_of(document, build.actor(document.project, Role.AUTHOR))

    assert (thread.section_id, thread.kind) == (None, CommentKind.QUESTION)
    page = browser.get(f"/documents/{document.id}/comments").text
    assert "On the whole document" in page
    assert browser.get(f"/threads/{thread.id}").status_code == 200
    assert browser.get(f"/documents/{document.id}/comments?kind=typo").text.count("Too long.") == 0


def test_who_is_spoken_to_gets_one_letter_without_the_words(app, build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    person = build.member(document.project, Role.REVIEWER)
    thread = a_thread(author, document, body=f"What do you say, @{person.name}? @nobody")
    while work_once():
        pass

    [letter] = letters_about(app, person, thread)
    assert "What do you say" not in letter
    assert [one.person_id for one in thread.comments[0].mentions] == [person.id]
    with app.test_request_context():
        texts = [one["text"] for one in needs(actor_for(person.id))]
    assert "You are spoken to in comment 1 on Safe airway" in texts


def test_a_vote_keeps_the_letter_from_the_panel(app, build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    inside = build.member(document.project, Role.REVIEWER)
    votes = build.member(document.project, Role.REVIEWER, Role.PANELIST)
    vote_on(build, document)
    body = f"@{inside.name} and @{votes.name}"
    thread = a_thread(author, document, "Airway", body=body, key="rec-airway")
    while work_once():
        pass

    assert len(letters_about(app, inside, thread)) == 1
    assert letters_about(app, votes, thread) == []
    with app.test_request_context():
        assert needs(actor_for(votes.id)) == []


def test_news_are_marked_until_they_are_read(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    person = build.member(document.project, Role.AUTHOR)
    reader = actor_for(person.id)
    thread = a_thread(author, document)
    assert unread(reader, [thread]) == {thread.id}
    assert unread(author, [thread]) == frozenset()
    with transaction():
        service.mark_seen(reader, thread)
    assert unread(reader, [thread]) == frozenset()
    with transaction():
        service.reply_to_comment(author, thread, body="More.")

    assert unread(reader, [thread]) == {thread.id}
    browser = build.client(document.project, Role.AUTHOR)
    assert "has news for you" in browser.get(f"/documents/{document.id}/comments").text
    assert "Mark as read" in browser.get(f"/threads/{thread.id}").text
    browser.post(f"/threads/{thread.id}/seen")
    assert "Mark as read" not in browser.get(f"/threads/{thread.id}").text
    assert "has news for you" not in browser.get(f"/documents/{document.id}/comments").text


def test_who_only_reads_enters_nothing_for_others(build):
    document = a_document(build)
    reviewer = build.actor(document.project, Role.REVIEWER)
    browser = build.client(document.project, Role.REVIEWER)
    data = {"kind": "phone", "organisation": "X", "received_on": "2026-03-01", "note": "n"}

    assert browser.post(f"/documents/{document.id}/comments/letters", data=data).status_code == 403
    with pytest.raises(NotAllowed):
        sort(reviewer, a_thread(reviewer, document))


NAMES = {"1": "Ada Park", "2": "Ada Parker", "3": "Bo", "4": "Zoë O’Neil"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("@Ada Park, look", ["1"]),
        ("@ada  parker look", ["2"]),
        ("@Bo @Ada Park", ["3", "1"]),
        ("mail bo@Bo.org", []),
        ("@Bob", []),
        ("Bo", []),
        ("@Zoë O’Neil!", ["4"]),
        ("(@Bo)", ["3"]),
    ],
)
def test_an_at_before_a_whole_name_speaks_to_somebody(body, found):
    assert mentioned(body, NAMES) == found


@given(st.text(), st.dictionaries(st.text(min_size=1), st.text(), max_size=3))
def test_only_people_of_the_list_are_spoken_to(body, people):
    assert set(mentioned(body, people)) <= set(people)
