"""The story of one recommendation, from its first wording on."""

import pytest

from guidelines.db import session, transaction
from guidelines.drafts import queries, service
from guidelines.drafts.queries.story import tellings_of
from guidelines.drafts.rules.history import Deed
from guidelines.drafts.rules.story import tellings
from guidelines.permissions import Role
from guidelines.reviews import service as reviews
from guidelines.reviews.queries.answering import versions_answering
from guidelines.reviews.service.answering import answer_with_version
from tests.drafts.build import AIRWAY, a_document, an_author, save, section_called

OTHER = AIRWAY.replace("anaesthetist", "experienced anaesthetist")
BESIDE = AIRWAY.replace("may be difficult", "is often difficult")


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def author(build, document):
    return an_author(build, document.project)


@pytest.mark.parametrize(
    ("moments", "told"),
    [
        ([(1, {"a": AIRWAY})], [(1, Deed.ADDED)]),
        ([(1, {"a": AIRWAY}), (2, {"a": AIRWAY + "\nMore.\n"})], [(1, Deed.ADDED)]),
        ([(1, {"a": AIRWAY}), (4, {"a": OTHER})], [(1, Deed.ADDED), (4, Deed.WORDING)]),
        ([(1, {"a": AIRWAY}), (2, {"a": BESIDE})], [(1, Deed.ADDED), (2, Deed.WRITTEN)]),
        ([(1, {"a": AIRWAY}), (2, {"a": "x\n", "b": AIRWAY})],
         [(1, Deed.ADDED), (2, Deed.MOVED)]),
        ([(1, {"a": AIRWAY}), (2, {"a": None}), (3, {"a": AIRWAY})],
         [(1, Deed.ADDED), (2, Deed.REMOVED), (3, Deed.ADDED)]),
        ([(1, {"a": "Nothing of it.\n"})], []),
    ],
)  # fmt: skip
def test_each_version_that_touched_it_is_told(moments, told):
    assert [(one.number, one.deed) for one in tellings("rec-airway", moments)] == told


def test_it_is_told_through_saves_removals_and_restorations(author, document):
    item = section_called(document, "Airway")
    save(author, item, item.revision.source.replace("anaesthetist", "senior anaesthetist"))
    with transaction():
        service.remove_section(author, item.section)
    with transaction():
        service.restore_version(author, queries.version_numbered(document, 1))

    told = [(one.number, one.deed) for one in tellings_of(document, "rec-airway")]
    assert told == [(1, Deed.ADDED), (2, Deed.WORDING), (3, Deed.REMOVED), (4, Deed.ADDED)]


def test_the_page_tells_wordings_results_locks_and_comments(build, author, document):
    chair = build.actor(document.project, Role.CHAIR)
    [row] = queries.recommendations_of(document)
    with transaction():
        service.place_outcome(
            chair, document, key=row.key, wording_sha256=row.wording_sha256,
            verdict="consensus-for", summary={"percent_in": 91.6, "n_rated": 12},
        )  # fmt: skip
    with transaction():
        service.lock_wording(chair, document, [row.key], reason="The panel is voting.")
    with transaction():
        service.unlock_wording(chair, document, [row.key])
    item = section_called(document, "Airway")
    with transaction():
        thread = reviews.make_comment(
            author, item.section, body="Who is experienced?", key=row.key
        )
    saved = save(author, item, item.revision.source.replace("sees", "examines"), "Clearer")
    with transaction():
        answer_with_version(author, thread, saved.version)
    client = build.sign_in(build.member(document.project, Role.OBSERVER))
    page = client.get(f"/documents/{document.id}/story?key={row.key}").text

    for words in (
        "Came into the text", "Wording changed", "Result of a vote: Consensus",
        "92 % in agreement, 12 rated", "For an earlier wording", "The panel is voting.",
        "Who is experienced?", "Answers the comment", "<del>",
    ):  # fmt: skip
        assert words in page, words
    assert client.get(f"/documents/{document.id}/story?key=rec-other").status_code == 404


def test_a_comment_says_which_version_answered_it(build, author, document):
    item = section_called(document, "Scope")
    with transaction():
        thread = reviews.make_comment(author, item.section, body="Which children?")
    client = build.sign_in(build.member(document.project, Role.AUTHOR))
    answer = client.post(f"/threads/{thread.id}/versions", data={"version": "1"})
    assert answer.status_code == 303
    assert list(versions_answering(thread)) == []
    saved = save(author, item, item.revision.source.replace("children", "children under six"))
    page = client.get(f"/threads/{thread.id}").text
    assert "This version answers it" in page
    number = saved.version.number
    answer = client.post(
        f"/threads/{thread.id}/versions", data={"version": number}, follow_redirects=True
    )
    assert f"Noted: version {number} answers this comment." in answer.text
    session.expire_all()
    assert [one.number for one in versions_answering(thread)] == [number]
    for address in (f"/sections/{item.section.id}/blame", f"/documents/{document.id}/versions"):
        assert "Answers the comment: “Which children?”" in client.get(address).text
