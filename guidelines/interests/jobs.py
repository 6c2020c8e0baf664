"""Asking people to renew a declaration that is about to lose its force."""

from datetime import timedelta

from guidelines import jobs, mail
from guidelines.config import current
from guidelines.db import now, session, transaction
from guidelines.errors import sentence
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.queries import declarations_of, policy_of
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import MEMBERS
from guidelines.projects.queries import members_with

AGAIN = timedelta(days=28)
MOST_LETTERS = 3


@job("interests.ask_for_renewal")
def ask_for_renewal(work: Work) -> None:
    """Mail a member whose declaration is due; again after four weeks, three times in all.

    Nothing is sent to somebody who has declared anew meanwhile, or is no member any more.
    """
    row = session.get(InterestDeclaration, work.payload["declaration_id"])
    if row is None or not _is_wanted(row):
        return
    letters = int(work.payload.get("letters", 0)) + 1
    effect = f"mail:interests:{row.id}:{letters}"
    if not is_done(effect):
        mail.send(_letter(row))
        mark_done(effect)
    if letters < MOST_LETTERS:
        with transaction():
            jobs.enqueue(
                "interests.ask_for_renewal",
                dedupe=f"interests.ask_for_renewal:{row.id}:{letters}",
                run_at=now() + AGAIN,
                declaration_id=row.id,
                letters=letters,
            )


def _is_wanted(row: InterestDeclaration) -> bool:
    newest = declarations_of(row.project_id, row.person_id)[0]
    members = {one.person_id for one in members_with(row.project_id, *MEMBERS)}
    due = policy_of(row.project_id).is_due(row.at, now())
    return newest.id == row.id and row.person_id in members and due


def _letter(row: InterestDeclaration) -> mail.Letter:
    address = current().public_url.rstrip("/")
    return mail.Letter(
        row.person.email,
        sentence("Please renew your declaration of interests: %(title)s", title=row.project.title),
        sentence(
            "Hello %(name)s,\n\n"
            "you last declared your interests for “%(title)s” on %(day)s. A declaration counts "
            "for %(months)s months. If nothing has changed, one click is enough:\n\n"
            "%(address)s\n",
            name=row.person.name,
            title=row.project.title,
            day=row.at.date().isoformat(),
            months=policy_of(row.project_id).renewal_months,
            address=f"{address}/projects/{row.project_id}/interests/mine",
        ),
        row.person.language,
    )
