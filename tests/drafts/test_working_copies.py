"""What is kept while somebody writes: theirs alone, never written over unseen, gone once saved."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from guidelines.db import now, session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Presence, WorkingCopy
from guidelines.drafts.queries import current_version, open_clashes, people_in, source_of
from guidelines.drafts.rules.working import Kept, Sent, Verdict, is_spent, verdict
from guidelines.permissions import Role
from tests.drafts.build import a_document, save, section_called

PAGE, OTHER_PAGE = "page-one", "page-two"
JSON = {"Accept": "application/json"}


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def item(document):
    return section_called(document, "Follow-up")


@pytest.fixture
def ada(build, document):
    return build.member(document.project, Role.AUTHOR)


@pytest.fixture
def browser(build, ada):
    return build.sign_in(ada)


def keep(client, item, source, counter=1, editor=PAGE, base=None, **more):
    body = {"base": base or item.revision.id, "source": source, "counter": counter}
    return client.put(
        f"/sections/{item.section.id}/working-copy", json={**body, "editor": editor, **more}
    )


def save_as_script(client, item, source, **more):
    return client.post(
        f"/sections/{item.section.id}",
        data={"source": source, "base": item.revision.id, **more},
        headers=JSON,
    )


def kept_texts():
    return sorted(
        session.scalars(select(WorkingCopy.source).where(WorkingCopy.source.isnot(None)))
    )


MINE = Kept(PAGE, 5, "mine")


@pytest.mark.parametrize(
    ("kept", "sent", "what"),
    [
        pytest.param(MINE, Sent(PAGE, 6, "more"), Verdict.TAKEN, id="the same page goes on"),
        pytest.param(MINE, Sent(PAGE, 5, "mine"), Verdict.LATE, id="sent twice"),
        pytest.param(MINE, Sent(PAGE, 4, "old"), Verdict.LATE, id="overtaken"),
        pytest.param(MINE, Sent(OTHER_PAGE, 9, "other"), Verdict.REFUSED, id="another page"),
        pytest.param(
            MINE, Sent(OTHER_PAGE, 1, "other", "page-one.5"), Verdict.TAKEN, id="began with it"
        ),
        pytest.param(
            MINE, Sent(OTHER_PAGE, 1, "other", "page-one.4"), Verdict.REFUSED, id="began earlier"
        ),
        pytest.param(MINE, Sent(OTHER_PAGE, 1, "mine"), Verdict.TAKEN, id="the very same words"),
        pytest.param(
            Kept(PAGE, 5, None), Sent(OTHER_PAGE, 1, "x"), Verdict.TAKEN, id="after a save"
        ),
        pytest.param(
            Kept(PAGE, 5, None), Sent(PAGE, 5, "x"), Verdict.LATE, id="on its way at the save"
        ),
    ],
)
def test_which_text_takes_the_place_of_another(kept, sent, what):
    assert verdict(kept, sent) is what


@pytest.mark.parametrize(
    ("page", "spent"),
    [
        pytest.param({"editor": PAGE, "counter": 5, "replaces": ""}, True, id="its own page"),
        pytest.param({"editor": PAGE, "counter": 4, "replaces": ""}, False, id="written since"),
        pytest.param({"editor": PAGE, "counter": None, "replaces": ""}, True, id="no script"),
        pytest.param({"editor": OTHER_PAGE, "counter": 9, "replaces": ""}, False, id="another"),
        pytest.param(
            {"editor": OTHER_PAGE, "counter": 9, "replaces": "page-one.5"},
            True,
            id="began with it",
        ),
        pytest.param({"editor": "", "counter": None, "replaces": ""}, False, id="who knows"),
    ],
)
def test_which_text_has_done_its_work_after_a_save(page, spent):
    assert is_spent(MINE, saved="something else", **page) is spent
    assert is_spent(MINE, saved="mine\n\n", **page)


def test_a_text_is_kept_without_a_version(browser, document, item):
    answer = keep(browser, item, "# Follow-up\n\nHalf a sent", 3)
    assert answer.status_code == 200
    assert answer.json["counter"] == 3
    assert answer.json["newest"] == item.revision.id
    assert answer.json["people"] == []
    assert answer.json["saved_at"]
    assert kept_texts() == ["# Follow-up\n\nHalf a sent"]
    assert current_version(document).number == 1


def test_the_same_text_sent_again_and_an_older_one_change_nothing(browser, item):
    keep(browser, item, "two", 2)
    for source, counter in [("two", 2), ("one", 1)]:
        answer = keep(browser, item, source, counter)
        assert (answer.status_code, answer.json["counter"]) == (200, 2)
        assert kept_texts() == ["two"]
    assert keep(browser, item, "three", 3).json["counter"] == 3
    assert kept_texts() == ["three"]


def test_another_page_of_the_same_person_is_told_and_decides(browser, item):
    keep(browser, item, "from the first page", 7)
    answer = keep(browser, item, "from the second page", 1, OTHER_PAGE)
    assert answer.status_code == 409
    assert "from another page" in answer.json["message"]
    assert answer.json["other"]["source"] == "from the first page"
    assert kept_texts() == ["from the first page"]

    mark = answer.json["other"]["mark"]
    assert keep(browser, item, "mine now", 2, OTHER_PAGE, replaces=mark).status_code == 200
    assert kept_texts() == ["mine now"]
    assert keep(browser, item, "the first again", 8).status_code == 409
    assert kept_texts() == ["mine now"]


def test_nobody_else_meets_a_kept_text(build, document, item, browser):
    keep(browser, item, "my private thought")
    for role in (Role.AUTHOR, Role.CHAIR, Role.REVIEWER, Role.ADMINISTRATOR):
        client = build.client(document.project, role)
        pages = ["", f"/sections/{item.section.id}", f"/sections/{item.section.id}/edit"]
        pages += [f"/documents/{document.id}", "/home"]
        assert all("private thought" not in client.get(page or "/").text for page in pages)
    bo = build.client(document.project, Role.AUTHOR)
    assert keep(bo, item, "another's").status_code == 200
    assert bo.delete(f"/sections/{item.section.id}/working-copy", json={}).status_code == 200
    assert kept_texts() == ["my private thought"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PANELIST, Role.ADMINISTRATOR, None])
def test_who_may_not_write_keeps_nothing(build, document, item, role):
    roles = [role] if role else []
    client = build.client(document.project, *roles)
    wanted = 403 if role is Role.REVIEWER else 404
    assert keep(client, item, "text").status_code == wanted
    address = f"/sections/{item.section.id}"
    assert client.delete(f"{address}/working-copy", json={}).status_code == wanted
    assert client.post(f"{address}/presence", json={}).status_code == wanted
    assert kept_texts() == []


def test_an_ended_sign_in_gets_a_sentence_and_no_page(client, item):
    answers = [
        keep(client, item, "text"),
        client.post(f"/sections/{item.section.id}/presence", json={}),
        save_as_script(client, item, "text"),
        client.get(f"/sections/{item.section.id}/edit", headers=JSON),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert "no longer signed in" in answer.json["message"]


def test_a_kept_text_outlives_the_sign_in(build, ada, item, browser):
    keep(browser, item, "# Follow-up\n\nNot lost at all.\n")
    browser.post("/sign-out")
    assert keep(browser, item, "later", 2).status_code == 401
    page = build.sign_in(ada).get(f"/sections/{item.section.id}/edit")
    assert "Not lost at all" in page.text
    assert "Go on with it" in page.text


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        pytest.param({"source": "x" * 1_000_001}, 413, "stays on this page", id="too large"),
        pytest.param({"source": "a\0b"}, 422, "plain text", id="a NUL"),
        pytest.param({"source": "a\ud800b"}, 422, "plain text", id="half a character"),
        pytest.param({"base": "nothing"}, 409, "which text it began", id="unknown base"),
        pytest.param({"counter": -1}, 422, "Reload", id="a counter below zero"),
        pytest.param({"editor": "<b>"}, 422, "Reload", id="a strange page"),
        pytest.param({"source": None}, 422, "Reload", id="no text"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(browser, item, body, status, said):
    whole = {"base": item.revision.id, "source": "text", "counter": 1, "editor": PAGE, **body}
    answer = browser.put(f"/sections/{item.section.id}/working-copy", json=whole)
    assert answer.status_code == status
    assert said in answer.json["message"]
    assert kept_texts() == []


def test_a_body_that_is_no_json_is_refused(browser, item):
    address = f"/sections/{item.section.id}/working-copy"
    for body in (b"{", b"[]", b'"text"'):
        answer = browser.put(address, data=body, content_type="application/json")
        assert (answer.status_code, "Reload" in answer.json["message"]) == (422, True)


def test_saving_a_version_ends_what_its_page_kept(browser, document, item):
    text = item.revision.source + "Every year.\n"
    keep(browser, item, text, 4)
    answer = save_as_script(browser, item, text, message="When", editor=PAGE, counter="4")
    assert answer.status_code == 200
    version = current_version(document)
    assert answer.json == {
        "revision": section_called(document, "Follow-up").revision.id,
        "version": version.number,
        "source": text + "\n",
        "merged": False,
        "changed": True,
        "notices": [],
    }
    assert version.message == "When"
    assert kept_texts() == []
    assert keep(browser, item, "on its way all the time", 3).status_code == 200
    assert kept_texts() == []
    assert keep(browser, item, "written since", 5, base=answer.json["revision"]).status_code == 200
    assert kept_texts() == ["written since"]


def test_a_save_by_another_page_leaves_a_kept_text(browser, item):
    keep(browser, item, "of the first page", 4)
    text = item.revision.source + "Every year.\n"
    assert save_as_script(browser, item, text, editor=OTHER_PAGE, counter="1").status_code == 200
    assert kept_texts() == ["of the first page"]


def test_what_was_written_while_the_save_ran_stays(browser, item):
    text = item.revision.source + "Every year.\n"
    keep(browser, item, text + "And more.\n", 6)
    assert save_as_script(browser, item, text, editor=PAGE, counter="5").status_code == 200
    assert kept_texts() == [text + "And more.\n"]


def test_a_save_without_a_kept_text_still_outruns_one_on_its_way(browser, item):
    text = item.revision.source + "Every year.\n"
    save_as_script(browser, item, text, editor=PAGE, counter="2")
    keep(browser, item, "older", 2)
    assert kept_texts() == []


def test_a_stale_text_is_merged_when_saved(build, browser, document):
    item = section_called(document, "Scope")
    keep(browser, item, item.revision.source + "My paragraph.\n")
    bo = build.actor(document.project, Role.AUTHOR)
    save(bo, item, item.revision.source.replace("about children", "about all children"))

    told = keep(browser, item, item.revision.source + "My paragraph.\n", 2).json
    assert told["newest"] != item.revision.id
    assert told["changed_by"] == bo.name
    text = item.revision.source + "My paragraph.\n"
    saved = save_as_script(browser, item, text, editor=PAGE, counter="2").json
    assert saved["merged"] is True
    whole = source_of(current_version(document))
    assert "My paragraph." in whole
    assert "about all children" in whole


def test_a_clash_keeps_the_text_and_says_where(build, browser, document, item):
    mine = item.revision.source.replace("again", "next year")
    keep(browser, item, mine, 3)
    bo = build.actor(document.project, Role.AUTHOR)
    save(bo, item, item.revision.source.replace("again", "next month"))
    answer = save_as_script(browser, item, mine, editor=PAGE, counter="3")
    [clash] = open_clashes(document)
    assert answer.status_code == 409
    assert answer.json["clash_url"] == f"/clashes/{clash.id}"
    assert "Nothing is lost" in answer.json["message"]
    assert "next year" in clash.source
    assert kept_texts() == []


def test_a_refused_save_keeps_the_text(browser, item):
    keep(browser, item, "# Follow-up\n\nText.\n", 3)
    answer = save_as_script(browser, item, "  ", editor=PAGE, counter="4")
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == ["source"]
    assert "Write something" in answer.json["message"]
    assert kept_texts() == ["# Follow-up\n\nText.\n"]


def test_a_page_without_scripts_keeps_and_goes_on(browser, document, item):
    mine = item.revision.source + "By hand.\n"
    answer = browser.post(
        f"/sections/{item.section.id}/working-copy",
        data={"source": mine.replace("\n", "\r\n"), "base": item.revision.id, "editor": PAGE},
    )
    assert answer.status_code == 303
    page = browser.get(answer.location)
    assert "By hand." in page.text
    assert "Only you see it" in page.text
    assert kept_texts() == [mine]
    mark = session.scalar(select(WorkingCopy)).mark
    again = browser.post(
        f"/sections/{item.section.id}/working-copy",
        data={"source": mine + "More.\n", "base": item.revision.id, "editor": OTHER_PAGE}
        | {"replaces": mark},
    )
    assert again.status_code == 303
    assert kept_texts() == [mine + "More.\n"]
    saved = browser.post(
        f"/sections/{item.section.id}",
        data={"source": mine + "More.\n", "base": item.revision.id, "editor": "third-page"},
    )
    assert saved.status_code == 303
    assert kept_texts() == []


def test_a_form_that_meets_another_page_shows_its_text_again(browser, item):
    keep(browser, item, "of the first page", 4)
    answer = browser.post(
        f"/sections/{item.section.id}/working-copy",
        data={"source": "of the form", "base": item.revision.id, "editor": OTHER_PAGE},
    )
    assert answer.status_code == 409
    assert "of the form" in answer.text
    assert "from another page" in answer.text
    assert kept_texts() == ["of the first page"]


def test_a_left_text_is_offered_looked_at_and_thrown_away(browser, item):
    address = f"/sections/{item.section.id}/edit"
    keep(browser, item, item.revision.source + "Left behind.\n")
    offered = browser.get(address).text
    assert "not saved as a version" in offered
    assert "Left behind." in offered
    assert "What you changed" in offered
    gone = browser.post(f"/sections/{item.section.id}/working-copy/discard")
    assert gone.status_code == 303
    assert "Left behind." not in browser.get(address).text
    assert kept_texts() == []


def test_a_left_text_of_a_section_that_was_taken_out_can_be_copied(build, browser, document, item):
    keep(browser, item, "# Follow-up\n\nStill needed.\n")
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        service.remove_section(chair, item.section)
    page = browser.get(f"/sections/{item.section.id}/edit")
    assert page.status_code == 200
    assert "Still needed." in page.text
    assert "taken out" in page.text
    assert "Go on with it" not in page.text
    answer = browser.post(f"/sections/{item.section.id}/working-copy/discard")
    assert answer.location == f"/documents/{document.id}"


def test_a_text_left_for_a_day_is_listed_under_what_needs_me(browser, item):
    keep(browser, item, "# Follow-up\n\nForgotten.\n")
    assert "not saved as a version" not in browser.get("/home").text
    with transaction():
        session.execute(update(WorkingCopy).values(saved_at=now() - timedelta(days=2)))
    page = browser.get("/home").text
    assert "not saved as a version" in page
    assert f"/sections/{item.section.id}/edit" in page


def test_people_see_who_else_is_there_until_they_fall_silent(build, document, item, browser):
    project = document.project
    bo_person = build.member(project, Role.AUTHOR, person=build.person("Bo Berg"))
    bo = build.sign_in(bo_person)
    address = f"/sections/{item.section.id}/presence"
    assert browser.post(address, json={}).json["people"] == []
    assert len(bo.post(address, json={}).json["people"]) == 1
    assert browser.post(address).json["people"] == [{"name": "Bo Berg"}]
    other = section_called(document, "Scope").section
    assert browser.post(f"/sections/{other.id}/presence").json["people"] == []
    with transaction():
        session.execute(
            update(Presence)
            .where(Presence.person_id == bo_person.id)
            .values(seen_at=now() - timedelta(seconds=46))
        )
    assert browser.post(address).json["people"] == []
    assert session.query(Presence).filter_by(person_id=bo_person.id).count() == 0


def test_who_leaves_is_gone_at_once(build, document, item, browser):
    address = f"/sections/{item.section.id}/presence"
    browser.post(address)
    assert people_in(document.id)
    browser.post(address, json={"leaving": True})
    assert people_in(document.id) == {}


def test_presence_tells_what_is_newest_and_who_wrote_it(build, document, item, browser):
    address = f"/sections/{item.section.id}/presence"
    told = browser.post(address).json
    assert told["newest"] == item.revision.id
    bo = build.actor(document.project, Role.AUTHOR)
    saved = save(bo, item, item.revision.source + "More.\n")
    told = browser.post(address).json
    assert (told["newest"], told["changed_by"]) == (saved.revision.id, bo.name)


def test_spent_rows_are_swept(browser, item):
    keep(browser, item, "text", 1)
    save_as_script(browser, item, "# Follow-up\n\ntext\n", editor=PAGE, counter="1")
    assert session.query(WorkingCopy).count() == 1
    with transaction():
        session.execute(update(WorkingCopy).values(saved_at=now() - timedelta(days=2)))
    browser.post(f"/sections/{item.section.id}/presence")
    assert session.query(WorkingCopy).count() == 0


@pytest.mark.parametrize("size", [1_000_001, 6_100_000])
def test_too_large_a_text_is_refused_by_every_door_and_the_page_keeps_it(browser, item, size):
    text = "Too long. " * (size // 10 + 1)
    answer = save_as_script(browser, item, text, editor=PAGE, counter="1")
    assert answer.status_code == 413
    assert answer.json["message"].count(" ") > 3
    page = browser.post(
        f"/sections/{item.section.id}", data={"source": text, "base": item.revision.id}
    )
    assert page.status_code == 413
    assert "<main" in page.text
    assert keep(browser, item, text).status_code == 413
    assert kept_texts() == []


def test_a_stale_form_of_a_script_gets_a_fresh_token(app, browser, item):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = keep(browser, item, "text")
    assert answer.status_code == 400
    assert "open for too long" in answer.json["message"]
    headers = {"X-CSRFToken": answer.json["token"]}
    body = {"base": item.revision.id, "source": "text", "counter": 1, "editor": PAGE}
    address = f"/sections/{item.section.id}/working-copy"
    assert browser.put(address, json=body, headers=headers).status_code == 200
    assert kept_texts() == ["text"]
