"""Each measure is enforced: tried through page and program, refused with a sentence, recorded."""

from html import unescape

import pytest

from guidelines import audit
from guidelines.db import now, session, transaction
from guidelines.drafts.queries import newest_in, recommendations_of
from guidelines.errors import Recused
from guidelines.evidence import service as evidence
from guidelines.evidence.rules.judgements import Answer, Criterion
from guidelines.evidence.rules.questions import QuestionDraft
from guidelines.evidence.service import save_conclusion, save_judgements
from guidelines.interests.rules import Doing, Level
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.publishing import service as publishing
from guidelines.reviews import service as reviews
from guidelines.reviews.rules import SourceKind
from guidelines.text.blocks import split
from tests.drafts.build import a_document, save, section_called
from tests.drafts.test_api import Program
from tests.evidence.build import a_profile, a_question
from tests.interests.build import a_declaration, an_assessment, conflict, person_of, refusals
from tests.publishing.build import a_guideline, decide, print_openly
from tests.reviews.build import a_thread

KEY = "rec-airway"


@pytest.fixture
def document(build):
    return a_document(build)


def member(build, document, level, *roles, key=KEY):
    """Return a member with an interest, and their browser."""
    person = build.member(document.project, *roles)
    conflict(build, document.project, person.id, level, key)
    return person, build.sign_in(person)


@pytest.mark.parametrize("level", [Level.MODERATE, Level.HIGH])
def test_an_edit_is_refused_on_the_page_and_by_a_program(build, document, level):
    person, browser = member(build, document, level, Role.AUTHOR)
    item = section_called(document, "Airway")
    changed = item.revision.source.replace("an anaesthetist", "a nurse")
    ours = Program(build, person)

    page = browser.post(
        f"/sections/{item.section.id}", data={"source": changed, "base": item.revision.id}
    )
    script = browser.post(
        f"/sections/{item.section.id}",
        data={"source": changed, "base": item.revision.id},
        headers={"Accept": "application/json"},
    )
    program = ours.put(
        f"/sections/{item.section.id}",
        {"source": changed},
        If_Match=f'"{item.revision.sha256}"',
    )

    assert (page.status_code, script.status_code, program.status_code) == (403, 403, 403)
    assert "you do not change the text of rec-airway" in unescape(page.text)
    assert "a nurse" in page.text
    assert "rec-airway" in script.json["message"]
    assert "rec-airway" in program.json["detail"]
    assert newest_in(item.section).revision_id == item.revision.id
    assert refusals(document.project) == [(Doing.EDIT, [KEY], person.id)] * 3
    assert audit.first_broken(document.project_id) is None


def test_everything_else_of_the_section_can_be_edited(build, document):
    person, _browser = member(build, document, Level.HIGH, Role.AUTHOR)
    item = section_called(document, "Airway")

    saved = save(actor_for(person.id), item, item.revision.source + "\nMore on it.\n")

    assert saved.changed
    assert refusals(document.project) == []


def test_a_recommendation_is_not_removed_by_who_may_not_change_it(build, document):
    person, _browser = member(build, document, Level.MODERATE, Role.AUTHOR)
    item = section_called(document, "Airway")

    with pytest.raises(Recused):
        save(actor_for(person.id), item, "# Airway\n")

    assert [one.key for one in recommendations_of(document)] == [KEY]


def test_comments_answers_and_suggestions(build, document):
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document, "Airway", key=KEY)
    _person, browser = member(build, document, Level.HIGH, Role.AUTHOR)
    item = section_called(document, "Airway")
    block = the_wording(item)

    answers = [
        browser.post(f"/sections/{item.section.id}/comments", data={"body": "No.", "key": KEY}),
        browser.post(f"/threads/{thread.id}/replies", data={"body": "No."}),
        browser.post(
            f"/threads/{thread.id}/answer", data={"decision": "not-accepted", "response": "No."}
        ),
        browser.post(
            f"/sections/{item.section.id}/suggestions",
            data={"block": block, "text": "We recommend that a nurse sees the child first."},
        ),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert all("Because of a declared interest" in unescape(one.text) for one in answers)
    assert [one[0] for one in reversed(refusals(document.project))] == [
        Doing.COMMENT,
        Doing.DISCUSS,
        Doing.ACCEPT,
        Doing.SUGGEST,
    ]
    free = browser.post(
        f"/sections/{section_called(document, 'Scope').section.id}/comments", data={"body": "Yes."}
    )
    assert free.status_code == 303


# A section of which a recommendation is a part, and what is said where: (place, is it refused?)
AROUND = """# Airway

Before surgery the airway is looked at.

::: {.recommendation #rec-airway type=consensus-based strength=strong direction=for}
We recommend that an anaesthetist sees the child first.
:::

::: {.recommendation #rec-team type=good-practice}
One named person follows the family.
:::
"""
SAID = [
    ({}, True),  # the section as a whole
    ({"key": KEY}, True),
    ({"quote": "an anaesthetist sees"}, True),
    ({"quote": "the airway is looked at"}, False),
    ({"key": "rec-team"}, False),
    ({"quote": "follows the family"}, False),
]


@pytest.mark.parametrize(("place", "is_refused"), SAID)
def test_a_comment_on_a_section_is_one_on_each_recommendation_in_it(build, place, is_refused):
    document = a_document(build, source=AROUND)
    person, browser = member(build, document, Level.HIGH, Role.REVIEWER)
    section = section_called(document, "Airway").section
    words = {"body": "My own trial says otherwise.", **place}

    page = browser.post(f"/sections/{section.id}/comments", data=words)
    program = (
        Program(build, person).ask(
            "POST", f"/documents/{document.id}/annotations", json=annotation(section, place)
        )
        if "key" not in place
        else None
    )

    assert page.status_code == (403 if is_refused else 303)
    if is_refused:
        # the words are still there, to be put elsewhere
        assert "My own trial says otherwise." in unescape(page.text)
        assert "Comment on a passage outside of it" in page.text
    if program is not None:
        assert program.status_code == (403 if is_refused else 200)
        assert not is_refused or KEY in program.json["detail"]
    tries = (1 + (program is not None)) * is_refused
    assert refusals(document.project) == [(Doing.COMMENT, [KEY], person.id)] * tries


def annotation(section, place):
    """Return a comment as other programs write it."""
    target = {"source": f"http://localhost/sections/{section.id}"}
    if place:
        target["selector"] = {"type": "TextQuoteSelector", "exact": place["quote"]}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "My own trial says otherwise."},
        "target": target,
    }


def test_the_whole_document_stays_open_with_a_plain_sentence(build, document):
    _person, browser = member(build, document, Level.HIGH, Role.REVIEWER)

    form = browser.get(f"/documents/{document.id}/comments/new").text
    said = browser.post(f"/documents/{document.id}/comments", data={"body": "It is long."})

    assert "You have an interest in recommendation 1" in form
    assert "Say nothing about it here, please." in form
    assert said.status_code == 303
    assert refusals(document.project) == []


def test_discussing_a_section_is_discussing_the_recommendation_in_it(build, document):
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document, "Airway")
    person, browser = member(build, document, Level.HIGH, Role.AUTHOR)

    answers = [
        browser.post(f"/threads/{thread.id}/replies", data={"body": "No."}),
        browser.post(
            f"/threads/{thread.id}/answer", data={"decision": "not-accepted", "response": "No."}
        ),
        browser.post(f"/threads/{thread.id}/close", data={"settled": "duplicate"}),
        browser.post(f"/threads/{thread.id}/sort", data={"kind": "typo"}),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert "No.</textarea>" in answers[0].text
    doings = [Doing.DISCUSS, Doing.ACCEPT, Doing.ACCEPT, Doing.DISCUSS]
    assert refusals(document.project) == [(one, [KEY], person.id) for one in reversed(doings)]


def test_nobody_is_put_in_charge_of_what_they_may_not_answer(build, document):
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document, "Airway")
    person, _browser = member(build, document, Level.MODERATE, Role.AUTHOR)
    chair = build.client(document.project, Role.CHAIR)

    page = chair.post(f"/threads/{thread.id}/sort", data={"assignee": person.id, "kind": "typo"})

    assert page.status_code == 422
    assert "An interest keeps this person from answering it" in page.text


def test_words_that_were_put_into_a_recommendation_belong_to_it(build):
    source = "# Airway\n\nAn anaesthetist sees the child first, before anybody else does.\n"
    document = a_document(build, source=source)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document, "Airway", quote="sees the child first")
    item = section_called(document, "Airway")
    box = f"::: {{.recommendation #{KEY} type=good-practice}}\n"
    words = source.partition("\n\n")[2]
    save(author, item, f"# Airway\n\n{box}{words}:::\n")
    person, browser = member(build, document, Level.HIGH, Role.AUTHOR)

    reply = browser.post(f"/threads/{thread.id}/replies", data={"body": "No."})

    assert reply.status_code == 403
    assert refusals(document.project) == [(Doing.DISCUSS, [KEY], person.id)]


def test_nobody_enters_the_words_of_who_may_not_say_them(build, document):
    person, _browser = member(build, document, Level.HIGH, Role.REVIEWER)
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        letter = reviews.keep_source(
            chair,
            document,
            kind=SourceKind.LETTER,
            name=person.name.upper(),
            received_on=now().date(),
            note="By post.",
        )

    with pytest.raises(Recused, match="by letter"), transaction():
        reviews.make_comment(
            chair,
            section_called(document, "Airway").section,
            body="My own trial says otherwise.",
            key=KEY,
            source=letter,
        )

    [one] = [one for one in audit.history(document.project_id) if one.event == "interest.refused"]
    assert (one.actor_id, one.detail["person_id"]) == (chair.person_id, person.id)


def test_the_evidence_under_a_recommendation_is_not_changed_by_who_has_an_interest(
    build, document
):
    person, _browser = member(build, document, Level.MODERATE, Role.METHODOLOGIST)
    author = build.actor(document.project, Role.AUTHOR)
    profile = a_profile(author, document.project, KEY)
    other = a_question(author, document.project)
    mine, asked = actor_for(person.id), profile.asked
    deeds = [
        lambda: evidence.unlink_recommendation(mine, profile),
        lambda: evidence.link_recommendation(mine, other, key=KEY),
        lambda: evidence.save_findings(mine, asked, outcomes=(), revision=asked.revision),
        lambda: evidence.save_question(
            mine, asked, draft=QuestionDraft("Is it good?"), revision=asked.revision
        ),
    ]
    for deed in deeds:
        with pytest.raises(Recused, match=KEY), transaction():
            deed()

    assert refusals(document.project) == [(Doing.EDIT, [KEY], person.id)] * 4
    with transaction():
        evidence.save_findings(mine, other, outcomes=(), revision=other.revision)


def test_who_has_an_interest_does_not_decide_to_print_what_was_not_agreed(build):
    guideline = a_guideline(build)
    decide(guideline, KEY, "near")
    person_id = guideline.chair.person_id
    conflict(build, guideline.project, person_id, Level.MODERATE)

    with pytest.raises(Recused, match=KEY):
        print_openly(guideline, KEY)

    assert refusals(guideline.project) == [(Doing.ACCEPT, [KEY], person_id)]


def the_wording(item):
    """Return the id of the block that says what is recommended."""
    pairs = zip(item.revision.blocks, split(item.revision.source), strict=True)
    return next(block_id for block_id, block in pairs if "anaesthetist" in block.text)


def test_who_abstains_still_speaks_but_does_not_decide(build, document):
    reviewer = build.actor(document.project, Role.REVIEWER)
    person, browser = member(build, document, Level.MODERATE, Role.AUTHOR)
    item = section_called(document, "Airway")
    block = the_wording(item)
    with transaction():
        row = reviews.make_suggestion(
            reviewer,
            item.section,
            block_id=block,
            text="We recommend that a nurse sees the child first.",
        )

    spoken = browser.post(
        f"/sections/{item.section.id}/comments", data={"body": "I know this.", "key": KEY}
    )
    one = browser.post(f"/suggestions/{row.id}/accept")
    everything = browser.post(f"/documents/{document.id}/suggestions/accept")
    declined = browser.post(f"/suggestions/{row.id}/reject", data={"reason": "No."})

    assert spoken.status_code == 303
    assert [one.status_code, everything.status_code, declined.status_code] == [403] * 3
    assert "you do not decide on the text of rec-airway" in unescape(one.text)
    assert refusals(document.project) == [(Doing.ACCEPT, [KEY], person.id)] * 3
    session.expire_all()
    assert row.state.value == "open"


def test_a_signature_is_refused_on_the_page_and_by_a_program(build):
    guideline = a_guideline(build)
    with transaction():
        request = publishing.request_approval(guideline.chair, guideline.document)
    person_id = guideline.approver.person_id
    conflict(build, guideline.project, person_id, Level.MODERATE)
    browser = build.sign_in(person_of(guideline.approver))

    signed = browser.post(f"/approvals/{request.id}/sign", data={"sha256": request.sha256})
    returned = browser.post(f"/approvals/{request.id}/return", data={"reason": "No."})
    program = Program(build, person_of(guideline.approver)).ask(
        "POST", f"/approvals/{request.id}/sign", json={"sha256": request.sha256}
    )

    assert [one.status_code for one in (signed, returned, program)] == [403] * 3
    assert "you do not sign" in unescape(signed.text)
    assert "you do not sign" in program.json["detail"]
    assert refusals(guideline.project) == [(Doing.SIGN, [KEY], person_id)] * 3


def test_the_way_from_evidence_to_decision_is_not_judged_by_who_has_an_interest(build, document):
    person, browser = member(build, document, Level.MODERATE, Role.METHODOLOGIST)
    profile = a_profile(build.actor(document.project, Role.AUTHOR), document.project, KEY)

    for judge in (
        lambda: save_judgements(
            actor_for(person.id),
            profile,
            answers={Criterion.BALANCE: Answer("favours-intervention", "", "")},
            revision=profile.revision,
        ),
        lambda: save_conclusion(
            actor_for(person.id), profile, parts={}, revision=profile.revision
        ),
    ):
        with pytest.raises(Recused, match=KEY), transaction():
            judge()

    assert refusals(document.project) == [(Doing.EDIT, [KEY], person.id)] * 2
    item = section_called(document, "Airway")
    shown = browser.get(f"/sections/{item.section.id}/edit")
    assert shown.status_code == 200
    assert "Not yours to change: you have an interest" in shown.text


def test_who_would_assess_has_no_interest_there(build, document):
    project = document.project
    chair, _browser = member(build, document, Level.MODERATE, Role.CHAIR)
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)

    with pytest.raises(Recused, match="do not assess"):
        an_assessment(actor_for(chair.id), declaration, KEY)
    an_assessment(actor_for(chair.id), declaration, "rec-other")

    assert refusals(project) == [(Doing.ASSESS, [KEY], chair.id)]
