"""Two texts for one passage: both stay until a person decides, passage by passage."""

import re

import pytest

from guidelines.db import session
from guidelines.drafts.models import Clash
from guidelines.drafts.queries import current_version, open_clashes, versions_of
from guidelines.permissions import Role
from tests.drafts.build import a_document, save, section_called, taking

TEXT = """# Dosing

Adults: give 10 mg daily.

Children: give 5 mg daily.

Review weekly.

| drug | dose |
|---|---|
| one | 1 mg |
| two | 2 mg |

"""


@pytest.fixture
def document(build):
    return a_document(build, source=TEXT)


@pytest.fixture
def clashed(build, document):
    """Two people change the same things; return the browser of the second, and the clash."""
    item = section_called(document, "Dosing")
    theirs = (
        TEXT.replace("10 mg", "20 mg").replace("one | 1", "one | 9").replace("weekly", "daily")
    )
    save(build.actor(document.project, Role.AUTHOR), item, theirs)
    mine = TEXT.replace("10 mg", "15 mg").replace("one | 1", "one | 7")
    mine = mine.replace("give 5 mg", "give 4 mg")
    client = build.client(document.project, Role.AUTHOR)
    client.post(f"/sections/{item.section.id}", data={"source": mine, "base": item.revision.id})
    [clash] = open_clashes(document)
    return client, clash


def names(page):
    return list(dict.fromkeys(re.findall(r'name="choice-(\w+)"', page)))


def text_now(document):
    return section_called(document, "Dosing").revision.source


def test_the_page_shows_base_mine_and_theirs_of_each_passage(clashed):
    client, clash = clashed
    page = client.get(f"/clashes/{clash.id}").text
    assert len(names(page)) == 2
    for words in ("Adults: give 10 mg", "15 mg", "20 mg", "one | 1 mg", "7 mg", "9 mg"):
        assert words in re.sub(r"<[^>]*>", "", page), words
    assert "2 passages are not decided yet" in page
    assert "Your text" in page


def test_each_passage_is_decided_by_itself(clashed, document):
    client, clash = clashed
    one, two = names(client.get(f"/clashes/{clash.id}").text)
    own = "Adults: give 17 mg daily, by mouth.\r\n"
    answer = client.post(
        f"/clashes/{clash.id}",
        data={f"choice-{one}": "own", f"own-{one}": own, f"choice-{two}": "both"}
        | {"message": "Agreed by telephone"},
    )
    assert answer.status_code == 303
    expected = TEXT.replace("Adults: give 10 mg daily.", "Adults: give 17 mg daily, by mouth.")
    expected = expected.replace("| one | 1 mg |", "| one | 7 mg |\n| one | 9 mg |")
    expected = expected.replace("weekly", "daily").replace("give 5 mg", "give 4 mg")
    assert text_now(document) == expected
    assert current_version(document).message == "Agreed by telephone"
    assert open_clashes(document) == []


@pytest.mark.parametrize(("choice", "words"), [("mine", "15 mg"), ("theirs", "20 mg")])
def test_one_button_takes_one_side_everywhere_and_saves_nothing_yet(
    clashed, document, choice, words
):
    client, clash = clashed
    answer = client.post(f"/clashes/{clash.id}", data={"then": f"all-{choice}"})
    assert answer.status_code == 200
    assert "All is decided" in answer.text
    preview = answer.text.partition('id="result"')[2]
    assert words in preview
    assert len(versions_of(document)) == 2
    assert answer.text.count(f'value="{choice}" checked') == 2


def test_nothing_is_saved_while_a_passage_is_open(clashed, document):
    client, clash = clashed
    one, two = names(client.get(f"/clashes/{clash.id}").text)
    answer = client.post(f"/clashes/{clash.id}", data={f"choice-{one}": "mine"})
    assert answer.status_code == 422
    assert "Choose what shall stand here." in answer.text
    assert f'id="choice-{two}-error"' in answer.text
    assert f'name="choice-{one}" value="mine" checked' in answer.text
    assert len(versions_of(document)) == 2


@pytest.mark.parametrize("then", ["look", "later"])
def test_what_is_decided_so_far_is_there_when_one_comes_back(build, clashed, document, then):
    client, clash = clashed
    one, _two = names(client.get(f"/clashes/{clash.id}").text)
    own = "Adults: ask the pharmacist."
    data = {f"choice-{one}": "own", f"own-{one}": own, "then": then}
    answer = client.post(f"/clashes/{clash.id}", data=data)
    assert answer.status_code == (200 if then == "look" else 303)
    for person in (client, build.client(document.project, Role.CHAIR)):
        page = person.get(f"/clashes/{clash.id}").text
        assert f'name="choice-{one}" value="own" checked' in page
        assert own in page
        assert "One passage is not decided yet" in page
    assert "waits for a decision" in client.get(f"/documents/{document.id}").text
    assert clash.source.count("15 mg") == 1


def test_a_further_save_is_seen_and_what_was_decided_stays_decided(build, clashed, document):
    client, clash = clashed
    one, two = names(client.get(f"/clashes/{clash.id}").text)
    client.post(f"/clashes/{clash.id}", data={f"choice-{one}": "mine", "then": "look"})
    item = section_called(document, "Dosing")
    third = build.actor(document.project, Role.AUTHOR)
    save(third, item, item.revision.source.replace("Review daily", "Review every day"))
    page = client.get(f"/clashes/{clash.id}").text
    assert "saved again" in page
    assert f'name="choice-{one}" value="mine" checked' in page
    client.post(f"/clashes/{clash.id}", data={f"choice-{one}": "mine", f"choice-{two}": "mine"})
    assert "Review every day" in text_now(document)
    assert "15 mg" in text_now(document)


def test_who_is_faster_once_more_makes_a_new_decision_and_no_text_is_lost(
    build, clashed, document
):
    client, clash = clashed
    page = client.get(f"/clashes/{clash.id}").text
    item = section_called(document, "Dosing")
    third = build.actor(document.project, Role.AUTHOR)
    save(third, item, item.revision.source.replace("20 mg", "30 mg"))
    answer = client.post(f"/clashes/{clash.id}", data=taking("mine", page))
    assert answer.status_code == 303
    [again] = open_clashes(document)
    assert answer.location == f"/clashes/{again.id}"
    assert again.id != clash.id
    assert "15 mg" in again.source
    assert "30 mg" in text_now(document)
    assert session.get(Clash, clash.id).settled_at is not None
    page = client.get(f"/clashes/{again.id}").text
    assert "30 mg" in page
    client.post(f"/clashes/{again.id}", data=taking("mine", page))
    assert "15 mg" in text_now(document)
    assert open_clashes(document) == []


def test_texts_that_came_to_fit_need_no_decision(build, clashed, document):
    client, clash = clashed
    item = section_called(document, "Dosing")
    third = build.actor(document.project, Role.AUTHOR)
    back = item.revision.source.replace("20 mg", "15 mg").replace("one | 9", "one | 7")
    save(third, item, back)
    assert "fit together now" in client.get(f"/clashes/{clash.id}").text
    assert client.post(f"/clashes/{clash.id}", data={}).status_code == 303
    assert "4 mg daily" in text_now(document)
    assert open_clashes(document) == []


def test_a_settled_clash_can_be_read_but_not_settled_again(clashed, document):
    client, clash = clashed
    form = taking("theirs", client.get(f"/clashes/{clash.id}").text)
    client.post(f"/clashes/{clash.id}", data=form)
    page = client.get(f"/clashes/{clash.id}").text
    assert "This is settled" in page
    assert "15 mg" in page
    answer = client.post(f"/clashes/{clash.id}", data=form)
    assert answer.status_code == 409
    assert "settled by somebody" in answer.text


def test_a_section_that_was_taken_out_keeps_its_clash(clashed, document):
    client, clash = clashed
    client.post(f"/documents/{document.id}/sections", data={"title": "Another"})
    client.post(f"/sections/{clash.section_id}/remove")
    page = client.get(f"/clashes/{clash.id}").text
    assert "15 mg" in page
    answer = client.post(f"/clashes/{clash.id}", data=taking("mine", page))
    assert answer.status_code == 409
    assert "no longer part of the document" in answer.text


def test_who_may_not_write_decides_nothing(build, clashed, document):
    _client, clash = clashed
    for role in (Role.REVIEWER, Role.PANELIST, Role.ADMINISTRATOR):
        other = build.client(document.project, role)
        assert other.get(f"/clashes/{clash.id}").status_code == 404
        assert other.post(f"/clashes/{clash.id}", data={"then": "look"}).status_code == 404
