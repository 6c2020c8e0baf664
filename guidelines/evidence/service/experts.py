"""What people do with structured observations of experts: record, change and take them out."""

from collections.abc import Mapping

from guidelines import audit
from guidelines.db import session
from guidelines.errors import Stale
from guidelines.events import ObservationRemoved, ObservationSaved
from guidelines.evidence.models import EvidenceQuestion, ExpertObservation
from guidelines.evidence.rules.experts import checked_observation
from guidelines.evidence.service.references import STALE
from guidelines.permissions import Action, Actor, require


def record_observation(
    actor: Actor, question: EvidenceQuestion, *, texts: Mapping[str, str]
) -> ExpertObservation:
    """Record what an expert has seen on a question."""
    require(actor, Action.EVIDENCE_EDIT, question)

    row = ExpertObservation(question=question, **checked_observation(texts))
    session.add(row)
    session.flush()
    _tell(actor, row)
    return row


def save_observation(
    actor: Actor, observation: ExpertObservation, *, texts: Mapping[str, str], revision: int
) -> None:
    """Change what an expert has seen."""
    require(actor, Action.EVIDENCE_EDIT, observation)

    values = checked_observation(texts)
    if revision != observation.revision:
        raise Stale(STALE)
    for name, value in values.items():
        setattr(observation, name, value)
    observation.revision = revision + 1
    session.flush()
    _tell(actor, observation)


def remove_observation(actor: Actor, observation: ExpertObservation) -> None:
    """Take an observation out."""
    require(actor, Action.EVIDENCE_EDIT, observation)

    told = ObservationRemoved(
        network_id=observation.network_id,
        project_id=observation.project_id,
        observation_id=observation.id,
        question_id=observation.question_id,
    )
    session.delete(observation)
    session.flush()
    audit.record(actor, told)


def _tell(actor: Actor, observation: ExpertObservation) -> None:
    audit.record(
        actor,
        ObservationSaved(
            network_id=observation.network_id,
            project_id=observation.project_id,
            observation_id=observation.id,
            question_id=observation.question_id,
        ),
    )
