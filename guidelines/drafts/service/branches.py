"""Try out a change in an alternative draft, take it over into the main text, or put it aside."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, new_key, now, session
from guidelines.drafts.models import (
    Asset,
    Branch,
    BranchSection,
    Clash,
    Document,
    RecommendationKey,
    SectionRevision,
    Version,
)
from guidelines.drafts.queries.branches import Takeover, check_main, takeover_of
from guidelines.drafts.queries.reading import assets_of, revisions_by_id
from guidelines.drafts.rules.branches import (
    IS_MADE_FROM,
    SETTLED,
    BranchState,
    Step,
    StepKind,
    check_name,
    check_reason,
    order_after,
    place_after,
)
from guidelines.drafts.rules.clashes import Clashing
from guidelines.drafts.rules.manifest import Entry, inserted, removed, replaced
from guidelines.drafts.rules.slugs import free_slug
from guidelines.drafts.service.clashes import keep_clash
from guidelines.drafts.service.opening import Draft, open_draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_revision,
    write_section,
    write_version,
)
from guidelines.errors import Conflict, Missing, sentence
from guidelines.events import BranchPutAside, BranchStarted, BranchTakenOver
from guidelines.permissions import Action, Actor, require
from guidelines.text.notices import Notice
from guidelines.text.recommendations import parse

_WRITES = (StepKind.WRITTEN, StepKind.MERGED)
_BRINGS = (StepKind.ADDED, StepKind.RETURNS)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of taking over: the new version, if any, and what a person must decide."""

    version: Version | None
    clashes: tuple[Clash, ...]
    notices: tuple[Notice, ...]


def start_branch(actor: Actor, document: Document, *, name: str, reason: str = "") -> Branch:
    """Start an alternative draft with the present text of a document.

    Recommendations keep their ids; those that were ever given stay reserved in the copy.
    """
    require(actor, Action.DRAFT_SAVE, document)

    name, reason = check_name(name), check_reason(reason)
    check_main(document)
    if document.source_id is not None:
        raise Conflict(IS_MADE_FROM)
    main = open_draft(document.id, actor.person_id)
    texts = revisions_by_id([entry.revision_id for entry in main.manifest])
    copy = _copy_of(document)
    branch = Branch(
        document_id=copy.id,
        network_id=document.network_id,
        project_id=document.project_id,
        main_id=document.id,
        start=main.document.newest,
        name=name,
        reason=reason,
        person_id=actor.person_id,
    )
    session.add(branch)
    session.add_all(
        RecommendationKey(
            document_id=copy.id, key=key, wording_sha256=row.wording_sha256, first_version=1
        )
        for key, row in main.known.items()
    )
    session.flush()
    draft = Draft(copy, (), (), actor.person_id)
    for entry in main.manifest:
        text = texts[entry.revision_id]
        revision = write_section(draft, text.source)
        draft.read[revision.section_id] = parse(text.source)
        draft.manifest = (*draft.manifest, entry_of(revision))
        session.add(
            BranchSection(
                section_id=revision.section_id,
                document_id=copy.id,
                main_section_id=entry.section_id,
                base_id=entry.revision_id,
            )
        )
    write_version(draft, message=name)
    copy_assets(document, copy)
    audit.record(
        actor,
        BranchStarted(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            branch_id=copy.id,
            version=branch.start,
        ),
    )
    return branch


def _copy_of(document: Document) -> Document:
    taken = session.scalars(
        select(Document.slug).where(Document.network_id == document.network_id)
    ).all()
    copy = Document(
        id=new_key(),
        network_id=document.network_id,
        project_id=document.project_id,
        slug=free_slug(document.title, frozenset(taken)),
        title=document.title,
        kind=document.kind,
        language=document.language,
        newest=0,
    )
    session.add(copy)
    session.flush()
    return copy


def copy_assets(source: Document, target: Document) -> None:
    """Give a document the attachments of another that it does not have by name."""
    there = {asset.name for asset in assets_of(target)}
    session.add_all(
        Asset(
            network_id=target.network_id,
            project_id=target.project_id,
            document_id=target.id,
            name=asset.name,
            media_type=asset.media_type,
            sha256=asset.sha256,
            size=asset.size,
        )
        for asset in assets_of(source)
        if asset.name not in there
    )
    session.flush()


def take_over(
    actor: Actor, branch: Branch, *, keys: Collection[str], message: str = ""
) -> TakenOver:
    """Take the chosen sections of an alternative draft over into its main text.

    It becomes one version; where both changed the same paragraph the text is kept for a person to
    decide, and the main text stays. Raises `Conflict` for a wording that is locked.
    """
    require(actor, Action.DRAFT_SAVE, branch)

    row = opened(branch)
    draft = open_draft(row.main_id, actor.person_id)
    lock_row(Document, row.document_id)
    plan = takeover_of(row)
    steps = [step for step in plan.steps if step.key in set(keys)]
    if not steps:
        raise Conflict(sentence("Choose at least one section to take over."))
    version, _brought = write_steps(draft, plan, steps, message or row.name)
    if version is not None:
        copy_assets(row.document, row.main)
    clashes = tuple(_clash(actor, row, step) for step in steps if step.kind is StepKind.CLASHES)
    row.state, row.settled_at = BranchState.TAKEN_OVER, now()
    row.taken = version.number if version is not None else None
    session.flush()
    audit.record(
        actor,
        BranchTakenOver(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.main_id,
            branch_id=row.document_id,
            version=row.taken or 0,
            clashes=len(clashes),
        ),
    )
    return TakenOver(version, clashes, tuple(draft.notices))


def put_aside(actor: Actor, branch: Branch) -> None:
    """Close an alternative draft without taking anything over; it can still be read."""
    require(actor, Action.DRAFT_SAVE, branch)

    row = opened(branch)
    row.state, row.settled_at = BranchState.PUT_ASIDE, now()
    session.flush()
    audit.record(
        actor,
        BranchPutAside(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.main_id,
            branch_id=row.document_id,
        ),
    )


def opened(branch: Branch) -> Branch:
    """Lock an alternative draft that is open."""
    row: Branch = lock_row(Branch, branch.document_id)
    if row is None:
        raise Missing
    if row.state is not BranchState.OPEN:
        raise Conflict(SETTLED)
    return row


def write_steps(
    draft: Draft, plan: Takeover, steps: list[Step], message: str
) -> tuple[Version | None, dict[str, str]]:
    """Write what needs no decision as one version, into the document whose texts are `theirs`.

    Returns the version, if anything changed, and the new sections by those they were made from.
    """
    written = {step.main: step for step in steps if step.kind in _WRITES and step.main}
    brought = [step for step in steps if step.kind in _BRINGS]
    gone = [step.main for step in steps if step.kind is StepKind.REMOVED and step.main]
    for section, step in written.items():  # first all, so that none takes another's id
        draft.read[section] = parse(step.source)
    for section in gone:
        draft.read[section] = ()
    now_there = {text.section: text for text in plan.theirs}
    old = revisions_by_id([now_there[section].revision for section in written])
    for section, step in written.items():
        previous = old[now_there[section].revision]
        draft.manifest = replaced(draft.manifest, _entry(draft, section, step, previous))
    if any(step.kind is StepKind.ORDER for step in steps):
        order = order_after(plan.mine, plan.theirs, plan.origins, plan.began) or []
        places = {entry.section_id: entry for entry in draft.manifest}
        draft.manifest = tuple(places[section] for section in order)
    for section in gone:
        draft.manifest = removed(draft.manifest, section)
    known = {
        text.section: plan.origins[text.section].section
        for text in plan.mine
        if text.section in plan.origins
        and plan.origins[text.section].section in {e.section_id for e in draft.manifest}
    }
    for step in brought:
        source = settle_names(draft, "", step.source)
        revision = write_section(draft, source)
        draft.read[revision.section_id] = draft.read.pop("")
        after = place_after(step.key, [text.section for text in plan.mine], known)
        draft.manifest = inserted(draft.manifest, entry_of(revision), after)
        known[step.key] = revision.section_id
    new = {step.key: known[step.key] for step in brought}
    if draft.manifest == draft.before:
        return None, new
    return write_version(draft, message=message[:300]), new


def _entry(draft: Draft, section: str, step: Step, previous: SectionRevision) -> Entry:
    source = settle_names(draft, section, step.source, previous.source)
    return entry_of(write_revision(draft, section, source, previous))


def _clash(actor: Actor, branch: Branch, step: Step) -> Clash:
    """Keep both texts of a section that both changed in the same place."""
    if step.branch is None or step.theirs is None or step.origin is None:
        raise ValueError("a clash without its texts")
    revision = revisions_by_id([step.theirs.revision])[step.theirs.revision]
    return keep_clash(
        actor,
        revision.section,
        Clashing(
            source=step.branch.source,
            note=branch.name,
            base_id=step.origin.base_id,
            theirs_id=step.theirs.revision,
            passages=step.clashes,
        ),
    )
