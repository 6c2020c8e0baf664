"""From evidence to decision: judgements with their history, the conclusion, and what disagrees."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.models import EvidenceProfile
from guidelines.evidence.rules.frameworks import (
    CRITERIA,
    Conclusion,
    conclusion_of,
    is_discordant,
    other_search,
    place_on_scale,
    unlike_the_text,
)
from guidelines.evidence.rules.judgements import SCALES, Answer, Certainty, Criterion
from guidelines.evidence.rules.outcomes import Outcome
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.text.recommendations import Discordance
from tests.evidence.build import a_profile

MAY = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}
INSIDE = MAY | {Role.FACILITATOR, Role.REVIEWER, Role.APPROVER, Role.OBSERVER}
LOW_PAIN = Outcome("Pain", 9, settled=Certainty.LOW)


def again(profile: EvidenceProfile) -> EvidenceProfile:
    session.expire_all()
    found = session.get(EvidenceProfile, profile.id)
    assert found is not None
    return found


def test_the_sets_of_criteria_lie_within_each_other():
    assert {size: len(criteria) for size, criteria in CRITERIA.items()} == {4: 4, 7: 7, 12: 12}
    assert set(CRITERIA[4]) < set(CRITERIA[7]) < set(CRITERIA[12]) == set(Criterion)


@pytest.mark.parametrize(
    ("kind", "certainty", "discordant"),
    [
        ("strong-for", Certainty.LOW, True),
        ("strong-against", Certainty.VERY_LOW, True),
        ("strong-for", Certainty.MODERATE, False),
        ("strong-for", None, False),
        ("conditional-for", Certainty.VERY_LOW, False),
        ("", Certainty.VERY_LOW, False),
    ],
)
def test_strong_on_low_certainty_is_discordant(kind, certainty, discordant):
    assert is_discordant(kind, certainty) is discordant
    assert len(Discordance) == 5


@pytest.mark.parametrize(
    ("strength", "direction", "kind", "conclusion"),
    [
        ("strong", "for", "", Conclusion.STRONG_FOR),
        ("strong", "", "", Conclusion.STRONG_FOR),
        ("conditional", "against", "", Conclusion.CONDITIONAL_AGAINST),
        ("conditional", "either", "", Conclusion.EITHER),
        ("", "", "research-only", Conclusion.RESEARCH_ONLY),
        ("", "for", "", None),
        ("weak", "for", "", None),
    ],
)
def test_what_the_text_amounts_to(strength, direction, kind, conclusion):
    assert conclusion_of(strength, direction, kind) is conclusion


def test_places_on_the_scales():
    for criterion, scale in SCALES.items():
        places = [place_on_scale(criterion, one) for one in scale]
        on_the_line = [place for place in places if place is not None]
        assert on_the_line == list(range(len(on_the_line)))
        assert place_on_scale(criterion, "") is None
    assert place_on_scale(Criterion.EQUITY, "varies") is None


@pytest.mark.parametrize(
    ("conclusion", "certainty", "written", "words"),
    [
        ({}, Certainty.LOW, {"certainty": "low"}, []),
        ({}, Certainty.LOW, {"certainty": ""}, []),
        ({}, Certainty.LOW, {"certainty": "nonsense"}, []),
        ({}, Certainty.VERY_LOW, {"certainty": "low"}, ["low certainty, the evidence profile"]),
        ({"type": "strong-for"}, None, {"strength": "strong", "direction": "for"}, []),
        (
            {"type": "strong-for"}, None, {"strength": "conditional", "direction": "for"},
            ["The text has: a conditional recommendation for. The conclusion here is: a strong"],
        ),
    ],
)  # fmt: skip
def test_where_text_and_framework_disagree(conclusion, certainty, written, words):
    found = unlike_the_text(conclusion, certainty, written)
    assert len(found) == len(words)
    for one, part in zip(found, words, strict=True):
        assert part in one


@pytest.mark.parametrize(
    ("written", "differs"),
    [("", False), ("2026", False), ("2026-01", False), ("2026-01-12", False), ("2025-12", True)],
)
def test_the_last_search_of_the_text_is_compared(written, differs):
    assert (other_search(written, date(2026, 1, 12)) is not None) is differs
    assert other_search(written, None) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.READER])
def test_who_may_judge(build, role):
    project = build.project()
    profile = a_profile(build.actor(project, Role.CHAIR), project)
    actor = build.actor(project, role)
    before = len(audit.history(project.id))
    things = [
        lambda: service.save_judgements(actor, profile, answers={}, revision=1),
        lambda: service.save_conclusion(actor, profile, parts={}, revision=2),
    ]

    for thing in things:
        if role in MAY:
            with transaction():
                thing()
        else:
            with pytest.raises(NotAllowed), transaction():
                thing()

    assert len(audit.history(project.id)) - before == (len(things) if role in MAY else 0)


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_which_page(build, role):
    project = build.project()
    profile = a_profile(build.actor(project, Role.CHAIR), project)
    browser = build.client(project if role else build.project(), role or Role.CHAIR)

    assert browser.get(f"/profiles/{profile.id}").status_code == (200 if role in INSIDE else 404)
    for page in ("judgements", "conclusion"):
        address = f"/profiles/{profile.id}/{page}"
        assert browser.get(address).status_code == (200 if role in MAY else 404)
        expected = {303, 412, 422} if role in MAY else {404}
        assert browser.post(address, data={}).status_code in expected


def test_every_judgement_is_kept_with_who_and_when(build):
    project = build.project()
    first = actor_for(build.member(project, Role.AUTHOR).id)
    second = actor_for(build.member(project, Role.METHODOLOGIST).id)
    profile = a_profile(first, project)
    equity, values = Criterion.EQUITY, Criterion.VALUES
    same = Answer(note="Families differ.")
    steps = [
        (first, Answer("no-impact")),
        (second, Answer("increased", "One survey.")),
        (second, Answer()),
    ]
    for number, (actor, answer) in enumerate(steps, 1):
        answers = {equity: answer, values: same}
        with transaction():
            service.save_judgements(actor, again(profile), answers=answers, revision=number)

    found = again(profile)
    assert [(one.criterion, one.note) for one in found.judgements] == [
        (values, "Families differ.")
    ]
    entries = [one for one in queries.entries_of(found) if one.criterion is equity]
    assert {(one.judgement, one.person_id) for one in entries} == {
        ("no-impact", first.person_id), ("increased", second.person_id), ("", second.person_id),
    }  # fmt: skip
    # what did not change has no second entry
    assert sum(one.criterion is values for one in queries.entries_of(found)) == 1
    for change in ("DELETE FROM judgement_entry", "UPDATE judgement_entry SET note = 'x'"):
        with pytest.raises((Conflict, DatabaseError)), transaction():
            session.execute(text(change))


def test_a_smaller_set_keeps_what_was_judged(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    profile = a_profile(actor, project)
    with transaction():
        service.save_judgements(
            actor, profile, answers={Criterion.PRIORITY: Answer("yes")}, revision=1, criteria=4
        )
    assert again(profile).criteria == 4
    browser = build.client(project, Role.AUTHOR)
    form = browser.get(f"/profiles/{profile.id}/judgements").text
    assert 'name="balance"' in form
    assert 'name="priority"' not in form

    saved = browser.post(
        f"/profiles/{profile.id}/judgements",
        data={"balance": "favours-intervention", "criteria": "12", "revision": "2"},
    )

    assert saved.status_code == 303
    there = {one.criterion: one.judgement for one in again(profile).judgements}
    assert there == {Criterion.PRIORITY: "yes", Criterion.BALANCE: "favours-intervention"}


def test_a_judgement_is_one_of_its_scale(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    profile = a_profile(actor, project)

    with pytest.raises(Invalid) as caught, transaction():
        service.save_judgements(
            actor,
            profile,
            answers={
                Criterion.EQUITY: Answer("large"),
                Criterion.VALUES: Answer(evidence="x" * 8001, note="x" * 4001),
            },
            revision=1,
            criteria=5,
        )

    assert set(caught.value.errors) == {"equity", "values-note", "values-evidence", "criteria"}
    for parts in ({"type": "perhaps"}, {"discordance": "x"}, {"justification": "x" * 8001}):
        with pytest.raises(Invalid) as caught, transaction():
            service.save_conclusion(actor, profile, parts=parts, revision=1)
        assert set(caught.value.errors) == set(parts)
    assert again(profile).conclusion == {}
    with pytest.raises(Stale), transaction():
        service.save_conclusion(actor, profile, parts={"type": "either"}, revision=9)


def test_the_pages_of_a_framework(build):
    project = build.project()
    profile = a_profile(build.actor(project, Role.CHAIR), project, outcomes=[LOW_PAIN])
    browser = build.client(project, Role.METHODOLOGIST)
    address = f"/profiles/{profile.id}"
    assert "No judgement yet" in browser.get(address).text

    sent = {
        "equity": "no-impact", "values-note": "Families <i>differ</i>.",
        "values-evidence": "A *survey*.", "criteria": "12", "revision": "1",
    }  # fmt: skip
    assert browser.post(f"{address}/judgements", data=sent).status_code == 303
    page = browser.get(address).text
    assert "Families &lt;i&gt;differ&lt;/i&gt;." in page
    assert "A <em>survey</em>." in page
    assert "11 criteria are still open" in page

    answer = browser.post(
        f"{address}/conclusion",
        data={"type": "strong-for", "justification": "It *helps*.", "revision": "2"},
    )
    assert answer.status_code == 303
    page = browser.get(address).text
    assert "Strong recommendation for" in page
    assert "A strong recommendation rests on low or very low certainty" in page
    assert "It <em>helps</em>." in page
    reason = {"type": "strong-for", "discordance": "life-threatening", "revision": "3"}
    browser.post(f"{address}/conclusion", data=reason)
    page = browser.get(address).text
    assert "A strong recommendation rests on low" not in page
    assert "The situation threatens life" in page

    refused = browser.post(f"{address}/judgements", data={"equity": "x", "revision": "4"})
    assert refused.status_code == 422
    stale = browser.post(f"{address}/judgements", data={"values-note": "Mine", "revision": "1"})
    assert stale.status_code == 412
    assert "Saved meanwhile: Families &lt;i&gt;differ" in stale.text
    stale = browser.post(f"{address}/conclusion", data={"type": "either", "revision": "1"})
    assert stale.status_code == 412


def test_others_read_where_a_recommendation_stands(build):
    project = build.project()
    actor = build.actor(project, Role.CHAIR)
    profile = a_profile(actor, project, outcomes=[LOW_PAIN])
    with transaction():
        service.save_judgements(
            actor, profile, answers={Criterion.EQUITY: Answer("no-impact")}, revision=1
        )
        service.save_conclusion(actor, profile, parts={"type": "either"}, revision=2)
        search = service.start_search(actor, project, texts={"title": "Search"})
        for database, day in [("MEDLINE", "2025-03-01"), ("MEDLINE", "2026-01-05"),
                              ("Embase", "2025-12-24")]:  # fmt: skip
            service.add_strategy(
                actor,
                search,
                texts={"database": database, "query": "x", "searched_on": day},
            )
        profile.asked.search = search

    [stand] = queries.stands_of(project.id).values()

    assert (stand.certainty, stand.conclusion, stand.judged) == (Certainty.LOW, "either", 1)
    # every database had last been searched by the day of the one that is furthest behind
    assert str(stand.last_search) == "2025-12-24"
