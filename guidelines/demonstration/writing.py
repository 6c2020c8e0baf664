"""The group at its desk: the first draft, edits, named versions and a clash."""

from dataclasses import dataclass
from datetime import date

from guidelines.db import now, transaction
from guidelines.demonstration import script
from guidelines.demonstration.asked import Stage
from guidelines.demonstration.people import Cast
from guidelines.drafts import queries as drafts
from guidelines.drafts import service as drafting
from guidelines.drafts.models import Document, DocumentKind, Section, SectionRevision, Version
from guidelines.drafts.queries.metadata import metadata_row
from guidelines.drafts.rules.metadata import Metadata
from guidelines.projects.models import Project


@dataclass
class Guideline:
    """One guideline on its way: its story, the people, its project and its document."""

    story: script.Story
    cast: Cast
    project: Project
    document: Document

    @property
    def slug(self) -> str:
        """The name of the guideline in the story."""
        return self.story.project.slug


def draft(story: script.Story, cast: Cast, project: Project) -> Guideline:
    """Bring the first complete draft into a project, chapter by chapter."""
    first = story.versions[0]
    with transaction():
        document = drafting.start_document(
            cast.actor(first.by),
            project,
            title=story.project.title,
            kind=DocumentKind(story.project.kind),
            language=story.project.language,
            sections=list(script.sections(story.project.slug).values()),
        )
    guideline = Guideline(story, cast, project, document)
    describe(guideline)
    name_version(guideline, "first-draft")
    return guideline


def describe(guideline: Guideline) -> None:
    """Let the first author say what the guideline is about, for whom, and until when."""
    told = guideline.story.about
    today, row = now().date(), metadata_row(guideline.document)
    with transaction():
        drafting.describe_document(
            guideline.cast.actor(guideline.story.versions[0].by),
            guideline.document,
            Metadata(
                conditions=tuple(told.conditions.items()),
                no_code=told.no_code,
                population=told.population,
                users=told.users,
                review_by=date(today.year + told.review_years, today.month, 1),
            ),
            revision=row.revision if row else 0,
        )


def passage(document: Document, text: str) -> SectionRevision:
    """Return the newest text of the section in which `text` stands exactly once."""
    version = drafts.current_version(document)
    found = [s.revision for s in drafts.sections_in(version) if s.revision.source.count(text) == 1]
    if len(found) != 1:
        raise LookupError(f"“{text}” is in {len(found)} sections, not in one")
    return found[0]


def section_of(guideline: Guideline, file: str) -> Section:
    """Return the section that a file of the first draft became; its heading never changes."""
    heading = script.sections(guideline.slug)[file].split("\n", 1)[0]
    return passage(guideline.document, f"{heading}\n").section


def version_after(guideline: Guideline, edit_id: str) -> Version:
    """Return the version that an edit of the story made."""
    [message] = [one.message for one in guideline.story.edits if one.id == edit_id]
    [found] = [one for one in drafts.versions_of(guideline.document) if one.message == message]
    return found


def revise(guideline: Guideline, stage: Stage) -> None:
    """Make the edits of a stage, each by its author, and name the version that results."""
    for edit in guideline.story.edits:
        if edit.stage == stage:
            revision = passage(guideline.document, edit.before)
            with transaction():
                drafting.save_section(
                    guideline.cast.actor(edit.by),
                    revision.section,
                    source=revision.source.replace(edit.before, edit.after),
                    base_revision_id=revision.id,
                    message=edit.message,
                )
    name_version(guideline, stage)


def name_version(guideline: Guideline, stage: Stage) -> None:
    """Give the present version the name that the story has for a stage."""
    for named in guideline.story.versions:
        if named.stage == stage:
            with transaction():
                drafting.label_version(
                    guideline.cast.actor(named.by),
                    drafts.current_version(guideline.document),
                    label=named.name,
                )


def clash(guideline: Guideline) -> None:
    """Let two people change the same passage; the second is shown both texts and decides."""
    told = guideline.story.clash
    if told is None:
        return
    base = passage(guideline.document, told.base)
    with transaction():
        drafting.save_section(
            guideline.cast.actor(told.first.by),
            base.section,
            source=base.source.replace(told.base, told.first.text),
            base_revision_id=base.id,
            message=told.first.message,
        )
    second = guideline.cast.actor(told.second.by)
    try:
        with transaction():
            drafting.save_section(
                second,
                base.section,
                source=base.source.replace(told.base, told.second.text),
                base_revision_id=base.id,
                message=told.second.message,
            )
    except drafting.Clashing as clashing:
        refused = clashing
    else:
        raise LookupError("the two texts were meant to clash")
    with transaction():
        kept = drafting.keep_clash(second, base.section, refused)
    theirs = passage(guideline.document, told.first.text)
    with transaction():
        drafting.settle_clash(
            guideline.cast.actor(told.resolution.by),
            kept,
            source=theirs.source.replace(told.first.text, told.resolution.text),
            message=told.resolution.message,
        )
