"""Bring an alternative draft up to date with its main text, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Branch, BranchSection, Document, Version
from guidelines.drafts.queries.branches import update_of
from guidelines.drafts.rules.branches import Step, StepKind, brings_words, is_waiting
from guidelines.drafts.service.branches import copy_assets, opened, write_steps
from guidelines.drafts.service.opening import open_draft
from guidelines.errors import Conflict, sentence
from guidelines.events import BranchUpdated
from guidelines.permissions import Action, Actor, require
from guidelines.text.notices import Notice

UP_TO_DATE = sentence("The main text has not changed since. There is nothing to bring in.")


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of an update: the new version, if any, and what stays for a person to decide."""

    version: Version | None
    left: tuple[Step, ...]
    notices: tuple[Notice, ...]


def update_branch(actor: Actor, branch: Branch, *, message: str = "") -> Updated:
    """Bring what changed in the main text into an alternative draft, as one version.

    A section in which both changed the same paragraph stays as it is here, to be decided when it
    is taken over. Nothing in the main text changes. Raises `Conflict` if there is nothing new.
    """
    require(actor, Action.DRAFT_SAVE, branch)

    row = opened(branch)
    lock_row(Document, row.main_id)
    draft = open_draft(row.document_id, actor.person_id)
    plan = update_of(row)
    if not any(is_waiting(step) for step in plan.steps):
        raise Conflict(UP_TO_DATE)
    steps = [step for step in plan.steps if brings_words(step)]
    version, brought = write_steps(draft, plan, steps, message or row.name)
    if version is not None:
        copy_assets(row.main, row.document)
    _note_origins(row, plan.steps, brought)
    row.updated = row.main.newest
    session.flush()
    left = tuple(step for step in plan.steps if step.kind is StepKind.CLASHES)
    audit.record(
        actor,
        BranchUpdated(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.main_id,
            branch_id=row.document_id,
            version=row.updated,
            clashes=len(left),
        ),
    )
    return Updated(version, left, tuple(draft.notices))


def _note_origins(branch: Branch, steps: Sequence[Step], brought: Mapping[str, str]) -> None:
    """Note with which text of the main document each section begins from now on."""
    for step in steps:
        if step.branch is None:
            continue
        if step.kind in (StepKind.WRITTEN, StepKind.MERGED) and step.main is not None:
            session.get_one(BranchSection, step.main).base_id = step.branch.revision
        elif step.key in brought:
            session.add(
                BranchSection(
                    section_id=brought[step.key],
                    document_id=branch.document_id,
                    main_section_id=step.key,
                    base_id=step.branch.revision,
                )
            )
