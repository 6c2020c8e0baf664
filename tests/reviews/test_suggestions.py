"""Suggestions made here: taken in together as one version, taken back by who made them."""

import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts.queries import (
    current_version,
    recommendations_of,
    source_of,
    versions_of,
)
from guidelines.errors import Conflict, NotAllowed
from guidelines.permissions import Role
from guidelines.reviews import queries, service
from guidelines.reviews.rules import Span, SuggestionState
from guidelines.reviews.rules.suggestions import carried
from guidelines.text.blocks import split
from tests.drafts.build import a_document, an_author, save, section_called
from tests.reviews.build import vote_on


def suggest(actor, document, title, old, new):
    """Propose a change of the paragraph of a section that has these words."""
    item = section_called(document, title)
    blocks = zip(item.revision.blocks, split(item.revision.source), strict=True)
    key, block = next((k, b) for k, b in blocks if old in b.text)
    with transaction():
        return service.make_suggestion(
            actor, item.section, block_id=key, text=block.text.replace(old, new)
        )


def accept(actor, document, rows):
    with transaction():
        return service.accept_suggestions(actor, document, rows)


@pytest.fixture
def people(build):
    document = a_document(build)
    return (
        document,
        an_author(build, document.project),
        build.actor(document.project, Role.REVIEWER),
    )


def test_suggestions_on_several_sections_become_one_version(people):
    document, author, reviewer = people
    rows = [
        suggest(reviewer, document, "Scope", "about children", "about infants"),
        suggest(reviewer, document, "Scope", "not about adults", "not about grown-ups"),
        suggest(reviewer, document, "Airway", "sees the child", "meets the child"),
        suggest(reviewer, document, "Follow-up", "family again", "family twice"),
    ]
    before = source_of(current_version(document))
    outcome = accept(author, document, rows)

    assert (outcome.accepted, outcome.stale, outcome.locked, outcome.version) == (4, 0, 0, 2)
    assert [one.number for one in versions_of(document)] == [2, 1]
    wanted = before
    for old, new in (
        ("about children", "about infants"), ("about adults", "about grown-ups"),
        ("sees the", "meets the"), ("again", "twice"),
    ):  # fmt: skip
        wanted = wanted.replace(old, new)
    assert source_of(current_version(document)) == wanted
    assert {row.accepted_in for row in queries.suggestions_of(document, author)} == {2}
    [recommendation] = recommendations_of(document)
    assert "meets the child" in recommendation.wording
    names = [one.event for one in audit.history(document.project_id)]
    assert names.count("suggestion.accepted") == 3
    assert names.count("draft.saved") == 3


def test_what_cannot_be_taken_stays_open_and_the_rest_is_one_version(build, people):
    document, author, reviewer = people
    locked = suggest(reviewer, document, "Airway", "sees the child", "meets the child")
    stale = suggest(reviewer, document, "Scope", "about adults", "about grown-ups")
    fine = suggest(reviewer, document, "Follow-up", "again", "twice")
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("about adults", "about anybody else"))
    vote_on(build, document)
    outcome = accept(author, document, [locked, stale, fine])

    assert (outcome.accepted, outcome.stale, outcome.locked, outcome.version) == (1, 1, 1, 3)
    states = {row.id: row.state for row in queries.suggestions_of(document, author)}
    assert states[fine.id] is SuggestionState.ACCEPTED
    assert states[locked.id] is states[stale.id] is SuggestionState.OPEN


def test_nothing_that_fits_makes_no_version(people):
    document, author, reviewer = people
    row = suggest(reviewer, document, "Scope", "about adults", "about grown-ups")
    item = section_called(document, "Scope")
    save(author, item, "# Scope\n\nQuite other words.\n")
    outcome = accept(author, document, [row])
    assert (outcome.accepted, outcome.stale, outcome.version) == (0, 1, None)
    assert current_version(document).number == 2


def test_who_made_a_suggestion_takes_it_back(people):
    document, author, reviewer = people
    row = suggest(reviewer, document, "Scope", "about adults", "about grown-ups")
    with transaction():
        assert service.withdraw_suggestion(reviewer, row) == 1
    [kept] = queries.suggestions_of(document, author)
    assert (kept.state, kept.decider_id) == (SuggestionState.WITHDRAWN, reviewer.person_id)
    assert kept.replacement  # its words stay readable
    assert audit.history(document.project_id)[0].event == "suggestion.withdrawn"
    assert queries.open_suggestions(document) == 0
    for again in (
        lambda: service.withdraw_suggestion(reviewer, kept),
        lambda: service.accept_suggestions(author, document, [kept]),
    ):
        with pytest.raises(Conflict), transaction():
            again()


def test_nobody_else_takes_a_suggestion_back(build, people):
    document, author, reviewer = people
    row = suggest(reviewer, document, "Scope", "about adults", "about grown-ups")
    chair = build.actor(document.project, Role.CHAIR)
    for other in (author, chair, build.actor(document.project, Role.PANELIST)):
        with pytest.raises(NotAllowed), transaction():
            service.withdraw_suggestion(other, row)
    with transaction():
        session.merge(row).signed = "Who wrote it in Word"
    with pytest.raises(NotAllowed), transaction():
        service.withdraw_suggestion(reviewer, row)
    assert queries.open_suggestions(document) == 1


def test_during_a_vote_a_panel_member_cannot_take_back_what_they_no_longer_see(build, people):
    document, _author, _reviewer = people
    voter = build.actor(document.project, Role.REVIEWER, Role.PANELIST)
    row = suggest(voter, document, "Airway", "sees the child", "meets the child")
    vote_on(build, document)
    with pytest.raises(NotAllowed), transaction():
        service.withdraw_suggestion(voter, row)


def test_the_page_offers_withdrawing_to_its_author_alone(build):
    document = a_document(build)
    browser = build.client(document.project, Role.REVIEWER)
    item = section_called(document, "Scope")
    answer = browser.post(
        f"/sections/{item.section.id}/suggestions",
        data={"block": item.revision.blocks[2], "text": "This text is about infants."},
    )
    assert answer.status_code == 303
    page = browser.get(f"/documents/{document.id}/suggestions").text
    [row] = queries.suggestions_of(document, build.actor(document.project, Role.AUTHOR))
    assert f"/suggestions/{row.id}/withdraw" in page
    other = build.client(document.project, Role.AUTHOR)
    assert "/withdraw" not in other.get(f"/documents/{document.id}/suggestions").text
    assert other.post(f"/suggestions/{row.id}/withdraw").status_code == 403
    assert browser.post(f"/suggestions/{row.id}/withdraw").status_code == 303
    page = other.get(f"/documents/{document.id}/suggestions?show=withdrawn").text
    assert "about infants" in page or "infants" in page


def test_a_rejection_without_a_reason_is_refused_where_it_was_written(build, people):
    document, _author, reviewer = people
    row = suggest(reviewer, document, "Scope", "children", "infants")
    browser = build.client(document.project, Role.AUTHOR)

    answer = browser.post(f"/suggestions/{row.id}/reject", data={"reason": " "})
    assert answer.status_code == 422
    assert f'href="#reason-{row.id}"' in answer.text
    assert f'id="reason-{row.id}"' in answer.text
    assert '<details class="suggestion-reject" open>' in answer.text


DOSES = "# Doses\n\nAdults: give 10 mg daily, by mouth.\n\nChildren: give 20 mg daily.\n"
# What became of the text meanwhile, and whether "10 mg" to "15 mg" still fits there.
LATER = [
    (DOSES.replace("by mouth.\n", "by mouth, with water.\n"), True),
    (DOSES.replace("Adults: give", "Before surgery. Adults: give"), True),
    ("# Doses\n\nChildren: give 10 mg daily.\n", False),
    ("# Doses\n\nChildren: give 10 mg daily.\n\nAdults: give nothing.\n", False),
    (DOSES.replace("Adults: give 10 mg", "Infants get 10 mg"), False),
]


@pytest.mark.parametrize(("later", "fits"), LATER)
def test_a_dose_is_never_put_into_another_group(later, fits):
    at = DOSES.index("10 mg")
    span = Span("one", at, at + 5, "10 mg", "15 mg")

    place = carried([span], DOSES, later)["one"]

    assert (place is not None) is fits
    if place is not None:
        assert later[: place[0]].endswith("Adults: give ")
