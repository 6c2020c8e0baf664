"""Questions with their outcomes: who writes them, what follows, and what the pages say."""

import io

import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.importers import findings
from guidelines.evidence.models import EvidenceQuestion
from guidelines.evidence.rules.effects import Measure
from guidelines.evidence.rules.grade import Design, Reason
from guidelines.evidence.rules.judgements import Certainty, Importance
from guidelines.evidence.rules.outcomes import Outcome, outcome_of
from guidelines.evidence.rules.questions import Kind, QuestionDraft
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.evidence.build import a_profile, a_question, a_reference

MAY = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}
INSIDE = MAY | {Role.FACILITATOR, Role.REVIEWER, Role.APPROVER, Role.OBSERVER}
DEATH = Outcome(
    "Death",
    9,
    design=Design.RANDOMISED,
    studies=3,
    participants=1200,
    measure=Measure.RISK_RATIO,
    estimate=0.92,
    lower=0.72,
    upper=1.18,
    baseline=300,
    down={Reason.IMPRECISION: (1, "The interval includes benefit and harm.")},
)
PAIN = Outcome("Pain", 5, settled=Certainty.LOW, finding="Less of it.")


def again(question: EvidenceQuestion) -> EvidenceQuestion:
    session.expire_all()
    found = session.get(EvidenceQuestion, question.id)
    assert found is not None
    return found


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.READER])
def test_who_may_write_questions(build, role):
    project = build.project()
    chair, actor = build.actor(project, Role.CHAIR), build.actor(project, role)
    first, second = a_question(chair, project, outcomes=[PAIN]), a_question(chair, project)
    profile = a_profile(chair, project)
    draft = QuestionDraft("Why?")
    before = len(audit.history(project.id))
    things = [
        lambda: service.start_question(actor, project, draft=draft),
        lambda: service.save_question(actor, first, draft=draft, revision=1),
        lambda: service.save_findings(actor, first, outcomes=[PAIN], revision=2),
        lambda: service.import_findings(actor, first, outcomes=[DEATH]),
        lambda: service.rate_outcomes(actor, first, ratings={}),
        lambda: service.link_recommendation(actor, first, key="rec-2"),
        lambda: service.unlink_recommendation(actor, profile),
        lambda: service.remove_question(actor, second),
    ]

    for thing in things:
        if role in MAY:
            with transaction():
                thing()
        else:
            with pytest.raises(NotAllowed), transaction():
                thing()

    happened = len(audit.history(project.id)) - before
    assert happened == (len(things) if role in MAY else 0)


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_which_page(build, role):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    profile = a_profile(chair, project, outcomes=[DEATH])
    browser = build.client(project if role else build.project(), role or Role.CHAIR)
    p, q = project.id, profile.question_id

    for page in (
        f"/projects/{p}/evidence", f"/projects/{p}/evidence/template?as=csv", f"/questions/{q}",
        f"/questions/{q}/findings/file?as=xlsx",
    ):  # fmt: skip
        assert browser.get(page).status_code == (200 if role in INSIDE else 404), page
    for page in (
        f"/projects/{p}/questions/new", f"/questions/{q}/edit", f"/questions/{q}/importance",
        f"/questions/{q}/findings", f"/questions/{q}/findings/import",
    ):  # fmt: skip
        assert browser.get(page).status_code == (200 if role in MAY else 404), page


def test_questions_are_numbered_and_one_serves_several_recommendations(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    first, second = a_question(actor, project), a_question(actor, project, text="And this?")
    with transaction():
        service.link_recommendation(actor, first, key="rec-1")
        service.link_recommendation(actor, first, key="rec-2")
    assert [one.number for one in queries.questions_of(project.id)] == [1, 2]
    assert [one.key for one in queries.profiles_on(first)] == ["rec-1", "rec-2"]
    assert {one.question for one in queries.profiles_of(project.id).values()} == {"Does it help?"}

    with transaction():
        moved = service.link_recommendation(actor, second, key="rec-2")

    assert queries.profiles_of(project.id)["rec-2"].question == "And this?"
    assert moved.question_id == second.id
    with pytest.raises(Conflict), transaction():
        service.link_recommendation(actor, second, key="rec-2")
    with pytest.raises(Conflict), transaction():
        service.remove_question(actor, first)
    with pytest.raises(Invalid), transaction():
        service.link_recommendation(actor, second, key="no id")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"text": " "}, {"text"}),
        ({"text": "x" * 1001, "summary": "x" * 8001}, {"text", "summary"}),
        ({"outcomes": [Outcome(" ")]}, {"outcomes"}),
        ({"outcomes": [Outcome("Pain"), Outcome("pain")]}, {"outcomes"}),
        ({"outcomes": [Outcome(f"O{n}") for n in range(31)]}, {"outcomes"}),
    ],
)
def test_a_question_must_make_sense(build, values, wrong):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with pytest.raises(Invalid) as caught:
        a_question(actor, project, **values)

    assert set(caught.value.errors) == wrong
    assert queries.questions_of(project.id) == []


def test_the_overall_certainty_follows_and_can_be_settled_with_a_reason(build):
    project = build.project()
    actor = build.actor(project, Role.METHODOLOGIST)
    question = a_question(actor, project, outcomes=[DEATH, PAIN])
    assert again(question).certainty is Certainty.MODERATE  # pain is not critical

    with pytest.raises(Invalid) as caught, transaction():
        service.save_findings(
            actor, question, outcomes=[DEATH], settled=Certainty.HIGH, revision=1
        )
    assert set(caught.value.errors) == {"reason"}
    with transaction():
        service.save_findings(
            actor, question, outcomes=[DEATH], settled=Certainty.HIGH, reason="Because.",
            revision=1,
        )  # fmt: skip

    found = again(question)
    assert (found.certainty, found.settled, found.reason) == (Certainty.HIGH, True, "Because.")
    with transaction():
        service.save_findings(
            actor, question, outcomes=[DEATH], settled=Certainty.MODERATE, reason="x", revision=2
        )
    found = again(question)
    assert (found.certainty, found.settled, found.reason) == (Certainty.MODERATE, False, "")


def test_importance_is_the_median_of_what_several_people_say(build):
    project = build.project()
    people = [actor_for(build.member(project, Role.AUTHOR).id) for _number in range(3)]
    question = a_question(people[0], project, outcomes=[PAIN])
    key = again(question).outcomes[0]["key"]
    for actor, rating in zip(people, (9, 4, 7), strict=True):
        with transaction():
            service.rate_outcomes(actor, again(question), ratings={key: rating})

    [found] = again(question).findings
    assert (found.rating, found.importance) == (7.0, Importance.CRITICAL)
    assert again(question).certainty is Certainty.LOW  # it is critical now

    with transaction():
        service.rate_outcomes(people[0], again(question), ratings={key: None})
    assert again(question).findings[0].rating == 5.5
    with transaction():  # a new table of findings keeps what people said
        service.save_findings(people[0], again(question), outcomes=[PAIN], revision=5)
    assert again(question).findings[0].rating == 5.5
    for wrong in ({key: 10}, {"nothing": 5}):
        with pytest.raises(Invalid), transaction():
            service.rate_outcomes(people[0], again(question), ratings=wrong)


def test_a_stale_form_does_not_overwrite(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    question = a_question(actor, project)
    with transaction():
        service.save_question(actor, question, draft=QuestionDraft("First"), revision=1)

    for thing in (
        lambda: service.save_question(actor, question, draft=QuestionDraft("2"), revision=1),
        lambda: service.save_findings(actor, question, outcomes=[PAIN], revision=1),
    ):
        with pytest.raises(Stale), transaction():
            thing()

    assert (again(question).text, again(question).outcomes) == ("First", [])


def sent(browser, address, **values):
    """Send a form and return the page that it leads to."""
    answer = browser.post(address, data=values)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location)


def test_from_a_question_to_a_summary_of_findings_in_the_browser(build):
    project = build.project()
    key = a_reference(build.actor(project, Role.CHAIR), project).key
    browser = build.client(project, Role.METHODOLOGIST)
    assert "No question yet" in browser.get(f"/projects/{project.id}/evidence").text

    page = sent(
        browser,
        f"/projects/{project.id}/questions",
        text="Does <i>it</i> help?", kind="diagnosis", population="Children",
        summary=f"It *helps* [@{key}].\n\n<script>alert(1)</script>", key="rec-1",
    )  # fmt: skip
    assert "Does &lt;i&gt;it&lt;/i&gt; help?" in page.text
    assert "<em>helps</em>" in page.text
    assert f"[@{key}]" not in page.text
    assert "<script>alert" not in page.text
    assert "Reference test" in page.text
    [question] = queries.questions_of(project.id)
    assert question.kind is Kind.DIAGNOSIS

    page = sent(
        browser,
        f"/questions/{question.id}/findings",
        **{
            "outcome-0-name": "",
            "outcome-1-name": "Death",
            "outcome-1-rating": "9",
            "outcome-1-design": "randomised",
            "outcome-1-studies": "3",
            "outcome-1-participants": "1,200",
            "outcome-1-measure": "rr",
            "outcome-1-estimate": "0,92",
            "outcome-1-lower": "0.72",
            "outcome-1-upper": "1.18",
            "outcome-1-baseline": "300",
            "outcome-1-imprecision": "serious",
            "outcome-1-imprecision-note": "A wide interval.",
            "revision": "1",
        },
    )
    assert "24 fewer per 1,000 (84 fewer to 54 more)" in page.text
    assert "RR 0.92 (0.72 to 1.18)" in page.text
    assert "Moderate certainty" in page.text
    assert "A wide interval." in page.text
    glance = browser.get(f"/projects/{project.id}/evidence").text
    assert "1 of 1" in glance
    assert "0 of 12" in glance
    assert "Population, intervention or comparison is still empty" in glance


def test_a_refused_row_keeps_what_was_typed_and_says_where(build):
    project = build.project()
    question = a_question(build.actor(project, Role.CHAIR), project)
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(
        f"/questions/{question.id}/findings",
        data={
            "outcome-0-name": "Typed name",
            "outcome-0-studies": "many",
            "outcome-0-risk-of-bias": "serious",
            "revision": "1",
        },
    )

    assert answer.status_code == 422
    assert "Typed name" in answer.text
    assert "“many” is not a whole number" in answer.text
    for place in ("studies", "design", "risk-of-bias-note"):
        assert f'href="#outcome-0-{place}"' in answer.text
        assert f'id="outcome-0-{place}"' in answer.text
    assert again(question).outcomes == []


def test_a_stale_page_of_findings_shows_what_was_saved_meanwhile(build):
    project = build.project()
    question = a_question(build.actor(project, Role.CHAIR), project)
    browser = build.client(project, Role.AUTHOR)
    address = f"/questions/{question.id}/findings"
    first = {"outcome-0-name": "Theirs", "revision": "1"}
    assert browser.post(address, data=first).status_code == 303

    answer = browser.post(address, data={"outcome-0-name": "Mine", "revision": "1"})

    assert answer.status_code == 412
    assert "Saved meanwhile: Theirs" in answer.text
    assert "Mine" in answer.text
    assert 'name="revision" value="2"' in answer.text
    edit = f"/questions/{question.id}/edit"
    answer = browser.post(edit, data={"text": "Other words", "revision": "1"})
    assert answer.status_code == 412
    assert "Saved meanwhile: Does it help?" in answer.text


def test_a_table_file_goes_out_and_comes_back(build):
    project = build.project()
    question = a_question(build.actor(project, Role.CHAIR), project, outcomes=[DEATH, PAIN])
    browser = build.client(project, Role.AUTHOR)
    stored = again(question).outcomes
    for ending in ("csv", "xlsx"):
        answer = browser.get(f"/questions/{question.id}/findings/file?as={ending}")
        assert "attachment" in answer.headers["Content-Disposition"]
        there = findings.read(answer.data)
        assert [one.plain() | {"key": ""} for one in there] == [
            one | {"key": ""} for one in stored
        ]

        page = sent(
            browser,
            f"/questions/{question.id}/findings/import",
            file=(io.BytesIO(answer.data), f"x.{ending}"),
        )
        assert "2 outcomes were read" in page.text
        assert "2 of them were here before" in page.text
        assert again(question).outcomes == stored


def test_nothing_of_a_table_with_a_mistake_is_saved(build):
    project = build.project()
    question = a_question(build.actor(project, Role.CHAIR), project, outcomes=[PAIN])
    browser = build.client(project, Role.AUTHOR)
    table = "Outcome,Importance,Studies\nHearing,9,3\nSpeech,12,some\n"

    answer = browser.post(
        f"/questions/{question.id}/findings/import",
        data={"file": (io.BytesIO(table.encode()), "x.csv")},
    )

    assert answer.status_code == 422
    assert "Nothing was read, because 2 cells need mending" in answer.text
    assert "“12” is not a number from 1 to 9." in answer.text
    assert "“some” is not a whole number" in answer.text
    assert [outcome_of(one).name for one in again(question).outcomes] == ["Pain"]
