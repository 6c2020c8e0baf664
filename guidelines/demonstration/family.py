"""What is made from a guideline: texts for families and for daily care, and a translation."""

from datetime import timedelta
from functools import cache
from typing import TypeVar

from guidelines.db import now, transaction
from guidelines.demonstration import script, signing, writing
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.writing import Guideline, section_of
from guidelines.drafts import queries as drafts
from guidelines.drafts import service as drafting
from guidelines.drafts.models import Document, DocumentKind, SectionRevision
from guidelines.drafts.queries.translations import TranslatedSection, translation_of
from guidelines.drafts.rules.kinds import Beginning
from guidelines.drafts.rules.translation_edits import Typed
from guidelines.drafts.service.translation_edits import rest_on, save_translation
from guidelines.drafts.service.translations import start_translation
from guidelines.publishing.models import ApprovalRequest, Edition


class Made(Strict):
    """A document that is made from the guideline: by whom, and what it is called."""

    by: str
    title: str


class Section(Strict):
    """A section in other words, and on which sections and recommendations it rests."""

    file: str
    rests_on: list[tuple[str, str]]


class Reworded(Made):
    """A document in words of its own: for families, or for daily care."""

    sections: list[Section]


class Short(Made):
    """The short version; `basis` is its last section, and it waits so many days for readers."""

    basis: str
    waits: int


class Translated(Made):
    """A translation that is under way: by section, what each paragraph that begins so says."""

    sections: dict[str, dict[str, str]]


class Family(Strict):
    """What is made from a guideline."""

    notice: str
    patient: Reworded | None = None
    dos: Reworded | None = None
    short: Short | None = None
    german: Translated | None = None


M = TypeVar("M", bound=Made)


@cache
def family(slug: str) -> Family:
    """Return what is made from a guideline of the story."""
    path = script.CONTENT / slug / "family.json"
    return Family.model_validate_json(path.read_text("utf-8"))


def told_of(guideline: Guideline, name: str, shape: type[M]) -> M:
    """Return what is told of one document that is made from a guideline."""
    found = getattr(family(guideline.slug), name)
    if not isinstance(found, shape):
        raise LookupError(f"{guideline.slug} has no {name}")
    return found


def write_for_families(guideline: Guideline) -> Guideline:
    """Write the text for families."""
    return _write(guideline, "patient", DocumentKind.PATIENT_VERSION)


def write_for_daily_care(guideline: Guideline) -> Guideline:
    """Write one page for those who see the condition rarely."""
    return _write(guideline, "dos", DocumentKind.DOS_AND_DONTS)


def _write(guideline: Guideline, name: str, kind: DocumentKind) -> Guideline:
    """Write a document in words of its own, each section tied to what it rests on."""
    told = told_of(guideline, name, Reworded)
    made = _start(guideline, name, told, kind, Beginning.USUAL)
    actor = guideline.cast.actor(told.by)
    wrong = drafts.sections_in(drafts.current_version(made.document))[len(told.sections) :]
    for item in reversed(wrong):
        with transaction():
            drafting.remove_section(actor, item.section)
    items = drafts.sections_in(drafts.current_version(made.document))
    for item, one in zip(items, told.sections, strict=True):
        with transaction():
            drafting.save_section(
                actor,
                item.section,
                source=(script.CONTENT / guideline.slug / name / one.file).read_text("utf-8"),
                base_revision_id=item.revision.id,
                message=f"Written: {item.title}",
            )
        for file, key in one.rests_on:
            with transaction():
                rest_on(
                    actor,
                    item.section,
                    source_section_id=section_of(guideline, file).id,
                    source_key=key,
                )
    writing.describe(made)
    writing.name_version(made, "first-draft")
    return made


def shorten(guideline: Guideline) -> Guideline:
    """Take the recommendations into a short version, word for word, and say what it rests on."""
    told = told_of(guideline, "short", Short)
    kind = DocumentKind.SHORT_VERSION
    made = _start(guideline, "short", told, kind, Beginning.RECOMMENDATIONS)
    with transaction():
        drafting.add_section(
            guideline.cast.actor(told.by), made.document, source=told.basis, message="Its basis"
        )
    writing.describe(made)
    writing.name_version(made, "first-draft")
    signing.print_unagreed(made)
    return made


def request(made: Guideline) -> ApprovalRequest:
    """Ask the approvers to sign a text that was made from the guideline."""
    return signing.request(made, "Made from the guideline; please compare.")


def publish(made: Guideline) -> Edition:
    """Publish a text that was made from the guideline."""
    return signing.publish(made)


def publish_later(made: Guideline) -> Edition:
    """Freeze the short version, which readers see on a later day."""
    waits = told_of(made, "short", Short).waits
    return signing.publish(made, public_from=now() + timedelta(days=waits))


def translate(guideline: Guideline) -> Document:
    """Begin a translation, and translate some of its sections beside the original."""
    told = told_of(guideline, "german", Translated)
    actor = guideline.cast.actor(told.by)
    with transaction():
        document = start_translation(
            actor,
            guideline.document,
            title=told.title,
            kind=DocumentKind.TRANSLATION,
            language="de",
        )
    for file, words in told.sections.items():
        found = _beside(document, guideline, file)
        here, there = _revisions(found)
        with transaction():
            save_translation(
                actor,
                here.section,
                base_revision_id=here.id,
                source_revision_id=there.id,
                typed=Typed(texts=_typed(found, words)),
                message=f"Übersetzt: {words[next(iter(words))]}",
            )
    return document


def _start(
    guideline: Guideline, name: str, told: Made, kind: DocumentKind, begin: Beginning
) -> Guideline:
    story = script.sequel(guideline.slug, name)
    with transaction():
        document = start_translation(
            guideline.cast.actor(told.by),
            guideline.document,
            title=told.title,
            kind=kind,
            language=guideline.document.language,
            begin=begin,
        )
    return Guideline(story, guideline.cast, guideline.project, document)


def _beside(document: Document, guideline: Guideline, file: str) -> TranslatedSection:
    wanted = section_of(guideline, file).id
    [found] = [
        one
        for one in translation_of(document, guideline.document)
        if one.source is not None and one.source.section.id == wanted
    ]
    return found


def _revisions(found: TranslatedSection) -> tuple[SectionRevision, SectionRevision]:
    if found.item is None or found.source is None:
        raise LookupError("this section is not tied to one of the guideline")
    return found.item.revision, found.source.revision


def _typed(found: TranslatedSection, words: dict[str, str]) -> dict[str, str]:
    """Return what is typed beside each paragraph, by the lineage of the paragraph."""
    typed = {}
    for begins, said in words.items():
        at = [
            found.there[line.source].lineage
            for line in found.lines
            if line.source is not None and begins in found.there[line.source].block.text
        ]
        if len(at) != 1:
            raise LookupError(f"“{begins}” begins {len(at)} paragraphs, not one")
        typed[at[0]] = said
    return typed
