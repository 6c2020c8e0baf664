"""What a vote leaves in the draft, and what it hides from the panel meanwhile."""

import pytest

from guidelines.consensus.queries import lines_of
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.results import summary
from guidelines.consensus.rules.verdicts import evaluate
from guidelines.consensus.service.voiding import void_statement
from guidelines.db import transaction
from guidelines.drafts.queries import outcomes_of, recommendations_of
from guidelines.drafts.queries.manuscripts import voted_on
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote_all
from tests.consensus.test_routes import office, text_of
from tests.consensus.test_statements import rewrite
from tests.reviews.build import a_thread

SECRET = "I shall vote against this."


@pytest.fixture
def panel(build):
    return a_panel(build)


def test_agreement_stands_beside_strength_and_never_two_strong_words_in_one_line(panel):
    round_ = an_open_round(panel)
    vote_all(panel, round_, {key: [9, 9, 9, 9, 1] for key in KEYS})
    close(panel, round_)
    client = office(panel)
    for page in (
        f"/documents/{panel.document.id}",
        f"/processes/{panel.process.id}",
        f"/rounds/{round_.id}/results",
    ):
        text = text_of(client.get(page))
        assert "Agreement 80 % (4 of 5)" in text or "80 % (4 of 5)" in text
        assert "strong consensus" not in text.lower()


def test_a_void_vote_is_told_in_the_draft_whatever_becomes_of_the_wording(panel):
    round_ = an_open_round(panel)
    line = next(one for one in lines_of(round_) if one.statement.key == "rec-airway")
    with transaction():
        void_statement(panel.office, line, reason="The dose was wrong.")
    rewrite(panel, "Airway", "sees the child first", "sees the child at once")
    page = text_of(office(panel).get(f"/documents/{panel.document.id}"))
    assert "Vote void" in page
    assert "The dose was wrong." in page
    assert "Wording changed since the vote" not in page
    assert "rec-airway" not in voted_on(panel.document)


@pytest.mark.parametrize(
    ("name", "derived", "median"), [("awmf", False, None), ("agree-75", True, 8)]
)
def test_the_draft_knows_a_vote_from_ratings(name, derived, median):
    rule = preset(name)
    answers = [1] * 22 + [0] if rule.scale.is_vote else [8] * 22 + [1]
    entry = evaluate(rule, answers).document()
    told = summary(entry, rule, 1)
    assert (told["awmf_class"], told["awmf_derived"]) == ("strong-consensus", derived)
    assert told["median"] == told["q1"] == median


def test_a_vote_at_a_meeting_is_marked_as_not_anonymous(panel):
    absent = ("percent_in", "denominator", "median", "q1", "q3", "awmf_class", "rand_class")
    entry = dict.fromkeys((*absent, "awmf_derived")) | {"n_rated": 0, "n_in": 0, "counts": {}}
    rule = panel.process.definition
    assert "anonymous" not in summary(entry, rule, 1)
    assert summary(entry, rule, 1, anonymous=False)["anonymous"] is False


def test_while_the_panel_votes_no_page_shows_it_named_comments_on_what_is_asked(panel):
    author = panel.build.actor(panel.project, Role.AUTHOR)
    thread = a_thread(author, panel.document, "Airway", SECRET, key="rec-airway")
    [row] = [one for one in recommendations_of(panel.document) if one.key == "rec-airway"]
    voter = panel.build.client(panel.project, Role.AUTHOR, Role.PANELIST)
    document = panel.document.id
    pages = [
        f"/documents/{document}",
        f"/documents/{document}/text",
        f"/documents/{document}/comments",
        f"/documents/{document}/suggestions",
        f"/documents/{document}/recommendations/rec-airway/story",
        f"/sections/{row.section_id}",
        f"/sections/{row.section_id}/blame",
        f"/threads/{thread.id}",
        "/",
    ]
    before = [page for page in pages if SECRET in voter.get(page).get_data(as_text=True)]
    assert f"/threads/{thread.id}" in before
    assert f"/documents/{document}/comments" in before
    round_ = an_open_round(panel)
    for page in pages:
        assert SECRET not in voter.get(page).get_data(as_text=True), page
    others = panel.build.client(panel.project, Role.AUTHOR)
    assert SECRET in others.get(f"/documents/{document}/comments").get_data(as_text=True)
    close(panel, round_)
    assert [page for page in pages if SECRET in voter.get(page).get_data(as_text=True)] == before


def test_a_void_statement_opens_its_discussion_again(panel):
    author = panel.build.actor(panel.project, Role.AUTHOR)
    thread = a_thread(author, panel.document, "Airway", SECRET, key="rec-airway")
    voter = panel.build.client(panel.project, Role.AUTHOR, Role.PANELIST)
    round_ = an_open_round(panel)
    assert voter.get(f"/threads/{thread.id}").status_code == 404
    line = next(one for one in lines_of(round_) if one.statement.key == "rec-airway")
    with transaction():
        void_statement(panel.office, line, reason="The dose was wrong.")
    assert voter.get(f"/threads/{thread.id}").status_code == 200
    assert "void" in {one.verdict for one in outcomes_of(panel.document).values()}
