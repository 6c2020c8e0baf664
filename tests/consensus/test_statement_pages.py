"""The pages of statements: list, history, rewording, splitting, merging, declaring void."""

import pytest

from guidelines.consensus.models import Statement
from guidelines.consensus.queries import lines_of, statements_of, versions_of
from guidelines.db import session
from tests.consensus.build import a_panel, an_open_round, close, vote_all
from tests.consensus.test_routes import office, text_of
from tests.consensus.test_statements import add, rewrite


@pytest.fixture
def panel(build):
    return a_panel(build, keys=("rec-airway",))


def numbers(panel):
    session.expire_all()
    return [one.number for one in statements_of(panel.process)]


def test_a_statement_is_written_and_stands_in_the_list_with_its_source(panel):
    client = office(panel)
    path = f"/processes/{panel.process.id}/statements"
    form = {
        "wording": "Children are weighed.",
        "plain_language": "Your child is put on a scale.",
        "background": "Weight decides the dose.",
        "origin": "Guideline of 2019, statement 4",
    }
    assert client.get(f"{path}/add").status_code == 200
    assert client.post(f"{path}/add", data=form).status_code == 303
    page = text_of(client.get(f"{path}/list"))
    assert "Children are weighed." in page
    assert "Guideline of 2019, statement 4" in page
    assert "Stands alone" in page
    one = session.query(Statement).filter_by(number=2).one()
    assert "Your child is put on a scale." in text_of(client.get(f"/statements/{one.id}"))
    assert "It was not put to the panel yet" in text_of(client.get(f"/statements/{one.id}"))


def test_while_a_round_is_open_its_statements_say_so(panel):
    client = office(panel)
    where = f"/processes/{panel.process.id}"
    pages = (where, f"{where}/statements/list")
    assert all("Not asked yet" in text_of(client.get(page)) for page in pages)
    round_ = an_open_round(panel)
    for page in pages:
        assert "Asked in round 1, which is open" in text_of(client.get(page))
        assert "Not asked yet" not in text_of(client.get(page))
    one = statements_of(panel.process)[0]
    assert "not put to the panel yet" not in text_of(client.get(f"/statements/{one.id}"))
    vote_all(panel, round_, {"rec-airway": [9] * 5})
    close(panel, round_)
    assert all("which is open" not in text_of(client.get(page)) for page in pages)


def test_what_was_typed_stays_when_it_is_refused(panel):
    client = office(panel)
    path = f"/processes/{panel.process.id}/statements/add"
    answer = client.post(path, data={"wording": " ", "background": "Kept text."})
    assert answer.status_code == 422
    assert "Write the statement." in text_of(answer)
    assert "Kept text." in text_of(answer)
    assert numbers(panel) == [1]


def test_a_statement_from_comments_says_so_and_why(panel):
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9] * 5})
    close(panel, round_)
    client = office(panel)
    one = statements_of(panel.process)[0]
    form = {"wording": "Both see the child.", "from": "comments", "about": one.id}
    path = f"/processes/{panel.process.id}/statements"
    assert client.post(f"{path}/add", data=form).status_code == 422
    assert client.post(f"{path}/add", data={**form, "reason": "Three asked."}).status_code == 303
    new = session.query(Statement).filter_by(number=2).one()
    page = text_of(client.get(f"/statements/{new.id}"))
    for words in ("From comments of the panel", "Three asked.", "after round 1", "statement 1"):
        assert words in page


def test_the_history_shows_every_wording_with_the_difference_and_every_vote(panel):
    add(panel, "Weigh the child.")
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9] * 5, "#2": [9, 9, 9, 9, 1]})
    close(panel, round_)
    client = office(panel)
    one = session.query(Statement).filter_by(number=2).one()
    path = f"/statements/{one.id}"
    form = {"wording": "Weigh every child.", "reason": "It said one only."}
    assert client.post(f"{path}/wording", data=form).status_code == 422
    answer = client.post(f"{path}/wording", data={**form, "meaning": "same"})
    assert answer.status_code == 303
    page = client.get(path).get_data(as_text=True)
    assert "<del" in page
    assert "<ins" in page
    words = text_of(client.get(path))
    assert "Ratings kept" in words
    assert "It said one only." in words
    assert "Agreement 80 % (4 of 5)" in words
    listed = text_of(client.get(f"/processes/{panel.process.id}/statements/list"))
    assert "Editorial change since, ratings stand" in listed


def test_the_wording_of_a_recommendation_is_taken_over_from_the_draft(panel):
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9] * 5})
    close(panel, round_)
    rewrite(panel, "Airway", "sees the child first", "sees the child at once")
    client = office(panel)
    one = statements_of(panel.process)[0]
    assert "The draft says something else by now" in text_of(client.get(f"/statements/{one.id}"))
    form = {"meaning": "changed", "reason": "Timing matters."}
    assert client.post(f"/statements/{one.id}/wording", data=form).status_code == 303
    assert "at once" in versions_of(one)[-1].wording
    listed = text_of(client.get(f"/processes/{panel.process.id}/statements/list"))
    assert "Voted on an earlier wording" in listed


def test_split_merge_and_withdrawal_on_their_pages(panel):
    add(panel, "Weigh and measure.", "Ask the parents.", "Ask the family.")
    client = office(panel)
    of = {one.number: one.id for one in statements_of(panel.process)}
    for step in ("wording", "parts", "withdrawal", "card"):
        assert client.get(f"/statements/{of[2]}/{step}").status_code == 200
    parts = {"part-1": "Weigh.", "part-2": "Measure.", "reason": "Two things."}
    assert client.post(f"/statements/{of[2]}/parts", data=parts).status_code == 303
    path = f"/processes/{panel.process.id}/statements"
    both = {"statements": [of[3], of[4]]}
    page = text_of(client.get(f"{path}/merge", query_string=both))
    assert "Ask the family." in page
    merged = {**both, "wording": "Ask parents and family.", "reason": "The same."}
    assert client.post(f"{path}/merge", data=merged).status_code == 303
    assert numbers(panel) == [1, 5, 6, 7]
    of = {one.number: one.id for one in statements_of(panel.process)}
    gone = client.post(f"/statements/{of[5]}/withdrawal", data={"reason": "Off the topic."})
    assert gone.status_code == 303
    page = text_of(client.get(f"{path}/list"))
    assert "No longer asked" in page
    assert "became statement 7" in page


def test_the_card_of_a_statement_is_filled_in(panel):
    add(panel, "Weigh the child.")
    client = office(panel)
    one = session.query(Statement).filter_by(number=2).one()
    form = {"plain_language": "On a scale.", "background": "It decides the dose.", "origin": ""}
    assert client.post(f"/statements/{one.id}/card", data=form).status_code == 303
    round_ = an_open_round(panel)
    card = next(line.card for line in lines_of(round_) if line.statement.number == 2)
    assert card["plain_language"] == "On a scale."
    assert card["rationale"] == "It decides the dose."
    assert "On a scale." in text_of(client.get(f"/rounds/{round_.id}"))


def test_a_statement_is_declared_void_on_the_page_of_the_round(panel):
    add(panel, "Weigh the child.")
    round_ = an_open_round(panel)
    client = office(panel)
    line = next(line for line in lines_of(round_) if line.statement.number == 1)
    path = f"/round-statements/{line.id}/void"
    assert path in client.get(f"/rounds/{round_.id}").get_data(as_text=True)
    assert client.get(path).status_code == 200
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "A number was wrong."}).status_code == 303
    assert "A number was wrong." in text_of(client.get(f"/rounds/{round_.id}"))


def test_nobody_of_the_panel_reads_these_pages(panel):
    client = panel.build.sign_in(panel.people[0])
    one = statements_of(panel.process)[0]
    path = f"/processes/{panel.process.id}/statements"
    for address in (f"{path}/list", f"{path}/add", f"{path}/paste", f"/statements/{one.id}"):
        assert client.get(address).status_code == 404
