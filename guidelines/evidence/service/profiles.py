"""What people do on the way from evidence to one recommendation: judge, and conclude."""

from collections.abc import Mapping

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Invalid, Stale, sentence
from guidelines.events import ConclusionSaved, JudgementsSaved
from guidelines.evidence.models import EvidenceProfile, Judgement, JudgementEntry
from guidelines.evidence.rules.frameworks import CRITERIA, checked_conclusion
from guidelines.evidence.rules.judgements import Answer, Criterion, check_judgement, too_long
from guidelines.evidence.service.references import STALE
from guidelines.permissions import Action, Actor, require
from guidelines.projects.service.roles import check_touching


def save_judgements(
    actor: Actor,
    profile: EvidenceProfile,
    *,
    answers: Mapping[Criterion, Answer],
    revision: int,
    criteria: int | None = None,
) -> None:
    """Save what is said on each criterion; an empty answer takes one away.

    What changes is kept as an entry of its own, with who and when. `criteria` is the size of the
    set that is judged: 4, 7 or 12.
    """
    require(actor, Action.EVIDENCE_EDIT, profile)

    check_touching(actor, profile.project_id, [profile.key])
    if revision != profile.revision:
        raise Stale(STALE)
    _check(answers, criteria)
    there = {one.criterion: one for one in profile.judgements}
    at = now()
    for criterion, answer in answers.items():
        row = there.get(criterion)
        before = Answer(row.judgement, row.evidence, row.note) if row else Answer()
        if answer == before:
            continue
        values = {
            "judgement": answer.judgement, "evidence": answer.evidence, "note": answer.note,
            "person_id": actor.person_id, "at": at,
        }  # fmt: skip
        session.add(JudgementEntry(profile_id=profile.id, criterion=criterion, **values))
        if row is not None and answer.is_empty:
            profile.judgements.remove(row)
        elif row is not None:
            for name, value in values.items():
                setattr(row, name, value)
        else:
            profile.judgements.append(Judgement(criterion=criterion, **values))
    profile.criteria = criteria or profile.criteria
    profile.revision, profile.changed_at = revision + 1, at
    session.flush()
    audit.record(
        actor,
        JudgementsSaved(
            network_id=profile.network_id,
            project_id=profile.project_id,
            profile_id=profile.id,
            key=profile.key,
        ),
    )


def _check(answers: Mapping[Criterion, Answer], criteria: int | None) -> None:
    mistakes: dict[str, str] = {}
    for criterion, answer in answers.items():
        try:
            check_judgement(criterion, answer.judgement)
        except Invalid as invalid:
            mistakes.update(invalid.errors)
        name = criterion.value
        mistakes.update(
            too_long(
                {f"{name}-note": (answer.note, 4000), f"{name}-evidence": (answer.evidence, 8000)}
            )
        )
    if criteria is not None and criteria not in CRITERIA:
        mistakes["criteria"] = sentence("Choose one of the answers listed.")
    if mistakes:
        raise Invalid(mistakes)


def save_conclusion(
    actor: Actor, profile: EvidenceProfile, *, parts: Mapping[str, str], revision: int
) -> None:
    """Save what follows from the judgements: kind of recommendation, why, and how to use it."""
    require(actor, Action.EVIDENCE_EDIT, profile)

    check_touching(actor, profile.project_id, [profile.key])
    conclusion = checked_conclusion(parts)
    if revision != profile.revision:
        raise Stale(STALE)
    profile.conclusion = conclusion
    profile.revision, profile.changed_at = revision + 1, now()
    session.flush()
    audit.record(
        actor,
        ConclusionSaved(
            network_id=profile.network_id,
            project_id=profile.project_id,
            profile_id=profile.id,
            key=profile.key,
            kind=str(conclusion.get("type", "")),
        ),
    )
