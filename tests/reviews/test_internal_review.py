"""An internal review: members are asked, comment beside the text, and say when they are done."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from guidelines import db
from guidelines.accounts.models import Person
from guidelines.db import now, session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.reviews.models import ReviewRound, Submission
from guidelines.reviews.rules.rounds import ReviewMove, ReviewState, RoundKind, SubmissionState
from guidelines.reviews.service import inviting, rounds
from guidelines.reviews.service.moving import move_round
from tests.drafts.build import a_document
from tests.reviews.build import a_thread
from tests.reviews.rounds import a_round, letters, opened, work


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def chair(build, document):
    return build.actor(document.project, Role.CHAIR)


@pytest.fixture
def reviewer(build, document):
    return build.member(document.project, Role.REVIEWER)


@pytest.fixture
def round_(build, document, chair, reviewer):
    found = a_round(build, document, RoundKind.INTERNAL, chair=chair)
    with transaction():
        inviting.invite_member(chair, found, person_id=reviewer.id)
    return found


def test_comments_of_those_who_were_asked_belong_to_the_round(
    build, document, chair, reviewer, round_
):
    before = a_thread(actor_for(reviewer.id), document)
    assert before.round_id is None
    opened(build, round_, chair)
    inside = a_thread(actor_for(reviewer.id), document, body="Too short.")
    beside = a_thread(build.actor(document.project, Role.AUTHOR), document, body="Mine.")
    assert (inside.round_id, beside.round_id) == (round_.id, None)
    work()
    assert any("you are asked to review" in one for one in letters(reviewer.email))
    client = build.sign_in(reviewer)
    page = client.get(f"/reviews/{round_.id}")
    assert "You are asked to review" in page.text
    done = client.post(f"/reviews/{round_.id}/finished", follow_redirects=True)
    assert "The chair sees that you are finished" in done.text
    assert session.scalar(select(Submission)).state is SubmissionState.TAKEN
    assert re.search(r"has answered", client.get(f"/reviews/{round_.id}").text)


def test_who_was_not_asked_cannot_finish(build, document, chair, round_):
    opened(build, round_, chair)
    other = build.sign_in(build.member(document.project, Role.AUTHOR))
    assert other.post(f"/reviews/{round_.id}/finished").status_code == 422
    stranger = build.sign_in(build.person())
    assert stranger.get(f"/reviews/{round_.id}").status_code == 404


def test_only_chair_and_facilitator_steer(build, document, chair, round_):
    for role in (Role.AUTHOR, Role.METHODOLOGIST, Role.REVIEWER, Role.PANELIST, Role.OBSERVER):
        actor = build.actor(document.project, role)
        with pytest.raises(NotAllowed), transaction():
            move_round(actor, round_, ReviewMove.PLAN)
    facilitator = build.actor(document.project, Role.FACILITATOR)
    with transaction():
        move_round(facilitator, round_, ReviewMove.PLAN)
    assert session.get(ReviewRound, round_.id).state is ReviewState.PLANNED


def test_nobody_is_asked_twice_and_nobody_from_elsewhere(build, chair, reviewer, round_):
    with pytest.raises(Invalid, match="invited already"), transaction():
        inviting.invite_member(chair, round_, person_id=reviewer.id)
    stranger = build.person()
    with pytest.raises(Invalid, match="Choose a member"), transaction():
        inviting.invite_member(chair, round_, person_id=stranger.id)


def asked(address):
    return [one for one in letters(address) if one.startswith("You are asked to review")]


@pytest.fixture
def clock(monkeypatch):
    """Return a function that turns the clock of rounds and jobs forward."""
    ahead = [timedelta(0)]

    def turned():
        return db.now() + ahead[0]

    for module in (
        "guidelines.jobs.outbox",
        "guidelines.reviews.service.rounds",
        "guidelines.reviews.jobs.dates",
    ):
        monkeypatch.setattr(f"{module}.now", turned)

    def turn(**by):
        ahead[0] += timedelta(**by)

    return turn


def test_it_opens_reminds_and_closes_by_its_days_without_anybody(
    build, document, chair, reviewer, round_, clock
):
    today = now().date()
    with transaction():
        held = session.get(ReviewRound, round_.id)
        held.opens_on, held.closes_on = today + timedelta(days=2), today + timedelta(days=16)
    with transaction():
        move_round(chair, round_, ReviewMove.PLAN)
    state = lambda: session.get(ReviewRound, round_.id, populate_existing=True).state  # noqa: E731
    while work_once():
        pass
    assert state() is ReviewState.PLANNED
    assert asked(reviewer.email) == []
    clock(days=2)
    while work_once():
        pass
    assert state() is ReviewState.OPEN
    assert len(asked(reviewer.email)) == 1
    clock(days=8)  # a week before its end
    while work_once():
        pass
    assert [one for one in letters(reviewer.email) if one.startswith("A reminder")]
    clock(days=6)  # its last day
    while work_once():
        pass
    clock(days=2)
    while work_once():
        pass
    assert state() is ReviewState.CLOSED
    assert len([one for one in letters(reviewer.email) if one.startswith("A reminder")]) == 2


def test_the_days_are_those_of_the_project(build, document, round_):
    with transaction():
        session.get(type(document.project), document.project_id).time_zone = "Pacific/Auckland"
        held = session.get(ReviewRound, round_.id)
        held.opens_on, held.closes_on = (
            now().date().replace(month=1, day=1),
            now().date().replace(month=1, day=31),
        )
    held = session.get(ReviewRound, round_.id)
    assert held.opens_at.utcoffset() == timedelta(hours=13)  # summer there
    assert held.closes_at - held.opens_at == timedelta(days=31)


def test_an_opened_round_keeps_what_it_asks(build, document, chair, round_):
    opened(build, round_, chair)
    client = build.sign_in(_person(chair))
    refused = client.post(f"/reviews/{round_.id}/edit", data={"title": "Other", "version": "1"})
    assert refused.status_code == 409
    later = (now().date() + timedelta(days=30)).isoformat()
    moved = client.post(f"/reviews/{round_.id}/last-day", data={"closes_on": later})
    assert moved.status_code == 303
    assert session.get(ReviewRound, round_.id).closes_on.isoformat() == later


def _person(actor):
    return session.get(Person, actor.person_id)


def test_reminders_go_out_once_a_day(build, document, chair, reviewer, round_):
    opened(build, round_, chair)
    work()
    with transaction():
        rounds.remind(chair, round_)
    work()
    with pytest.raises(Conflict, match="reminded today"), transaction():
        rounds.remind(chair, round_)
    assert len([one for one in letters(reviewer.email) if one.startswith("A reminder")]) == 1


def test_the_form_prepares_a_round(build, document, chair):
    client = build.sign_in(_person(chair))
    for kind in RoundKind:
        page = client.get(f"/documents/{document.id}/reviews/new?kind={kind}")
        assert page.status_code == 200
    bad = client.post(
        f"/documents/{document.id}/reviews",
        data={"kind": "public", "title": "", "opens_on": "soon", "introduction": "Keep me."},
    )
    assert bad.status_code == 422
    assert "Keep me." in bad.text
    wrong = {"kind": "public", "title": "C", "opens_on": "2026-05-02", "closes_on": "2026-05-01"}
    assert "before the first" in client.post(
        f"/documents/{document.id}/reviews", data=wrong
    ).text  # fmt: skip
    made = client.post(
        f"/documents/{document.id}/reviews",
        data={"kind": "public", "title": "C", "questions": "One?\n\nTwo?\n", "anyone": "yes"},
        follow_redirects=True,
    )
    assert "The round is prepared" in made.text
    assert session.scalar(select(ReviewRound)).questions == ["One?", "Two?"]
    assert "C" in client.get(f"/documents/{document.id}/reviews").text
