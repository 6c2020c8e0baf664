"""Letters about accounts."""

from guidelines import mail
from guidelines.accounts.models import LinkPurpose, MailLink
from guidelines.accounts.service import link_token
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import sentence
from guidelines.jobs import Work, is_done, job, mark_done

SUBJECTS = {
    LinkPurpose.SIGN_IN: sentence("Your link to sign in to Concord"),
    LinkPurpose.INVITATION: sentence("You are invited to work on a guideline in Concord"),
}


@job("accounts.send_link")
def send_link(work: Work) -> None:
    """Mail a one-time link; its address is made here, so that no table holds it."""
    link = session.get(MailLink, work.payload["link_id"])
    if link is None or link.used_at is not None:
        return
    effect = f"mail:link:{link.id}"
    if is_done(effect):
        return
    address = f"{current().public_url}/link/{link_token(current(), link.id)}"
    if link.purpose is LinkPurpose.SIGN_IN:
        text = sentence(
            "Hello %(name)s,\n\n"
            "open this link and press the button there to sign in. It works once, within half an "
            "hour:\n\n%(address)s\n\n"
            "If you did not ask for it, you need do nothing.\n",
            name=link.person.name,
            address=address,
        )
    else:
        text = sentence(
            "Hello %(name)s,\n\n"
            "you are invited to work on: %(context)s.\n\n"
            "Open this link and press the button there to begin. It works once, until "
            "%(until)s:\n\n%(address)s\n",
            name=link.person.name,
            context=link.context,
            until=link.expires_at.date(),
            address=address,
        )
    letter = mail.Letter(link.person.email, SUBJECTS[link.purpose], text, link.person.language)
    mail.send(letter)
    mark_done(effect)
