"""What the letters around a round of review say. None to a blinded side names the other."""

from guidelines import mail
from guidelines.config import current
from guidelines.errors import Sentence, sentence
from guidelines.reviews.models import Contributor, ReviewRound, Submission
from guidelines.reviews.queries.answers import lead_of
from guidelines.reviews.rules.rounds import Answering
from guidelines.reviews.service.answers import link_token

LINK = sentence(
    "Your personal link, for you alone; it works on any device until the end, and afterwards "
    "it shows what became of your comments:"
)


def until(round_: ReviewRound) -> Sentence | str:
    """Return until when a round takes answers, as a part of a sentence."""
    if round_.closes_on is None:
        return ""
    return sentence(
        " until the end of %(day)s (%(zone)s)",
        day=round_.closes_on,
        zone=round_.document.project.time_zone.replace("_", " "),
    )


def address(one: Contributor) -> str:
    """Return the address of a personal link; it is made here, so that no table holds it."""
    return f"{current().public_url}/consultations/link/{link_token(current(), one.id)}"


def invitation(round_: ReviewRound, row: Submission) -> mail.Letter | None:
    """Return the letter that invites; None where nobody is to be written to."""
    subject = sentence("You are asked to review: %(title)s", title=round_.document.title)
    return _asking(round_, row, subject)


def reminder(round_: ReviewRound, row: Submission) -> mail.Letter | None:
    """Return the letter that reminds; None where nobody is to be written to."""
    subject = sentence("A reminder: %(title)s", title=round_.document.title)
    return _asking(round_, row, subject)


def _asking(round_: ReviewRound, row: Submission, subject: Sentence) -> mail.Letter | None:
    """Return the letter that asks for a review; None where nobody is to be written to."""
    if row.answering is Answering.MEMBER:
        if row.person is None or row.person.deactivated_at is not None:
            return None
        text = sentence(
            "Hello %(name)s,\n\n"
            "you are asked to review “%(title)s”%(until)s.\n\n%(introduction)s"
            "Sign in, read, and comment beside the text. When you are finished, say so on this "
            "page:\n\n%(address)s\n",
            name=row.person.name,
            title=round_.document.title,
            until=until(round_),
            introduction=_introduction(round_),
            address=f"{current().public_url}/reviews/{round_.id}",
        )
        return mail.Letter(row.person.email, subject, text, row.person.language)
    lead = lead_of(row)
    if lead is None or lead.removed_at is not None:
        return None
    blinded = (
        sentence(
            "You do not learn who wrote the text, and its authors do not learn who you are. "
            "Please do not name yourself in your comments.\n\n"
        )
        if round_.blinded
        else ""
    )
    together = (
        sentence(
            "You lead the answer of %(organisation)s: you can invite colleagues by link, collect "
            "what they write, and send one answer.\n\n",
            organisation=row.organisation,
        )
        if row.answering is Answering.ORGANISATION
        else ""
    )
    text = sentence(
        "Hello %(name)s,\n\n"
        "you are asked to comment on “%(title)s”%(until)s.\n\n%(introduction)s%(more)s"
        "You need no account. %(link)s\n\n%(address)s\n",
        name=lead.name,
        title=round_.document.title,
        until=until(round_),
        introduction=_introduction(round_),
        more=blinded or together,
        link=LINK,
        address=address(lead),
    )
    return mail.Letter(lead.email, subject, text, row.language)


def _introduction(round_: ReviewRound) -> str:
    return f"{round_.introduction}\n\n" if round_.introduction else ""


def to_beginner(round_: ReviewRound, row: Submission, one: Contributor) -> mail.Letter:
    """Return the letter with which somebody who began an answer proves their address."""
    text = sentence(
        "Hello %(name)s,\n\n"
        "somebody, we hope you, has begun an answer to “%(title)s” with this address. Open the "
        "link and press the button there: only then can the answer be sent. What you wrote is "
        "kept; you can go on with it on any device%(until)s.\n\n%(address)s\n\n"
        "If it was not you, you need do nothing.\n",
        name=one.name,
        title=round_.title,
        until=until(round_),
        address=address(one),
    )
    subject = sentence("Please confirm your address: %(title)s", title=round_.title)
    return mail.Letter(one.email, subject, text, row.language)


def to_colleague(
    round_: ReviewRound, row: Submission, one: Contributor, *, again: bool
) -> mail.Letter:
    """Return the letter to somebody who writes with an organisation."""
    lead = lead_of(row)
    text = sentence(
        "Hello %(name)s,\n\n"
        "%(organisation)s answers the consultation on “%(title)s”, and %(lead)s asks you to "
        "write with them%(until)s. %(lead)s collects what you write and sends one answer.\n\n"
        "You need no account. %(link)s\n\n%(address)s\n",
        name=one.name,
        organisation=row.organisation,
        lead=lead.name if lead is not None else row.organisation,
        title=round_.document.title,
        until=until(round_),
        link=LINK,
        address=address(one),
    )
    subject = (
        sentence("A reminder: %(title)s", title=round_.document.title)
        if again
        else sentence("Comment with us on: %(title)s", title=round_.document.title)
    )
    return mail.Letter(one.email, subject, text, row.language)


def moved(round_: ReviewRound, row: Submission, one: Contributor | None) -> mail.Letter | None:
    """Return the letter that tells the new last day, to a member where `one` is nobody."""
    if one is not None:
        who, language, where = (one.name, one.email), row.language, address(one)
    elif row.person is not None and row.person.deactivated_at is None:
        who, language = (row.person.name, row.person.email), row.person.language
        where = f"{current().public_url}/reviews/{round_.id}"
    else:
        return None
    name, email = who
    text = sentence(
        "Hello %(name)s,\n\n"
        "the last day for comments on “%(title)s” has changed. You can answer%(until)s.\n\n"
        "%(address)s\n",
        name=name,
        title=round_.document.title,
        until=until(round_),
        address=where,
    )
    subject = sentence("Another last day: %(title)s", title=round_.document.title)
    return mail.Letter(email, subject, text, language)
