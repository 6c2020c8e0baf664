"""Publish the approved text as a frozen edition, and keep its downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guidelines import audit
from guidelines.config import current
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries.branches import check_main
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import (
    EditionPublished,
    EditionRendered,
    RenderingFailed,
    RenderingRetried,
)
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition, Rendering
from guidelines.publishing.models.editions import new_code
from guidelines.publishing.queries.approvals import newest_request, signoffs_of
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.queries.contents import content_of
from guidelines.publishing.queries.editions import content_before, editions_of, renderings_of
from guidelines.publishing.queries.recorded import recorded_of
from guidelines.publishing.rules.checks import check_may_be_published
from guidelines.publishing.rules.coming_out import check_moment
from guidelines.publishing.rules.content import words_for_search
from guidelines.publishing.rules.corrections import Correction, check_correction, correction_of
from guidelines.publishing.rules.dois import doi_typed
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.life import LifeMove
from guidelines.publishing.rules.naming import (
    Form,
    Step,
    forms_of,
    next_number,
    parts_of,
    short_address_of,
)
from guidelines.publishing.rules.states import (
    APPROVAL,
    RENDERING,
    ApprovalMove,
    RenderingMove,
    RenderingState,
)
from guidelines.publishing.service.coming_out import await_day, await_review, supersede_earlier
from guidelines.publishing.service.indicators import list_for_all
from guidelines.publishing.service.life import check_life, follow

DEMONSTRATION = sentence("Demonstration, not for clinical use")
LONGEST_NOTE = 2000
NOTHING = Correction()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A finished form: where its content lies in storage, and what its author should know."""

    sha256: str
    size: int
    media_type: str
    warnings: tuple[str, ...] = ()


def publish_edition(
    actor: Actor,
    document: Document,
    *,
    change_note: str = "",
    notice: str = "",
    public_from: datetime | None = None,
    correction: Correction = NOTHING,
    doi: str = "",
) -> Edition:
    """Freeze the approved text as the edition it was signed as; its downloads are made by a job.

    Readers know of it from `public_from`, or at once; only then it takes the place of the one
    before. In an installation for demonstration every edition says so. Raises `Conflict` with
    the names of the checks that fail, and `NotAllowed` when nobody but the publisher has signed.
    """
    require(actor, Action.EDITION_PUBLISH, document)

    check_main(document)
    lock_row(Document, document.id)
    if len(change_note) > LONGEST_NOTE or len(notice) > 300:
        raise Invalid({"change_note": sentence("This is too long. Say it in a few sentences.")})
    before = before_publishing(document)
    check_may_be_published(before.lines)
    request = newest_request(document)
    if request is None:
        raise Conflict(sentence("Nobody has been asked for approval yet."))
    if all(signoff.person_id == actor.person_id for signoff in signoffs_of(request)):
        raise NotAllowed(
            sentence("Somebody else than the person who publishes has to sign the text.")
        )
    check_life(document, LifeMove.PUBLISH)
    earlier = editions_of(document)
    major, minor = (
        parts_of(request.number)
        if request.number
        else next_number([(one.major, one.minor) for one in earlier], Step.MAJOR)
    )
    _check_day(earlier, public_from)
    number = f"{major}.{minor}"
    if correction.is_stated:
        corrected = earlier[0].number if earlier else ""
        check_correction(correction, number, corrected, now().date())
    past = content_before(earlier)
    moment = public_from or now()
    code = new_code()
    content = content_of(
        document,
        request,
        number=number,
        at=moment,
        notice=notice.strip() or (str(DEMONSTRATION) if current().demonstration else ""),
        change_note=change_note.strip(),
        short_address=short_address_of(current().public_url, code),
        before=past,
        doi=doi_typed(doi) if doi.strip() else "",
        correction=correction_of(correction, past, earlier[0].published_at.date())
        if earlier
        else {},
        recorded=recorded_of(document, before),
    )
    request.state = APPROVAL.after(request.state, ApprovalMove.PUBLISH)
    edition = Edition(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        request_id=request.id,
        slug=document.slug,
        major=major,
        minor=minor,
        title=document.title,
        language=document.language,
        notice=content["notice"],
        change_note=content["change_note"],
        content=content,
        sha256=sha256_of(content),
        words=words_for_search(content),
        published_by=actor.person_id,
        published_at=moment,
        public_from=public_from,
        code=code,
        doi=content["doi"],
        correction=content["correction"],
    )
    session.add(edition)
    session.flush()
    session.add_all(
        Rendering(
            network_id=edition.network_id,
            project_id=edition.project_id,
            edition_id=edition.id,
            form=form,
        )
        for form in forms_of(content)
    )
    list_for_all(edition)
    if public_from is None:
        supersede_earlier(edition, actor)
    else:
        await_day(edition)
    audit.record(
        actor,
        EditionPublished(
            network_id=edition.network_id,
            project_id=edition.project_id,
            document_id=document.id,
            edition_id=edition.id,
            number=edition.number,
            sha256=edition.sha256,
        ),
    )
    follow(document, actor, LifeMove.PUBLISH)
    if content["review_by"]:
        await_review(document.id, date.fromisoformat(content["review_by"]))
    return edition


def _check_day(earlier: Sequence[Edition], public_from: datetime | None) -> None:
    """Raise `Invalid` where a version would be public before an earlier one that waits."""
    at = now()
    waits = [one.published_at for one in earlier if not one.is_public_at(at)]
    if public_from is not None:
        check_moment(public_from, at, max(waits, default=None))
    elif waits:
        raise Conflict(
            sentence("An earlier version is not public yet. Let it out first, or choose a day.")
        )


def store_rendering(actor: Actor, edition: Edition, files: Mapping[Form, StoredFile]) -> None:
    """Put finished forms beside their edition; what is ready already stays as it is."""
    require(actor, Action.EDITION_RENDER, edition)

    lock_row(Edition, edition.id)
    waiting = {
        form: row
        for form, row in renderings_of(edition).items()
        if form in files and row.state is not RenderingState.READY
    }
    if not waiting:
        return
    for form, row in waiting.items():
        file = files[form]
        row.state = RENDERING.after(row.state, RenderingMove.FINISH)
        row.sha256, row.size, row.media_type = file.sha256, file.size, file.media_type
        row.warnings, row.failure, row.rendered_at = list(file.warnings), "", now()
    session.flush()
    audit.record(
        actor,
        EditionRendered(
            network_id=edition.network_id, project_id=edition.project_id, edition_id=edition.id
        ),
    )


def fail_rendering(actor: Actor, edition: Edition, *, reasons: Mapping[Form, str]) -> None:
    """Note why forms could not be made, each with its own reason; a good file stays."""
    require(actor, Action.EDITION_RENDER, edition)

    lock_row(Edition, edition.id)
    for form, row in renderings_of(edition).items():
        if form in reasons and row.state is RenderingState.WAITING:
            row.state = RENDERING.after(row.state, RenderingMove.FAIL)
            row.failure = reasons[form][:2000] or str(sentence("The reason is not known."))
    session.flush()
    audit.record(
        actor,
        RenderingFailed(
            network_id=edition.network_id, project_id=edition.project_id, edition_id=edition.id
        ),
    )


def retry_rendering(actor: Actor, edition: Edition) -> None:
    """Ask for the downloads that could not be made once more."""
    require(actor, Action.EDITION_RENDER, edition)

    lock_row(Edition, edition.id)
    failed = [row for row in renderings_of(edition).values() if row.state is RenderingState.FAILED]
    if not failed:
        raise Conflict(sentence("No download has failed, so there is nothing to repeat."))
    for row in failed:
        row.state = RENDERING.after(row.state, RenderingMove.RETRY)
    session.flush()
    audit.record(
        actor,
        RenderingRetried(
            network_id=edition.network_id, project_id=edition.project_id, edition_id=edition.id
        ),
    )
