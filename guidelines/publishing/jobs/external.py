"""Letters before the endorsement of a guideline of others runs out."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.publishing.models import ExternalGuideline
from guidelines.publishing.queries.external import administrators_of, first_project_of


@job("publishing.remind_of_external")
def remind_of_external(work: Work) -> None:
    """Remind administrators and who recorded it that an endorsement runs out, or has run out."""
    row = session.get(ExternalGuideline, work.payload["external_guideline_id"])
    if row is None or row.ended_at is not None:
        return
    if row.expires_on.isoformat() != work.payload["expires_on"]:
        return  # it was renewed
    people = [*administrators_of(row.network_id), row.recorder]
    page = f"/projects/{first_project_of(row.network_id)}/endorsed-guidelines"
    for person in {one.id: one for one in people}.values():
        effect = f"mail:external:{row.id}:{row.expires_on}:{work.payload['days']}:{person.id}"
        if person.deactivated_at is not None or is_done(effect):
            continue
        text = sentence(
            "Hello %(name)s,\n\n"
            "the endorsement of “%(title)s” (%(publisher)s) ends on %(day)s. Readers of the "
            "library see then that it has expired. Renew it, or take it out:\n\n%(address)s\n",
            name=person.name,
            title=row.title,
            publisher=row.publisher,
            day=row.expires_on,
            address=current().public_url + page,
        )
        subject = sentence("An endorsement ends: %(title)s", title=row.title)
        mail.send(mail.Letter(person.email, subject, text, person.language))
        mark_done(effect)
