"""An appraisal: several people rate one version, each on their own, until it is closed."""

from collections.abc import Mapping
from datetime import date

from guidelines import audit
from guidelines.accounts.queries import person_with
from guidelines.accounts.service import checked_email
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries.branches import check_main
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import (
    AppraisalClosed,
    AppraisalHandedIn,
    AppraisalOpened,
    AppraiserInvited,
    AppraiserReminded,
    AppraiserWithdrawn,
)
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Appraisal, AppraisalScore, Appraiser
from guidelines.publishing.queries.appraisals import unrated
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.rules.checklists.catalogue import Kind
from guidelines.publishing.rules.checklists.choices import (
    APPRAISAL,
    APPRAISER,
    AppraisalMove,
    AppraisalState,
    AppraiserMove,
    AppraiserState,
)
from guidelines.publishing.rules.checklists.rating import Answer, checked_answer

INSTRUMENTS = ("agree-ii", "agree-rex")
MOST_APPRAISERS = 20
CLOSED = sentence("The appraisal is closed. Nothing can be changed any more.")


def open_appraisal(
    actor: Actor,
    document: Document,
    *,
    instrument: str,
    suitability: bool = False,
    note: str = "",
    wanted_by: date | None = None,
) -> Appraisal:
    """Ask for an appraisal of the newest version by an instrument; appraisers are invited next."""
    require(actor, Action.APPRAISAL_HOLD, document)

    check_main(document)
    lock_row(Document, document.id)
    if instrument not in INSTRUMENTS or shipped(instrument).kind is not Kind.APPRAISAL:
        raise Invalid({"instrument": sentence("Choose AGREE II or AGREE-REX.")})
    if len(note) > 2000:
        raise Invalid({"note": sentence("Write at most %(most)s characters.", most=2000)})
    if wanted_by is not None and wanted_by < now().date():
        raise Invalid({"wanted_by": sentence("Choose a day that is not over.")})
    row = Appraisal(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        version_number=document.newest,
        instrument=instrument,
        suitability=suitability and "suitability" in shipped(instrument).dimensions,
        note=note.strip(),
        wanted_by=wanted_by,
        opened_by=actor.person_id or "",
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        AppraisalOpened(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=document.id,
            appraisal_id=row.id,
            instrument=instrument,
            version_number=row.version_number,
        ),
    )
    return row


def invite_appraiser(
    actor: Actor,
    appraisal: Appraisal,
    *,
    name: str,
    email: str,
    affiliation: str = "",
) -> Appraiser:
    """Ask somebody, from inside or outside, to appraise; a letter with a personal link follows."""
    require(actor, Action.APPRAISAL_HOLD, appraisal)

    appraisal = lock_row(Appraisal, appraisal.id)
    _check_open(appraisal)
    errors = {}
    if not name.strip() or len(name) > 120:
        errors["name"] = sentence("Write the name in at most 120 characters.")
    if len(affiliation) > 200:
        errors["affiliation"] = sentence("Write at most %(most)s characters.", most=200)
    if errors:
        raise Invalid(errors)
    address = checked_email(email)
    if len(appraisal.appraisers) >= MOST_APPRAISERS:
        raise Conflict(
            sentence("At most %(most)s people appraise one version.", most=MOST_APPRAISERS)
        )
    if any(one.email == address for one in appraisal.appraisers):
        raise Invalid({"email": sentence("This person has been asked already.")})
    person = person_with(address)
    row = Appraiser(
        appraisal=appraisal,
        person_id=person.id if person else None,
        name=name.strip(),
        email=address,
        affiliation=affiliation.strip(),
        language=person.language if person else "en",
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        AppraiserInvited(
            network_id=appraisal.network_id,
            project_id=appraisal.project_id,
            document_id=appraisal.document_id,
            appraisal_id=appraisal.id,
            appraiser_id=row.id,
        ),
    )
    return row


def remind_appraiser(actor: Actor, appraiser: Appraiser) -> None:
    """Send the letter once more to somebody who has not handed in."""
    require(actor, Action.APPRAISAL_HOLD, appraiser)

    appraisal = lock_row(Appraisal, appraiser.appraisal_id)
    _check_open(appraisal)
    if appraiser.state is not AppraiserState.INVITED:
        raise Conflict(sentence("This person has handed in, or is asked no longer."))
    audit.record(
        actor,
        AppraiserReminded(
            network_id=appraisal.network_id,
            project_id=appraisal.project_id,
            document_id=appraisal.document_id,
            appraisal_id=appraisal.id,
            appraiser_id=appraiser.id,
        ),
    )


def withdraw_appraiser(actor: Actor, appraiser: Appraiser) -> None:
    """Ask somebody no longer who has not handed in; what they have rated does not count."""
    require(actor, Action.APPRAISAL_HOLD, appraiser)

    appraisal = lock_row(Appraisal, appraiser.appraisal_id)
    _check_open(appraisal)
    appraiser.state = APPRAISER.after(appraiser.state, AppraiserMove.WITHDRAW)
    session.flush()
    audit.record(
        actor,
        AppraiserWithdrawn(
            network_id=appraisal.network_id,
            project_id=appraisal.project_id,
            document_id=appraisal.document_id,
            appraisal_id=appraisal.id,
            appraiser_id=appraiser.id,
        ),
    )
    _close_if_all_are_in(actor, appraisal)


def rate(
    appraiser: Appraiser, *, item: str, answers: Mapping[str, str], comment: str = ""
) -> None:
    """Save what an appraiser answers to one item or overall question; it can be saved again.

    `answers` are points, ``skipped`` or words by dimension; an empty one takes the answer back.
    Who the appraiser is has been found out by the caller: signed in, or by the personal link.
    """
    appraisal = lock_row(Appraisal, appraiser.appraisal_id)
    _check_rates(appraisal, appraiser)
    checked: list[Answer] = checked_answer(
        shipped(appraisal.instrument),
        item,
        answers,
        comment,
        suitability=appraisal.suitability,
    )
    for one in checked:
        row = session.get(AppraisalScore, (appraiser.id, item, one.dimension))
        if not one.answer and not one.comment:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = AppraisalScore(appraiser_id=appraiser.id, item=item, dimension=one.dimension)
            session.add(row)
        row.answer, row.comment, row.at = one.answer, one.comment, now()
    session.flush()


def hand_in(appraiser: Appraiser, *, by: Actor, interests: str = "") -> None:
    """Hand in all ratings for good; when everybody has, the appraisal closes by itself."""
    appraisal = lock_row(Appraisal, appraiser.appraisal_id)
    _check_rates(appraisal, appraiser)
    left = unrated(appraiser)
    if left:
        raise Conflict(
            sentence(
                "Rate every item first, or skip it with a reason. Open: %(items)s.",
                items=", ".join(left),
            )
        )
    if not interests.strip() or len(interests) > 2000:
        raise Invalid(
            {
                "interests": sentence(
                    "Say in a few words what interests you have in the topic, or that there are "
                    "none."
                )
            }
        )
    appraiser.state = APPRAISER.after(appraiser.state, AppraiserMove.HAND_IN)
    appraiser.interests, appraiser.handed_in_at = interests.strip(), now()
    session.flush()
    audit.record(
        by,
        AppraisalHandedIn(
            network_id=appraisal.network_id,
            project_id=appraisal.project_id,
            document_id=appraisal.document_id,
            appraisal_id=appraisal.id,
            appraiser_id=appraiser.id,
        ),
    )
    _close_if_all_are_in(by, appraisal)


def close_appraisal(actor: Actor, appraisal: Appraisal) -> None:
    """Close an appraisal; who has not handed in does not count, and scores are open to all."""
    require(actor, Action.APPRAISAL_HOLD, appraisal)

    appraisal = lock_row(Appraisal, appraisal.id)
    if not any(one.state is AppraiserState.HANDED_IN for one in appraisal.appraisers):
        raise Conflict(sentence("Nobody has handed in yet, so there is nothing to close."))
    _close(actor, appraisal)


def _close(actor: Actor, appraisal: Appraisal) -> None:
    appraisal.state = APPRAISAL.after(appraisal.state, AppraisalMove.CLOSE)
    appraisal.closed_at = now()
    session.flush()
    audit.record(
        actor,
        AppraisalClosed(
            network_id=appraisal.network_id,
            project_id=appraisal.project_id,
            document_id=appraisal.document_id,
            appraisal_id=appraisal.id,
            handed_in=sum(one.state is AppraiserState.HANDED_IN for one in appraisal.appraisers),
        ),
    )


def _close_if_all_are_in(actor: Actor, appraisal: Appraisal) -> None:
    """Close when at least two people have handed in and nobody is waited for."""
    states = [one.state for one in appraisal.appraisers]
    if AppraiserState.INVITED not in states and states.count(AppraiserState.HANDED_IN) >= 2:
        _close(actor, appraisal)


def _check_open(appraisal: Appraisal) -> None:
    if appraisal.state is not AppraisalState.OPEN:
        raise Conflict(CLOSED)


def _check_rates(appraisal: Appraisal, appraiser: Appraiser) -> None:
    _check_open(appraisal)
    if appraiser.state is AppraiserState.HANDED_IN:
        raise Conflict(sentence("You have handed in. Nothing can be changed any more."))
    if appraiser.state is AppraiserState.WITHDRAWN:
        raise NotAllowed(sentence("You are asked no longer. Write to whoever asked you."))
