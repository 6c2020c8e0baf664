"""Letters that remind authors and chairs of a review that comes, or is overdue."""

from datetime import date

from guidelines import mail
from guidelines.config import current
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Role
from guidelines.projects.queries import members_with
from guidelines.publishing.queries.reviews_due import review_due_of


@job("publishing.remind_of_review")
def remind_of_review(work: Work) -> None:
    """Remind once of the day by which a guideline is to be reviewed.

    Nothing is sent where another day holds by now, or the review has begun.
    """
    found = review_due_of(work.payload["document_id"])
    due, days = date.fromisoformat(work.payload["due"]), int(work.payload["days"])
    if found is None or found.due != due:
        return
    document = found.document
    subject = (
        sentence("Review overdue: %(title)s", title=document.title)
        if days < 0
        else sentence("Review due in %(days)s days: %(title)s", days=days, title=document.title)
    )
    people = {
        one.person_id: one.person
        for one in members_with(document.project_id, Role.CHAIR, Role.AUTHOR)
    }
    for person in people.values():
        effect = f"mail:review:{document.id}:{due}:{days}:{person.id}"
        if is_done(effect) or person.deactivated_at is not None:
            continue
        text = sentence(
            "Hello %(name)s,\n\n"
            "version %(number)s of “%(title)s” is to be reviewed by %(day)s. Readers see a notice "
            "once that day is over.\n\n"
            "Begin the review, or reaffirm the text, here:\n\n%(address)s\n",
            name=person.name,
            number=found.number,
            title=document.title,
            day=due.isoformat(),
            address=f"{current().public_url}/documents/{document.id}/life",
        )
        mail.send(mail.Letter(person.email, subject, text, person.language))
        mark_done(effect)
