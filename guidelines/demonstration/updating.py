"""The second version: a review, a new search, what changes, and numbers that are compared."""

from datetime import timedelta

from guidelines.db import now, transaction
from guidelines.demonstration import writing
from guidelines.demonstration.sequel import chapter_of, told_after
from guidelines.demonstration.writing import Guideline, section_of
from guidelines.drafts import service as drafting
from guidelines.evidence import service as evidence
from guidelines.evidence.queries import searches_of
from guidelines.evidence.rules.flow import flow_of
from guidelines.permissions import Actor
from guidelines.publishing import service as publishing
from guidelines.publishing.queries.doses import dose_lines
from guidelines.publishing.rules.life import LifeMove


def begin(guideline: Guideline) -> None:
    """Let the chair say that the guideline is under review."""
    with transaction():
        publishing.move_guideline(
            _chair(guideline),
            guideline.document,
            LifeMove.REVIEW,
            note=told_after(guideline.slug).review,
        )


def search_again(guideline: Guideline) -> None:
    """Let the methodologist run the search once more, and count what it brought."""
    told = told_after(guideline.slug).search
    actor = guideline.cast.actor(told.by)
    day = (now().date() - timedelta(days=told.days)).isoformat()
    [search] = searches_of(guideline.project.id)
    for row in search.strategies:
        texts = {name: getattr(row, name) for name in ("database", "platform", "limits", "query")}
        with transaction():
            evidence.save_strategy(
                actor,
                row,
                texts={**texts, "searched_on": day, "hits": str(told.hits[row.database])},
                revision=row.revision,
            )
    with transaction():
        evidence.save_flow(
            actor,
            search,
            flow=flow_of({**search.flow, **told.flow}),
            revision=search.revision,
        )


def rewrite(guideline: Guideline) -> None:
    """Add the new chapter, change what changes, and say until when the text holds."""
    told = told_after(guideline.slug).chapter
    with transaction():
        drafting.add_section(
            guideline.cast.actor(told.by),
            guideline.document,
            source=chapter_of(guideline.slug, told.file),
            after=section_of(guideline, told.after).id,
            message=told.message,
        )
    writing.revise(guideline, "update")
    writing.describe(guideline)


def compare_numbers(guideline: Guideline) -> int:
    """Let somebody who wrote none of them compare the numbers of the text with their source."""
    told = told_after(guideline.slug).doses
    with transaction():
        return publishing.check_doses(
            guideline.cast.actor(told.by),
            guideline.document,
            sentences=[one.stated.sha256 for one in dose_lines(guideline.document)],
            source=told.source,
        )


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))
