"""What a panel member does: come by a personal link, consent, answer, submit.

None of this leaves an event, a time or a row about a person: a ballot is one sealed box.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import NoReturn

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from guidelines.accounts.service import begin_sign_in
from guidelines.config import Settings
from guidelines.consensus.models import Ballot, Elector, Panelist, Process, Recusal, Round
from guidelines.consensus.queries import own_content, recused_of
from guidelines.consensus.queries.boxes import content_in, unwrapped
from guidelines.consensus.queries.rounds import Sheet, sheet_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answering import check_answers
from guidelines.consensus.rules.ballots import Answers, Content
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.wording import moment_in_words
from guidelines.db import db, now, session
from guidelines.errors import Conflict, Expired, NotAllowed, sentence
from guidelines.permissions import Action, Actor, require

BROKEN_LINK = sentence(
    "This link is not complete. Open it again from the mail, or sign in with your account."
)
NOT_ELIGIBLE = sentence("You are not among the eligible panel members of this round.")
CONSENT_FIRST = sentence("Read the information for panel members and give your consent first.")


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
    commitments: tuple[tuple[int, str], ...]


def link_token(settings: Settings, round_id: str, panelist_id: str) -> str:
    """Return the secret part of a personal link; it is stored nowhere and never logged."""
    return str(_signer(settings).dumps([round_id, panelist_id]))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="questionnaire-link-v1")


def voter_behind(settings: Settings, token: str) -> tuple[Round, Panelist]:
    """Return the open round and the panel member behind a personal link, or raise `Expired`."""
    try:
        round_id, panelist_id = _signer(settings).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise Expired(BROKEN_LINK) from None
    round_ = session.get(Round, str(round_id))
    elector = session.get(Elector, (str(round_id), str(panelist_id)))
    if round_ is None or elector is None or elector.panelist.person.deactivated_at is not None:
        raise Expired(BROKEN_LINK)
    if not takes_answers(round_):
        raise Expired(
            sentence("This questionnaire is closed. Thank you for the time you gave to it.")
        )
    return round_, elector.panelist


def enter_by_link(settings: Settings, token: str) -> tuple[str, str]:
    """Sign a panel member in by their personal link: (token for the browser, round id).

    The sign-in reaches the questionnaires of this one project and nothing else.
    """
    round_, panelist = voter_behind(settings, token)
    return begin_sign_in(panelist.person, round_.project_id), round_.id


def takes_answers(round_: Round) -> bool:
    """Tell whether a round takes answers at this moment; its closing date counts at once."""
    due = round_.closes_at is not None and round_.closes_at <= now()
    return round_.state is RoundState.OPEN and not due


def give_consent(actor: Actor, round_: Round) -> None:
    """Note, inside the sealed box, that the panel member read the information and takes part."""
    require(actor, Action.BALLOT_SUBMIT, round_)

    booth = _enter(actor, round_)
    content = booth.content()
    if not content.consent:
        content = replace(content, consent=now().date().isoformat())
    booth.seal(content.holding(booth.sheet.versions, {}, booth.sheet.dimensions))


def save_answers(
    actor: Actor, round_: Round, *, answers: Answers, submit: bool = False
) -> Receipt:
    """Save a panel member's answers, by id of the wording; saving them again changes nothing.

    The whole box is sealed anew and written at once. Answers that are not in `answers` stay.

    Raises
    ------
    Conflict
        If the round takes no answers, or a wording is not asked in it.
    NotAllowed
        If the person may not answer, or abstains from a statement because of an interest.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    booth = _enter(actor, round_)
    asked, recused = booth.sheet.versions, booth.recused
    check_answers(booth.sheet.rule, answers, asked=asked, recused=recused)
    content = booth.content()
    if not content.consent:
        raise Conflict(CONSENT_FIRST)
    content = content.holding(asked, answers, booth.sheet.dimensions)
    if submit and not content.submitted:
        content = replace(content, submitted=True)
    booth.seal(content)
    return receipt_of(booth.sheet, content, recused)


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
            (
                one.number,
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


@dataclass(frozen=True)
class _Booth:
    """One panel member with their box in a round that stays open until the commit."""

    round_id: str
    key: bytes
    alias: str
    consented_on: date | None
    sheet: Sheet
    recused: frozenset[str]

    def content(self) -> Content:
        """Return what is in the box; consent given in an earlier round holds on."""
        there = content_in(Ballot, self.round_id, self.key, self.alias)
        if there is not None:
            return there
        consent = self.consented_on.isoformat() if self.consented_on else ""
        return Content(secret=secrets.token_hex(sealing.SECRET_BYTES), consent=consent)

    def seal(self, content: Content) -> None:
        """Seal the box anew and write it at once."""
        nonce = secrets.token_bytes(sealing.NONCE_BYTES)
        sealed = sealing.seal(self.key, self.round_id, self.alias, content.to_bytes(), nonce)
        insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
        row = insert(Ballot).values(round_id=self.round_id, pseudonym=self.alias, sealed=sealed)
        session.execute(
            row.on_conflict_do_update(
                index_elements=[Ballot.round_id, Ballot.pseudonym], set_={"sealed": sealed}
            )
        )


def _enter(actor: Actor, round_: Round) -> _Booth:
    """Keep the round open until the commit and lead the panel member to their box."""
    found = session.execute(
        select(
            Round.state,
            Round.closes_at,
            Round.closed_at,
            Round.cards_sha256,
            Round.n_void,
            Process.id,
            Process.wrapped_key,
            Elector.panelist_id,
            Panelist.consented_on,
        )
        .join(Process, Process.id == Round.process_id)
        .outerjoin(
            Panelist,
            and_(Panelist.process_id == Process.id, Panelist.person_id == (actor.person_id or "")),
        )
        .outerjoin(Elector, and_(Elector.round_id == Round.id, Elector.panelist_id == Panelist.id))
        .where(Round.id == round_.id)
        .with_for_update(read=True, of=Round)
    ).one()
    due = found.closes_at is not None and found.closes_at <= now()
    if found.state is not RoundState.OPEN or due:
        _refuse(round_, found.closed_at or found.closes_at)
    elector = found.panelist_id
    if elector is None:
        raise NotAllowed(NOT_ELIGIBLE)
    key = unwrapped(found.id, found.wrapped_key)
    alias = sealing.pseudonym(key, found.id, elector)
    _alone(alias)
    return _Booth(
        round_id=round_.id,
        key=key,
        alias=alias,
        consented_on=found.consented_on,
        sheet=sheet_of(round_.id, found.cards_sha256, found.n_void),
        recused=frozenset(
            session.scalars(
                select(Recusal.version_id).where(
                    Recusal.round_id == round_.id, Recusal.panelist_id == elector
                )
            )
        ),
    )


def _alone(alias: str) -> None:
    """Keep the same person's other devices out of the box until the commit.

    The whole box is read and written anew: two at once would each drop the other's answer. On
    SQLite there is one writer anyway. A lock on a row would leave a mark in the table.
    """
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(alias[:16]), signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _refuse(round_: Round, closed: datetime | None) -> NoReturn:
    if closed is None:
        raise Conflict(sentence("This round takes no answers."))
    raise Conflict(
        sentence(
            "This round closed on %(day)s. Answers can no longer be taken.",
            day=moment_in_words(closed, round_.process.document.project.time_zone),
        )
    )
