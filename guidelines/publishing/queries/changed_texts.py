"""What became of a text since it was sent for signature: its passages, and what was voted on."""

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document, Version
from guidelines.publishing.models import ApprovalRequest, EditorialChange, SignOff
from guidelines.publishing.queries.changes import change_between, normative_of
from guidelines.publishing.rules.states import Decision
from guidelines.text.recommendations import parse


def changed_sources(document: Document, request: ApprovalRequest) -> tuple[str, str, list[str]]:
    """Return the sections that changed as they were and as they are, and who changed them."""
    then = drafts.version_numbered(document, request.version_number)
    now = drafts.current_version(document)
    before = _sources(then) if then is not None else {}
    after = _sources(now)
    keys = list(dict.fromkeys((*before, *after)))
    changed = [key for key in keys if before.get(key) != after.get(key)]
    authors = session.scalars(
        select(Version.author_id)
        .where(
            Version.document_id == document.id,
            Version.number > request.version_number,
            Version.author_id.is_not(None),
        )
        .order_by(Version.number)
    )
    return (
        "".join(before.get(key, "") for key in changed),
        "".join(after.get(key, "") for key in changed),
        list(dict.fromkeys(one for one in authors if one)),
    )


def _sources(version: Version) -> dict[str, str]:
    return {item.section.id: item.revision.source for item in drafts.sections_in(version)}


def changed_votes(document: Document, request: ApprovalRequest) -> list[int]:
    """Return the numbers of recommendations whose voted core is not as it was sent for signature.

    One whose change since has been put into a class by somebody, in form only, is not among them.
    """
    then = drafts.version_numbered(document, request.version_number)
    if then is None:
        return []
    before = {one.id: one for one in parse(drafts.source_of(then))}
    present = {one.id: one for one in parse(drafts.source_of(drafts.current_version(document)))}
    numbers = {one.key: one.ordinal for one in drafts.recommendations_of(document)}
    outcomes = drafts.outcomes_of(document)
    found = []
    for key, one in present.items():
        was = before.get(key)
        if was is not None and was.wording_hash == one.wording_hash:
            continue
        outcome = outcomes.get(key)
        form = (
            was is not None
            and outcome is not None
            and normative_of(was) == normative_of(one)
            and change_between(document, key, outcome.wording_sha256, one.wording_hash)
        )
        if not form:
            found.append(numbers.get(key, 0))
    left = len(set(before) - set(present))
    return sorted(found) if found or not left else [0]


def has_signed(person_id: str | None, change: EditorialChange) -> bool:
    """Tell whether somebody signed the text that a change is of."""
    found = session.scalar(
        select(SignOff.id).where(
            SignOff.request_id == change.request_id,
            SignOff.person_id == person_id,
            SignOff.decision == Decision.APPROVED,
        )
    )
    return found is not None
