"""Safety notices: one person may warn readers at once; nobody takes a warning away alone."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed, sentence
from guidelines.events import NoticeMoved, NoticeProposed
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition, ErrorReport, NoticedFile, SafetyNotice
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.queries.fronts import noticed_files
from guidelines.publishing.rules.notices import (
    LONGEST_REASON,
    LONGEST_TEXT,
    NOTICE,
    NoticeMove,
)
from guidelines.publishing.service.editions import StoredFile

ANOTHER = sentence("Somebody else than you has to decide on this: it takes two persons.")


def propose_notice(
    actor: Actor,
    document: Document,
    *,
    text: str,
    keys: Sequence[str] = (),
    report_id: str | None = None,
) -> SafetyNotice:
    """Write a safety notice on what is published; readers see it when a second person confirms.

    `keys` are the recommendations concerned; none for all of the text.
    """
    require(actor, Action.NOTICE_PROPOSE, document)

    lock_row(Document, document.id)
    known = _published_keys(document)
    report = session.get(ErrorReport, report_id) if report_id else None
    if report_id and (report is None or report.document_id != document.id):
        raise Missing
    mistakes: dict[str, str] = {}
    if not text.strip():
        mistakes["text"] = sentence("Say what is wrong, and what to do instead.")
    elif len(text.strip()) > LONGEST_TEXT:
        mistakes["text"] = sentence("Write at most %(most)s characters.", most=LONGEST_TEXT)
    if not set(keys) <= known:
        mistakes["concerned"] = sentence("Choose among the recommendations that are published.")
    if mistakes:
        raise Invalid(mistakes)
    newest = session.scalar(
        select(func.max(SafetyNotice.number)).where(SafetyNotice.document_id == document.id)
    )
    row = SafetyNotice(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        report_id=report_id or None,
        number=(newest or 0) + 1,
        text=text.strip(),
        keys=list(dict.fromkeys(keys)),
        proposed_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        NoticeProposed(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            notice_id=row.id,
        ),
    )
    return row


def _published_keys(document: Document) -> set[str]:
    """Return the recommendations of all public versions; raise `Conflict` where there is none."""
    public = [one for one in editions_of(document) if one.is_public_at(now())]
    if not public:
        raise Conflict(sentence("Nothing is published yet, so there is nothing to warn of."))
    contents = [edition_with_content(one.id) for one in public]
    return {str(line["key"]) for one in contents if one for line in one.content["recommendations"]}


def show_notice(actor: Actor, notice: SafetyNotice) -> None:
    """Show a notice to readers at once, before a second person has confirmed it.

    It says so until somebody does. This is for what cannot wait.
    """
    require(actor, Action.NOTICE_SHOW, notice)

    row = lock_row(SafetyNotice, notice.id)
    row.state = NOTICE.after(row.state, NoticeMove.SHOW)
    row.since = now()
    if row.proposed_by != actor.person_id:
        row.confirmed_by, row.confirmed_at = actor.person_id, row.since
    _record(actor, row, NoticeMove.SHOW)


def confirm_notice(actor: Actor, notice: SafetyNotice) -> None:
    """Confirm as the second person that a notice is right; readers see it from now on."""
    require(actor, Action.NOTICE_DECIDE, notice)

    row = lock_row(SafetyNotice, notice.id)
    _check_another(actor, row.proposed_by)
    after = NOTICE.after(row.state, NoticeMove.CONFIRM)
    if row.is_confirmed:
        raise Conflict(sentence("This notice is confirmed already."))
    row.state = after
    row.confirmed_by, row.confirmed_at = actor.person_id, now()
    row.since = row.since or row.confirmed_at
    _record(actor, row, NoticeMove.CONFIRM)


def refuse_notice(actor: Actor, notice: SafetyNotice, *, why: str) -> None:
    """Do not confirm a notice that readers have not seen; it stays on record with the reason.

    One that readers see already is not taken away so: that takes two persons, as lifting does.
    """
    require(actor, Action.NOTICE_DECIDE, notice)

    row = lock_row(SafetyNotice, notice.id)
    _check_another(actor, row.proposed_by)
    row.why = _reason(why)
    row.state = NOTICE.after(row.state, NoticeMove.REFUSE)
    row.asked_by = actor.person_id
    _record(actor, row, NoticeMove.REFUSE)


def ask_lift(actor: Actor, notice: SafetyNotice, *, why: str, corrected_in: str = "") -> None:
    """Ask for a notice to be lifted; readers see it until a second person agrees.

    With `corrected_in` it is to be lifted from that published version on, and to stay on those
    before it.
    """
    require(actor, Action.NOTICE_DECIDE, notice)

    row = lock_row(SafetyNotice, notice.id)
    row.why = _reason(why)
    numbers = {one.number for one in editions_of(row.document)}
    if corrected_in and corrected_in not in numbers:
        raise Invalid({"corrected_in": sentence("Choose one of the published versions.")})
    row.state = NOTICE.after(row.state, NoticeMove.ASK_LIFT)
    row.asked_by, row.asked_for = actor.person_id, corrected_in
    _record(actor, row, NoticeMove.ASK_LIFT)


def keep_notice(actor: Actor, notice: SafetyNotice) -> None:
    """Decide that a notice stays; whoever did not write it thereby confirms it."""
    require(actor, Action.NOTICE_DECIDE, notice)

    row = lock_row(SafetyNotice, notice.id)
    row.state = NOTICE.after(row.state, NoticeMove.KEEP)
    if not row.is_confirmed and row.proposed_by != actor.person_id:
        row.confirmed_by, row.confirmed_at = actor.person_id, now()
    row.asked_by, row.asked_for, row.why = None, "", ""
    _record(actor, row, NoticeMove.KEEP)


def lift_notice(actor: Actor, notice: SafetyNotice) -> None:
    """Agree as the second person that a notice is lifted, whole or from a version on."""
    require(actor, Action.NOTICE_DECIDE, notice)

    row = lock_row(SafetyNotice, notice.id)
    move = NoticeMove.NARROW if row.asked_for else NoticeMove.LIFT
    after = NOTICE.after(row.state, move)
    _check_another(actor, row.asked_by)
    row.state = after
    if move is NoticeMove.NARROW:
        row.corrected_in, row.asked_by, row.asked_for = row.asked_for, None, ""
    else:
        row.until, row.lifted_by = now(), actor.person_id
    _record(actor, row, move)


def store_noticed(actor: Actor, edition: Edition, mark: str, files: dict[str, StoredFile]) -> None:
    """Put forms that say in front what `mark` is the hash of beside a version; twice is once."""
    require(actor, Action.NOTICE_CARRY, edition)

    lock_row(Edition, edition.id)
    have = noticed_files(edition, mark)
    session.add_all(
        NoticedFile(
            network_id=edition.network_id,
            project_id=edition.project_id,
            edition_id=edition.id,
            form=form,
            notices_sha256=mark,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
        )
        for form, file in files.items()
        if form not in have
    )
    session.flush()


def _check_another(actor: Actor, before: str | None) -> None:
    if actor.person_id == before:
        raise NotAllowed(ANOTHER)


def _reason(why: str) -> str:
    if not why.strip() or len(why.strip()) > LONGEST_REASON:
        raise Invalid({"why": sentence("Say in a sentence or two why.")})
    return why.strip()


def _record(actor: Actor, row: SafetyNotice, move: NoticeMove) -> None:
    session.flush()
    audit.record(
        actor,
        NoticeMoved(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            notice_id=row.id,
            move=move.value,
            after=row.state.value,
        ),
    )
