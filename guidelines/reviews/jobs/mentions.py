"""Letters to people who are spoken to in a comment, or put in charge of one.

A letter says where, never what: what it is about may be closed to its reader tomorrow.
"""

from guidelines import mail
from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import Sentence, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Action, can
from guidelines.projects.queries import actor_for
from guidelines.reviews.models import Comment, CommentThread, DigestSetting
from guidelines.reviews.queries import Hidden
from guidelines.reviews.rules.rounds import Rhythm


@job("reviews.tell_mentioned")
def tell_mentioned(work: Work) -> None:
    """Tell those who are spoken to in a comment."""
    comment = session.get(Comment, work.payload["comment_id"])
    if comment is None:
        return
    thread = comment.thread
    text = sentence(
        "Hello,\n\n%(who)s speaks to you in comment %(number)s on “%(title)s”:\n\n%(address)s\n",
        who=comment.said_by,
        number=thread.number,
        title=thread.document.title,
        address=_address(thread),
    )
    subject = sentence("You are spoken to in a comment: %(title)s", title=thread.document.title)
    for one in comment.mentions:
        _tell(f"mail:mention:{comment.id}:{one.person_id}", thread, one.person, subject, text)


@job("reviews.tell_assigned")
def tell_assigned(work: Work) -> None:
    """Tell somebody that a comment is theirs to see to."""
    thread = session.get(CommentThread, work.payload["thread_id"])
    person = session.get(Person, work.payload["assignee_id"])
    if thread is None or person is None or thread.assignee_id != person.id:
        return
    values = {
        "number": thread.number,
        "title": thread.document.title,
        "address": _address(thread),
    }
    text = sentence(
        "Hello,\n\nyou are asked to see to comment %(number)s on “%(title)s”:\n\n%(address)s\n",
        **values,
    )
    if thread.due_on is not None:
        text = sentence(
            "Hello,\n\n"
            "you are asked to see to comment %(number)s on “%(title)s” by %(day)s:\n\n"
            "%(address)s\n",
            day=thread.due_on.isoformat(),
            **values,
        )
    subject = sentence("A comment is yours to see to: %(title)s", title=thread.document.title)
    _tell(f"mail:assigned:{work.job_id}", thread, person, subject, text)


def _address(thread: CommentThread) -> str:
    return f"{current().public_url.rstrip('/')}/threads/{thread.id}"


def _tell(
    key: str, thread: CommentThread, person: Person, subject: Sentence, text: Sentence
) -> None:
    """Send a letter once, to who may read the thread now and wants letters."""
    actor = actor_for(person.id)
    setting = session.get(DigestSetting, person.id)
    wants = setting is None or setting.rhythm is Rhythm.AT_ONCE  # else it comes with the rest
    may = can(actor, Action.COMMENT_READ, thread)
    if not wants or not may or Hidden(thread.document, actor).thread(thread) or is_done(key):
        return
    mail.send(mail.Letter(person.email, subject, text, person.language))
    mark_done(key)
