"""Minority statements: who may write, join, leave and answer them, and how they are printed."""

import pytest
from sqlalchemy import select

from guidelines.audit import AuditEntry
from guidelines.consensus import service
from guidelines.consensus.models import MinorityStatement, MinoritySupporter
from guidelines.consensus.queries import printed_minorities
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.consensus.build import a_panel, an_open_round, close, rows, vote, vote_all

SPLIT = {"rec-airway": [9, 9, 8, 9, 9], "rec-hearing": [1, 2, 5, 8, 9]}


def a_closed_round(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, SPLIT)
    close(panel, round_)
    return panel, round_


def written(panel, round_, index=0, **more):
    with transaction():
        return service.write_minority_statement(
            panel.actor(index),
            round_,
            **({"key": "rec-hearing", "text": "Not every child can be tested."} | more),
        )


def test_it_is_for_those_who_may_answer_the_statement(build, monkeypatch):
    panel = a_panel(build)
    abstains = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: abstains
    )
    round_ = an_open_round(panel)
    vote(panel, round_, 1, {"rec-airway": 1})
    with pytest.raises(Conflict):
        written(panel, round_, 1, key="rec-airway")
    close(panel, round_)
    latecomer = actor_for(panel.build.member(panel.project, Role.PANELIST).id)

    with pytest.raises(NotAllowed), transaction():
        service.write_minority_statement(latecomer, round_, key="rec-airway", text="It harms.")
    with pytest.raises(NotAllowed):
        written(panel, round_, 0, key="rec-airway")
    kept = written(panel, round_, 1, key="rec-airway")
    with pytest.raises(NotAllowed), transaction():
        service.join_minority_statement(panel.actor(0), kept)
    written(panel, round_, 0, key="rec-hearing")


@pytest.mark.parametrize(
    "more", [{"text": " "}, {"text": "x" * 2001}, {"key": "rec-unknown"}, {"key": ""}]
)
def test_a_wrong_one_is_refused_with_what_to_do(build, more):
    panel, round_ = a_closed_round(build)
    with pytest.raises(Invalid):
        written(panel, round_, **more)
    assert rows(MinorityStatement) == []


def test_others_join_and_leave_with_their_name_or_without(build):
    panel, round_ = a_closed_round(build)
    minority = written(panel, round_)
    names = [one.name for one in panel.people]

    with transaction():
        service.join_minority_statement(panel.actor(1), minority, signed=True)
    with transaction():
        service.join_minority_statement(panel.actor(2), minority)
    with pytest.raises(Conflict, match="already"), transaction():
        service.join_minority_statement(panel.actor(2), minority, signed=True)

    [row] = rows(MinorityStatement)
    assert (row.people, row.names) == (3, [names[1]])
    assert printed_minorities(panel.document) == {
        "rec-hearing": f"Not every child can be tested. ({names[1]} and 2 others without name)"
    }

    with transaction():
        service.leave_minority_statement(panel.actor(1), minority)
    [row] = rows(MinorityStatement)
    assert (row.people, row.names) == (2, [])
    with pytest.raises(Conflict, match="do not stand"), transaction():
        service.leave_minority_statement(panel.actor(1), minority)
    for index in (0, 2):
        with transaction():
            service.leave_minority_statement(panel.actor(index), minority)
    assert rows(MinorityStatement) == rows(MinoritySupporter) == []
    assert printed_minorities(panel.document) == {}


def test_no_row_and_no_event_says_who_stands_behind_an_unsigned_one(build):
    panel, round_ = a_closed_round(build)
    minority = written(panel, round_)
    with transaction():
        service.join_minority_statement(panel.actor(1), minority)

    kept = [minority.text, *minority.names, *(row.mark for row in rows(MinoritySupporter))]
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.event.like("minority-statement.%"))
    ).all()
    everything = " ".join([*kept, *(f"{one.actor_id} {one.detail}" for one in told)])
    for person in panel.people:
        assert person.id not in everything
        assert person.name not in everything
    assert [one.actor_id for one in told] == [None, None]


def test_the_same_person_has_another_mark_behind_another_statement(build):
    panel, round_ = a_closed_round(build)
    written(panel, round_)
    written(panel, round_, key="rec-airway", text="It is too dear.")

    assert len({row.mark for row in rows(MinoritySupporter)}) == 2


def test_the_working_group_answers_and_the_answer_is_printed(build):
    panel, round_ = a_closed_round(build)
    minority = written(panel, round_, signed=True)

    with pytest.raises(NotAllowed), transaction():
        service.answer_minority_statement(panel.actor(1), minority, text="No.")
    with pytest.raises(Invalid), transaction():
        service.answer_minority_statement(panel.office, minority, text=" ")
    for text in ("We see it.", "We see it; the next update will ask again."):
        with transaction():
            service.answer_minority_statement(panel.office, minority, text=text)

    assert printed_minorities(panel.document)["rec-hearing"] == (
        f"Not every child can be tested. ({panel.people[0].name})\n\n"
        "Answer of the working group: We see it; the next update will ask again."
    )
    client = build.sign_in(panel.build.member(panel.project, Role.CHAIR))
    page = client.get(f"/rounds/{round_.id}/results").get_data(as_text=True)
    assert "the next update will ask again" in page


def test_a_panel_member_joins_on_the_page_of_results(build):
    panel, round_ = a_closed_round(build)
    minority = written(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    client = build.sign_in(panel.people[3])
    address = f"/questionnaires/{round_.id}/results"
    here = f"/questionnaires/{round_.id}/minority/{minority.id}"

    assert "Stand behind it without my name" in client.get(address).get_data(as_text=True)
    page = client.post(f"{here}/join", data={"signed": "name"}, follow_redirects=True)
    assert f"{panel.people[3].name} and 1 other without name" in page.get_data(as_text=True)
    page = client.post(f"{here}/join", follow_redirects=True).get_data(as_text=True)
    assert "You stand behind this statement already." in page
    page = client.post(f"{here}/leave", follow_redirects=True).get_data(as_text=True)
    assert "A minority of 1 person" in page
