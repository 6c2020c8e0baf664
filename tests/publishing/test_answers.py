"""Answers to comments of reviews are frozen with a version, where the project wants it."""

import io

import docx
import pytest

from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version, sections_in
from guidelines.publishing.queries.editions import renderings_of
from guidelines.publishing.rules.naming import Form
from guidelines.reviews import service as reviews
from guidelines.reviews.models import ReviewRound, Submission
from guidelines.reviews.rules import Decision
from guidelines.reviews.rules.rounds import Answering, RoundKind, SubmissionState
from guidelines.reviews.service.threads import Spoken, write_thread
from guidelines.storage import storage
from tests.publishing.build import a_guideline, an_edition, work

WORDS = "The dose is <b>too</b> high."


def reviewed(guideline, *, promised=True, named=False, person="Pat Outside", blinded=False):
    """Let an outside person comment in a review, and answer it."""
    document, author = guideline.document, guideline.author
    version = current_version(document)
    outside = Answering.REVIEWER if blinded else Answering.PERSON
    with transaction():
        round_ = ReviewRound(
            network_id=document.network_id, project_id=document.project_id,
            document_id=document.id, version_id=version.id,
            kind=RoundKind.EXTERNAL if blinded else RoundKind.PUBLIC, title="Consultation 2026",
            publish_answers=promised, blinded=blinded, anyone=not blinded,
            person_id=author.person_id,
        )  # fmt: skip
        session.add(round_)
        session.flush()
        row = Submission(
            round_id=round_.id, number=1, answering=outside, name=person,
            is_named=named, state=SubmissionState.TAKEN,
        )  # fmt: skip
        session.add(row)
        session.flush()
        thread = write_thread(
            document,
            [Spoken(WORDS, author.person_id, signed="Reviewer 1" if blinded else person)],
            version=version.number,
            section_id=sections_in(version)[0].section.id,
            round_id=round_.id,
            submission_id=row.id,
        )
    with transaction():
        reviews.resolve_comment(
            author, thread, decision=Decision.NOT_ACCEPTED, response="It is the usual one."
        )


def wanted(guideline):
    with transaction():
        reviews.choose_publishing(guideline.chair, guideline.document, is_published=True)


def test_the_answers_stand_on_the_public_page_and_in_its_content(build, client):
    guideline = a_guideline(build)
    reviewed(guideline)
    wanted(guideline)
    edition = an_edition(guideline)
    work()
    [one] = edition.content["answers"]

    assert (one["comment"], one["disposition"]) == (WORDS, "not-persuasive")
    network = guideline.project.network.slug
    page = client.get(f"/library/{network}/{edition.slug}/{edition.number}/").text
    assert "It is the usual one." in page
    assert "&lt;b&gt;too&lt;/b&gt;" in page
    assert "Pat Outside" not in page
    printed = storage().get(renderings_of(edition)[Form.DOCX].sha256)
    cells = [c.text for t in docx.Document(io.BytesIO(printed)).tables for c in t._cells]
    assert any(WORDS in one for one in cells)
    assert "Not accepted.\nIt is the usual one." in cells


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"named": True}, "Pat Outside"),
        ({"named": False}, ""),
        ({"named": True, "blinded": True}, "Reviewer 1"),
        ({"promised": False}, None),
    ],
)
def test_a_person_is_named_only_with_consent_and_never_when_blinded(build, given, who):
    guideline = a_guideline(build)
    reviewed(guideline, **given)
    wanted(guideline)
    edition = an_edition(guideline)
    found = [one["who"] for one in edition.content.get("answers", [])]

    assert found == ([] if who is None else [who])


def test_nothing_is_frozen_unless_the_project_wants_it(build):
    guideline = a_guideline(build)
    reviewed(guideline, named=True)

    assert "answers" not in an_edition(guideline).content
