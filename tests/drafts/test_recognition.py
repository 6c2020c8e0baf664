"""Paragraphs that read like recommendations, confirmed by a person."""

import io

import pytest

from guidelines.db import transaction
from guidelines.drafts.queries import current_version, recommendations_of, source_of
from guidelines.drafts.rules.recognition import Confirmed, candidates
from guidelines.drafts.service.recognition import confirm_recommendations
from guidelines.errors import Invalid
from guidelines.evidence.queries import csl_items
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.text.blocks import split
from tests.drafts.build import a_document, section_called
from tests.typesetting.fields import with_fields

TEXT = """# Care

We recommend that all children are seen early.

The committee met twice and recommends nothing here.

> **Recommendation 2.** We suggest not giving antibiotics.

- Good practice statement: Families are asked what matters to them.

::: {.recommendation #rec-there type=consensus-based strength=strong direction=for}
We recommend what is here already.
:::

Nobody knows what we recommended in 1990.
"""


def found(source):
    return candidates(source, [str(n) for n in range(len(split(source)))])


def test_what_reads_like_a_recommendation_is_found_with_its_strength():
    assert [(one.wording, one.strength, one.direction) for one in found(TEXT)] == [
        ("We recommend that all children are seen early.", "strong", "for"),
        ("We suggest not giving antibiotics.", "conditional", "against"),
        ("Families are asked what matters to them.", "", ""),
    ]


def test_confirmed_ones_are_recommendations_and_the_rest_stays(app, build):
    project = build.project()
    actor, document = build.actor(project, Role.AUTHOR), a_document(build, project, TEXT)
    item = section_called(document, "Care")
    there = candidates(item.revision.source, item.revision.blocks)
    chosen = [
        Confirmed(there[0].block_id, "consensus-based", "strong", "for"),
        Confirmed(there[1].block_id, "evidence-based", "conditional", "against"),
    ]
    with transaction():
        assert confirm_recommendations(actor, document, chosen) == 2
    rows = recommendations_of(document)
    assert [(r.type, r.strength, r.direction, r.wording) for r in rows] == [
        ("consensus-based", "strong", "for", "We recommend that all children are seen early."),
        ("evidence-based", "conditional", "against", "We suggest not giving antibiotics."),
        ("consensus-based", "strong", "for", "We recommend what is here already."),
    ]
    text = source_of(current_version(document))
    assert "- Good practice statement: Families" in text
    assert "The committee met twice" in text


def test_without_what_it_rests_on_nothing_is_saved(app, build):
    project = build.project()
    actor, document = build.actor(project, Role.AUTHOR), a_document(build, project, TEXT)
    item = section_called(document, "Care")
    there = candidates(item.revision.source, item.revision.blocks)
    for chosen in ([], [Confirmed(there[0].block_id, "")]):
        with pytest.raises(Invalid), transaction():
            confirm_recommendations(actor, document, chosen)
    assert current_version(document).number == 1


def test_a_word_file_with_fields_brings_its_sources(app, build):
    project = build.project()
    client = build.client(project, Role.AUTHOR)
    data = {"file": (io.BytesIO(with_fields()), "old.docx"), "title": "Old",
            "kind": "guideline", "language": "en"}  # fmt: skip
    answer = client.post(f"/projects/{project.id}/document-imports", data=data)
    assert answer.status_code == 303
    while work_once():
        pass
    page = client.get(answer.location).text
    assert "2 paragraphs read like recommendations" in page
    assert "Sources of its citations (3) are in the library" in page
    assert {item["id"] for item in csl_items(project.id)} == {
        "smith2019", "doe2001", "miller2015",
    }  # fmt: skip
