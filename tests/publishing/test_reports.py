"""What readers report: taken without an account, held back or told at once, answered by letter."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from guidelines.jobs import Job
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.models import ErrorReport, ReportStep
from guidelines.publishing.queries.reports import open_reports, reports_of, steps_of
from guidelines.publishing.rules.reports import (
    DAYS,
    REPORT,
    ReportAnswer,
    Reported,
    ReportMove,
    ReportState,
    Urgency,
)
from guidelines.publishing.service.reports import report_token
from tests.publishing.build import a_guideline, an_edition, work

BODY = "The dose in recommendation 1 is ten times too high."


@pytest.fixture
def out(build):
    """Return a guideline whose first version everybody can read."""
    guideline = a_guideline(build)
    edition = an_edition(guideline)
    with transaction():  # the downloads are not what is tested here
        session.execute(delete(Job))
    return guideline, edition


def address(guideline, edition):
    return f"/report/{guideline.project.network.slug}/{edition.slug}/{edition.number}"


def letters():
    found = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in (current().instance / "mail").glob("*.eml")
    ]
    return {letter["To"]: letter for letter in found}


def reported(edition, **said):
    values = {"body": BODY, "urgency": Urgency.WRONG, **said}
    with transaction():
        return service.report_error(edition, Reported(**values), language="en")


def send(client, guideline, edition, **said):
    values = {"body": BODY, "urgency": "wrong", **said}
    return client.post(address(guideline, edition), data=values)


def test_a_reader_reports_without_an_account(client, out):
    guideline, edition = out
    form = client.get(f"{address(guideline, edition)}?recommendation=rec-airway")
    text = form.get_data(as_text=True)
    assert form.status_code == 200
    assert '<option value="rec-airway" selected>' in text

    sent = send(client, guideline, edition, key="rec-airway", quote="sees the child first")
    assert sent.status_code == 303
    assert "look at it" in client.get(sent.location).get_data(as_text=True)
    [row] = reports_of(guideline.document)
    assert (row.body, row.key, row.quote, row.state) == (
        BODY, "rec-airway", "sees the child first", ReportState.RECEIVED,
    )  # fmt: skip
    assert (row.due_on - row.received_at.date()).days == DAYS[Urgency.WRONG]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "x" * 4001}, "body"),
        ({"urgency": ""}, "urgency"),
        ({"urgency": "soon"}, "urgency"),
        ({"key": "rec-unknown"}, "key"),
        ({"quote": "x" * 1001}, "quote"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_in_the_form(client, out, said, field):
    guideline, edition = out
    answer = send(client, guideline, edition, **said)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in text
    if field != "body":
        assert BODY in text
    assert reports_of(guideline.document) == []


def test_what_machines_send_is_thanked_for_and_dropped(client, out):
    guideline, edition = out
    assert send(client, guideline, edition, website="https://spam.example").status_code == 303
    assert reports_of(guideline.document) == []


def test_one_address_cannot_flood_us(client, out):
    guideline, edition = out
    codes = [send(client, guideline, edition).status_code for _ in range(21)]
    assert set(codes[:20]) == {303}
    assert codes[20] == 429


def test_what_could_harm_is_told_at_once_to_chair_and_approvers(out):
    guideline, edition = out
    row = reported(edition, urgency=Urgency.HARM, email="reader@clinic.example")
    assert not row.is_held
    work()
    found = letters()
    assert "reader@clinic.example" in found  # is asked to confirm
    told = set(found) - {"reader@clinic.example"}
    assert len(told) == 1 + len(guideline.approvers)
    for to in told:
        assert found[to]["Subject"].startswith("URGENT")
        assert BODY in found[to].get_content()
        assert "reader@clinic.example" not in str(found[to])


def test_an_address_is_confirmed_before_anybody_is_told(client, out):
    guideline, edition = out
    row = reported(edition, email="Reader@clinic.example")
    work()
    assert list(letters()) == ["reader@clinic.example"]
    assert open_reports([guideline.project.id]) == []
    assert row.is_held

    link = f"/report/link/{report_token(current(), row.id)}"
    assert client.get(link).status_code == 200
    assert session.get(ErrorReport, row.id).is_held  # a scanner that opens links confirms nothing
    client.post(link)
    work()
    session.expire_all()
    assert [one.id for one in open_reports([guideline.project.id])] == [row.id]
    assert len(letters()) == 2
    assert client.get("/report/link/forged").status_code == 410


def test_a_report_is_taken_up_handed_over_and_answered_by_letter(out):
    guideline, edition = out
    row = reported(edition, email="reader@clinic.example")
    with transaction():
        service.confirm_address(row)
        service.move_report(guideline.chair, row, ReportMove.TAKE)
    with transaction():
        service.move_report(
            guideline.chair, row, ReportMove.HAND_OVER, in_charge_id=guideline.author.person_id
        )
        service.move_report(guideline.author, row, ReportMove.NOTE, note="The source says 1 mg.")
        service.answer_report(
            guideline.author, row, outcome=ReportAnswer.NO_ERROR, answer="It is right: 1 mg."
        )
    work()
    letter = letters()["reader@clinic.example"]
    session.expire_all()
    assert "We found no error" in str(letter.get_content())
    assert [step.move for step in steps_of(row)] == [
        ReportMove.TAKE, ReportMove.HAND_OVER, ReportMove.NOTE, ReportMove.ANSWER,
    ]  # fmt: skip
    assert row.state is ReportState.ANSWERED
    with transaction():
        service.move_report(guideline.chair, row, ReportMove.REOPEN, note="Another source.")
    assert (row.state, row.outcome) == (ReportState.LOOKING, None)


def test_an_answer_says_what_is_true(out):
    guideline, edition = out
    row = reported(edition)
    for outcome, field in (
        (None, "outcome"),
        (ReportAnswer.CORRECTED, "corrected_in"),
        (ReportAnswer.NOTICE, "outcome"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused, transaction():
            service.answer_report(
                guideline.chair, row, outcome=outcome, answer="Done.", corrected_in="1.0"
            )
        assert field in refused.value.errors
    with pytest.raises(Conflict), transaction():
        service.move_report(guideline.chair, row, ReportMove.ANSWER)
    with pytest.raises(IllegalTransition), transaction():
        service.move_report(guideline.chair, row, ReportMove.REOPEN, note="x")


def test_only_the_people_of_the_guideline_deal_with_reports(build, out):
    guideline, edition = out
    row = reported(edition)
    stranger = build.person().id
    for role in (Role.OBSERVER, Role.PANELIST, Role.REVIEWER):
        actor = build.actor(guideline.project, role)
        with pytest.raises(NotAllowed), transaction():
            service.move_report(actor, row, ReportMove.TAKE)
    with pytest.raises(Invalid), transaction():
        service.move_report(guideline.chair, row, ReportMove.TAKE, in_charge_id=stranger)


def test_the_history_cannot_be_changed(out):
    guideline, edition = out
    row = reported(edition)
    with transaction():
        service.move_report(guideline.chair, row, ReportMove.TAKE)
    with pytest.raises((Conflict, DBAPIError)), transaction():  # as each database says it
        session.delete(session.query(ReportStep).one())


def test_the_pages_show_it(build, out):
    guideline, edition = out
    row = reported(edition, urgency=Urgency.HARM)
    browser = build.sign_in(session.get(Person, guideline.chair.person_id))
    start = browser.get("/home").get_data(as_text=True)
    assert "Could harm a patient" in start
    shown = browser.get(f"/documents/{guideline.document.id}/reports").get_data(as_text=True)
    assert BODY in shown
    page = browser.get(f"/reports/{row.id}").get_data(as_text=True)
    assert "Write a safety notice" in page
    taken = browser.post(f"/reports/{row.id}/move", data={"move": "take"})
    assert taken.status_code == 303
    wrong = browser.post(f"/reports/{row.id}/answer", data={"outcome": "no-error"})
    assert wrong.status_code == 422
    answered = browser.post(
        f"/reports/{row.id}/answer", data={"outcome": "no-error", "answer": "It is right."}
    )
    assert answered.status_code == 303
    assert "It is right." in browser.get(f"/reports/{row.id}").get_data(as_text=True)


def test_an_answered_report_can_always_be_looked_at_again():
    reached = {REPORT.initial}
    for _ in ReportState:
        reached |= {after for (start, _m), after in REPORT.table.items() if start in reached}
    assert reached == set(ReportState)
    assert all(REPORT.moves(state) for state in ReportState)
