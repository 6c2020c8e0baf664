"""What people do with single references: add, change, mark and remove them."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, or_, select

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Invalid, Stale, sentence
from guidelines.events import ReferenceRemoved, ReferenceSaved, RetractionMarked
from guidelines.evidence.models import Reference, ReferencePair
from guidelines.evidence.queries import keys_taken, reference_with_doi
from guidelines.evidence.rules.corrections import corrected_by, settled
from guidelines.evidence.rules.items import doi_of, item_from_fields
from guidelines.evidence.rules.keys import check_key, key_from
from guidelines.evidence.rules.retractions import STATUS
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project

STALE = sentence("Somebody else saved this in the meantime. Open it again, then add your change.")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def add_reference(
    actor: Actor, project: Project, *, key: str, fields: Mapping[str, str]
) -> Reference:
    """Add a reference by hand; without a key it gets one from name and year."""
    require(actor, Action.EVIDENCE_EDIT, project)

    item = _item(fields, {})
    key = key.strip().removeprefix("@")
    if not key:
        key = key_from(item, keys_taken(project.id))
    check_key(key)
    if key in keys_taken(project.id):
        raise Invalid({"key": sentence("Another reference has this key already.")})
    twin = reference_with_doi(project.id, doi_of(item))
    if twin is not None:
        raise Invalid({"DOI": sentence("It is here already: cite it as @%(key)s.", key=twin.key)})
    reference = Reference(
        project_id=project.id,
        project=project,
        key=key,
        csl=item,
        corrected=corrected_by({}, item, {}),
    )
    session.add(reference)
    session.flush()
    _record_reference(actor, reference)
    return reference


def save_reference(
    actor: Actor, reference: Reference, *, fields: Mapping[str, str], revision: int
) -> None:
    """Change a reference; its key stays, since texts cite it."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    if revision != reference.revision:
        raise Stale(STALE)
    item = _item(fields, reference.csl)
    reference.corrected = corrected_by(reference.csl, item, reference.corrected)
    reference.csl, reference.offered = item, {}
    reference.revision, reference.changed_at = revision + 1, now()
    session.flush()
    _record_reference(actor, reference)


def settle_offered(
    actor: Actor, reference: Reference, *, taken: Collection[str], revision: int
) -> None:
    """Decide on what a file says of fields that were corrected by hand: take it, or keep ours."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    if revision != reference.revision:
        raise Stale(STALE)
    reference.csl, reference.corrected = settled(
        reference.csl, reference.corrected, reference.offered, taken
    )
    reference.offered = {}
    reference.revision, reference.changed_at = revision + 1, now()
    session.flush()
    _record_reference(actor, reference)


def mark_retracted(
    actor: Actor, reference: Reference, *, retracted: bool, on: str = "", source: str = ""
) -> None:
    """Mark a source as retracted, with the date and where it is said, or take the mark away."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    on, source = on.strip(), source.strip()
    if retracted and not source:
        raise Invalid(
            {"source": sentence("Say where the retraction is announced: an address or a journal.")}
        )
    if len(source) > 300:
        raise Invalid({"source": sentence("Write at most 300 characters.")})
    if on and not _DATE.fullmatch(on):
        raise Invalid({"on": sentence("Write the date as 2024-03-31, 2024-03 or 2024.")})
    item = {name: value for name, value in reference.csl.items() if name != "status"}
    reference.csl = {**item, "status": STATUS} if retracted else item
    reference.retracted_on, reference.retraction_source = (on, source) if retracted else ("", "")
    reference.revision, reference.changed_at = reference.revision + 1, now()
    session.flush()
    audit.record(
        actor,
        RetractionMarked(
            network_id=reference.network_id,
            project_id=reference.project_id,
            reference_id=reference.id,
            key=reference.key,
            retracted=retracted,
        ),
    )


def remove_reference(actor: Actor, reference: Reference) -> None:
    """Take a reference out of the library, and with it what was merged into it."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    gone = select(Reference.id).where(
        or_(Reference.id == reference.id, Reference.merged_into_id == reference.id)
    )
    session.execute(
        delete(ReferencePair).where(
            or_(ReferencePair.first_id.in_(gone), ReferencePair.second_id.in_(gone))
        )
    )
    session.execute(delete(Reference).where(Reference.merged_into_id == reference.id))
    session.delete(reference)
    session.flush()
    audit.record(
        actor,
        ReferenceRemoved(
            network_id=reference.network_id,
            project_id=reference.project_id,
            key=reference.key,
        ),
    )


def _item(fields: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return item_from_fields(fields, before)
    except Invalid as invalid:
        raise Invalid({"title": invalid.message}) from None


def _record_reference(actor: Actor, reference: Reference) -> None:
    audit.record(
        actor,
        ReferenceSaved(
            network_id=reference.network_id,
            project_id=reference.project_id,
            reference_id=reference.id,
            key=reference.key,
        ),
    )
