"""What is typed beside the source is kept before it is a version, and comes back to its fields."""

import pytest

from guidelines.db import session
from guidelines.drafts.models import DocumentKind, WorkingCopy
from guidelines.drafts.queries import current_version, sections_in
from guidelines.drafts.queries.translations import translation_of
from guidelines.drafts.rules.translations import State
from guidelines.permissions import Role
from tests.drafts.build import a_document, an_author, save, section_called
from tests.drafts.test_translations import key_of, section_beside, states, translate

PAGE, OTHER_PAGE = "page-one", "page-two"


@pytest.fixture
def source(build):
    return a_document(build)


@pytest.fixture
def document(build, source):
    return translate(an_author(build, source.project), source)


@pytest.fixture
def one(document):
    return section_beside(document, "Scope")


@pytest.fixture
def ada(build, document):
    return build.member(document.project, Role.AUTHOR)


@pytest.fixture
def browser(build, ada):
    return build.sign_in(ada)


def path_of(one):
    return f"/sections/{one.item.section.id}/translation"


def field(one, words):
    return f"text-{key_of(one, words)}"


def send(client, one, texts, counter=1, editor=PAGE, **more):
    """Send the fields as the script of the page does."""
    body = {
        "base": one.item.revision.id,
        "beside": one.source.revision.id,
        "fields": {field(one, words): text for words, text in texts.items()},
        "counter": counter,
        "editor": editor,
        **more,
    }
    return client.put(f"/sections/{one.item.section.id}/working-copy", json=body)


def form(one, texts, **more):
    return {
        "base": one.item.revision.id,
        "beside": one.source.revision.id,
        **{field(one, words): text for words, text in texts.items()},
        **more,
    }


def kept():
    return [row for row in session.query(WorkingCopy) if row.source is not None]


def test_fields_are_kept_without_a_version_and_come_back(build, browser, ada, document, one):
    assert send(browser, one, {"about children": "Om børn, halvt skrev"}).status_code == 200
    assert current_version(document).number == 1
    [row] = kept()
    assert "Om børn, halvt skrev" in row.source
    browser.post("/sign-out")
    page = build.sign_in(ada).get(path_of(one)).text
    assert "Om børn, halvt skrev" in page
    assert "You have text here that is not saved as a version" in page
    assert f'name="replaces" value="{row.mark}"' in page
    assert "Om børn" not in build.client(document.project, Role.AUTHOR).get(path_of(one)).text


@pytest.mark.parametrize(("counter", "stands"), [(1, "To."), (2, "To."), (3, "Tre.")])
def test_what_comes_twice_or_late_changes_nothing(browser, one, counter, stands):
    send(browser, one, {"about children": "To."}, counter=2)
    assert send(browser, one, {"about children": "Tre."}, counter=counter).status_code == 200
    assert kept()[0].fields["typed"] == {field(one, "about children"): stands}


def test_another_page_of_the_same_person_writes_nothing_over(browser, one):
    send(browser, one, {"about children": "Den ene."})
    answer = send(browser, one, {"about children": "Den anden."}, editor=OTHER_PAGE)
    assert answer.status_code == 409
    assert answer.json["other"]["mark"] == f"{PAGE}.1"
    assert kept()[0].fields["typed"] == {field(one, "about children"): "Den ene."}


def test_a_version_takes_the_kept_text_away(browser, one):
    send(browser, one, {"about children": "Om børn."}, counter=4)
    texts = {"about children": "Om børn."}
    browser.post(path_of(one), data=form(one, texts, editor=PAGE, counter="4"))
    assert kept() == []
    assert send(browser, one, texts, counter=4).status_code == 200  # one that was on its way
    assert kept() == []
    assert "not saved as a version" not in browser.get(path_of(one)).text


def test_what_was_written_after_the_save_stays(browser, one):
    send(browser, one, {"about children": "Om børn og unge."}, counter=5)
    sent = form(one, {"about children": "Om børn."}, editor=PAGE, counter="4")
    browser.post(path_of(one), data=sent)
    assert "Om børn og unge." in browser.get(path_of(one)).text


def test_without_scripts_a_button_keeps_the_fields(browser, document, one):
    sent = form(one, {"about children": "Om børn,\r\nuden script."}, editor=PAGE, counter="0")
    answer = browser.post(f"{path_of(one)}/working-copy", data=sent)
    assert answer.status_code == 303
    assert answer.location.endswith(path_of(one))
    page = browser.get(answer.location).text
    assert "Your text is kept." in page
    assert "uden script." in page
    assert current_version(document).number == 1
    again = form(one, {"about children": "Anden gang."}, editor=PAGE, counter="0")
    browser.post(f"{path_of(one)}/working-copy", data=again)
    assert "Anden gang." in browser.get(path_of(one)).text


@pytest.mark.parametrize("change", [{"base": "nowhere"}, {"beside": "nowhere"}])
def test_what_cannot_be_kept_stands_on_the_page_again(browser, one, change):
    sent = {**form(one, {"about children": "Om børn."}, editor=PAGE), **change}
    answer = browser.post(f"{path_of(one)}/working-copy", data=sent)
    assert answer.status_code == 409
    assert "Om børn." in answer.text
    assert send(browser, one, {"about children": "Om."}, **change).status_code == 409


def test_signs_that_no_database_stores_are_refused_in_words(browser, one):
    answer = send(browser, one, {"about children": "Om\x00børn."})
    assert answer.status_code == 422
    assert "Paste it as plain text" in answer.json["message"]


def test_a_refused_version_leaves_the_kept_text(browser, one):
    send(browser, one, {"about children": "Om børn."}, counter=3)
    sent = form(one, {"about children": "Om børn."}, editor=PAGE, counter="3", base="nowhere")
    answer = browser.post(path_of(one), data=sent)
    assert answer.status_code == 409
    assert f'name="editor" value="{PAGE}"' in answer.text
    assert 'name="counter" value="3"' in answer.text
    assert len(kept()) == 1


def test_what_others_saved_meanwhile_is_put_together(build, browser, document, one):
    send(browser, one, {"about children": "Om børn."})
    author = an_author(build, document.project)
    item = one.item
    save(author, item, item.revision.source.replace("# Scope", "# Omfang"))
    page = browser.get(path_of(one)).text
    assert "Somebody else has saved this section meanwhile" in page
    assert "Om børn." in page
    assert f'name="base" value="{item.revision.id}"' in page
    sent = form(one, {"about children": "Om børn."}, editor="later", replaces=f"{PAGE}.1")
    assert browser.post(path_of(one), data=sent).status_code == 303
    text = section_beside(document, "Scope").item.revision.source
    assert "# Omfang" in text
    assert "Om børn." in text
    assert kept() == []


def test_a_source_that_moved_on_while_one_wrote_stays_marked(build, browser, document, one):
    send(browser, one, {"about children": "Om børn."})
    there = one.source
    author = an_author(build, document.project)
    save(author, there, there.revision.source.replace("about children", "about adults"))
    page = browser.get(path_of(one)).text
    assert "The original has changed meanwhile, too" in page
    assert f'name="seen" value="{there.revision.id}"' in page
    now = section_beside(document, "Scope")
    sent = form(now, {"about adults": "Om børn."}, seen=there.revision.id, editor="later")
    assert browser.post(path_of(one), data=sent).status_code == 303
    assert ("This guideline is about adults.", State.CHANGED) in [
        (text.strip(), state) for text, state in states(document, "Scope")
    ]
    assert browser.post(path_of(one), data={**sent, "seen": "nowhere"}).status_code == 409


def test_words_whose_paragraph_is_gone_are_shown(build, browser, document, one):
    send(browser, one, {"about children": "Om børn."})
    there = one.source
    author = an_author(build, document.project)
    save(author, there, "# Scope\n\nSomething else altogether, and longer than before.\n")
    page = browser.get(path_of(one)).text
    assert "Om børn." in page


def test_text_of_the_editor_is_told_of_beside_the_source_and_the_other_way(browser, one):
    editor = f"/sections/{one.item.section.id}"
    body = {"base": one.item.revision.id, "source": "# Omfang\n", "counter": 1, "editor": PAGE}
    browser.put(f"{editor}/working-copy", json=body)
    assert "it was written as a whole, not beside the original" in browser.get(path_of(one)).text
    browser.post(f"{editor}/working-copy/discard", data={"then": "beside"})
    assert "written as a whole" not in browser.get(path_of(one)).text
    send(browser, one, {"about children": "Om børn."}, editor=OTHER_PAGE)
    page = browser.get(f"{editor}/edit").text
    assert "Go on beside the original" in page
    assert "Om børn." in page


def test_a_plain_language_version_is_kept_too(build, source):
    author = an_author(build, source.project)
    document = translate(author, source, kind=DocumentKind.PATIENT_VERSION)
    client = build.client(source.project, Role.AUTHOR)
    item = sections_in(current_version(document))[1]
    path = f"/sections/{item.section.id}/translation"
    body = {"base": item.revision.id, "source": "# Airway\n\nHalf a", "counter": 1}
    client.put(f"/sections/{item.section.id}/working-copy", json={**body, "editor": PAGE})
    page = client.get(path).text
    assert "Half a</textarea>" in page
    sent = {"base": item.revision.id, "source": "# Airway\n\nHalf a sentence", "editor": "later"}
    client.post(f"{path}/working-copy", data={**sent, "replaces": f"{PAGE}.1"})
    assert "Half a sentence</textarea>" in client.get(path).text
    client.post(path, data={**sent, "source": "# Airway\n\nWhole.", "replaces": "later.1"})
    assert kept() == []
    [one] = translation_of(document, source, item.section.id)
    assert one.progress.done == 1


def test_only_authors_keep_beside_the_source(build, document, one):
    client = build.client(document.project, Role.REVIEWER)
    sent = form(one, {"about children": "Om børn."}, editor=PAGE)
    assert client.post(f"{path_of(one)}/working-copy", data=sent).status_code == 403
    stranger = build.client(build.project(), Role.AUTHOR)
    assert stranger.post(f"{path_of(one)}/working-copy", data=sent).status_code == 404
    section = section_called(session.get(type(document), document.source_id), "Scope").section
    answer = build.client(document.project, Role.AUTHOR).post(
        f"/sections/{section.id}/translation/working-copy", data=sent
    )
    assert answer.status_code == 409
