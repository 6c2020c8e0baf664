"""Letters about what is new: as often as each person wants, and never more than they may know."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from guidelines import db
from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.reviews import service
from guidelines.reviews.models import DigestSetting
from guidelines.reviews.queries.news import rhythm_of
from guidelines.reviews.routes.needs import reviews_needed
from guidelines.reviews.rules.rhythm import next_letter
from guidelines.reviews.rules.rounds import Rhythm, RoundKind
from guidelines.reviews.service import inviting
from guidelines.reviews.service.digests import choose_rhythm, stop_token
from tests.drafts.build import a_document
from tests.reviews.build import a_thread, resolve, vote_on
from tests.reviews.rounds import SOMEBODY, a_round, come_in, letters, opened, work

MONDAY = datetime(2026, 6, 1, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "moment", "due"),
    [
        (Rhythm.AT_ONCE, MONDAY, MONDAY.replace(hour=6, minute=0)),
        (Rhythm.AT_ONCE, MONDAY.replace(minute=55), MONDAY.replace(hour=6, minute=0)),
        (Rhythm.DAILY, MONDAY, MONDAY.replace(hour=6, minute=0)),
        (Rhythm.DAILY, MONDAY.replace(hour=6), datetime(2026, 6, 2, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, MONDAY, MONDAY.replace(hour=6, minute=0)),
        (Rhythm.WEEKLY, MONDAY.replace(hour=6), datetime(2026, 6, 8, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 6, 7, 12, tzinfo=UTC), datetime(2026, 6, 8, 6, tzinfo=UTC)),
    ],
)
def test_when_the_next_letter_goes_out(rhythm, moment, due):
    assert next_letter(rhythm, moment) == due


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def later(monkeypatch):
    """Return a function that lets the jobs of the next days run."""
    ahead = [timedelta(0)]
    for module in ("guidelines.jobs.outbox", "guidelines.reviews.jobs.digests"):
        monkeypatch.setattr(f"{module}.now", lambda: db.now() + ahead[0])

    def run(**by):
        work()
        ahead[0] += timedelta(**by)
        work()

    return run


def told(person):
    return [one for one in letters(person.email) if one.startswith("What is new")]


def prefer(person, rhythm):
    with transaction():
        choose_rhythm(person.id, rhythm)


def test_each_person_is_told_as_often_as_they_want(build, document, later):
    people = {rhythm: build.member(document.project, Role.AUTHOR) for rhythm in Rhythm}
    for rhythm, person in people.items():
        prefer(person, rhythm)
    usual = build.member(document.project, Role.AUTHOR)
    stranger = build.person()
    a_thread(build.actor(document.project, Role.REVIEWER), document, body="Private words.")
    later(minutes=6)
    counts = lambda: {rhythm: len(told(person)) for rhythm, person in people.items()}  # noqa: E731
    assert counts() == {
        Rhythm.AT_ONCE: 1, Rhythm.DAILY: 0, Rhythm.WEEKLY: 0, Rhythm.NEVER: 0
    }  # fmt: skip
    later(days=1)
    assert counts()[Rhythm.DAILY] == 1
    assert len(told(usual)) == 1  # daily, unless somebody chose
    later(days=7)
    assert counts() == {
        Rhythm.AT_ONCE: 1, Rhythm.DAILY: 1, Rhythm.WEEKLY: 1, Rhythm.NEVER: 0
    }  # fmt: skip
    assert told(stranger) == []
    [letter] = told(usual)
    assert "Safe airway" in letter
    assert "Said in comments: 1" in letter
    assert "Private words." not in letter  # where, never what


def test_nothing_new_no_letter_and_what_was_seen_is_not_told(build, document, later):
    author = build.member(document.project, Role.AUTHOR)
    thread = a_thread(actor_for(author.id), document)  # their own
    later(days=1)
    assert told(author) == []
    resolve(build.actor(document.project, Role.CHAIR), thread)
    with transaction():
        service.mark_seen(actor_for(author.id), thread)
    later(days=1)
    assert told(author) == []


def test_what_a_vote_closes_is_not_told(build, document, later):
    person = build.member(document.project, Role.AUTHOR, Role.PANELIST)
    a_thread(build.actor(document.project, Role.REVIEWER), document, "Airway", key="rec-airway")
    vote_on(build, document)
    later(days=1)
    assert told(person) == []


def test_one_press_stops_the_letters(build, app, document, later):
    person = build.member(document.project, Role.AUTHOR)
    a_thread(build.actor(document.project, Role.REVIEWER), document)
    later(days=1)
    raw = next(
        one
        for path in (current().instance / "mail").glob("*.eml")
        if (one := message_from_bytes(path.read_bytes(), policy=default))["To"] == person.email
        and one["List-Unsubscribe"]
    )
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = raw["List-Unsubscribe"].strip("<>")
    path = address[address.index("/letters") :]
    program = app.test_client()
    assert person.id not in path
    assert program.get(path).status_code == 200
    assert rhythm_of(person.id) is Rhythm.DAILY  # looking alone stops nothing
    assert program.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert rhythm_of(person.id) is Rhythm.NEVER
    assert program.post("/letters/stop/nonsense").status_code == 410
    assert program.get(f"/letters/stop/{stop_token(current(), 'nobody')}").status_code == 410


def test_the_choice_is_on_the_profile(build, document):
    person = build.member(document.project, Role.AUTHOR)
    client = build.sign_in(person)
    assert "Letters about what is new" in client.get("/profile").text
    assert client.post("/letters", data={"rhythm": "weekly"}).status_code == 303
    assert session.get(DigestSetting, person.id).rhythm is Rhythm.WEEKLY
    assert client.post("/letters", data={"rhythm": "often"}).status_code == 422


def test_what_needs_me_names_the_review(build, app, document):
    chair = build.actor(document.project, Role.CHAIR)
    reviewer = build.member(document.project, Role.REVIEWER)
    round_ = a_round(build, document, RoundKind.INTERNAL, chair=chair)
    with transaction():
        inviting.invite_member(chair, round_, person_id=reviewer.id)
    with app.test_request_context():
        assert reviews_needed(actor_for(reviewer.id)) == []
    opened(build, round_, chair)
    with app.test_request_context():
        [need] = reviews_needed(actor_for(reviewer.id))
    assert need["text"].startswith("Review Safe airway until ")
    assert need["url"] == f"/reviews/{round_.id}"


def test_who_steers_is_told_of_answers_that_wait_once(build, app, document, later):
    chair = build.member(document.project, Role.CHAIR)
    author = build.member(document.project, Role.AUTHOR)
    round_ = opened(build, a_round(build, document, chair=actor_for(chair.id)))
    client = app.test_client()
    desk = client.post(
        f"/consultations/{round_.id}/begin", data={**SOMEBODY, "body": "Spam?"}
    ).location
    work()
    come_in(client, "rosa@example.org")
    client.post(f"{desk}/steps", data={"step": "send"})
    later(days=1)
    [letter] = told(chair)
    assert "answers that wait to be looked at: 1" in letter
    assert "Rosa" not in letter
    assert told(author) == []
    a_thread(actor_for(chair.id), document)  # their own words are no news
    later(days=1)
    assert len(told(chair)) == 1
