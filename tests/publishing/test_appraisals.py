"""Appraisals: scaled scores as published, agreement, and ratings nobody else sees."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.audit import AuditEntry
from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.drafts.models import Document, DocumentKind
from guidelines.drafts.service import start_document
from guidelines.errors import Conflict, Expired, Invalid, Missing, NotAllowed
from guidelines.jobs import work_once
from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project
from guidelines.publishing.models import Appraisal, AppraisalScore, Appraiser
from guidelines.publishing.queries.appraisals import results_of, unrated
from guidelines.publishing.queries.checklists import entries
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.rules.checklists.choices import AppraisalState, AppraiserState
from guidelines.publishing.rules.checklists.scoring import (
    agreement,
    domain_scores,
    score_of,
    spreads,
)
from guidelines.publishing.service.appraisal_links import appraiser_behind, token_of
from guidelines.publishing.service.appraisals import (
    close_appraisal,
    hand_in,
    invite_appraiser,
    open_appraisal,
    rate,
    remind_appraiser,
    withdraw_appraiser,
)

AGREE = shipped("agree-ii")
# The example of the AGREE II manual: domain 1, four appraisers, 53 of 12 to 84 gives 57 %.
EXAMPLE = [
    {"1": 5, "2": 6, "3": 6},
    {"1": 6, "2": 6, "3": 7},
    {"1": 2, "2": 4, "3": 3},
    {"1": 3, "2": 3, "3": 2},
]


def test_the_example_of_the_manual_gives_57_per_cent():
    [scope, *others] = domain_scores(AGREE, EXAMPLE)
    assert (scope.score.obtained, scope.score.least, scope.score.most) == (53, 12, 84)
    assert scope.score.percent == 57
    assert [one.score.percent for one in others] == [None] * 5


def test_what_is_skipped_changes_the_least_and_the_most():
    [scope, *_others] = domain_scores(AGREE, [*EXAMPLE[:3], {"1": 3, "2": 3}])
    assert (scope.score.obtained, scope.score.least, scope.score.most) == (51, 11, 77)
    assert scope.skipped == 1
    assert scope.each[3].percent == 33


@given(st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=8), min_size=1, max_size=6))
def test_a_scaled_score_lies_between_0_and_100_and_ends_mean_the_ends(ratings):
    given_all = [one for some in ratings for one in some]
    percent = score_of(given_all, AGREE.scale).percent
    assert 0 <= percent <= 100
    assert (percent == 100) == (set(given_all) == {7}) or percent == 100
    assert score_of([1] * len(given_all), AGREE.scale).percent == 0
    assert score_of([7] * len(given_all), AGREE.scale).percent == 100


def test_agreement_is_whole_where_all_rate_the_same_and_low_where_they_do_not():
    same = [{item: 1 + place % 7 for place, item in enumerate(AGREE.by_id)}] * 3
    whole = agreement(AGREE, same)
    assert whole.alpha == pytest.approx(1.0)
    assert whole.close == whole.pairs == 3 * 23
    mixed = agreement(AGREE, EXAMPLE)
    assert mixed.alpha < 0.3
    assert (mixed.close, mixed.pairs) == (6, 18)


def test_items_on_which_people_lie_far_apart_are_named():
    found = {one.item: (one.range, one.is_far_apart) for one in spreads(AGREE, EXAMPLE)}
    assert (found["1"], found["2"], found["3"]) == ((4, True), (3, True), (5, True))
    assert found["4"] == (0, False)


@dataclass
class Draft:
    """A document of a project with the chair who has it appraised."""

    project: Project
    document: Document
    chair: Actor


@pytest.fixture
def guideline(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        document = start_document(
            chair, project, title="Care of children", kind=DocumentKind.GUIDELINE
        )
    return Draft(project, document, chair)


def opened(guideline, instrument="agree-ii", **more):
    with transaction():
        return open_appraisal(guideline.chair, guideline.document, instrument=instrument, **more)


def invited(guideline, appraisal, email, name="Outside Expert"):
    with transaction():
        row = invite_appraiser(guideline.chair, appraisal, name=name, email=email)
    return session.get_one(Appraiser, row.id)


def rate_all(appraiser, point="6", use="yes", suitability=""):
    instrument = shipped(appraiser.appraisal.instrument)
    with transaction():
        for item in instrument.by_id:
            rate(appraiser, item=item, answers={"quality": point, "suitability": suitability})
        for question in instrument.overall:
            rate(
                appraiser,
                item=question.id,
                answers={"quality": point if question.id == "overall" else use},
            )


def done(appraiser, **more):
    rate_all(appraiser, **more)
    with transaction():
        hand_in(appraiser, by=Actor.nobody(), interests="None.")


def test_several_people_rate_and_the_last_one_in_opens_the_scores(guideline):
    appraisal = opened(guideline)
    first = invited(guideline, appraisal, "one@else.example")
    second = invited(guideline, appraisal, "two@else.example")
    done(first, point="7")
    session.expire_all()
    assert appraisal.state is AppraisalState.OPEN
    assert results_of(appraisal) is None
    done(second, point="1", use="no")
    session.expire_all()
    assert appraisal.state is AppraisalState.CLOSED
    results = results_of(appraisal)
    assert [one.score.percent for one in results.outcomes[0].domains] == [50] * 6
    assert len(results.outcomes[0].far_apart) == 23
    overall, use = results.overall
    assert (overall.counts["7"], overall.counts["1"]) == (1, 1)
    assert use.counts == {"yes": 1, "with-changes": 0, "no": 1}


def test_one_alone_does_not_close_but_the_office_may(guideline):
    appraisal = opened(guideline)
    only = invited(guideline, appraisal, "one@else.example")
    with pytest.raises(Conflict), transaction():
        close_appraisal(guideline.chair, appraisal)
    done(only)
    session.expire_all()
    assert appraisal.state is AppraisalState.OPEN
    with transaction():
        close_appraisal(guideline.chair, appraisal)
    assert results_of(session.get_one(Appraisal, appraisal.id)) is not None


def test_who_is_asked_no_longer_does_not_count(guideline):
    appraisal = opened(guideline)
    people = [invited(guideline, appraisal, f"p{n}@else.example") for n in range(3)]
    rate_all(people[2], point="1")
    for one in people[:2]:
        done(one, point="7")
    with transaction():
        withdraw_appraiser(guideline.chair, people[2])
    session.expire_all()
    assert appraisal.state is AppraisalState.CLOSED
    assert [one.score.percent for one in results_of(appraisal).outcomes[0].domains] == [100] * 6


def test_suitability_of_agree_rex_is_a_dimension_of_its_own(guideline):
    appraisal = opened(guideline, "agree-rex", suitability=True)
    people = [invited(guideline, appraisal, f"p{n}@else.example") for n in range(2)]
    with pytest.raises(Conflict), transaction():
        hand_in(people[0], by=Actor.nobody(), interests="None.")
    for one in people:
        done(one, point="7", suitability="1")
    session.expire_all()
    quality, suitability = results_of(appraisal).outcomes
    assert {one.score.percent for one in quality.domains} == {100}
    assert {one.score.percent for one in suitability.domains} == {0}


def test_an_item_is_skipped_with_a_reason_only(guideline):
    one = invited(guideline, opened(guideline), "one@else.example")
    with pytest.raises(Invalid) as refused, transaction():
        rate(one, item="18", answers={"quality": "skipped"})
    assert "comment" in refused.value.errors
    with transaction():
        rate(one, item="18", answers={"quality": "skipped"}, comment="Not for a diagnosis.")
    assert "18" not in unrated(one)


@pytest.mark.parametrize(
    ("item", "answer", "trouble"),
    [("1", "8", Invalid), ("1", "0", Invalid), ("1", "yes", Invalid), ("99", "1", Missing),
     ("use", "7", Invalid), ("1", "3.5", Invalid)],
)  # fmt: skip
def test_what_the_scale_does_not_have_is_refused(guideline, item, answer, trouble):
    one = invited(guideline, opened(guideline), "one@else.example")
    with pytest.raises(trouble), transaction():
        rate(one, item=item, answers={"quality": answer})
    assert session.query(AppraisalScore).count() == 0


def test_what_was_handed_in_stays(guideline):
    appraisal = opened(guideline)
    one = invited(guideline, appraisal, "one@else.example")
    done(one)
    with pytest.raises(Conflict, match="handed in"), transaction():
        rate(one, item="1", answers={"quality": "1"})
    with pytest.raises(Conflict), transaction():
        hand_in(one, by=Actor.nobody(), interests="None.")
    with pytest.raises(Conflict), transaction():
        remind_appraiser(guideline.chair, one)


def test_an_answer_can_be_taken_back_before(guideline):
    one = invited(guideline, opened(guideline), "one@else.example")
    for answer, left in (("5", 24), ("", 25)):
        with transaction():
            rate(one, item="1", answers={"quality": answer})
        assert len(unrated(one)) == left


def test_no_event_holds_a_score_and_no_letter_names_others(guideline):
    appraisal = opened(guideline)
    one = invited(guideline, appraisal, "one@else.example")
    invited(guideline, appraisal, "two@else.example", name="Another Expert")
    while work_once():
        pass
    done(one, point="3")
    said = " ".join(str(entry.detail) for entry in session.query(AuditEntry))
    assert "score" not in said
    assert "else.example" not in said
    found = [path.read_text() for path in (current().instance / "mail").glob("*.eml")]
    letters = [letter for letter in found if "else.example" in letter]
    assert len(letters) == 2
    assert not any("Outside" in letter and "Another" in letter for letter in letters)


def test_a_link_opens_until_the_person_is_asked_no_longer(guideline):
    appraisal = opened(guideline)
    one = invited(guideline, appraisal, "one@else.example")
    token = token_of(current(), one.id)
    assert appraiser_behind(current(), token).id == one.id
    with pytest.raises(Expired):
        appraiser_behind(current(), token[:-2])
    with transaction():
        withdraw_appraiser(guideline.chair, one)
    with pytest.raises(Expired):
        appraiser_behind(current(), token)
    with pytest.raises(NotAllowed), transaction():
        rate(one, item="1", answers={"quality": "1"})


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"name": " "}, "name"), ({"email": "nobody"}, "email"),
     ({"email": "ONE@else.example"}, "email")],
)  # fmt: skip
def test_whom_nobody_can_write_to_is_not_invited(guideline, fields, error):
    appraisal = opened(guideline)
    invited(guideline, appraisal, "one@else.example")
    given_fields = {"name": "A", "email": "two@else.example"} | fields
    with pytest.raises(Invalid) as refused, transaction():
        invite_appraiser(guideline.chair, appraisal, **given_fields)
    assert error in refused.value.errors
    assert session.query(Appraiser).count() == 1


def test_members_hold_appraisals_by_their_role(guideline, build):
    for role in (Role.AUTHOR, Role.REVIEWER, Role.APPROVER, Role.PANELIST):
        actor = build.actor(guideline.project, role)
        with pytest.raises(NotAllowed), transaction():
            open_appraisal(actor, guideline.document, instrument="agree-ii")


def test_before_publishing_two_or_more_have_appraised_by_agree_ii(guideline):
    def entry():
        session.expire_all()
        return next(e for e in entries(guideline.document) if e.name == "checklist:agree-ii")

    assert not entry().passed
    appraisal = opened(guideline)
    people = [invited(guideline, appraisal, f"p{n}@else.example") for n in range(2)]
    done(people[0])
    assert not entry().passed
    done(people[1])
    assert entry().passed
    assert people[0].state is AppraiserState.HANDED_IN
