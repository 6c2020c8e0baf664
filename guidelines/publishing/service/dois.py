"""DOIs of published versions and of guidelines: entered beside what is frozen."""

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, sentence
from guidelines.events import EditionIdentified
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition, GuidelineDoi
from guidelines.publishing.rules.dois import doi_typed


def identify_edition(actor: Actor, edition: Edition, *, doi: str) -> None:
    """Enter the DOI of a published version, or take it back with an empty one.

    Its content stays as it is: citations, metadata and the page show it from now on, and the
    files as soon as they are made with it.
    """
    require(actor, Action.EDITION_PUBLISH, edition)

    lock_row(Edition, edition.id)
    wanted = doi_typed(doi) if doi.strip() else ""
    if wanted == edition.doi:
        return
    _check_is_free(wanted, edition)
    edition.doi = wanted
    session.flush()
    _record(actor, edition, wanted, edition.number)


def identify_guideline(actor: Actor, document: Document, *, doi: str) -> None:
    """Enter the DOI that stands for all versions of a guideline, or take it back."""
    require(actor, Action.EDITION_PUBLISH, document)

    lock_row(Document, document.id)
    wanted = doi_typed(doi, "whole") if doi.strip() else ""
    row = session.scalar(select(GuidelineDoi).where(GuidelineDoi.document_id == document.id))
    if wanted == (row.doi if row is not None else ""):
        return
    _check_is_free(wanted, document)
    if row is None:
        session.add(
            GuidelineDoi(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                doi=wanted,
            )
        )
    elif wanted:
        row.doi = wanted
    else:
        session.delete(row)
    session.flush()
    _record(actor, document, wanted, "")


def _check_is_free(doi: str, subject: Edition | Document) -> None:
    """Raise `Invalid` where a DOI already stands for something else."""
    if not doi:
        return
    of_editions = session.scalars(select(Edition.id).where(Edition.doi == doi)).all()
    of_guidelines = session.scalars(
        select(GuidelineDoi.document_id).where(GuidelineDoi.doi == doi)
    ).all()
    field = "doi" if isinstance(subject, Edition) else "whole"
    if {*of_editions, *of_guidelines} - {subject.id}:
        raise Invalid({field: sentence("This DOI stands for another version or guideline.")})


def _record(actor: Actor, subject: Edition | Document, doi: str, number: str) -> None:
    document_id = subject.document_id if isinstance(subject, Edition) else subject.id
    audit.record(
        actor,
        EditionIdentified(
            network_id=subject.network_id,
            project_id=subject.project_id,
            document_id=document_id,
            number=number,
            doi=doi,
        ),
    )
