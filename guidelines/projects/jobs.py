"""Letters about projects."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.projects.models import Project
from guidelines.projects.queries import roles_held


@job("projects.welcome")
def welcome(work: Work) -> None:
    """Tell whoever has an account that they belong to a project now, with their first role.

    Who has no password yet is invited by a link instead, which is a letter of its own.
    """
    project = session.get(Project, work.payload["project_id"])
    if project is None:
        return
    held = roles_held(project, work.payload["person_id"])
    if not held or held[0].person.password_hash is None:
        return
    effect = f"mail:welcome:{held[0].id}"
    if is_done(effect):
        return
    text = sentence(
        "Hello %(name)s,\n\n"
        "you now belong to the project “%(title)s” (%(network)s).\n\n"
        "You find it here:\n\n%(address)s\n",
        name=held[0].person.name,
        title=project.title,
        network=project.network.title,
        address=f"{current().public_url}/projects/{project.id}",
    )
    subject = sentence("You now belong to “%(title)s”", title=project.title)
    mail.send(mail.Letter(held[0].person.email, subject, text, held[0].person.language))
    mark_done(effect)
