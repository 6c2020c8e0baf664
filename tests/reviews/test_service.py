"""Who may comment, reply, answer and reopen, in which state, and what a vote closes."""

from contextlib import nullcontext

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version
from guidelines.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.reviews import queries, service
from guidelines.reviews.models import CommentThread
from guidelines.reviews.rules import Decision, Standing, ThreadState
from tests.drafts.build import TEXT, a_document, save, section_called
from tests.reviews.build import a_thread, resolve, vote_on

SPEAKERS = {
    Role.CHAIR,
    Role.AUTHOR,
    Role.METHODOLOGIST,
    Role.FACILITATOR,
    Role.REVIEWER,
    Role.APPROVER,
}
AUTHORS = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}


@pytest.mark.parametrize("state", list(ThreadState))
@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_may_do_what_when(build, role, state):
    document = a_document(build)
    project = document.project
    author = build.actor(project, Role.AUTHOR)
    actor = build.actor(project, role) if role else build.actor(build.project(), Role.CHAIR)
    is_open = state is ThreadState.OPEN
    things = {
        "make": (SPEAKERS, True, Conflict),
        "reply": (SPEAKERS, is_open, Conflict),
        "resolve": (AUTHORS, is_open, IllegalTransition),
        "reopen": (SPEAKERS, not is_open, IllegalTransition),
    }
    for thing, (allowed, possible, refusal) in things.items():
        thread = a_thread(author, document)
        if not is_open:
            resolve(author, thread)
        before = len(audit.history(project.id))

        error = NotAllowed if role not in allowed else None if possible else refusal
        with nullcontext() if error is None else pytest.raises(error), transaction():
            match thing:
                case "make":
                    service.make_comment(actor, thread.section, body="New")
                case "reply":
                    service.reply_to_comment(actor, thread, body="More")
                case "resolve":
                    service.resolve_comment(
                        actor, thread, decision=Decision.ACCEPTED, response="Done."
                    )
                case "reopen":
                    service.reopen_comment(actor, thread, body="Not yet")

        assert len(audit.history(project.id)) - before == (error is None), thing


def test_a_passage_is_kept_with_its_surroundings(build):
    document = a_document(build)
    reviewer = build.actor(document.project, Role.REVIEWER)

    thread = a_thread(reviewer, document, quote="  about\n children ")

    kept = thread.annotation
    assert kept is not None
    assert (kept.exact, kept.prefix, kept.suffix) == (
        "about children",
        "This guideline is ",
        ".",
    )
    assert (kept.start, kept.stop) == (18, 32)
    assert thread.version == 1


@pytest.mark.parametrize(
    ("title", "quote", "key"),
    [
        ("Airway", "an anaesthetist sees the child", "rec-airway"),
        ("Airway", "the airway may be difficult", "rec-airway"),
        ("Airway", "Airway", ""),
        ("Follow-up", "See the family", ""),
    ],
)
def test_a_passage_knows_its_recommendation(build, title, quote, key):
    document = a_document(build)
    reviewer = build.actor(document.project, Role.REVIEWER)

    assert a_thread(reviewer, document, title, quote=quote).recommendation_key == key


@pytest.mark.parametrize(
    ("values", "wrong", "words"),
    [
        ({"body": " "}, "body", "Write what"),
        ({"body": "x" * 8001}, "body", "8000"),
        ({"quote": "about nobody"}, "quote", "not in the section"),
        ({"quote": "children. It is not"}, "quote", "not in the section"),
        ({"quote": "about"}, "quote", "2 times"),
        ({"quote": "x" * 2001}, "quote", "shorter"),
        ({"key": "rec-airway"}, "key", "of this section"),
        ({"key": "rec-none"}, "key", "of this section"),
    ],
)
def test_a_comment_must_find_its_place(build, values, wrong, words):
    document = a_document(build)
    reviewer = build.actor(document.project, Role.REVIEWER)

    with pytest.raises(Invalid) as caught:
        a_thread(reviewer, document, **values)

    assert set(caught.value.errors) == {wrong}
    assert words in caught.value.errors[wrong]
    assert queries.open_threads(document) == 0


@pytest.mark.parametrize(
    ("before", "after", "standing"),
    [
        ("", "", Standing.THERE),
        ("not about adults", "not about grown-ups", Standing.THERE),
        ("about children.", "about children and babies.", Standing.THERE),
        ("This guideline", "First of all, this guideline", Standing.THERE),
        ("about children.", "about babies.", Standing.REWORDED),
        ("This guideline is about children.", "Nothing else is said.", Standing.DETACHED),
    ],
)
def test_a_passage_follows_the_text_or_says_that_it_cannot(build, before, after, standing):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document, quote="about children")
    item = section_called(document, "Scope")
    if before:
        save(author, item, item.revision.source.replace(before, after))

    stood = queries.Places(current_version(document)).of([thread])[thread.id]

    assert stood.standing is standing
    assert (stood.section_id is None) == (standing is Standing.DETACHED)


def test_an_answer_stays_when_its_thread_is_reopened(build):
    document = a_document(build)
    author, reviewer = (build.actor(document.project, r) for r in (Role.AUTHOR, Role.REVIEWER))
    thread = a_thread(reviewer, document)
    resolve(author, thread, "First answer.")
    assert queries.open_threads(document) == 0

    with transaction():
        service.reopen_comment(reviewer, thread, body="Still unclear.")
    assert queries.open_threads(document) == 1
    assert thread.answer is None
    resolve(author, thread, "Second answer.")

    [found] = queries.threads_of(document, reviewer)
    assert [one.response for one in found.answers] == ["First answer.", "Second answer."]
    assert found.answer.response == "Second answer."
    assert [one.body for one in found.comments] == ["Why?", "Still unclear."]


@pytest.mark.parametrize("response", ["", " ", "x" * 8001])
def test_an_answer_needs_a_response(build, response):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)

    with pytest.raises(Invalid) as caught:
        resolve(author, thread, response)

    assert set(caught.value.errors) == {"response"}
    assert queries.open_threads(document) == 1


def test_a_vote_closes_named_discussion_to_the_panel_only(build):
    document = a_document(build)
    project = document.project
    author = build.actor(project, Role.AUTHOR)
    voter = build.actor(project, Role.AUTHOR, Role.PANELIST)
    threads = {
        "passage": a_thread(author, document, "Airway", quote="sees the child first"),
        "recommendation": a_thread(author, document, "Airway", key="rec-airway"),
        "its section": a_thread(author, document, "Airway"),
        "elsewhere": a_thread(author, document, "Scope"),
    }
    assert len(queries.threads_of(document, voter)) == 4

    vote_on(build, document)

    assert [one.id for one in queries.threads_of(document, voter)] == [threads["elsewhere"].id]
    assert len(queries.threads_of(document, author)) == 4
    for place in ("passage", "recommendation", "its section"):
        with pytest.raises(NotAllowed), transaction():
            service.reply_to_comment(voter, threads[place], body="I think")
        with pytest.raises(NotAllowed), transaction():
            service.resolve_comment(
                voter, threads[place], decision=Decision.ACCEPTED, response="Yes."
            )
    for place in ({"quote": "sees the child first"}, {"key": "rec-airway"}, {}):
        with pytest.raises(NotAllowed):
            a_thread(voter, document, "Airway", **place)
    a_thread(voter, document, "Scope")
    a_thread(author, document, "Airway", key="rec-airway")


def test_hostile_words_are_kept_as_words(build):
    document = a_document(build, source=TEXT.replace("adults", "adults \\<script\\> ½ 👩‍⚕️ ok"))
    reviewer = build.actor(document.project, Role.REVIEWER)

    thread = a_thread(reviewer, document, quote="👩‍⚕️ ok", body="<script>alert(1)</script>")

    assert thread.annotation.exact == "👩‍⚕️ ok"
    assert thread.comments[0].body == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE comment SET body = 'x'",
        "DELETE FROM comment",
        "UPDATE thread_answer SET response = 'x'",
        "DELETE FROM thread_answer",
        "UPDATE annotation SET exact = 'x'",
        "UPDATE comment_thread SET version = 0",
    ],
)
def test_the_database_keeps_what_was_said(build, statement):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    resolve(author, a_thread(author, document, quote="about children"))

    with pytest.raises((DatabaseError, Conflict)), transaction():
        session.execute(sql(statement))
    assert session.get(CommentThread, queries.threads_of(document, author)[0].id).version == 1
