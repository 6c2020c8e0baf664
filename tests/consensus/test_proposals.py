"""Round 0: the panel proposes, sealed and without names; the office makes statements of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelines.consensus import service
from guidelines.consensus.models import Ballot, ClosedBallot, Proposal
from guidelines.consensus.queries import own_content, statements_of, versions_of
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.queries.proposals import proposals_behind, proposals_of
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.lineage import Fate, Lineage
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.proposals import LONGEST, MOST, Proposed, checked_proposals
from guidelines.consensus.service.proposals import (
    decline_proposal,
    edit_proposal,
    propose,
    take_proposals,
)
from guidelines.consensus.service.wordings import Part
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from tests.consensus.build import a_panel, an_open_round, rows
from tests.consensus.test_routes import office, text_of

WEIGH = Proposed("Weigh every child.", "The dose depends on it.")
SCALES = Proposed("Children should be put on scales.")
OFF = Proposed("Paint the ward blue.", "I like blue.")


@pytest.fixture
def panel(build):
    return a_panel(build, keys=("rec-airway",), seal=False)


@pytest.fixture
def round_(panel):
    return an_open_round(panel, kind=RoundKind.PROPOSALS, title="Round 0")


def write(panel, round_, index, *proposals):
    actor = panel.actor(index)
    with transaction():
        service.give_consent(actor, round_)
    with transaction():
        propose(actor, round_, proposals, finished=True)


def closed(panel, round_):
    with transaction():
        return service.close_round(panel.office, round_)


def by_text(round_):
    session.expire_all()
    return {one.proposal.text: one.proposal for one in proposals_of(round_)}


def test_proposals_lie_in_sealed_boxes_and_nowhere_else_while_the_round_is_open(panel, round_):
    write(panel, round_, 0, WEIGH, OFF)
    assert rows(Proposal) == []
    [box] = rows(Ballot)
    assert b"Weigh" not in box.sealed
    assert proposals_of(round_) == []
    panelist = elector_of(round_, panel.people[0].id)
    assert own_content(round_, panelist).proposals == (WEIGH, OFF)


def test_closing_lays_them_out_under_random_ids_without_author_or_order(panel, round_):
    write(panel, round_, 0, WEIGH, OFF)
    write(panel, round_, 1, SCALES)
    write(panel, round_, 2)
    result = closed(panel, round_)
    found = rows(Proposal)
    assert {one.text for one in found} == {WEIGH.text, SCALES.text, OFF.text}
    assert not {"person_id", "panelist_id", "pseudonym", "created_at"} & set(
        Proposal.__table__.columns.keys()
    )
    assert rows(Ballot) == []
    for index in range(3):
        panelist = elector_of(round_, panel.people[index].id)
        assert own_content(round_, panelist).proposals == ()
    assert len(rows(ClosedBallot)) == 3
    assert (result.document["n_proposals"], result.document["n_ballots"]) == (3, 3)
    assert result.document["statements"] == []


def test_no_rule_need_be_locked_before_a_round_of_proposals(panel, round_):
    assert panel.process.rule_sealed_at is None
    closed(panel, round_)
    with pytest.raises(Conflict, match="Lock the definition"):
        an_open_round(panel)


def test_a_statement_is_made_of_several_and_each_knows_the_other(panel, round_):
    write(panel, round_, 0, WEIGH)
    write(panel, round_, 1, SCALES, OFF)
    closed(panel, round_)
    there = by_text(round_)
    with transaction():
        statement = take_proposals(
            panel.office,
            round_,
            [there[WEIGH.text], there[SCALES.text]],
            Part(wording="Every child is weighed."),
            reason="Two say the same.",
        )
    assert statement.number == 2
    [version] = versions_of(statement)
    assert (version.lineage, version.after_round) == (Lineage.FROM_PROPOSALS, 0)
    assert {one.text for one in proposals_behind(statement)} == {WEIGH.text, SCALES.text}
    fates = {one.proposal.text: one.proposal.fate for one in proposals_of(round_)}
    assert fates == {WEIGH.text: Fate.TAKEN, SCALES.text: Fate.TAKEN, OFF.text: Fate.WAITING}
    assert [one.number for one in statements_of(panel.process)] == [1, 2]


def test_what_is_not_taken_has_a_reason_and_what_is_taken_stays_taken(panel, round_):
    write(panel, round_, 0, WEIGH, OFF)
    closed(panel, round_)
    there = by_text(round_)
    with pytest.raises(Invalid), transaction():
        decline_proposal(panel.office, there[OFF.text], answer=" ")
    with transaction():
        decline_proposal(panel.office, there[OFF.text], answer="It is no clinical question.")
    with transaction():
        take_proposals(
            panel.office, round_, [there[WEIGH.text]], Part(wording="Weigh."), reason="Good."
        )
    with pytest.raises(Conflict, match="A statement was made"), transaction():
        decline_proposal(panel.office, there[WEIGH.text], answer="After all not.")


def test_what_gives_an_author_away_is_taken_out_and_kept_apart(panel, round_):
    write(panel, round_, 0, Proposed("In our ward in Porto we weigh.", "I lead it."))
    closed(panel, round_)
    [one] = proposals_of(round_)
    with transaction():
        edit_proposal(panel.office, one.proposal, text="We weigh.", reason="")
    [row] = rows(Proposal)
    assert (row.text, row.reason) == ("We weigh.", "")
    assert row.original == "In our ward in Porto we weigh.\n\nI lead it."


def test_nobody_reads_or_decides_before_closing_and_nobody_else_after(panel, round_):
    write(panel, round_, 0, WEIGH)
    with pytest.raises(Conflict, match="when the round is closed"), transaction():
        take_proposals(panel.office, round_, [], Part(wording="Weigh."), reason="Good.")
    closed(panel, round_)
    [one] = proposals_of(round_)
    with pytest.raises(NotAllowed), transaction():
        decline_proposal(panel.actor(0), one.proposal, answer="No.")


def test_proposals_are_written_changed_and_read_back_on_their_page(panel, round_):
    client = panel.build.sign_in(panel.people[0])
    paper = f"/questionnaires/{round_.id}"
    assert "I take part" in text_of(client.get(paper))
    assert client.get(f"{paper}/proposals").status_code == 303
    with transaction():
        service.give_consent(panel.actor(0), round_)
    assert client.get(paper).location.endswith("/proposals")
    form = {"text-1": "Weigh every child.", "reason-1": "The dose.", "text-2": "", "reason-2": ""}
    assert client.post(f"{paper}/proposals", data=form).status_code == 303
    page = text_of(client.get(f"{paper}/proposals"))
    assert "Weigh every child." in page
    assert "Proposal 3" in page
    kept = client.post(f"{paper}/proposals/keep", data={**form, "text-2": "Ask the parents."})
    assert kept.json == {}
    assert "Ask the parents." in text_of(client.get(f"{paper}/proposals"))
    wrong = client.post(f"{paper}/proposals", data={**form, "reason-3": "No proposal."})
    assert wrong.status_code == 422
    assert "No proposal." in text_of(wrong)
    assert "Ask the parents." in text_of(client.get(f"{paper}/proposals"))


def test_the_office_deals_with_them_and_the_panel_sees_what_became_of_each(panel, round_):
    write(panel, round_, 0, WEIGH, OFF)
    write(panel, round_, 1, SCALES)
    client = office(panel)
    path = f"/rounds/{round_.id}/proposals"
    assert WEIGH.text not in text_of(client.get(path))
    closed(panel, round_)
    page = text_of(client.get(path))
    assert all(one.text in page for one in (WEIGH, OFF, SCALES))
    member = panel.build.sign_in(panel.people[2])
    seen = f"/questionnaires/{round_.id}/proposals"
    assert WEIGH.text not in text_of(member.get(seen))
    client = office(panel)
    there = by_text(round_)
    chosen = [there[WEIGH.text].id, there[SCALES.text].id]
    form = {"proposals": chosen, "wording": "Every child is weighed.", "reason": "The same."}
    assert client.post(path, data={**form, "wording": ""}).status_code == 422
    assert client.post(path, data=form).status_code == 303
    off = {"text": OFF.text, "why": OFF.reason, "decision": "decline"}
    address = f"/proposals/{there[OFF.text].id}"
    assert client.post(address, data={**off, "reason": ""}).status_code == 422
    assert client.post(address, data={**off, "reason": "No question."}).status_code == 303
    assert "became statement 2" in text_of(client.get(path))
    member = panel.build.sign_in(panel.people[2])
    page = text_of(member.get(seen))
    assert "became statement 2" in page
    assert "No question." in page


@pytest.mark.parametrize(
    ("proposals", "field"),
    [
        ([Proposed("x" * (LONGEST + 1))], "text-1"),
        ([WEIGH, Proposed("", "Why only.")], "text-2"),
        ([Proposed("ok", "x" * (LONGEST + 1))], "reason-1"),
        ([Proposed("a\u202eb")], "text-1"),
        ([Proposed(f"Number {n}") for n in range(MOST + 1)], "proposals"),
    ],
)
def test_mistakes_are_named_at_their_place(proposals, field):
    with pytest.raises(Invalid) as refused:
        checked_proposals(proposals)
    assert list(refused.value.errors) == [field]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(
            Proposed,
            st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60),
            st.text(st.characters(codec="utf-8", categories=("L", "N")), max_size=30),
        ),
        max_size=8,
    )
)
def test_a_box_gives_back_the_proposals_it_was_given(proposals):
    try:
        kept = checked_proposals(proposals)
    except Invalid:
        return
    content = Content(secret="00", proposals=kept)
    assert Content.from_bytes(content.to_bytes()) == content


def test_what_is_to_be_dealt_with_stands_among_what_needs_the_office(panel, round_):
    write(panel, round_, 0, WEIGH, OFF)
    closed(panel, round_)
    assert "2 proposals of the panel to deal with" in text_of(office(panel).get("/home"))
