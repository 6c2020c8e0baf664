"""Guidelines of others that a network endorses: recorded, renewed, taken out."""

from datetime import UTC, datetime, time, timedelta

from guidelines import audit, jobs
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import (
    ExternalGuidelineChanged,
    ExternalGuidelineEnded,
    ExternalGuidelineRecorded,
)
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.publishing.models import ExternalGuideline
from guidelines.publishing.rules.external import DAYS_BEFORE, Endorsed, check_endorsed


def record_external(actor: Actor, project: Project, said: Endorsed) -> ExternalGuideline:
    """Record that the network of a project endorses a guideline of others."""
    require(actor, Action.EXTERNAL_RECORD, project)

    check_endorsed(said, now().date())
    row = ExternalGuideline(
        network_id=project.network_id, recorded_by=actor.person_id, **_columns(said)
    )
    session.add(row)
    session.flush()
    _remind(row)
    audit.record(
        actor,
        ExternalGuidelineRecorded(network_id=row.network_id, external_guideline_id=row.id),
    )
    return row


def change_external(
    actor: Actor, project: Project, row: ExternalGuideline, said: Endorsed
) -> None:
    """Correct the record of a guideline of others, or renew its endorsement."""
    require(actor, Action.EXTERNAL_RECORD, project)

    held = _held(project, row)
    check_endorsed(said, now().date())
    for name, value in _columns(said).items():
        setattr(held, name, value)
    session.flush()
    _remind(held)
    audit.record(
        actor,
        ExternalGuidelineChanged(network_id=held.network_id, external_guideline_id=held.id),
    )


def end_external(actor: Actor, project: Project, row: ExternalGuideline, *, why: str) -> None:
    """Take a guideline of others out of the library; its record stays."""
    require(actor, Action.EXTERNAL_RECORD, project)

    held = _held(project, row)
    if not why.strip() or len(why) > 1000:
        raise Invalid({"why": sentence("Say in a sentence why it ended.")})
    held.ended_at, held.ended_why = now(), why.strip()
    session.flush()
    audit.record(
        actor, ExternalGuidelineEnded(network_id=held.network_id, external_guideline_id=held.id)
    )


def _held(project: Project, row: ExternalGuideline) -> ExternalGuideline:
    held: ExternalGuideline = lock_row(ExternalGuideline, row.id)
    if held.network_id != project.network_id:
        raise Missing
    if held.ended_at is not None:
        raise Conflict(sentence("This endorsement has ended already."))
    return held


def _columns(said: Endorsed) -> dict[str, object]:
    return {
        "title": said.title.strip(),
        "publisher": said.publisher.strip(),
        "link": said.link.strip(),
        "doi": said.doi.strip(),
        "language": said.language,
        "year": said.year,
        "scope": said.scope.strip(),
        "conditions": [list(one) for one in said.conditions],
        "endorsed_on": said.endorsed_on,
        "endorsed_by": said.endorsed_by.strip(),
        "expires_on": said.expires_on,
        "statement": said.statement.strip(),
        "appraisal": said.appraisal.strip(),
    }


def _remind(row: ExternalGuideline) -> None:
    """Plan the letters before an endorsement runs out; a renewed one has others."""
    for days in DAYS_BEFORE:
        at = datetime.combine(row.expires_on - timedelta(days=days), time(6), UTC)
        if at > now():
            jobs.enqueue(
                "publishing.remind_of_external",
                dedupe=f"external:{row.id}:{row.expires_on}:{days}",
                run_at=at,
                external_guideline_id=row.id,
                expires_on=row.expires_on.isoformat(),
                days=days,
            )
