"""Word files: out with named blocks, back in as suggestions and comments, nothing lost."""

import pytest
from sqlalchemy import select

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version, source_of
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.interests.rules import Level, Measure
from guidelines.permissions import Role
from guidelines.reviews import queries, service
from guidelines.reviews.models import Suggestion
from guidelines.reviews.rules import SuggestionState
from guidelines.text.blocks import split
from tests.drafts.build import a_document, save, section_called
from tests.interests.build import a_declaration, an_assessment, conflict, person_of
from tests.reviews.build import vote_on
from tests.reviews.word import exported, handed_in
from tests.typesetting.tracking import changed, comments, replaces

ALL_KINDS = """# Scope {#scope}

This **guideline** is about [children](https://example.org) with H~2~O.[^1] See [care](#care).

[^1]: A note *here*.

- one item
- two **items**
    - nested

1. first
2. second

| Drug | Dose |
|------|------|
| A    | 10 mg |
|      | 20 mg |

: Doses of all drugs

## Care for all {#care}

> A quotation
> goes on.

Term
:   Meaning

::: {.recommendation #rec-a type=consensus-based strength=strong direction=for}
We recommend that all are seen [@nobody2020, p. 3].

::: {.rationale}
Because it may be difficult.
:::
:::

```
code
```

Formula $x^2$ here.

- [ ] open task

Last paragraph.
"""


@pytest.fixture
def author(build):
    project = build.project()
    return build.actor(project, Role.AUTHOR), a_document(build, project, ALL_KINDS)


def all_suggestions(document):
    query = select(Suggestion).where(Suggestion.document_id == document.id)
    return list(session.scalars(query.order_by(Suggestion.place)))


def test_an_untouched_file_brings_nothing(app, author):
    actor, document = author
    content = exported(actor, document)
    row = handed_in(actor, document, content)
    assert row.state == "done", row.failure
    assert all_suggestions(document) == []
    assert row.unplaced == []
    assert row.notices == []


def test_a_tracked_change_is_a_suggestion_under_its_word_author(app, author):
    actor, document = author
    back = changed(
        exported(actor, document),
        replaces("Last paragraph", "Final words"),
        comments(("1", "difficult", "Is this so?", ""), ("2", "", "Yes, see the trial.", "1")),
    )
    row = handed_in(actor, document, back)
    assert row.state == "done", row.failure
    [one] = all_suggestions(document)
    assert (one.exact, one.replacement, one.signed) == (
        "Last paragraph",
        "Final words",
        "Ada Outside",
    )
    assert one.at.year == 2026
    assert one.at.month == 3
    assert row.counts["insertions"] == row.counts["deletions"] == 1
    assert row.arrived["insertions"] == {"placed": 1, "listed": 0, "idle": 0}
    assert row.arrived["comments"]["placed"] == row.arrived["replies"]["placed"] == 1
    [thread] = queries.threads_of(document, actor)
    assert thread.annotation.exact == "difficult"
    assert [(c.said_by, c.body) for c in thread.comments] == [
        ("Ada Outside", "Is this so?"),
        ("Ada Outside", "Yes, see the trial."),
    ]
    assert thread.recommendation_key == "rec-a"
    with transaction():
        outcome = service.accept_suggestions(actor, document, [one])
    assert outcome.accepted == 1
    version = current_version(document)
    wanted = ALL_KINDS.replace("Last paragraph", "Final words")
    assert source_of(version).rstrip() == wanted.rstrip()
    assert version.author_id == actor.person_id
    assert "Ada Outside" in version.message


def test_the_same_file_twice_and_other_files_are_refused(app, build, author):
    actor, document = author
    content = exported(actor, document)
    handed_in(actor, document, content)
    with pytest.raises(Conflict), transaction():
        service.hand_in_word_file(actor, document, content=content, filename="again.docx")
    for content_, name in ((b"", "x.docx"), (b"PK\x03\x04", "x.txt"), (b"hello", "x.docx")):
        with pytest.raises(Invalid), transaction():
            service.hand_in_word_file(actor, document, content=content_, filename=name)
    broken = handed_in(actor, document, b"PK\x03\x04 no archive", "broken.docx")
    assert (broken.state, broken.failure[:20]) == ("failed", "This is not a Word f")


def test_a_file_of_another_document_is_refused(app, build, author):
    actor, document = author
    other = a_document(build, document.project, "# Other\n\nWords.\n", "Other")
    row = handed_in(actor, document, exported(actor, other))
    assert row.state == "failed"
    assert "another document" in row.failure


def test_a_newer_version_in_the_meantime_keeps_what_still_fits(app, build, author):
    actor, document = author
    back = changed(
        exported(actor, document),
        replaces("Last paragraph", "Final words"),
        replaces("difficult", "hard"),
        comments(("1", "one item", "Which?", "")),
    )
    item = section_called(document, "Scope")
    save(actor, item, item.revision.source.replace("be difficult", "be quite tricky"))
    row = handed_in(actor, document, back)
    assert any("is the newest" in template for template, _values in row.notices)
    section = section_called(document, "Scope")
    rows = [one for one in all_suggestions(document) if one.section_id == section.section.id]
    fits = {one.suggestion.exact: one.fits for one in queries.shown(rows, section.revision)}
    assert fits == {"Last paragraph": True, "difficult": False}
    with transaction():
        outcome = service.accept_suggestions(actor, document, all_suggestions(document))
    assert (outcome.accepted, outcome.stale) == (1, 1)
    text = source_of(current_version(document))
    assert "quite tricky" in text
    assert "Final words" in text
    [left] = [one for one in all_suggestions(document) if one.state is SuggestionState.OPEN]
    assert left.exact == "difficult"  # nothing lost: its old words stay


def test_a_locked_wording_is_respected_and_the_rest_accepted(app, build, author):
    actor, document = author
    back = changed(
        exported(actor, document),
        replaces("all are seen ", "nobody is seen "),
        replaces("Last paragraph", "Final words"),
    )
    handed_in(actor, document, back)
    vote_on(build, document, "rec-a")
    with transaction():
        outcome = service.accept_suggestions(actor, document, all_suggestions(document))
    assert (outcome.accepted, outcome.locked) == (1, 1)
    assert "We recommend that all are seen" in source_of(current_version(document))


def test_accepting_one_by_one_is_accepting_all(app, build, author):
    actor, document = author
    steps = [
        replaces("one item", "first item"),
        replaces("items", "things"),
        replaces("first", "zeroth"),
        replaces("10 mg", "15 mg"),
        replaces("goes on", "ends"),
        replaces("difficult", "hard"),
        replaces("Last paragraph", "Final words"),
    ]
    handed_in(actor, document, changed(exported(actor, document), *steps))
    rows = all_suggestions(document)
    wanted = ALL_KINDS
    for old, new in (
        ("one item", "first item"), ("**items**", "**things**"), ("1. first", "1. zeroth"),
        ("10 mg", "15 mg"), ("goes on", "ends"), ("difficult", "hard"),
        ("Last paragraph", "Final words"),
    ):  # fmt: skip
        wanted = wanted.replace(old, new)
    for row in reversed(rows[::2] + rows[1::2]):
        with transaction():
            assert service.accept_suggestions(actor, document, [row]).accepted == 1
    assert source_of(current_version(document)).rstrip() == wanted.rstrip()


def test_rejecting_needs_a_reason_and_changes_nothing(app, build, author):
    actor, document = author
    handed_in(actor, document, changed(exported(actor, document), replaces("difficult", "hard")))
    [row] = all_suggestions(document)
    with pytest.raises(Invalid), transaction():
        service.reject_suggestions(actor, document, [row], reason=" ")
    with transaction():
        service.reject_suggestions(actor, document, [row], reason="It is difficult.")
    assert current_version(document).number == 1
    [kept] = all_suggestions(document)
    assert (kept.state, kept.reason) == (SuggestionState.REJECTED, "It is difficult.")
    with pytest.raises(Conflict), transaction():
        service.accept_suggestions(actor, document, [kept])


def test_a_person_proposes_another_wording(app, build, author):
    _author, document = author
    reviewer = build.actor(document.project, Role.REVIEWER)
    item = section_called(document, "Scope")
    blocks = dict(zip(item.revision.blocks, split(item.revision.source), strict=True))
    key = next(k for k, b in blocks.items() if "Last paragraph" in b.text)
    with transaction():
        row = service.make_suggestion(
            reviewer, item.section, block_id=key, text="Last words.", note="Shorter."
        )
    assert (row.exact, row.replacement) == ("paragraph", "words")
    for text in ("Last paragraph.", "  Last paragraph. "):
        with pytest.raises(Invalid), transaction():
            service.make_suggestion(reviewer, item.section, block_id=key, text=text)
    with pytest.raises(NotAllowed), transaction():
        service.accept_suggestions(reviewer, document, [row])
    browser = build.client(document.project, Role.AUTHOR)
    page = browser.get(f"/documents/{document.id}/suggestions").text
    assert "Shorter." in page
    section = browser.get(f"/sections/{item.section.id}").text
    assert row.proposer in section


def test_a_panel_member_does_not_see_suggestions_on_what_is_voted_on(app, build, author):
    actor, document = author
    handed_in(
        actor, document, changed(exported(actor, document), replaces("all are seen ", "none is "))
    )
    vote_on(build, document, "rec-a")
    voter = build.client(document.project, Role.AUTHOR, Role.PANELIST)
    page = voter.get(f"/documents/{document.id}/suggestions").text
    assert "none is" not in page
    [row] = all_suggestions(document)
    assert voter.post(f"/suggestions/{row.id}/accept").status_code == 404


def test_what_an_interest_keeps_somebody_out_of_is_listed_only(app, build, author):
    actor, document = author
    declaration = a_declaration(actor, document.project)
    an_assessment(
        build.actor(document.project, Role.METHODOLOGIST),
        declaration,
        "rec-a",
        Level.HIGH,
        Measure.OUT,
    )
    back = changed(
        exported(actor, document),
        replaces("all are seen", "some are seen"),
        comments(("1", "difficult", "Is this so?", "")),
    )

    row = handed_in(actor, document, back)

    assert row.state == "done", row.failure
    assert all_suggestions(document) == []
    assert queries.threads_of(document, actor) == []
    assert sorted((one["reason"], one["after"]) for one in row.unplaced) == [
        ("interest", "Is this so?"),
        ("interest", "some are seen"),
    ]
    assert row.arrived["comments"] == {"placed": 0, "listed": 1, "idle": 0}
    refused = [
        one for one in audit.history(document.project.id) if one.event == "interest.refused"
    ]
    assert [one.detail["keys"] for one in refused] == [["rec-a"]]


def test_what_somebody_may_not_say_is_not_brought_in_by_a_colleague(build, author):
    actor, document = author
    outside = build.member(document.project, Role.AUTHOR, person=build.person("Ada Outside"))
    conflict(build, document.project, outside.id, Level.HIGH, "rec-a")
    back = changed(
        exported(actor, document),
        replaces("all are seen", "some are seen"),
        replaces("Last paragraph", "Final paragraph"),
        comments(("1", "difficult", "Is this so?", "")),
    )

    row = handed_in(actor, document, back)

    assert [one.replacement for one in all_suggestions(document)] == ["Final paragraph"]
    assert queries.threads_of(document, actor) == []
    assert sorted((one["reason"], one["after"]) for one in row.unplaced) == [
        ("author", "Is this so?"),
        ("author", "some are seen"),
    ]
    [told] = [one for one in audit.history(document.project.id) if one.event == "interest.refused"]
    assert (told.actor_id, told.detail["person_id"]) == (actor.person_id, outside.id)


def test_a_comment_by_no_paragraph_is_one_on_the_whole_document_and_waits_for_its_answer(
    build, author
):
    actor, document = author
    back = changed(
        exported(actor, document),
        comments(
            ("1", "", "All of it is too long.", ""),
            ("2", "", "Yes.", "1"),
            ("3", "", "No, it is not.", "2"),
            ("4", "difficult", "Is this so?", ""),
        ),
    )

    row = handed_in(actor, document, back)

    whole, placed = sorted(queries.threads_of(document, actor), key=lambda one: one.number)
    assert (whole.section_id, whole.annotation) == (None, None)
    assert [one.body for one in whole.comments] == [
        "All of it is too long.", "Yes.", "No, it is not.",
    ]  # fmt: skip
    assert placed.annotation.exact == "difficult"
    assert row.unplaced == []
    assert row.arrived["comments"] == {"placed": 2, "listed": 0, "idle": 0}
    assert row.arrived["replies"] == {"placed": 2, "listed": 0, "idle": 0}
    assert queries.open_threads(document) == 2
    page = build.sign_in(person_of(actor)).get(f"/word-returns/{row.id}").text
    assert "Everything arrived" in page
    assert "1 comments stood by no paragraph" in page
