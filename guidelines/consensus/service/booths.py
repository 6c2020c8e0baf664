"""Where a panel member meets their sealed box: one person, one box, a round that stays open."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from sqlalchemy import Executable, and_, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from guidelines.consensus.models import Ballot, Elector, Panelist, Process, Recusal, Round
from guidelines.consensus.queries.boxes import check_holder, content_in, held_by, unwrapped
from guidelines.consensus.queries.rounds import Sheet, sheet_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.entry import HOLDER
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.wording import moment_in_words
from guidelines.db import at_once, db, now, session
from guidelines.errors import Conflict, NotAllowed, sentence
from guidelines.permissions import Actor

NOT_ELIGIBLE = sentence("You are not among the eligible panel members of this round.")


@dataclass(frozen=True)
class Booth:
    """One panel member with their box in a round that stays open until the commit."""

    round_id: str
    panelist_id: str
    key: bytes
    alias: str
    holder: str
    consented_on: date | None
    sheet: Sheet
    recused: frozenset[str]

    def content(self) -> Content:
        """Return what is in the box; consent given in an earlier round holds on.

        Of two who share a vote whoever comes first is its holder until the round closes.
        """
        there = content_in(Ballot, self.round_id, self.key, self.alias)
        if there is None:
            consent = self.consented_on.isoformat() if self.consented_on else ""
            there = Content(secret=secrets.token_hex(sealing.SECRET_BYTES), consent=consent)
        if self.holder:
            check_holder(there.entry, self.holder)
            there = replace(there, entry={**there.entry, HOLDER: self.holder})
        return there

    def seal(self, content: Content) -> None:
        """Seal the box anew and write it at once."""
        nonce = secrets.token_bytes(sealing.NONCE_BYTES)
        sealed = sealing.seal(self.key, self.round_id, self.alias, content.to_bytes(), nonce)
        at_once(
            _KEEP[db.engine.dialect.name],
            {"round_id": self.round_id, "pseudonym": self.alias, "sealed": sealed},
        )


def _keep(row: SqliteInsert | PostgresqlInsert) -> Executable:
    return row.on_conflict_do_update(
        index_elements=[Ballot.round_id, Ballot.pseudonym], set_={"sealed": row.excluded.sealed}
    )


_KEEP = {
    "sqlite": _keep(sqlite_insert(Ballot)),
    "postgresql": _keep(postgresql_insert(Ballot)),
}
"""What is asked with every answer is laid out once."""

OUTRIGHT = "!"
_RECUSED = (
    select(
        func.aggregate_strings(
            Recusal.version_id + case((Recusal.outright, OUTRIGHT), else_=""), " "
        )
    )
    .where(Recusal.round_id == Round.id, Recusal.panelist_id == Elector.panelist_id)
    .scalar_subquery()
)

_ENTERING = (
    select(
        Round.state,
        Round.closes_at,
        Round.closed_at,
        Round.cards_sha256,
        Round.n_void,
        Round.by_hands,
        Process.id,
        Process.wrapped_key,
        Elector.panelist_id,
        Panelist.consented_on,
        Panelist.deputy_id,
        _RECUSED.label("recused"),
    )
    .join(Process, Process.id == Round.process_id)
    .outerjoin(
        Panelist,
        and_(Panelist.process_id == Process.id, held_by(bindparam("person_id"))),
    )
    .outerjoin(Elector, and_(Elector.round_id == Round.id, Elector.panelist_id == Panelist.id))
    .where(Round.id == bindparam("round_id"))
    .order_by(Elector.panelist_id.is_(None))  # a place that was given up may be there too
    .limit(1)
    .with_for_update(read=True, of=Round)
)


def enter_booth(round_: Round, actor: Actor) -> Booth:
    """Keep the round open until the commit and lead the panel member to their box."""
    asked = {"round_id": round_.id, "person_id": actor.person_id or ""}
    found = at_once(_ENTERING, asked).one()
    due = found.closes_at is not None and found.closes_at <= now()
    if found.state is not RoundState.OPEN or due or found.by_hands:
        _refuse(round_, found.closed_at or found.closes_at)
    elector = found.panelist_id
    if elector is None:
        raise NotAllowed(NOT_ELIGIBLE)
    key = unwrapped(found.id, found.wrapped_key)
    alias = sealing.pseudonym(key, found.id, elector)
    _alone(alias)
    sheet = sheet_of(round_.id, found.cards_sha256, found.n_void)
    apart = sheet.rule.conflicted is Conflicted.DOUBLE_VOTE
    return Booth(
        round_id=round_.id,
        panelist_id=elector,
        key=key,
        alias=alias,
        holder=(actor.person_id or "") if found.deputy_id else "",
        consented_on=found.consented_on,
        sheet=sheet,
        recused=_recused(found.recused or "", apart=apart),
    )


def _recused(marked: str, *, apart: bool) -> frozenset[str]:
    """Return the wordings that somebody may not answer; with `apart`, only the marked ones."""
    names = marked.split()
    return frozenset(
        one.removesuffix(OUTRIGHT) for one in names if not apart or one.endswith(OUTRIGHT)
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
