"""What people do with references that look like one source: merge them, or keep both."""

from collections.abc import Mapping

from sqlalchemy import select

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Conflict, Missing, sentence
from guidelines.events import MergeUndone, ReferencesKeptApart, ReferencesMerged
from guidelines.evidence.models import Reference, ReferencePair, Verdict
from guidelines.evidence.queries.duplicates import pair_of
from guidelines.evidence.rules.corrections import corrected_by
from guidelines.evidence.rules.merging import Side, merged
from guidelines.permissions import Action, Actor, require

GONE = sentence("One of the two was merged or removed meanwhile. Look at the list again.")
_NOT_LAST = sentence("This was merged further in the meantime. Undo the newer merge first.")


def merge_references(
    actor: Actor, kept: Reference, gone: Reference, *, choices: Mapping[str, Side]
) -> ReferencePair:
    """Make two references of one source one; texts that cite either key go on being right.

    `choices` says for which fields the value of the second is taken; what the first lacks comes
    from the second. The merge can be undone.
    """
    require(actor, Action.EVIDENCE_EDIT, kept)

    _check_two(kept, gone)
    moved = session.scalars(select(Reference).where(Reference.merged_into_id == gone.id)).all()
    before = {"csl": kept.csl, "corrected": kept.corrected, "moved": [row.key for row in moved]}
    for row in moved:
        row.merged_into_id = kept.id
    both = merged(kept.csl, gone.csl, choices)
    chosen = corrected_by(kept.csl, both, {})
    kept.corrected = {**kept.corrected, **{name: None for name in chosen if name in choices}}
    kept.csl = both
    kept.retracted_on = kept.retracted_on or gone.retracted_on
    kept.retraction_source = kept.retraction_source or gone.retraction_source
    kept.revision, kept.changed_at = kept.revision + 1, now()
    gone.merged_into_id = kept.id
    pair = _decided(actor, kept, gone, Verdict.MERGED)
    pair.before, pair.merged_at_revision = before, kept.revision
    session.flush()
    audit.record(
        actor,
        ReferencesMerged(
            network_id=kept.network_id,
            project_id=kept.project_id,
            reference_id=kept.id,
            key=kept.key,
            also=gone.key,
        ),
    )
    return pair


def undo_merge(actor: Actor, pair: ReferencePair) -> bool:
    """Let two merged references stand apart again, each as it was.

    Returns whether the kept one has its former text again: not if somebody changed it after the
    merge, since that work stays.
    """
    require(actor, Action.EVIDENCE_EDIT, pair)

    kept, gone = pair.first, pair.second
    if pair.verdict is not Verdict.MERGED or gone.merged_into_id is None:
        raise Missing
    if gone.merged_into_id != kept.id:
        raise Conflict(_NOT_LAST)
    restored = kept.revision == pair.merged_at_revision
    if restored:
        kept.csl = pair.before["csl"]
        kept.corrected = pair.before.get("corrected", kept.corrected)
    kept.revision, kept.changed_at = kept.revision + 1, now()
    gone.merged_into_id = None
    moved = select(Reference).where(
        Reference.project_id == kept.project_id,
        Reference.merged_into_id == kept.id,
        Reference.key.in_(pair.before["moved"]),
    )
    for row in session.scalars(moved):
        row.merged_into_id = gone.id
    session.delete(pair)
    session.flush()
    audit.record(
        actor,
        MergeUndone(
            network_id=kept.network_id,
            project_id=kept.project_id,
            reference_id=kept.id,
            key=kept.key,
            also=gone.key,
        ),
    )
    return restored


def keep_both(actor: Actor, first: Reference, second: Reference) -> None:
    """Note that two references are two sources: nobody is asked again."""
    require(actor, Action.EVIDENCE_EDIT, first)

    _check_two(first, second)
    _decided(actor, first, second, Verdict.APART)
    session.flush()
    audit.record(
        actor,
        ReferencesKeptApart(
            network_id=first.network_id,
            project_id=first.project_id,
            key=first.key,
            other=second.key,
        ),
    )


def _check_two(first: Reference, second: Reference) -> None:
    if first.id == second.id or first.project_id != second.project_id:
        raise Missing
    if first.merged_into_id is not None or second.merged_into_id is not None:
        raise Conflict(GONE)


def _decided(actor: Actor, first: Reference, second: Reference, verdict: Verdict) -> ReferencePair:
    """Return the row of a decision on two references, in place of an earlier one."""
    pair = pair_of(first.id, second.id)
    if pair is None:
        pair = ReferencePair(project_id=first.project_id, project=first.project)
        session.add(pair)
    pair.first_id, pair.first, pair.second_id, pair.second = first.id, first, second.id, second
    pair.verdict, pair.person_id, pair.at = verdict, actor.person_id, now()
    pair.before, pair.merged_at_revision = {}, 0
    return pair
