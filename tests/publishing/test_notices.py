"""Safety notices: two persons, at once where it cannot wait, on every page, feed and file."""

import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from lxml import html
from sqlalchemy import delete

from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from guidelines.jobs import Job
from guidelines.library.routes.counting import DOWNLOADS
from guidelines.library.service import index_edition
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.jobs.noticing import carry_notices
from guidelines.publishing.jobs.rendering import files_with, store_readable
from guidelines.publishing.models import NoticedFile
from guidelines.publishing.queries.checker import checker
from guidelines.publishing.queries.downloads import download_tables
from guidelines.publishing.queries.fronts import front_of, offered
from guidelines.publishing.queries.notices import notices_on, standing_notices
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.life import LifeMove
from guidelines.publishing.rules.naming import CARRYING, Form
from guidelines.publishing.rules.notices import NOTICE, SHOWN, NoticeState, is_concerned
from guidelines.storage import storage
from guidelines.text.days import day_in_words
from tests.publishing.build import a_guideline, an_edition

TEXT = "The dose in recommendation 1 is ten times too high. Give 0.1 mg/kg, not 1 mg/kg."
CARRY = "publishing.carry_notices"
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def out(build):
    guideline = a_guideline(build)
    edition = an_edition(guideline)
    store_readable(edition)
    with transaction():  # nothing is typeset here but where a test asks for it
        session.execute(delete(Job))
    return guideline, edition


def noticed(guideline, actor=None, *, keys=("rec-airway",), at_once=True):
    actor = actor or guideline.chair
    with transaction():
        row = service.propose_notice(actor, guideline.document, text=TEXT, keys=keys)
        if at_once:
            service.show_notice(actor, row)
    return row


def path(guideline, edition):
    return f"/library/{guideline.project.network.slug}/{edition.slug}/{edition.number}/"


def read(client, address):
    return client.get(address).get_data(as_text=True)


def test_what_is_proposed_is_seen_by_nobody_until_a_second_person_confirms(client, out):
    guideline, edition = out
    row = noticed(guideline, guideline.author, at_once=False)
    assert standing_notices(guideline.document.id) == []
    assert TEXT not in read(client, path(guideline, edition))
    with pytest.raises(NotAllowed), transaction():
        service.confirm_notice(guideline.author, row)
    with transaction():
        service.confirm_notice(guideline.chair, row)
    assert [one.text for one in standing_notices(guideline.document.id)] == [TEXT]
    assert TEXT in read(client, path(guideline, edition))


def test_what_cannot_wait_is_shown_by_one_and_says_so(client, out):
    guideline, edition = out
    address = path(guideline, edition)
    before = client.get(address)
    row = noticed(guideline)
    for place in ("", "recommendations/rec-airway/", "recommendations/rec-airway/card.html"):
        text = read(client, address + place)
        assert TEXT in text
        assert "a second person is still to confirm it" in text
    assert TEXT not in read(client, f"{address}recommendations/rec-hearing/")
    known = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert known.status_code == 200  # what a cache kept is no longer good
    with transaction():
        service.confirm_notice(guideline.approver, row)
    assert "a second person is still to confirm it" not in read(client, address)
    with pytest.raises(Conflict), transaction():
        service.confirm_notice(guideline.approvers[1], row)


def test_authors_alone_cannot_show_a_notice(out):
    guideline, _edition = out
    row = noticed(guideline, guideline.author, at_once=False)
    with pytest.raises(NotAllowed), transaction():
        service.show_notice(guideline.author, row)


def test_nobody_takes_a_notice_away_alone(client, out):
    guideline, edition = out
    row = noticed(guideline)
    with pytest.raises(Invalid), transaction():
        service.ask_lift(guideline.chair, row, why=" ")
    with transaction():
        service.ask_lift(guideline.chair, row, why="It was no error.")
    assert TEXT in read(client, path(guideline, edition))
    with pytest.raises(NotAllowed), transaction():
        service.lift_notice(guideline.chair, row)
    with transaction():
        service.keep_notice(guideline.approver, row)
    assert row.is_confirmed  # who keeps it stands behind it
    with transaction():
        service.ask_lift(guideline.chair, row, why="It was no error.")
        service.lift_notice(guideline.approver, row)
    assert (row.state, row.until is not None) == (NoticeState.LIFTED, True)
    assert TEXT not in read(client, path(guideline, edition))
    with pytest.raises(IllegalTransition), transaction():
        service.keep_notice(guideline.approver, row)


def test_a_refusal_takes_nothing_from_readers(out):
    guideline, _edition = out
    shown = noticed(guideline)
    with pytest.raises(IllegalTransition), transaction():
        service.refuse_notice(guideline.approver, shown, why="I do not think so.")
    written = noticed(guideline, guideline.author, at_once=False)
    with transaction():
        service.refuse_notice(guideline.approver, written, why="The dose is right.")
    assert written.state is NoticeState.REFUSED


def test_it_is_lifted_from_the_corrected_version_on(out):
    guideline, edition = out
    row = noticed(guideline)
    with pytest.raises(Invalid), transaction():
        service.ask_lift(guideline.chair, row, why="Corrected.", corrected_in="7.0")
    with transaction():
        service.ask_lift(guideline.chair, row, why="Corrected.", corrected_in="1.0")
        service.lift_notice(guideline.approver, row)
    assert (row.state, row.corrected_in) == (NoticeState.STANDING, "1.0")
    assert notices_on(edition) == []
    assert [is_concerned(n, "2.0") for n in ("1.0", "1.12", "2.0", "10.0")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys", "field"),
    [(" ", (), "text"), ("x" * 1501, (), "text"), ("Stop.", ("rec-unknown",), "concerned")],
)
def test_a_notice_says_something_about_what_is_published(out, text, keys, field):
    guideline, _edition = out
    with pytest.raises(Invalid) as refused, transaction():
        service.propose_notice(guideline.chair, guideline.document, text=text, keys=keys)
    assert field in refused.value.errors


def test_without_a_version_there_is_nothing_to_warn_of(build):
    guideline = a_guideline(build)
    with pytest.raises(Conflict), transaction():
        service.propose_notice(guideline.chair, guideline.document, text=TEXT)


def test_feeds_and_programs_are_told(client, out):
    guideline, edition = out
    row = noticed(guideline)
    address = path(guideline, edition)
    guideline_address = address.removesuffix("1.0/")
    for feed in ("/library/feed.xml", f"{guideline_address}feed.xml"):
        text = read(client, feed)
        assert f"SAFETY NOTICE: {edition.title}" in text
        assert TEXT in text
    api = address.replace("/library/", "/api/library/v1/editions/").rstrip("/")
    [told] = client.get(api).json["safety_notices"]
    assert (told["text"], told["recommendations"], told["confirmed"]) == (
        TEXT, ["rec-airway"], False,
    )  # fmt: skip
    assert client.get(f"{api}/recommendations/rec-airway").json["safety_notices"] == [told]
    assert client.get(f"{api}/recommendations/rec-hearing").json["safety_notices"] == []
    assert '"CorrectionComment"' in read(client, address)
    with transaction():
        service.ask_lift(guideline.chair, row, why="It was no error.")
        service.lift_notice(guideline.approver, row)
    assert f"Safety notice lifted: {edition.title}" in read(client, "/library/feed.xml")


def test_no_list_shows_a_recommendation_without_the_notice_on_it(client, out):
    guideline, edition = out
    with transaction():
        index_edition(edition.id)
    lists = ("/library/?q=anaesthetist", "/library/diseases/2014/", "/library/recommendations/")
    fresh = {path: client.get(path).headers["ETag"] for path in lists}
    row = noticed(guideline)
    for path in lists:
        answer = client.get(path, headers={"If-None-Match": fresh[path]})
        assert answer.status_code == 200, path
        hits = html.fromstring(answer.text).xpath("//li[contains(@class, 'hit')]")
        warned = {" ".join(one.text_content().split()) for one in hits
                  if "Safety notice" in one.text_content()}  # fmt: skip
        assert any("Recommendation 1 " in words for words in warned), path
        assert not any("Recommendation 2 " in words for words in warned), path
    found = client.get("/api/library/v1/search?disease=2014&q=the").json
    assert {one["key"]: one["safety_notice"] for one in found["recommendations"]["found"]} == {
        "rec-airway": True, "rec-follow-up": False,
    }  # fmt: skip
    assert [one["safety_notice"] for one in found["editions"]["found"]] == [True]
    with transaction():
        service.ask_lift(guideline.chair, row, why="It was no error.")
        service.lift_notice(guideline.approver, row)
    for path in lists:
        assert "Safety notice" not in read(client, path)


def test_files_without_the_notice_are_no_longer_handed_out_and_come_back_unchanged(client, out):
    guideline, edition = out
    name = f"{path(guideline, edition)}{edition.slug}-edition-1.0.json"
    plain = client.get(name, buffered=True).data
    row = noticed(guideline)
    waiting = client.get(name)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "60")
    assert TEXT in waiting.get_data(as_text=True)
    asked = SimpleNamespace(payload={"document_id": guideline.document.id})
    for _ in range(2):  # twice changes nothing
        carry_notices(asked)
    assert session.query(NoticedFile).filter_by(form="json").count() == 1
    warned = client.get(name, buffered=True)
    told = json.loads(warned.data)
    assert warned.headers["ETag"] != f'"{plain}"'
    assert told["safety_notices"][0]["text"] == TEXT
    fhir = client.get(name.replace(".json", ".fhir.json"), buffered=True).data.decode()
    assert f"SAFETY NOTICE: {TEXT}" in fhir
    with transaction():
        service.ask_lift(guideline.chair, row, why="It was no error.")
        service.lift_notice(guideline.approver, row)
    assert client.get(name, buffered=True).data == plain
    assert {one.sha256 for one in offered(edition)} == {
        one.sha256 for one in offered(edition) if one.sha256
    }


def test_every_form_carries_the_notice(out):
    guideline, edition = out
    noticed(guideline)
    from_people = [Form.HTML, Form.MARKDOWN, Form.SOURCES, Form.JATS, Form.SLIDES]
    made = files_with(edition, from_people, front_of(edition))
    for form in from_people:
        content = storage().get(made[form].sha256)
        if form in {Form.SOURCES, Form.JATS, Form.SLIDES}:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                content = b"".join(packed.read(one) for one in packed.namelist())
        assert b"ten times too high" in content, form
    assert set(from_people) <= set(CARRYING)


def ended(guideline, move, **more):
    with transaction():
        service.move_guideline(guideline.chair, guideline.document, move, **more)


def handed_out(client, address, suffix):
    return client.get(f"{address}{suffix}", buffered=True).data


@pytest.mark.parametrize(
    ("move", "more", "said"),
    [
        (LifeMove.WITHDRAW, {"note": "A study was retracted."}, "Withdrawn on {}. A study was"),
        (
            LifeMove.SUPERSEDE,
            {"note": "Joined with another.", "successor": "Care of the airway"},
            "Superseded on {}. Joined with another. Use instead: Care of the airway.",
        ),
    ],
)
def test_files_of_what_ended_say_so_and_the_frozen_ones_stay(client, out, move, more, said):
    guideline, edition = out
    name = f"{edition.slug}-edition-1.0"
    address = f"{path(guideline, edition)}{name}"
    plain = {one.form: one.sha256 for one in offered(edition)}
    ended(guideline, move, **more)
    assert {one.form: one.sha256 for one in offered(edition)} == plain  # until those are made
    queued = {row.payload["edition_id"] for row in session.query(Job).filter_by(name=CARRY)}
    assert queued == {edition.id}
    carry_notices(SimpleNamespace(payload={"edition_id": edition.id}))
    carried = {one.form: one.sha256 for one in offered(edition)}
    assert not set(carried.values()) & set(plain.values())
    told = json.loads(handed_out(client, address, ".json"))
    assert (told["ended"]["verdict"], told["ended"]["why"]) == (
        {LifeMove.WITHDRAW: "withdrawn"}.get(move, "superseded"), more["note"],
    )  # fmt: skip
    bundle = json.loads(handed_out(client, address, ".fhir.json"))
    states = {
        entry["resource"]["status"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Composition"
    }
    assert states == {"deprecated"}
    made = files_with(edition, [Form.HTML, Form.MARKDOWN], front_of(edition))
    sentence = said.format(day_in_words(told["ended"]["since"], "en"))
    for file in made.values():
        text = storage().get(file.sha256).decode()
        assert sentence in text
        assert "No longer current" in text
    with zipfile.ZipFile(io.BytesIO(handed_out(client, address, ".pack.zip"))) as pack:
        assert more["note"] in pack.read("README.txt").decode()
        assert json.loads(pack.read("since.json"))["ended"] == told["ended"]
        assert sha256_of(json.loads(pack.read("edition.json"))) == edition.sha256


def test_a_replaced_version_names_the_one_that_came_next(out):
    guideline, first = out
    second = an_edition(guideline)
    ending = front_of(first).ended
    assert (ending["verdict"], ending["number"]) == ("replaced", second.number)
    assert front_of(second).mark == ""
    an_edition(guideline)
    assert front_of(first).ended == ending  # what came next stays what it was
    made = files_with(first, [Form.MARKDOWN], front_of(first))
    text = storage().get(made[Form.MARKDOWN].sha256).decode()
    assert (
        f"Replaced by version {second.number} on {day_in_words(ending['since'], 'en')}. http"
        in text
    )
    assert f"/{second.slug}/{second.number}/" in text


def test_a_doi_that_is_entered_later_comes_into_files_for_programs(out):
    guideline, edition = out
    assert front_of(edition).mark == ""
    with transaction():
        service.identify_edition(guideline.chair, edition, doi="10.1234/later")
    assert front_of(edition).doi == "10.1234/later"
    made = files_with(edition, [Form.JATS, Form.FHIR, Form.JSON], front_of(edition))
    with zipfile.ZipFile(io.BytesIO(storage().get(made[Form.JATS].sha256))) as jats:
        article = jats.read("article.xml").decode()
    assert '<article-id pub-id-type="doi">10.1234/later</article-id>' in article
    bundle = json.loads(storage().get(made[Form.FHIR].sha256))
    named = bundle["entry"][0]["resource"]["identifier"]
    assert {"system": "https://doi.org", "value": "10.1234/later"} in named
    told = json.loads(storage().get(made[Form.JSON].sha256))
    assert (told["doi"], told["registered_doi"]) == ("", "10.1234/later")


def test_a_pack_with_a_notice_is_checked_as_any_other(out):
    guideline, edition = out
    noticed(guideline)
    made = files_with(edition, [Form.PACK], front_of(edition))
    pack = storage().get(made[Form.PACK].sha256)
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    assert TEXT in files["README.txt"].decode()
    report = checker().check(files)
    assert report.wrong == []


def test_pages_of_notices(build, out):
    guideline, _edition = out
    chair = build.sign_in(session.get(Person, guideline.chair.person_id))
    page = f"/documents/{guideline.document.id}/safety"
    sent = chair.post(page, data={"text": TEXT, "concerned": "rec-airway", "at_once": "yes"})
    assert sent.status_code == 303
    [row] = standing_notices(guideline.document.id)
    approver = build.sign_in(session.get(Person, guideline.approver.person_id))
    assert "Confirm a safety notice" in approver.get("/home").get_data(as_text=True)
    for answer in ("", "lift?"):
        assert approver.post(
            f"/safety-notices/{row.id}/decide", data={"decision": answer}
        ).status_code == 422  # fmt: skip
    for answer in ("confirm", "ask-lift"):
        code = approver.post(f"/safety-notices/{row.id}/decide", data={"decision": answer})
        assert code.status_code == (303 if answer == "confirm" else 422)
    assert "Readers see it" in chair.get(page).get_data(as_text=True)
    observer = build.client(guideline.project, Role.OBSERVER)
    assert observer.get(page).status_code == 404


def test_readers_see_a_notice_in_each_state_that_comes_before_it_is_lifted():
    for (start, move), after in NOTICE.table.items():
        if start in SHOWN and after not in SHOWN:
            assert move.value == "lift"


def test_downloads_are_counted_without_people(client, out):
    guideline, edition = out
    name = f"{path(guideline, edition)}{edition.slug}-edition-1.0.json"
    DOWNLOADS.write()
    first = client.get(name, headers=PERSON, buffered=True)
    for headers in (
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": ""},
        {**PERSON, "If-None-Match": first.headers["ETag"]},
        {**PERSON, "Range": "bytes=100-200"},
    ):
        client.get(name, headers=headers, buffered=True)
    client.head(name, headers=PERSON, buffered=True)
    client.get(name, headers={**PERSON, "Range": "bytes=0-"}, buffered=True)
    DOWNLOADS.write()
    client.get(name, headers=PERSON, buffered=True)
    DOWNLOADS.write()
    table = download_tables([edition], edition.published_at.date())[edition.id]
    assert (table.total, table.forms) == (3, ((Form.JSON, 3),))
    assert table.months[-1] == (f"{edition.published_at:%Y-%m}", 3)
