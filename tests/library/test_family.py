"""Translations, short and plain-language versions: tied to what they were made from."""

from dataclasses import replace

import pytest

from guidelines.db import session, transaction
from guidelines.drafts import service as drafts
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import current_version, recommendations_of, sections_in, source_of
from guidelines.drafts.queries.translations import progress_of_document
from guidelines.drafts.rules.kinds import Beginning
from guidelines.drafts.service.translations import start_translation
from guidelines.errors import Invalid
from guidelines.library.queries.family import family_of, translations_of
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.queries.readiness import readiness_of
from tests.publishing.build import a_guideline, an_edition, change_text, decide, describe


def made(guideline, kind, language, title, **more):
    """Return the guideline with a document that was made from its own."""
    with transaction():
        document = start_translation(
            guideline.author, guideline.document, title=title, kind=kind, language=language, **more
        )
    describe(guideline.author, document)
    return replace(guideline, document=document)


def said_otherwise(guideline, before, after):
    """Change a section of a document."""
    session.expire_all()
    [item] = [
        one
        for one in sections_in(current_version(guideline.document))
        if before in one.revision.source
    ]
    with transaction():
        drafts.save_section(
            guideline.author,
            item.section,
            source=item.revision.source.replace(before, after),
            base_revision_id=item.revision.id,
        )


def closed(guideline):
    return {check.name for check in readiness_of(guideline.document) if not check.passed}


def test_a_short_version_begins_with_the_recommendations_word_for_word(build):
    guideline = a_guideline(build)
    short = made(
        guideline,
        DocumentKind.SHORT_VERSION,
        "en",
        "Clefts in short",
        begin=Beginning.RECOMMENDATIONS,
    )

    ours, theirs = (recommendations_of(one.document) for one in (short, guideline))
    assert [(one.key, one.wording_sha256) for one in ours] == [
        (one.key, one.wording_sha256) for one in theirs
    ]
    assert "difficult" not in source_of(current_version(short.document))
    assert progress_of_document(short.document).is_current
    # the votes on the same words count for it
    assert not closed(short) & {"all-voted", "wording-unchanged", "original-followed"}

    said_otherwise(short, "sees the child first", "sees every child first")
    assert "wording-unchanged" in closed(short)


def test_nothing_to_begin_with_is_said(build):
    guideline = a_guideline(build)
    empty = made(guideline, DocumentKind.SHORT_VERSION, "en", "Short", begin=Beginning.USUAL)

    with pytest.raises(Invalid), transaction():
        start_translation(
            guideline.author,
            empty.document,
            title="Shorter",
            kind=DocumentKind.SHORT_VERSION,
            language="en",
            begin=Beginning.RECOMMENDATIONS,
        )


def test_votes_on_the_original_count_for_a_translation_as_long_as_it_grades_the_same(build):
    guideline = a_guideline(build)
    danish = made(guideline, DocumentKind.TRANSLATION, "da", "Børn med ganespalte")

    said_otherwise(danish, "We recommend that an anaesthetist sees", "Vi anbefaler, at man ser")
    assert not closed(danish) & {"all-voted", "wording-unchanged"}

    said_otherwise(danish, "strength=strong", "strength=conditional")
    assert "wording-unchanged" in closed(danish)


def test_readers_find_the_family_of_a_version(app, build):
    guideline = a_guideline(build)
    first = an_edition(guideline)
    danish = made(guideline, DocumentKind.TRANSLATION, "da", "Børn med ganespalte")
    patients = made(guideline, DocumentKind.PATIENT_VERSION, "en", "For families")
    editions = [an_edition(one) for one in (danish, patients)]
    for one in (first, *editions):
        store_readable(one)
    network = guideline.project.network.slug
    client = app.test_client()
    at = {one.title: f"/library/{network}/{one.slug}/1.0/" for one in (first, *editions)}

    content = edition_with_content(editions[0].id).content
    frozen = content["made_from"]
    assert "the panel voted on the wording there" in content["methods"]
    assert (frozen["number"], frozen["sha256"]) == ("1.0", first.sha256)
    assert frozen["address"].endswith(at[first.title])
    assert [(one.title, one.made_from) for one in family_of(first.id).others] == [
        ("For families", "1.0"),
        ("Børn med ganespalte", "1.0"),
    ]
    assert (
        translations_of(first.id)
        == translations_of(editions[0].id)
        == [
            ("da", at["Børn med ganespalte"]),
            ("en", at[first.title]),
        ]
    )
    assert translations_of(editions[1].id) == []
    page = client.get(at[first.title])
    assert "Version for patients and families, English" in page.text
    # what a reader looks for comes before the files: the recommendations, the words for families
    ways = [page.text.index(words) for words in (
        'href="#at-a-glance"', f'href="{at["For families"]}"',
        f'href="{at["Børn med ganespalte"]}"', 'class="stack stack-s no-print library-files"',
    )]  # fmt: skip
    assert ways == sorted(ways)
    assert "For patients and families</a>" in page.text
    assert "For patients and families (English)</a>" in client.get(at["Børn med ganespalte"]).text
    assert "0 members" not in page.text
    assert at["Børn med ganespalte"] in page.text
    told = client.get(at["For families"]).text
    assert "made from" in told
    assert "has changed since" not in told

    assert "original-followed" not in closed(patients)
    assert "original-followed" in closed(danish)  # nobody translated a word of it
    change_text(guideline, "One named person follows", "One named nurse follows")
    assert "original-followed" in closed(patients)
    # a vote on the new wording, so that it can be published
    decide(guideline, "rec-follow-up")
    an_edition(guideline)
    again = client.get(at["For families"])
    assert "The original has changed since" in again.text
    assert f"/library/{network}/{first.slug}/2.0/" in again.text
    card = client.get(f"/is/{editions[1].code}").text
    assert "Yes, but its original has changed" in card
    assert f"/library/{network}/{first.slug}/2.0/" in card
    assert {one.is_behind for one in family_of(first.id).others} == {True}
    newest = client.get(f"/library/{network}/{first.slug}/2.0/").text
    assert "made from version 1.0" in newest


def test_a_version_alone_has_no_family(build):
    edition = an_edition(a_guideline(build))

    assert family_of(edition.id).marks == (None, "", False)
    assert translations_of(edition.id) == []
    assert "made_from" not in edition_with_content(edition.id).content
