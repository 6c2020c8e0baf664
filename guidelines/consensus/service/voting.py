"""What a panel member does: come by a personal link, consent, answer, submit.

None of this leaves an event, a time or a row about a person: a ballot is one sealed box.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from guidelines.accounts.models import Person
from guidelines.accounts.service import begin_sign_in
from guidelines.config import Settings
from guidelines.consensus.models import Elector, Panelist, Round
from guidelines.consensus.queries import own_content, recused_of
from guidelines.consensus.queries.questionnaires import left_to_say
from guidelines.consensus.queries.rounds import Sheet, sheet_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answering import check_answers
from guidelines.consensus.rules.ballots import Answers, Content
from guidelines.consensus.rules.entry import Profile
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service.booths import Booth, Sealed, enter_booth, put_in_place
from guidelines.consensus.service.recusing import note_recused_answer
from guidelines.db import now, session
from guidelines.errors import Conflict, DomainError, Expired, Invalid, Recused, sentence
from guidelines.permissions import Action, Actor, require

BROKEN_LINK = sentence(
    "This link is not complete. Open it again from the mail, or sign in with your account."
)
CONSENT_FIRST = sentence("Read the information for panel members and give your consent first.")


class Committed(NamedTuple):
    """The number under which one answer is found again among the opened ones."""

    statement: int
    dimension: str
    commitment: str


@dataclass(frozen=True)
class Receipt:
    """What a panel member keeps: how far they are, and a number for each of their answers.

    `code` stands for the whole ballot; `commitments` are found again, one by one and in random
    order, among the opened answers of each statement.
    """

    answered: int
    askable: int
    submitted: bool
    code: str
    commitments: tuple[Committed, ...]


def link_token(
    settings: Settings, round_id: str, panelist_id: str, *, deputy: bool = False
) -> str:
    """Return the secret part of a personal link; it is stored nowhere and never logged.

    Of two who share a vote each has a link of their own; `deputy` is for the second.
    """
    return str(_signer(settings).dumps([round_id, panelist_id, *(["deputy"] if deputy else [])]))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="questionnaire-link-v1")


def voter_behind(settings: Settings, token: str) -> tuple[Round, Person]:
    """Return the open round and the person behind a personal link, or raise `Expired`."""
    try:
        round_id, panelist_id, *which = _signer(settings).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise Expired(BROKEN_LINK) from None
    round_ = session.get(Round, str(round_id))
    elector = session.get(Elector, (str(round_id), str(panelist_id)))
    if round_ is None or elector is None:
        raise Expired(BROKEN_LINK)
    person = elector.panelist.deputy if which else elector.panelist.person
    if person is None or person.deactivated_at is not None:
        raise Expired(BROKEN_LINK)
    if not takes_answers(round_):
        raise Expired(
            sentence("This questionnaire is closed. Thank you for the time you gave to it.")
        )
    return round_, person


def enter_by_link(settings: Settings, token: str) -> tuple[str, str]:
    """Sign a panel member in by their personal link: (token for the browser, round id).

    The sign-in reaches the questionnaires of this one project and nothing else.
    """
    round_, person = voter_behind(settings, token)
    return begin_sign_in(person, round_.project_id), round_.id


def takes_answers(round_: Round) -> bool:
    """Tell whether a round takes answers at this moment; its closing date counts at once."""
    due = round_.closes_at is not None and round_.closes_at <= now()
    return round_.state is RoundState.OPEN and not due and not round_.by_hands


def give_consent(actor: Actor, round_: Round, *, profile: Profile | None = None) -> None:
    """Note, inside the sealed box, that the panel member read the information and takes part.

    What they say of themself lies in the box as well, until the round closes.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    def fill(booth: Booth) -> Content:
        content = booth.content()
        if not content.consent:
            content = replace(content, consent=now().date().isoformat())
        if profile is not None:
            content = replace(content, entry={**content.entry, **profile.entry()})
        return content.holding(booth.sheet.versions, {}, booth.sheet.dimensions)

    put_in_place(round_, actor, fill)


def seal_ahead(actor: Actor, round_: Round, *, answers: Answers) -> Sealed | None:
    """Fill and seal a panel member's box before the transaction, so that others wait less.

    Nothing is written. `save_answers` puts the box in its place if everything is still as it was.
    None where something is against it; `save_answers` says then what it is.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    try:
        booth = enter_booth(round_, actor)
        return booth.seal(_filled(booth, answers))
    except DomainError:
        return None


def save_answers(
    actor: Actor,
    round_: Round,
    *,
    answers: Answers,
    submit: bool = False,
    ahead: Sealed | None = None,
) -> None:
    """Save a panel member's answers, by id of the wording; saving them again changes nothing.

    The whole box is sealed anew and written at once. Answers that are not in `answers` stay. The
    receipt is read from the box afterwards: nothing of it is worked out while others wait.

    `ahead` is what `seal_ahead` made of the same answers, for no more than saving them.

    Raises
    ------
    Conflict
        If the round takes no answers, or a wording is not asked in it.
    NotAllowed
        If the person may not answer, or abstains from a statement because of an interest.
    Invalid
        For an answer that is none, by wording; with `submit` also for what is still to be said,
        such as a reason. What was saved before stays saved.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    def fill(booth: Booth) -> Content:
        try:
            content = _filled(booth, answers)
        except Recused:
            touched = booth.recused & set(answers)
            note_recused_answer(actor, round_, touched, shared=bool(booth.holder))
            raise
        if not submit:
            return content
        missing = left_to_say(round_, session.get_one(Panelist, booth.panelist_id), content)
        if missing:
            raise Invalid(missing)
        return replace(content, submitted=True)

    mine = ahead is not None and ahead.is_of(actor, round_) and not submit
    put_in_place(round_, actor, fill, ahead if mine else None)


def _filled(booth: Booth, answers: Answers) -> Content:
    """Return what is in the box with new answers in it."""
    sheet = booth.sheet
    check_answers(sheet.rule, answers, asked=sheet.versions, recused=booth.recused)
    content = booth.content()
    if not content.consent:
        raise Conflict(CONSENT_FIRST)
    return content.holding(sheet.versions, answers, sheet.dimensions)


def receipt_for(round_: Round, panelist: Panelist) -> Receipt | None:
    """Return the receipt of a panel member for their ballot; call it for that person only."""
    content = own_content(round_, panelist)
    if content is None:
        return None
    sheet = sheet_of(round_.id, round_.cards_sha256, round_.n_void)
    return receipt_of(sheet, content, recused_of(round_, panelist))


def receipt_of(sheet: Sheet, content: Content, recused: frozenset[str]) -> Receipt:
    """Return the receipt for the content of a box."""
    asked = sheet.asked
    askable = [one.version_id for one in asked if one.version_id not in recused]
    secret = bytes.fromhex(content.secret)
    plain = replace(
        content,
        consent="",
        entry={},
        answers={
            version: {dimension: replace(one, reason="") for dimension, one in cells.items()}
            for version, cells in content.answers.items()
        },
    )
    return Receipt(
        answered=content.answered(askable),
        askable=len(askable),
        submitted=content.submitted,
        code=sha256(plain.to_bytes()).hexdigest()[:16],
        commitments=tuple(
            Committed(
                one.number,
                dimension,
                sealing.commitment(
                    sealing.salt(secret, one.version_id, dimension),
                    one.wording_sha256,
                    content.given(one.version_id, dimension).text,
                    dimension,
                ),
            )
            for one in asked
            for dimension in sheet.dimensions
        ),
    )
