"""Each measure is enforced: tried through page and program, refused with a sentence, recorded."""

from dataclasses import replace
from html import unescape

import pytest

from guidelines import audit
from guidelines.accounts.models import Person
from guidelines.consensus import service as consensus
from guidelines.consensus.queries import asked_in
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.drafts.queries import newest_in, recommendations_of
from guidelines.errors import Recused
from guidelines.evidence.rules.judgements import Answer, Criterion
from guidelines.evidence.service import save_conclusion, save_judgements
from guidelines.interests.rules import LADDER, Doing, Level
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.publishing import service as publishing
from guidelines.reviews import service as reviews
from guidelines.text.blocks import split
from tests.consensus.build import a_panel, an_open_round, vote, vote_all
from tests.consensus.test_questionnaire import names
from tests.drafts.build import a_document, save, section_called
from tests.drafts.test_api import Program
from tests.evidence.build import a_profile
from tests.interests.build import a_declaration, an_assessment
from tests.publishing.build import a_guideline
from tests.reviews.build import a_thread

KEY = "rec-airway"


def conflict(build, project, person_id, level, key=KEY):
    """Let somebody declare, and somebody else decide on it."""
    declaration = a_declaration(actor_for(person_id), project, "Paid by the maker")
    assessor = build.actor(project, Role.METHODOLOGIST)
    an_assessment(assessor, declaration, key, level, LADDER[level], "Paid by the maker.")


def refusals(project):
    """Return what was tried and refused, newest first: what, on what, by whom."""
    return [
        (Doing(one.detail["doing"]), one.detail["keys"], one.actor_id)
        for one in audit.history(project.id)
        if one.event == "interest.refused"
    ]


@pytest.fixture
def document(build):
    return a_document(build)


def member(build, document, level, *roles, key=KEY):
    """Return a member with an interest, and their browser."""
    person = build.member(document.project, *roles)
    conflict(build, document.project, person.id, level, key)
    return person, build.sign_in(person)


@pytest.mark.parametrize("level", [Level.MODERATE, Level.HIGH])
def test_an_edit_is_refused_on_the_page_and_by_a_program(build, document, level):
    person, browser = member(build, document, level, Role.AUTHOR)
    item = section_called(document, "Airway")
    changed = item.revision.source.replace("an anaesthetist", "a nurse")
    ours = Program(build, person)

    page = browser.post(
        f"/sections/{item.section.id}", data={"source": changed, "base": item.revision.id}
    )
    script = browser.post(
        f"/sections/{item.section.id}",
        data={"source": changed, "base": item.revision.id},
        headers={"Accept": "application/json"},
    )
    program = ours.put(
        f"/sections/{item.section.id}",
        {"source": changed},
        If_Match=f'"{item.revision.sha256}"',
    )

    assert (page.status_code, script.status_code, program.status_code) == (403, 403, 403)
    assert "you do not change the text of rec-airway" in unescape(page.text)
    assert "a nurse" in page.text
    assert "rec-airway" in script.json["message"]
    assert "rec-airway" in program.json["detail"]
    assert newest_in(item.section).revision_id == item.revision.id
    assert refusals(document.project) == [(Doing.EDIT, [KEY], person.id)] * 3
    assert audit.first_broken(document.project_id) is None


def test_everything_else_of_the_section_can_be_edited(build, document):
    person, _browser = member(build, document, Level.HIGH, Role.AUTHOR)
    item = section_called(document, "Airway")

    saved = save(actor_for(person.id), item, item.revision.source + "\nMore on it.\n")

    assert saved.changed
    assert refusals(document.project) == []


def test_a_recommendation_is_not_removed_by_who_may_not_change_it(build, document):
    person, _browser = member(build, document, Level.MODERATE, Role.AUTHOR)
    item = section_called(document, "Airway")

    with pytest.raises(Recused):
        save(actor_for(person.id), item, "# Airway\n")

    assert [one.key for one in recommendations_of(document)] == [KEY]


def test_comments_answers_and_suggestions(build, document):
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document, "Airway", key=KEY)
    _person, browser = member(build, document, Level.HIGH, Role.AUTHOR)
    item = section_called(document, "Airway")
    block = the_wording(item)

    answers = [
        browser.post(f"/sections/{item.section.id}/comments", data={"body": "No.", "key": KEY}),
        browser.post(f"/threads/{thread.id}/replies", data={"body": "No."}),
        browser.post(
            f"/threads/{thread.id}/answer", data={"decision": "not-accepted", "response": "No."}
        ),
        browser.post(
            f"/sections/{item.section.id}/suggestions",
            data={"block": block, "text": "We recommend that a nurse sees the child first."},
        ),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert all("Because of a declared interest" in unescape(one.text) for one in answers)
    assert [one[0] for one in reversed(refusals(document.project))] == [
        Doing.COMMENT,
        Doing.DISCUSS,
        Doing.ACCEPT,
        Doing.SUGGEST,
    ]
    free = browser.post(
        f"/sections/{section_called(document, 'Scope').section.id}/comments", data={"body": "Yes."}
    )
    assert free.status_code == 303


def the_wording(item):
    """Return the id of the block that says what is recommended."""
    pairs = zip(item.revision.blocks, split(item.revision.source), strict=True)
    return next(block_id for block_id, block in pairs if "anaesthetist" in block.text)


def test_who_abstains_still_speaks_but_does_not_decide(build, document):
    reviewer = build.actor(document.project, Role.REVIEWER)
    person, browser = member(build, document, Level.MODERATE, Role.AUTHOR)
    item = section_called(document, "Airway")
    block = the_wording(item)
    with transaction():
        row = reviews.make_suggestion(
            reviewer,
            item.section,
            block_id=block,
            text="We recommend that a nurse sees the child first.",
        )

    spoken = browser.post(
        f"/sections/{item.section.id}/comments", data={"body": "I know this.", "key": KEY}
    )
    one = browser.post(f"/suggestions/{row.id}/accept")
    everything = browser.post(f"/documents/{document.id}/suggestions/accept")
    declined = browser.post(f"/suggestions/{row.id}/reject", data={"reason": "No."})

    assert spoken.status_code == 303
    assert [one.status_code, everything.status_code, declined.status_code] == [403] * 3
    assert "you do not decide on the text of rec-airway" in unescape(one.text)
    assert refusals(document.project) == [(Doing.ACCEPT, [KEY], person.id)] * 3
    session.expire_all()
    assert row.state.value == "open"


def test_a_ballot_is_refused_and_recorded_without_a_trace_of_it(build):
    panel = a_panel(build)
    person = panel.people[0]
    conflict(build, panel.project, person.id, Level.MODERATE)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-hearing": 7}, submit=False)
    browser, field = build.sign_in(person), names(round_)[KEY]
    home = f"/questionnaires/{round_.id}"

    script = browser.post(f"{home}/answers", data={field: "9", f"was-{field}": ""})
    page = browser.post(home, data={field: "9", f"was-{field}": ""})

    assert (script.status_code, page.status_code) == (403, 403)
    assert "You abstain from this statement" in script.json["error"]
    assert "You abstain from this statement" in page.text
    assert refusals(panel.project) == [(Doing.VOTE, [KEY], person.id)] * 2


@pytest.mark.parametrize(("level", "votes"), [(Level.MODERATE, True), (Level.HIGH, False)])
def test_those_with_an_interest_vote_apart_where_the_plan_says_so(build, level, votes):
    panel = a_panel(build, rule=replace(preset("agree-75"), conflicted=Conflicted.DOUBLE_VOTE))
    conflict(build, panel.project, panel.people[0].id, level)
    round_ = an_open_round(panel)

    if not votes:
        with pytest.raises(Recused):
            vote(panel, round_, 0, {KEY: 9})
        return
    assert vote(panel, round_, 0, {KEY: 9}).answered == 1


def test_an_interest_of_an_open_round_counts_at_closing_and_is_recorded(build):
    panel = a_panel(build, rule=replace(preset("agree-75"), conflicted=Conflicted.DOUBLE_VOTE))
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9, 9, 9, 1, 1], "rec-hearing": [9] * 5})
    conflict(build, panel.project, panel.people[4].id, Level.HIGH)
    conflict(build, panel.project, panel.people[3].id, Level.MODERATE)

    with transaction():
        result = consensus.close_round(panel.office, round_)

    found = {one["key"]: one for one in result.document["statements"]}
    assert found["rec-airway"]["n_recused"] == 2
    assert found["rec-airway"]["n_rated"] == 3
    assert found["rec-hearing"]["n_rated"] == 5
    [entry] = [
        one for one in audit.history(panel.project.id) if one.event == "round.interests-applied"
    ]
    numbers = {one.key: one.number for one in asked_in(round_)}
    assert entry.detail["statements"] == [numbers["rec-airway"]]
    assert entry.detail["abstentions"] == 2


def test_a_chair_with_an_interest_does_not_open_the_vote_on_it(build):
    panel = a_panel(build)
    conflict(build, panel.project, panel.office.person_id, Level.LOW)
    with transaction():
        round_ = consensus.prepare_round(panel.office, panel.process)
    browser = build.sign_in(person_of(panel.office))

    answer = browser.post(f"/rounds/{round_.id}/open")

    assert answer.status_code == 403
    assert "you do not chair on rec-airway" in unescape(answer.text)
    assert refusals(panel.project) == [(Doing.CHAIR, [KEY], panel.office.person_id)]
    facilitator = build.actor(panel.project, Role.FACILITATOR)
    with transaction():
        consensus.open_round(facilitator, round_)


def person_of(actor):
    """Return the person who acts."""
    return session.get_one(Person, actor.person_id)


def test_a_signature_is_refused_on_the_page_and_by_a_program(build):
    guideline = a_guideline(build)
    with transaction():
        request = publishing.request_approval(guideline.chair, guideline.document)
    person_id = guideline.approver.person_id
    conflict(build, guideline.project, person_id, Level.MODERATE)
    browser = build.sign_in(person_of(guideline.approver))

    signed = browser.post(f"/approvals/{request.id}/sign", data={"sha256": request.sha256})
    returned = browser.post(f"/approvals/{request.id}/return", data={"reason": "No."})
    program = Program(build, person_of(guideline.approver)).ask(
        "POST", f"/approvals/{request.id}/sign", json={"sha256": request.sha256}
    )

    assert [one.status_code for one in (signed, returned, program)] == [403] * 3
    assert "you do not sign" in unescape(signed.text)
    assert "you do not sign" in program.json["detail"]
    assert refusals(guideline.project) == [(Doing.SIGN, [KEY], person_id)] * 3


def test_the_way_from_evidence_to_decision_is_not_judged_by_who_has_an_interest(build, document):
    person, browser = member(build, document, Level.MODERATE, Role.METHODOLOGIST)
    profile = a_profile(build.actor(document.project, Role.AUTHOR), document.project, KEY)

    for judge in (
        lambda: save_judgements(
            actor_for(person.id),
            profile,
            answers={Criterion.BALANCE: Answer("favours-intervention", "", "")},
            revision=profile.revision,
        ),
        lambda: save_conclusion(
            actor_for(person.id), profile, parts={}, revision=profile.revision
        ),
    ):
        with pytest.raises(Recused, match=KEY), transaction():
            judge()

    assert refusals(document.project) == [(Doing.EDIT, [KEY], person.id)] * 2
    item = section_called(document, "Airway")
    shown = browser.get(f"/sections/{item.section.id}/edit")
    assert shown.status_code == 200
    assert "Not yours to change: you have an interest" in shown.text


def test_who_would_assess_has_no_interest_there(build, document):
    project = document.project
    chair, _browser = member(build, document, Level.MODERATE, Role.CHAIR)
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)

    with pytest.raises(Recused, match="do not assess"):
        an_assessment(actor_for(chair.id), declaration, KEY)
    an_assessment(actor_for(chair.id), declaration, "rec-other")

    assert refusals(project) == [(Doing.ASSESS, [KEY], chair.id)]


def test_answers_to_nothing_recused_leave_no_record(build):
    panel = a_panel(build)
    conflict(build, panel.project, panel.people[0].id, Level.HIGH)
    round_ = an_open_round(panel)

    vote(panel, round_, 0, {"rec-hearing": 7})

    assert refusals(panel.project) == []
