"""Safety notices: the letters about them, and the files that say them and what else happened."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Actor, Role
from guidelines.projects.queries import members_with
from guidelines.publishing.jobs.rendering import files_with
from guidelines.publishing.models import Edition, SafetyNotice
from guidelines.publishing.queries.editions import edition_with_content, renderings_of
from guidelines.publishing.queries.fronts import front_of, noticed_files
from guidelines.publishing.queries.notices import editions_noticed
from guidelines.publishing.rules.naming import CARRYING
from guidelines.publishing.rules.notices import NoticeMove, NoticeState
from guidelines.publishing.service.notices import store_noticed


@job("publishing.carry_notices")
def carry_notices(work: Work) -> None:
    """Make the forms of a version once more that now have something to say first.

    That is a safety notice on it, that it was replaced or withdrawn, or a DOI it was given. The
    plain files stay where they are: nobody is offered them while a notice stands. Running it
    twice changes nothing.
    """
    for edition_id in editions_noticed(work.payload):
        edition = edition_with_content(edition_id)
        if edition is not None:
            _carry(edition)


def _carry(edition: Edition) -> None:
    front = front_of(edition)
    if not front.mark:
        return
    ready = {form for form, row in renderings_of(edition).items() if row.sha256}
    have = noticed_files(edition, front.mark)
    wanted = [form for form in CARRYING if form in ready and form.value not in have]
    if not wanted:
        return
    files = {form.value: file for form, file in files_with(edition, wanted, front).items()}
    with transaction():
        store_noticed(Actor.machine(), edition, front.mark, files)


@job("publishing.tell_of_notice")
def tell_of_notice(work: Work) -> None:
    """Tell chairs and approvers of a safety notice: to confirm it, or that readers see it."""
    row = session.get(SafetyNotice, work.payload["notice_id"])
    if row is None:
        return
    move = work.payload.get("move", "")
    asked = (
        sentence("A second person has to confirm it, or not, on this page:")
        if row.state is NoticeState.PROPOSED
        else sentence("Readers see it already. A second person has to confirm it on this page:")
        if row.is_shown and not row.is_confirmed
        else sentence("It is to be lifted. A second person has to agree on this page:")
        if row.state is NoticeState.LIFTING
        else sentence("It is lifted.")
        if move == NoticeMove.LIFT
        else sentence("Readers see it now:")
    )
    if row.state is NoticeState.REFUSED or move in {NoticeMove.KEEP, NoticeMove.NARROW}:
        return
    people = {
        one.person_id: one.person
        for one in members_with(row.project_id, Role.CHAIR, Role.APPROVER)
        if one.person.deactivated_at is None
    }
    for person in people.values():
        effect = f"mail:notice:{row.id}:{move}:{row.state.value}:{person.id}"
        if is_done(effect):
            continue
        text = sentence(
            "Hello %(name)s,\n\n"
            "a safety notice on “%(title)s”:\n\n%(text)s\n\n%(asked)s\n\n%(address)s\n",
            name=person.name,
            title=row.document.title,
            text=row.text,
            asked=asked,
            address=f"{current().public_url}/documents/{row.document_id}/safety",
        )
        subject = sentence("Safety notice: %(title)s", title=row.document.title)
        mail.send(mail.Letter(person.email, subject, text, person.language))
        mark_done(effect)
