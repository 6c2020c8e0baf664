"""What a panel member may answer, that nothing is lost or doubled, and what is counted."""

import threading

import pytest

from guidelines.consensus import service
from guidelines.consensus.models import Ballot, OpenedAnswer
from guidelines.consensus.queries import asked_in, own_content, results_document
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.errors import Conflict, DomainError, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.consensus.build import (
    CANNOT,
    KEYS,
    a_panel,
    an_open_round,
    answers_to,
    close,
    rows,
    vote,
    vote_all,
)
from tests.consensus.test_rounds import SPLIT, reword


def test_an_answer_is_a_rating_or_an_opt_out_never_both():
    with pytest.raises(Invalid):
        Given(rating=7, code=OptOut.NOT_MY_EXPERTISE)


def test_a_box_holds_every_statement_and_comes_back_as_it_was():
    content = Content(secret="00" * 16, consent="2026-03-03").holding(
        ["a", "b", "c"],
        {"a": Given(rating=7, reason="Für Kinder"), "b": Given(code=OptOut.NOT_MY_EXPERTISE)},
    )

    assert set(content.answers) == {"a", "b", "c"}
    assert Content.from_bytes(content.to_bytes()) == content
    assert content.answered(["a", "b", "c"]) == 2


def test_answers_are_saved_one_by_one_and_again(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    first = vote(panel, round_, 0, {"rec-airway": 7}, submit=False)
    again = vote(panel, round_, 0, {"rec-airway": 7}, submit=False)
    more = vote(panel, round_, 0, {"rec-hearing": CANNOT}, submit=True)

    assert first == again
    assert (first.answered, more.answered, more.askable) == (1, 2, 3)
    assert (again.submitted, more.submitted) == (False, True)
    assert len(rows(Ballot)) == 1
    own = own_content(round_, elector_of(round_, panel.people[0].id))
    asked = {one.key: one.version_id for one in asked_in(round_)}
    assert own.given(asked["rec-airway"]) == Given(rating=7)
    assert own.given(asked["rec-hearing"]) == Given(code=OptOut.NOT_MY_EXPERTISE)
    assert not own.given(asked["rec-follow-up"]).is_answer


def test_nobody_answers_without_consent(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)

    with pytest.raises(Conflict), transaction():
        service.save_answers(panel.actor(0), round_, answers=answers_to(round_, {"rec-airway": 7}))

    assert rows(Ballot) == []


@pytest.mark.parametrize(
    ("who", "answer", "error"),
    [
        pytest.param("panel", 9, None, id="may"),
        pytest.param("panel", CANNOT, None, id="cannot judge"),
        pytest.param("panel", 10, Invalid, id="off the scale"),
        pytest.param("panel", 0, Invalid, id="below the scale"),
        pytest.param("panel", "abstain", Invalid, id="abstain is for votes"),
        pytest.param("panel", "recused", Invalid, id="nobody recuses themselves here"),
        pytest.param("chair", 9, NotAllowed, id="chair"),
        pytest.param("administrator", 9, NotAllowed, id="administrator"),
        pytest.param("elsewhere", 9, NotAllowed, id="panel of another project"),
        pytest.param("late", 9, NotAllowed, id="joined after opening"),
    ],
)
def test_who_may_answer_what(build, who, answer, error):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    actor = {
        "panel": lambda: panel.actor(0),
        "chair": lambda: build.actor(panel.project, Role.CHAIR),
        "administrator": lambda: build.actor(panel.project, Role.ADMINISTRATOR),
        "elsewhere": lambda: build.actor(build.project(), Role.PANELIST),
        "late": lambda: build.actor(panel.project, Role.PANELIST),
    }[who]()

    def act():
        with transaction():
            service.give_consent(actor, round_)
            service.save_answers(actor, round_, answers=answers_to(round_, {"rec-airway": answer}))

    if error is None:
        act()
        assert len(rows(Ballot)) == 1
    else:
        with pytest.raises(DomainError) as caught:
            act()
        assert type(caught.value) is error
        assert rows(Ballot) == []


def test_a_closed_round_a_later_round_and_an_old_wording_take_nothing(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    old = answers_to(first, {"rec-hearing": 9})
    vote_all(panel, first, SPLIT)
    close(panel, first)
    frozen = results_document(first)

    with pytest.raises(Conflict) as caught:
        vote(panel, first, 0, {"rec-airway": 1})
    assert "closed on" in str(caught.value)
    reword(panel)
    second = an_open_round(panel, reasons={"rec-hearing": "Says how."})
    with pytest.raises(Conflict), transaction():
        service.save_answers(panel.actor(0), second, answers=old)

    assert rows(Ballot) == []
    assert results_document(first) == frozen


def test_votes_on_a_final_wording_are_yes_no_or_abstain(build):
    panel = a_panel(build, size=21, rule=preset("awmf"))
    round_ = an_open_round(panel)
    vote_all(
        panel,
        round_,
        {
            "rec-airway": [1] * 20 + [0],
            "rec-hearing": [1] * 19 + [0, "abstain"],
            "rec-follow-up": ["abstain"] * 21,
        },
    )

    results = close(panel, round_)

    assert {key: one["awmf_class"] for key, one in results.items()} == {
        "rec-airway": "strong-consensus",
        "rec-hearing": "consensus",  # 19 of 20 is exactly 95 %, not more
        "rec-follow-up": None,
    }
    assert results["rec-follow-up"]["verdict"] == "not-computable"


@pytest.mark.parametrize(
    ("votes", "verdict"),
    [
        pytest.param([None] * 5, "not-computable", id="nobody"),
        pytest.param([CANNOT] * 5, "not-computable", id="nobody can judge it"),
        pytest.param([9] + [None] * 4, "not-computable", id="one rating"),
        pytest.param([9, 9, 9, 1, None], "consensus-for", id="exactly 75 %"),
        pytest.param([9, 9, 9, 1, CANNOT], "consensus-for", id="who cannot judge is not counted"),
        pytest.param([9, 9, 1, 1, None], "no-consensus", id="half"),
        pytest.param([1, 2, 3, 1, 9], "consensus-against", id="against"),
    ],
)
def test_what_the_answers_come_to(build, votes, verdict):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": votes})

    result = close(panel, round_)["rec-airway"]

    assert result["verdict"] == verdict
    if verdict == "not-computable":
        assert result["n_missing"] == votes.count(None)
    assert result["n_rated"] == sum(isinstance(v, int) for v in votes)


def test_the_empty_result_has_no_numbers(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)

    result = close(panel, round_)["rec-airway"]

    assert [result[name] for name in ("median", "q1", "q3", "iqr", "percent_in")] == [None] * 5
    assert results_document(round_)["n_ballots"] == 0


def test_results_do_not_change_when_somebody_leaves(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, SPLIT)
    close(panel, round_)
    frozen = results_document(round_)
    with transaction():
        person = session.merge(panel.people[0])
        person.name, person.email = "Removed", "removed@demo.example"

    session.expire_all()

    assert results_document(round_) == frozen


def test_a_receipt_finds_each_answer_among_the_opened_ones(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    receipts = [vote(panel, round_, i, {key: SPLIT[key][i] for key in KEYS}) for i in range(5)]
    close(panel, round_)

    opened = {row.commitment for row in rows(OpenedAnswer)}

    assert len(opened) == 15
    assert {one.commitment for receipt in receipts for one in receipt.commitments} == opened
    again = service.receipt_for(round_, elector_of(round_, panel.people[0].id))
    assert again == receipts[0]


def test_a_ballot_is_counted_or_refused_when_the_round_closes_at_that_moment(build, app):
    """Voters and the closing run at once: what was acknowledged is what is counted."""
    panel = a_panel(build, size=12)
    round_ = an_open_round(panel)
    for index in range(12):
        with transaction():
            service.give_consent(panel.actor(index), round_)
    answers = answers_to(round_, {"rec-airway": 9})
    actors = [actor_for(person.id) for person in panel.people]
    acknowledged, refused, unexpected = [], [], []
    start = threading.Barrier(13)

    def voter(actor):
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    service.save_answers(actor, round_, answers=answers)
                acknowledged.append(actor)
            except Conflict:
                refused.append(actor)
            except Exception as trouble:
                unexpected.append(trouble)
            finally:
                session.remove()

    def closer():
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    service.close_round(panel.office, round_)
            finally:
                session.remove()

    threads = [threading.Thread(target=voter, args=[actor]) for actor in actors]
    threads.append(threading.Thread(target=closer))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    session.rollback()  # what was read before the others wrote
    assert unexpected == []
    assert len(acknowledged) + len(refused) == 12
    assert results_document(round_)["statements"][0]["n_rated"] == len(acknowledged)


def test_two_devices_at_once_lose_no_answer(build, app):
    """The phone and the desk save different answers at the same moment, again and again."""
    panel = a_panel(build)
    round_ = an_open_round(panel)
    actor = panel.actor(0)
    with transaction():
        service.give_consent(actor, round_)
    asked = asked_in(round_)
    sheets = [{one.version_id: Given(rating=point)} for one in asked for point in range(1, 9)]
    last = {one.version_id: Given(rating=9) for one in asked}
    start = threading.Barrier(len(asked))
    trouble = []

    def device(mine):
        with app.app_context():
            start.wait()
            try:
                for sheet in [s for s in sheets if mine in s] + [{mine: last[mine]}]:
                    with transaction():
                        service.save_answers(actor, round_, answers=sheet)
            except Exception as error:
                trouble.append(error)
            finally:
                session.remove()

    threads = [threading.Thread(target=device, args=[one.version_id]) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    session.rollback()
    assert trouble == []
    content = own_content(round_, elector_of(round_, panel.people[0].id))
    assert content.answers == {version: {"overall": given} for version, given in last.items()}
