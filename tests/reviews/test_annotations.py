"""Comments as W3C Web Annotations: out, in, and out again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.drafts.api.door import pace
from guidelines.permissions import Role
from guidelines.reviews import queries
from guidelines.reviews.rules.annotations import offset_of, place_at, read, section_text
from tests.drafts.build import a_document, save, section_called
from tests.drafts.test_api import program
from tests.reviews.build import a_thread, resolve, vote_on


@pytest.fixture(autouse=True)
def unhurried():
    pace._counts.clear()


def address(document):
    return f"/documents/{document.id}/annotations"


def sent(body="Why?", **target):
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "questioning",
        "body": {"type": "TextualBody", "value": body},
        "target": target or "https://elsewhere.example/text",
    }


def quote(exact, prefix="", suffix=""):
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def test_what_goes_out_says_where_it_stands_now_and_comes_in_again(build):
    document, copy = a_document(build), a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    a_thread(author, document, quote="about children", body="Which?")
    resolve(author, a_thread(author, document, "Airway", key="rec-airway", body="Good."))
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("This guideline", "First: this guideline"))
    ours = program(build, document.project)

    answer = ours.get(address(document))
    page = answer.json

    assert answer.headers["Content-Type"].startswith("application/ld+json")
    assert page["type"] == "AnnotationPage"
    passage, place = page["items"][0]["target"]["selector"]
    assert passage["exact"] == "about children"
    plain = [one.plain for one in queries.blocks_of(section_called(document, "Scope").revision)]
    assert section_text(plain)[place["start"] : place["end"]] == "about children"
    codes = [(one.get("workflowStatus"), one.get("disposition")) for one in page["items"]]
    assert codes == [
        ("submitted", "unresolved"),
        ("resolved-change-required", "persuasive-with-modification"),
        (None, None),
    ]
    theirs = program(build, copy.project)
    for one in page["items"]:
        if isinstance(one["target"], dict):
            one["target"]["source"] = "a copy"
            one["target"]["selector"] = one["target"]["selector"][:1]
    taken = theirs.ask("POST", address(copy), json=page).json
    assert len(taken["made"]) == 3
    [first, *_rest] = queries.threads_of(copy, build.actor(copy.project, Role.AUTHOR))
    assert first.annotation.exact == "about children"
    assert first.comments[0].body == "Which?"
    assert first.comments[0].said_by == page["items"][0]["creator"]["name"]


@pytest.mark.parametrize(
    ("annotation", "detail"),
    [
        ({"type": "Annotation", "body": ""}, "no annotation with words"),
        ("nonsense", "no annotation with words"),
        (sent(selector=quote("words that are nowhere")), "stands in the text 0 times"),
        (sent(selector=quote("the")), "times"),
    ],
)
def test_what_has_no_certain_place_is_told_and_the_rest_is_taken(build, annotation, detail):
    document = a_document(build)
    ours = program(build, document.project)
    good = sent(selector=[quote("about children"), {"type": "TextPositionSelector"}])

    answer = ours.ask("POST", address(document), json=[annotation, good]).json

    assert len(answer["made"]) == 1
    [refused] = answer["refused"]
    assert refused["item"] == 0
    assert detail in refused["detail"]


def test_a_position_alone_is_enough(build):
    document = a_document(build)
    item = section_called(document, "Scope")
    plain = [one.plain for one in queries.blocks_of(item.revision)]
    start = section_text(plain).index("children")
    where = {"type": "TextPositionSelector", "start": start, "end": start + 8}
    source = f"https://concord.example/sections/{item.section.id}"
    ours = program(build, document.project)

    ours.ask("POST", address(document), json=sent(source=source, selector=where))

    [thread] = queries.threads_of(document, build.actor(document.project, Role.AUTHOR))
    assert (thread.section_id, thread.annotation.exact) == (item.section.id, "children")
    assert thread.kind == "question"


def test_a_vote_hides_annotations_from_programs_of_the_panel(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    a_thread(author, document, "Airway", key="rec-airway", body="A name speaks")
    vote_on(build, document)
    panel = program(build, document.project, Role.AUTHOR, Role.PANELIST)

    assert panel.get(address(document)).json["items"] == []


@pytest.mark.parametrize(
    ("role", "method", "more", "code"),
    [
        (Role.OBSERVER, "POST", {"json": sent()}, 403),
        (Role.PANELIST, "GET", {}, 404),
        (Role.AUTHOR, "POST", {"data": b"{", "content_type": "application/json"}, 400),
        (Role.AUTHOR, "POST", {"data": b"x", "content_type": "text/plain"}, 415),
        (Role.AUTHOR, "POST", {"json": [sent()] * 501}, 422),
    ],
)
def test_who_may_not_and_what_cannot_be_read_is_refused(build, role, method, more, code):
    document = a_document(build)

    assert (
        program(build, document.project, role).ask(method, address(document), **more).status_code
        == code
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["type", "body", "value", "target", "selector", "source", "exact", "start",
                         "end", "creator", "name", "id", "prefix"]) | st.text(), inner),
)  # fmt: skip


@given(ANYTHING)
def test_nothing_that_is_sent_breaks_the_reader(value):
    read(value)
    read({"type": "Annotation", "body": "x", "target": value, "creator": value})
    read(
        json.loads(
            json.dumps({"type": ["Annotation"], "body": value, "target": {"selector": value}})
        )
    )


@given(st.lists(st.text(st.sampled_from("ab "), max_size=6), min_size=1, max_size=5), st.data())
def test_a_position_leads_to_its_block_and_back(plain, data):
    full = [number for number, text in enumerate(plain) if text]
    if not full:
        return
    block = data.draw(st.sampled_from(full))
    start = data.draw(st.integers(0, len(plain[block]) - 1))
    stop = data.draw(st.integers(start + 1, len(plain[block])))
    at = offset_of(plain, block, start)

    assert place_at(plain, at, at + stop - start) == (block, start, stop)
    assert section_text(plain)[at : at + stop - start] == plain[block][start:stop]
