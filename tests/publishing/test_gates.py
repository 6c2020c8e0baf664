"""The gates of publication: each fails for its own reason, and only a stricter project differs."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.models import ProjectGate
from guidelines.publishing.queries.gates import tightening_of
from guidelines.publishing.rules.checks import (
    check_may_be_published,
    check_may_be_signed,
    checks_of,
)
from guidelines.publishing.rules.facts import (
    AboutFacts,
    ApprovalFacts,
    Facts,
    RecommendationFacts,
    Spot,
    Standing,
)
from guidelines.publishing.rules.gates import BY_KEY, GATES, Severity
from guidelines.publishing.rules.tightening import CORE, Tightening, checked, tightened
from guidelines.text.recommendations import GoodPractice
from tests.publishing.build import a_guideline, describe
from tests.publishing.gate_steps import grade, swap

TODAY = date(2026, 3, 1)
GOOD = RecommendationFacts(
    "rec-1", 1, "evidence-based", "conditional", "for", "low", None, "consensus-for", True,
    row="r1", judged=7,
)  # fmt: skip
ABOUT = AboutFacts(
    language="en", orphacodes=("2014",), population="Children", users="Teams",
    review_by=date(2029, 3, 1),
)  # fmt: skip
READY = Facts(
    recommendations=(GOOD,), panel=9, patients=2, plan_approved=True, about=ABOUT, today=TODAY,
    approval=ApprovalFacts(True, True, True, ("A", "B"), ()),
)  # fmt: skip
SPOT = Spot("citation", "x", "x")
ALL_FIVE = frozenset(GoodPractice)
STRONG = {"strength": "strong", "justified": True}


def one(**changes):
    return (replace(GOOD, **changes),)


def about(**changes):
    return replace(ABOUT, **changes)


# For each gate: what makes it fail, and what comes close and passes.
TABLE = [
    ("has-recommendations", {"recommendations": ()}, {"recommendations": (), "recommends": False}),
    ("recommendations-complete", {"recommendations": one(certainty="")},
     {"recommendations": one(type="consensus-based", certainty="")}),
    ("recommendations-complete", {"recommendations": one(type="invented")},
     {"recommendations": one(type="research-only", strength="", direction="")}),
    ("recommendations-apart", {"stray": ("rec-2",)}, {"stray": ()}),
    ("strength-justified", {"recommendations": one(strength="strong")},
     {"recommendations": one(**STRONG)}),
    ("strength-justified", {"recommendations": one(strength="strong", certainty="very-low")},
     {"recommendations": one(strength="strong", certainty="moderate")}),
    ("evidence-judged", {"recommendations": one(judged=3)}, {"recommendations": one(judged=4)}),
    ("evidence-judged", {"recommendations": one(judged=0)},
     {"recommendations": one(type="consensus-based", certainty="", judged=0)}),
    ("evidence-agrees", {"recommendations": one(profile_certainty="high")},
     {"recommendations": one(profile_certainty="high", explained=True)}),
    ("good-practice-justified",
     {"recommendations": one(type="good-practice", strength="", criteria=frozenset({"clear"}))},
     {"recommendations": one(type="good-practice", strength="", criteria=ALL_FIVE)}),
    ("wording-clear", {"recommendations": one(remarks=("Say who does it.",))}, {}),
    ("status-fits", {"mislabelled": (SPOT,)}, {}),
    ("all-voted", {"recommendations": one(verdict=None)}, {}),
    ("all-voted", {"recommendations": one(verdict="not-computable")}, {}),
    ("wording-unchanged", {"recommendations": one(same_wording=False)},
     {"recommendations": one(same_wording=False, attested=True)}),
    ("consensus-met", {"recommendations": one(verdict="near")},
     {"recommendations": one(verdict="near", stated=True)}),
    ("consensus-met", {"recommendations": one(verdict="consensus-against")}, {}),
    ("no-open-round", {"locked": frozenset({"rec-1"})}, {"locked": frozenset()}),
    ("citations-known", {"unknown_citations": (SPOT,)}, {}),
    ("citations-stand", {"retracted_citations": (SPOT,)}, {}),
    ("images-attached", {"missing_images": (SPOT,)}, {}),
    ("images-described", {"wordless_images": (SPOT,)}, {}),
    ("original-followed", {"behind": True}, {"behind": False}),
    ("references-lead", {"dead_references": (SPOT,)}, {}),
    ("doses-checked", {"unchecked_doses": (SPOT,)}, {}),
    ("sections-present", {"about": about(parts=(("methods", "Methods"),))}, {}),
    ("sections-written", {"unwritten": (("s", "Methods"),)}, {}),
    ("clashes-settled", {"open_clashes": 1}, {"open_clashes": 0}),
    ("comments-answered", {"open_threads": 2}, {"open_threads": 0}),
    ("suggestions-decided", {"open_suggestions": 1}, {"open_suggestions": 0}),
    ("interests-declared", {"undeclared": ("A",)}, {}),
    ("interests-assessed", {"unassessed": ("A",)}, {}),
    ("panel-listed", {"panel": 0}, {"panel": 1}),
    ("patients-sit", {"patients": 1}, {"patients": 2}),
    ("panel-free", {"panel_musts": (Spot("panel", "x", "x"),)}, {}),
    ("panel-balanced", {"panel_faults": (Spot("panel", "x", "x"),)}, {}),
    ("language-set", {"about": about(language="")}, {"about": about(language="de")}),
    ("condition-coded", {"about": about(orphacodes=())},
     {"about": about(orphacodes=(), no_code="It is too rare.")}),
    ("population-set", {"about": about(population="")}, {}),
    ("users-set", {"about": about(users="")}, {}),
    ("review-set", {"about": about(review_by=None)}, {"about": about(review_by=date(2031, 3, 1))}),
    ("review-set", {"about": about(review_by=date(2031, 3, 2))}, {}),
    ("review-set", {"about": about(review_by=TODAY)},
     {"about": about(review_by=date(2026, 3, 2))}),
    ("plan-approved", {"plan_approved": False}, {}),
    ("approved", {"approval": ApprovalFacts()}, {}),
    ("approved", {"approval": ApprovalFacts(True, False, True)}, {}),
    ("approved", {"approval": ApprovalFacts(True, True, False, ("A",), ("B",))}, {}),
]  # fmt: skip


def failed(facts, tightening=CORE):
    return {check.name for check in checks_of(facts, tightening) if not check.passed}


@pytest.mark.parametrize(("key", "bad", "good"), TABLE, ids=[f"{row[0]}" for row in TABLE])
def test_each_gate_fails_for_its_own_reason(key, bad, good):
    checks = checks_of(replace(READY, **bad))

    assert {check.name for check in checks if not check.passed} == {key}
    assert failed(replace(READY, **good)) == set()
    assert all((check.problem is None) is check.passed for check in checks)
    if BY_KEY[key].severity is Severity.SHOULD:
        check_may_be_published(checks)
    else:
        with pytest.raises(Conflict):
            check_may_be_published(checks)
    if key == "approved" or BY_KEY[key].severity is Severity.SHOULD:
        check_may_be_signed(checks)
    else:
        with pytest.raises(Conflict):
            check_may_be_signed(checks)


def test_every_gate_is_in_the_table_and_says_what_it_looks_at():
    names = {one.name for one in fields(Facts)}

    assert {row[0] for row in TABLE} == {gate.key for gate in GATES}
    assert len(GATES) == len({gate.key for gate in GATES})
    for gate in GATES:
        assert set(gate.facts)
        assert set(gate.facts) <= names
    assert one(verdict="near")[0].standing is Standing.NO_CONSENSUS


# What a project may ask: (ticked gates, numbers, whether it is taken).
ASKED = [
    ({}, {}, True),
    ({"wording-clear": True}, {}, True),
    ({"wording-clear": False}, {"review-set": "3"}, True),
    ({}, {"review-set": "5", "patients-sit": "2", "evidence-judged": "4"}, True),
    ({}, {"patients-sit": "12", "evidence-judged": "12", "review-set": "1"}, True),
    ({}, {"review-set": "6"}, False),
    ({}, {"patients-sit": "1"}, False),
    ({}, {"evidence-judged": "3"}, False),
    ({}, {"review-set": "x"}, False),
    ({}, {"all-voted": "1"}, False),
    ({"all-voted": False}, {}, False),
    ({"invented": True}, {}, False),
]


@pytest.mark.parametrize(("must", "limits", "taken"), ASKED)
def test_a_project_tightens_and_never_loosens(must, limits, taken):
    if not taken:
        with pytest.raises(Invalid):
            checked(must, limits)
        return
    wanted = checked(must, limits)
    for gate in GATES:
        assert gate.severity is not Severity.MUST or wanted.severity(gate) is Severity.MUST
        if gate.limit:
            assert gate.limit.allows(wanted.limit(gate))


def test_what_is_stored_can_only_tighten():
    stored = tightened(
        [("review-set", False, 9), ("invented", True, None), ("panel-listed", True, 1)]
    )

    assert stored.limit(BY_KEY["review-set"]) == 5
    assert stored.must == {"panel-listed"}
    far = replace(READY, about=about(review_by=date(2029, 3, 1)))
    assert failed(far, Tightening(limits={"review-set": 2})) == {"review-set"}


def test_the_service_keeps_what_a_project_asks_and_the_database_refuses_less(build):
    project = build.project()
    chair, author = build.actor(project, Role.CHAIR), build.actor(project, Role.AUTHOR)
    wanted = checked({"wording-clear": True}, {"review-set": "3"})
    with transaction():
        service.tighten_gates(chair, project, wanted)

    assert tightening_of(project.id) == wanted
    with pytest.raises(NotAllowed), transaction():
        service.tighten_gates(author, project, CORE)
    for mild in (Tightening(limits={"review-set": 6}), Tightening(frozenset({"invented"}))):
        with pytest.raises(Invalid), transaction():
            service.tighten_gates(chair, project, mild)
    for gate, must, threshold in [
        ("review-set", False, 6), ("patients-sit", True, 1), ("all-voted", False, None),
        ("language-set", False, 1),
    ]:  # fmt: skip
        with pytest.raises((IntegrityError, Conflict)), transaction():
            session.add(
                ProjectGate(
                    project_id=project.id,
                    network_id=project.network_id,
                    gate=gate,
                    must=must,
                    threshold=threshold,
                )
            )
            session.flush()
    with transaction():
        service.tighten_gates(chair, project, CORE)
    assert tightening_of(project.id) == CORE


def test_each_place_leads_to_the_page_that_mends_it(build):
    guideline = a_guideline(build)
    client = build.sign_in(session.get(Person, guideline.author.person_id))
    swap("![Two bars: referrals before and after.]", "![]")(guideline)
    grade(strength="strong")(guideline)
    describe(guideline.author, guideline.document, parts={}, users="")
    page = client.get(f"/documents/{guideline.document.id}/before-publishing").text

    links = set(re.findall(r'href="(/[^"#]+)(?:#[^"]*)?"', page.partition("<main")[2]))
    wanted = [r"/sections/\w+/edit", r"/recommendations/\w+/edit", r"/documents/\w+/about"]
    for pattern in wanted:
        [*found] = [link for link in links if re.fullmatch(pattern, link)]
        assert found, pattern
        assert all(client.get(link).status_code == 200 for link in found)
