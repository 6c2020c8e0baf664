"""A consultation as people outside go through it: in a browser without scripts or an account."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from guidelines import db
from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Conflict
from guidelines.permissions import Role
from guidelines.reviews.models import CommentThread, Contributor, Remark, Submission
from guidelines.reviews.rules.rounds import REVIEW, ReviewMove, SubmissionState
from guidelines.reviews.service import inviting, rounds, taking
from guidelines.reviews.service.moving import STEPS, move_round
from tests.drafts.build import a_document, section_called
from tests.reviews.build import resolve, vote_on
from tests.reviews.rounds import SOMEBODY, a_round, come_in, letters, link_to, opened, work


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def chair(build, document):
    return build.actor(document.project, Role.CHAIR)


@pytest.fixture
def open_round(build, document, chair):
    return opened(build, a_round(build, document, chair=chair), chair)


def test_anybody_reads_it_and_nobody_before_it_is_planned(build, app, document, chair):
    round_ = a_round(build, document, chair=chair)
    client = app.test_client()
    page = f"/consultations/{round_.id}"
    assert client.get(page).status_code == 404
    opened(build, round_, chair)
    answer = client.get(page)
    assert answer.status_code == 200
    for words in ("Consultation 2026", "Tell us what you think.", "Is anything missing?",
                  "an anaesthetist sees the child first", "Begin your answer"):  # fmt: skip
        assert words in answer.text
    assert chair.name not in answer.text


def test_a_person_answers_on_a_phone_without_scripts(build, app, document, chair, open_round):
    client = app.test_client()
    section = section_called(document, "Airway").section.id
    start = f"/consultations/{open_round.id}/begin"
    form = client.get(f"{start}?section={section}")
    assert "This section as a whole" in form.text
    answer = client.post(
        start, data={**SOMEBODY, "section": section, "body": "Who sees the child at night?"}
    )
    assert answer.status_code == 303, answer.text
    desk = answer.location
    assert "Look at your mail" in client.get(desk).text
    # not sent before the address is proved
    refused = client.post(f"{desk}/steps", data={"step": "send"})
    assert refused.status_code == 422
    assert "First open the letter" in refused.text
    work()
    other = app.test_client()  # the letter is opened on another device
    assert come_in(other, "rosa@example.org") == desk
    added = other.post(f"{desk}/remarks", data={"question": "0", "body": "Dentists."})
    assert added.status_code == 303, added.text
    sent = other.post(f"{desk}/steps", data={"step": "send"}, follow_redirects=True)
    assert "Your answer is sent" in sent.text
    row = session.scalar(select(Submission))
    assert row.state is SubmissionState.WAITING
    assert session.scalar(select(CommentThread)) is None  # nobody has looked at it yet

    steering = build.sign_in(_person(chair))
    page = steering.get(f"/reviews/{open_round.id}")
    assert "To be looked at" in page.text
    assert "Who sees the child at night?" in steering.get(f"/submissions/{row.id}").text
    taken = steering.post(
        f"/submissions/{row.id}/decision", data={"decision": "take"}, follow_redirects=True
    )
    assert "The answer is taken up" in taken.text
    threads = session.scalars(select(CommentThread).order_by(CommentThread.number)).all()
    assert [one.comments[0].said_by for one in threads] == ["Rosa Field", "Rosa Field"]
    assert threads[0].section_id == section
    assert threads[0].round_id == open_round.id
    assert threads[0].submission_id == row.id
    assert threads[1].comments[0].body == "Is anything missing?\n\nDentists."
    work()
    assert any("has arrived" in one for one in letters("rosa@example.org"))


def _person(actor):
    return session.get(Person, actor.person_id)


def test_three_people_of_an_organisation_send_one_answer(build, app, document, chair):
    round_ = a_round(build, document, chair=chair, anyone=False)
    with transaction():
        inviting.invite_outside(
            chair, round_, name="Lea Head", email="lea@society.example", organisation="The Society"
        )
    work()
    assert letters("lea@society.example") == []  # nobody hears of it before it opens
    opened(build, round_, chair)
    work()
    assert app.test_client().get(f"/consultations/{round_.id}").status_code == 404  # by link only
    lead = app.test_client()
    desk = come_in(lead, "lea@society.example")
    section = section_called(document, "Scope").section.id
    for name in ("Ann", "Bob"):
        lead.post(
            f"{desk}/steps",
            data={"step": "invite", "name": name, "email": f"{name.lower()}@society.example"},
        )
    work()
    desks = {}
    for name, words in (("ann", "Say which children."), ("bob", "Name the age.")):
        client = app.test_client()
        desks[name] = (client, come_in(client, f"{name}@society.example"))
        assert lead.get(desks[name][1]).status_code == 410  # a desk opens by its own link only
        wrote = client.post(
            f"{desks[name][1]}/remarks",
            data={"section": section, "quote": "This guideline is about children.", "body": words},
        )
        assert wrote.status_code == 303, wrote.text
    client, ann = desks["ann"]
    assert "Name the age." not in client.get(ann).text  # colleagues see their own
    unsaid = client.post(f"{ann}/steps", data={"step": "finish"})
    assert unsaid.status_code == 422
    assert "Say what interests you have" in unsaid.text
    client.post(f"{ann}/steps", data={"step": "interests", "no_interests": "yes"})
    done = client.post(f"{ann}/steps", data={"step": "finish"}, follow_redirects=True)
    assert "Your lead sees that you have finished" in done.text
    assert client.post(f"{ann}/steps", data={"step": "send"}).status_code == 422

    lead.post(f"{desk}/remarks", data={"body": "A good text."})
    lead.post(f"{desk}/remarks", data={"body": "Rather not."})
    rows = {row.body: row.id for row in session.scalars(select(Remark))}
    left = lead.post(f"{desk}/remarks/{rows['Rather not.']}", data={"do": "leave-out"})
    assert left.status_code == 303
    both = [rows["Say which children."], rows["Name the age."]]
    shown = lead.post(f"{desk}/merge", data={"remarks": both})
    assert "Say which children.\n\nName the age." in shown.text
    lead.post(f"{desk}/merge", data={"remarks": both, "body": "Say which children: name the age."})
    assert lead.post(f"{desk}/steps", data={"step": "send"}).status_code == 422  # interests first
    lead.post(f"{desk}/steps", data={"step": "interests", "interests": "Paid by a foundation."})
    sent = lead.post(f"{desk}/steps", data={"step": "send"}, follow_redirects=True)
    assert "Your answer is sent" in sent.text
    threads = session.scalars(select(CommentThread)).all()
    said = {one.comments[0].body: one for one in threads}
    assert set(said) == {"Say which children: name the age.", "A good text."}
    merged = said["Say which children: name the age."]
    assert merged.comments[0].said_by == "The Society"
    assert merged.annotation.exact == "This guideline is about children."
    # nobody can add to what was sent
    late = client.post(f"{ann}/remarks", data={"body": "One more."})
    assert late.status_code == 422
    assert "This answer was sent" in late.text


def test_spam_is_held_back(build, app, open_round):
    client = app.test_client()
    start = f"/consultations/{open_round.id}/begin"
    trapped = client.post(start, data={**SOMEBODY, "website": "https://spam.example"})
    assert "Look at your mail" in trapped.text
    assert session.scalar(select(Submission)) is None
    for _number in range(4):
        client.post(start, data=SOMEBODY)
    tried = client.post(start, data=SOMEBODY)
    assert tried.status_code == 429
    page = build.sign_in(_person(build.actor(open_round.document.project, Role.CHAIR)))
    assert "Rosa Field" not in page.get(f"/reviews/{open_round.id}").text  # nothing is proved


def test_a_refused_answer_stays_and_its_sender_reads_why(build, app, chair, open_round):
    client = app.test_client()
    desk = client.post(
        f"/consultations/{open_round.id}/begin", data={**SOMEBODY, "body": "Buy pills."}
    ).location
    work()
    come_in(client, "rosa@example.org")
    client.post(f"{desk}/steps", data={"step": "send"})
    row = session.scalar(select(Submission))
    office = build.sign_in(_person(chair))
    silent = office.post(f"/submissions/{row.id}/decision", data={"decision": "refuse"})
    assert silent.status_code == 422
    office.post(
        f"/submissions/{row.id}/decision",
        data={"decision": "refuse", "reason": "This is an advertisement."},
    )
    work()
    assert any("This is an advertisement." in one for one in letters("rosa@example.org"))
    assert "This is an advertisement." in client.get(desk).text
    assert session.scalar(select(CommentThread)) is None


def test_a_link_opens_by_its_button_alone(app, build, open_round):
    client = app.test_client()
    desk = client.post(
        f"/consultations/{open_round.id}/begin", data={**SOMEBODY, "body": "Hello."}
    ).location
    work()
    scanner = app.test_client()
    assert scanner.get(link_to("rosa@example.org")).status_code == 200
    assert scanner.get(desk).status_code == 410
    assert session.scalar(select(Submission)).confirmed_at is None
    assert scanner.get("/consultations/link/nonsense").status_code == 410


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Write your name."),
        ({"email": "rosa"}, "Write a whole e-mail address"),
        ({"no_interests": ""}, "Say what interests you have"),
        ({"interests": "Shares"}, "Keep one."),
        ({"answering": "organisation"}, "Name the organisation"),
        ({"answering": "nobody"}, "Say whether you speak"),
        ({"body": "x", "section": "0" * 12}, "not in the text"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(app, open_round, change, words):
    typed = {**SOMEBODY, "body": "Keep me.", **change}
    answer = app.test_client().post(f"/consultations/{open_round.id}/begin", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalar(select(Submission)) is None


def test_the_public_reads_what_became_of_it(build, app, document, chair):
    round_ = opened(build, a_round(build, document, chair=chair, publish_answers=True), chair)
    section = section_called(document, "Airway").section.id
    for name, more in (("Rosa Field", {}), ("Nora Named", {"is_named": "yes"})):
        client = app.test_client()
        email = f"{name.split()[0].lower()}@example.org"
        desk = client.post(
            f"/consultations/{round_.id}/begin",
            data={**SOMEBODY, "name": name, "email": email, "section": section,
                  "key": "rec-airway", "body": f"Said by {email}.", **more},
        ).location  # fmt: skip
        work()
        come_in(client, email)
        client.post(f"{desk}/steps", data={"step": "send"})
    with transaction():
        for row in session.scalars(select(Submission)).all():
            taking.take_submission(chair, row)
    [thread, *_rest] = session.scalars(select(CommentThread).order_by(CommentThread.number)).all()
    resolve(chair, thread, "We changed the wording.")
    public = f"/consultations/{round_.id}"
    visitor = app.test_client()
    assert "We changed the wording." not in visitor.get(public).text  # while it is open
    with transaction():
        move_round(chair, round_, ReviewMove.CLOSE)
    office = build.sign_in(_person(chair))
    told = office.post(f"/reviews/{round_.id}/summary", data={"summary": "Two people answered."})
    assert told.status_code == 303
    page = visitor.get(public).text
    for words in ("Two people answered.", "We changed the wording.", "Nora Named", "A person",
                  "Said by rosa@example.org."):  # fmt: skip
        assert words in page
    assert "Rosa Field" not in page  # she did not agree to be named
    assert "Accepted with changes" in page
    vote_on(build, document)  # its panel reads this page too
    assert "We changed the wording." not in visitor.get(public).text


def test_an_address_that_nobody_proved_is_forgotten(build, app, chair, open_round, monkeypatch):
    for email in ("rosa@example.org", "nina@example.org"):
        client = app.test_client()
        client.post(
            f"/consultations/{open_round.id}/begin",
            data={**SOMEBODY, "email": email, "body": "Hello."},
        )
    work()
    come_in(app.test_client(), "nina@example.org")
    with transaction():
        move_round(chair, open_round, ReviewMove.CLOSE)
    work()
    assert len(session.scalars(select(Submission)).all()) == 2
    monkeypatch.setattr("guidelines.jobs.outbox.now", lambda: db.now() + timedelta(days=31))
    work()
    [left] = session.scalars(select(Contributor))
    assert left.email == "nina@example.org"
    assert len(session.scalars(select(Remark)).all()) == 1


def test_who_was_asked_hears_of_another_last_day_once_and_who_answered_does_not(
    build, app, document, chair
):
    round_ = a_round(build, document, chair=chair)
    for name in ("ida", "ola"):
        with transaction():
            inviting.invite_outside(
                chair,
                round_,
                name=name.title(),
                email=f"{name}@example.org",
                organisation=f"Society of {name.title()}",
                language="en",
            )
    opened(build, round_, chair)
    work()
    client = app.test_client()
    desk = come_in(client, "ola@example.org")
    client.post(f"{desk}/steps", data={"step": "interests", "no_interests": "yes"})
    client.post(f"{desk}/remarks", data={"body": "All is well."})
    assert (
        "Your answer is sent"
        in client.post(f"{desk}/steps", data={"step": "send"}, follow_redirects=True).text
    )
    later = round_.closes_on + timedelta(days=7)
    with pytest.raises(Conflict, match="last day already"), transaction():
        rounds.change_last_day(chair, round_, closes_on=round_.closes_on)
    for day in (later, later + timedelta(days=1)):  # the second before the first letter is out
        with transaction():
            rounds.change_last_day(chair, round_, closes_on=day)
    work()

    told = [one for one in letters() if one.startswith("Another last day")]
    [letter] = told
    last = later + timedelta(days=1)
    assert f"until the end of {last.day} {last:%B %Y}" in letter
    assert letter in letters("ida@example.org")
    assert link_to("ida@example.org")

    with transaction():
        move_round(chair, round_, ReviewMove.CLOSE)
    with transaction():
        rounds.change_last_day(chair, round_, closes_on=later)
    work()
    told = [one for one in letters("ida@example.org") if one.startswith("Another last day")]
    assert len(told) == 2
    assert sum(f"until the end of {later.day} {later:%B %Y} " in one for one in told) == 1


def test_every_move_of_a_round_is_in_the_table_and_no_other():
    assert {move for _state, move in REVIEW.table} == {*STEPS, ReviewMove.REOPEN}
