"""The life of a guideline: one table, kept by the service, the page and the database alike."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from guidelines.accounts.models import Person
from guidelines.consensus import service as consensus
from guidelines.consensus.rules.presets import preset
from guidelines.db import now, session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import Job
from guidelines.permissions import Action, Role
from guidelines.publishing import service
from guidelines.publishing.jobs import remind_of_endorsement
from guidelines.publishing.models import Endorsement, GuidelineMove
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.queries.life import life_of, moves_of
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.rules.life import LIFE, WHO, Life, LifeMove, next_steps
from guidelines.publishing.rules.states import ApprovalState, EditionState
from guidelines.publishing.service.endorsing import Letter
from tests.evidence.build import a_question
from tests.publishing.build import (
    a_guideline,
    a_request,
    an_edition,
    change_text,
    declare_all,
    sign_all,
    work,
)

EVERYTHING = frozenset(Action)
LATER = date(2999, 1, 1)


def move(guideline, step, actor=None, **more):
    with transaction():
        return service.move_guideline(actor or guideline.chair, guideline.document, step, **more)


def test_every_state_can_be_reached_and_only_withdrawn_is_the_end():
    reached = {LIFE.initial, *LIFE.table.values()}
    assert reached == set(Life)
    assert [state for state in Life if not LIFE.moves(state)] == [Life.WITHDRAWN]
    assert {step for _state, step in LIFE.table} == set(LifeMove)
    assert set(WHO) == set(LifeMove) - {LifeMove.RECORD}


@pytest.mark.parametrize("state", Life)
def test_the_page_offers_exactly_the_steps_of_the_table(state):
    offered = {one.move: one for one in next_steps(state, frozenset())}
    assert set(offered) == LIFE.moves(state) - {LifeMove.RECORD}
    assert not any(one.mine for one in offered.values())
    assert all(one.mine for one in next_steps(state, EVERYTHING))
    quiet = {one.move for one in next_steps(state, EVERYTHING, signing=False)}
    assert quiet == set(offered) - {LifeMove.RETURN, LifeMove.APPROVE}


def test_the_database_refuses_every_step_that_is_not_in_the_table(build):
    guideline = a_guideline(build, approvers=0)
    document = guideline.document
    legal = {(start.value, step.value, end.value) for (start, step), end in LIFE.table.items()}
    row = {
        "network": document.network_id,
        "project": document.project_id,
        "document": document.id,
        "at": now(),
    }
    insert = text(
        "INSERT INTO guideline_move (id, network_id, project_id, document_id, number, "
        "previous, before, move, after, note, successor, at) VALUES (:id, :network, :project, "
        ":document, :number, :previous, :before, :move, :after, 'x', '', :at)"
    )
    refused = 0
    for n, (before, step, after) in enumerate(product(Life, LifeMove, Life)):
        if before is not Life.PLANNED or n % 3:
            continue
        values = {**row, "id": f"move{n:08}", "number": 1, "previous": None}
        values |= {"before": before.value, "move": step.value, "after": after.value}
        if (before.value, step.value, after.value) in legal:
            continue
        with pytest.raises((Conflict, DBAPIError)), transaction():
            session.execute(insert, values)
        refused += 1
    assert refused > 20
    # nor one that does not begin where the last one ended, skips a number, or is written over
    move(guideline, LifeMove.BEGIN, note="No plan.")
    for number, previous, before, step, after in (
        (2, 1, "approved", "publish", "published"),
        (3, 2, "in-development", "ask", "in-approval"),
        (2, None, "planned", "begin", "in-development"),
        (1, None, "planned", "begin", "in-development"),
    ):
        values = {**row, "id": f"again{number:07}", "number": number, "previous": previous}
        values |= {"before": before, "move": step, "after": after}
        with pytest.raises((Conflict, DBAPIError)), transaction():
            session.execute(insert, values)
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.execute(text("UPDATE guideline_move SET after = 'published'"))
    assert [one.after for one in moves_of(document.id)] == [Life.IN_DEVELOPMENT]


def test_a_whole_life(build):
    guideline = a_guideline(build)
    document = guideline.document
    assert life_of(document) is Life.PLANNED
    request = a_request(guideline)
    assert life_of(document) is Life.IN_APPROVAL
    with transaction():
        service.return_to_authors(guideline.approver, request, reason="Chapter 2.")
    assert life_of(document) is Life.IN_DEVELOPMENT
    edition = an_edition(guideline)
    assert life_of(document) is Life.PUBLISHED
    with pytest.raises(Conflict):
        move(guideline, LifeMove.REAFFIRM, review_by=LATER)
    move(guideline, LifeMove.REVIEW, note="Its day has come.")
    assert public_life(edition.id).state is Life.UNDER_REVIEW
    with pytest.raises(Invalid) as caught:
        move(guideline, LifeMove.REAFFIRM, review_by=date(2020, 1, 1))
    assert set(caught.value.errors) == {"review_by"}
    move(guideline, LifeMove.REAFFIRM, review_by=LATER)
    assert public_life(edition.id).review_by == LATER
    change_text(guideline, "about children", "about all children")
    sign_all(guideline, a_request(guideline))
    assert life_of(document) is Life.UNDER_REVIEW
    with transaction():
        service.publish_edition(guideline.chair, document)
    for wrong in ({}, {"note": " ", "successor": "Another"}, {"note": "Old."}):
        with pytest.raises(Invalid):
            move(guideline, LifeMove.SUPERSEDE, **wrong)
    move(guideline, LifeMove.SUPERSEDE, note="Merged.", successor="The common guideline")
    assert public_life(edition.id).successor == "The common guideline"
    with pytest.raises(Conflict):
        a_request(guideline)
    move(guideline, LifeMove.WITHDRAW, note="Harm was found.")
    assert {one.state for one in editions_of(document)} == {EditionState.WITHDRAWN}
    assert public_life(edition.id).note == "Harm was found."
    for step in LifeMove:
        with pytest.raises(Conflict):
            move(guideline, step, note="x", review_by=LATER, successor="x")


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.METHODOLOGIST, Role.APPROVER, Role.PANELIST])
def test_the_chair_takes_the_steps(build, role):
    guideline = a_guideline(build, approvers=0)
    with pytest.raises(NotAllowed):
        move(guideline, LifeMove.BEGIN, build.actor(guideline.project, role), note="x")
    with pytest.raises(Conflict):  # a step that follows from signatures
        move(guideline, LifeMove.APPROVE_PLAN)
    assert session.scalars(select(GuidelineMove)).all() == []


def test_the_page_says_what_comes_next_and_who_does_it(build):
    guideline = a_guideline(build)
    path = f"/documents/{guideline.document.id}/life"
    chair = build.sign_in(session.get(Person, guideline.chair.person_id))
    author = build.sign_in(session.get(Person, guideline.author.person_id))
    assert 'value="begin"' in chair.get(path).text
    others = author.get(path).text
    assert 'value="begin"' not in others
    assert "Done by: Chair" in others
    build.app.config["WTF_CSRF_ENABLED"] = False
    assert author.post(path, data={"move": "begin", "note": "x"}).status_code == 403
    assert chair.post(path, data={"move": "fly"}).status_code == 422
    assert chair.post(path, data={"move": "begin", "note": ""}).status_code == 422
    assert chair.post(path, data={"move": "begin", "note": "We know."}).status_code == 303
    assert "We know." in chair.get(path).text


def test_an_endorsement_belongs_to_one_text_and_runs_out(build, settings):
    guideline = a_guideline(build)
    request = a_request(guideline)
    for wrong, names in (
        ({"organisation": ""}, {"organisation"}),
        ({"expires_on": date(2020, 1, 1)}, {"expires_on"}),
        ({"letter": Letter("logo.png", b"x")}, {"letter"}),
        ({"letter": Letter("a.pdf", b"")}, {"letter"}),
        ({"given_on": LATER}, {"given_on"}),
    ):
        with pytest.raises(Invalid) as caught:
            endorse(guideline, request, **wrong)
        assert set(caught.value.errors) == names
    with pytest.raises(NotAllowed), transaction():
        service.record_endorsement(
            guideline.author, request, organisation="Society", given_on=now().date()
        )
    until = now().date() + timedelta(days=60)
    row = endorse(guideline, request, expires_on=until, letter=Letter("a.pdf", b"%PDF-1.7"))
    unlimited = endorse(guideline, request, organisation="Institute")
    sign_all(guideline, request)
    with transaction():
        edition = service.publish_edition(guideline.chair, guideline.document)
    printed = edition_with_content(edition.id).content["endorsements"]
    assert [one["organisation"] for one in printed] == ["Institute", "Society"]
    assert public_life(edition.id).endorsed[1] == ("Society", until.isoformat())

    due = sorted(job.run_at for job in session.scalars(select(Job)) if "endorsement" in job.name)
    assert [moment.date() for moment in due] == [until - timedelta(days=30), until]
    remind_of_endorsement(Due(row.id))
    letters = [path.read_text() for path in (settings.instance / "mail").glob("*.eml")]
    assert sum("An endorsement ends" in one for one in letters) == 1

    assert row.stands_on(until)
    assert not row.stands_on(until + timedelta(days=1))
    with pytest.raises(Invalid), transaction():
        service.end_endorsement(guideline.chair, unlimited, why=" ")
    with transaction():
        service.end_endorsement(guideline.chair, unlimited, why="Their board disagreed.")
    assert [name for name, _until in public_life(edition.id).endorsed] == ["Society"]
    assert edition_with_content(edition.id).content["endorsements"] == printed  # frozen
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.execute(text("UPDATE endorsement SET organisation = 'x'"))
    change_text(guideline, "about children", "about all children")
    sign_all(guideline, a_request(guideline))
    with transaction():
        second = service.publish_edition(guideline.chair, guideline.document)
    assert public_life(second.id).endorsed == ()  # nobody endorsed that text


class Due:
    """What a job gets of one endorsement."""

    job_id = "due"

    def __init__(self, endorsement_id):
        self.payload = {"endorsement_id": endorsement_id, "days": 30}


def endorse(guideline, request, **more):
    with transaction():
        return service.record_endorsement(
            guideline.chair,
            request,
            **{"organisation": "Society", "given_on": datetime.now(UTC).date(), **more},
        )


def whole_plan(build, guideline):
    """Give the plan a scope, a question, a panel and a definition of consensus."""
    a_question(guideline.author, guideline.project)
    for _ in range(3):
        build.member(guideline.project, Role.PANELIST)
    declare_all(guideline)
    with transaction():
        guideline.project.scope = "Children with a cleft palate."
    with transaction():
        consensus.start_process(
            guideline.chair, guideline.document, title="Agreement", rule=preset("agree-75")
        )


def test_the_plan_is_frozen_signed_and_compared(build):
    guideline = a_guideline(build)
    with pytest.raises(Conflict) as caught, transaction():
        service.request_plan_approval(guideline.chair, guideline.document)
    for part in ("scope", "panel", "how the panel agrees"):
        assert part in caught.value.message
    whole_plan(build, guideline)
    with transaction():
        request = service.request_plan_approval(guideline.chair, guideline.document)
    assert request.manifest["scope"] == "Children with a cleft palate."
    assert request.manifest["consensus"][0]["rule_words"]
    assert life_of(guideline.document) is Life.PLANNED
    sign_all(guideline, request)
    assert request.state is ApprovalState.APPROVED
    assert life_of(guideline.document) is Life.IN_DEVELOPMENT
    assert validity_of(request).same
    # a later change of the plan is shown, and does not touch what was signed
    with transaction():
        guideline.project.scope = "Children and adults with a cleft palate."
    assert [one.part for one in validity_of(request).plan] == ["scope"]
    assert request.manifest["scope"] == "Children with a cleft palate."
    with transaction():
        again = service.request_plan_approval(guideline.chair, guideline.document)
    assert request.state is ApprovalState.REPLACED
    with pytest.raises(Conflict), transaction():  # the hash of the old plan
        service.sign(guideline.approver, again, sha256=request.sha256)
    # the plan is one gate, the text another
    assert a_request(guideline).state is ApprovalState.WAITING
    assert again.state is ApprovalState.WAITING
    work()
    assert session.scalars(select(Endorsement)).all() == []
