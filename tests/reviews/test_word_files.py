"""Word files: out with named blocks, back in as suggestions and comments, nothing lost."""

import pytest
from sqlalchemy import select

from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version, source_of
from guidelines.permissions import Role
from guidelines.reviews import queries, service
from guidelines.reviews.models import Suggestion
from tests.drafts.build import a_document
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
