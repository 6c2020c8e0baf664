"""Where a panel member meets their sealed box: one person, one box, a round that stays open.

A box may be filled and sealed before anybody has to wait for it. When it is put in its place, one
question tells whether everything it was filled by is still so; else it is filled again.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import (
    Executable,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from guidelines.consensus.models import Ballot, Elector, Panelist, Process, Recusal, Round
from guidelines.consensus.queries.boxes import check_holder, held_by, unwrapped
from guidelines.consensus.queries.rounds import Sheet, sheet_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.entry import HOLDER
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.wording import moment_in_words
from guidelines.db import BUSY, at_once, db, now, session
from guidelines.errors import Conflict, NotAllowed, sentence
from guidelines.permissions import Actor

NOT_ELIGIBLE = sentence("You are not among the eligible panel members of this round.")


@dataclass(frozen=True)
class Booth:
    """One panel member with their box, as it lies there now or as None where there is none.

    `found` is what the database said of the round, the place and the abstentions.
    """

    found: tuple[Any, ...]
    box: bytes | None
    round_id: str
    person_id: str
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
        if self.box is None:
            consent = self.consented_on.isoformat() if self.consented_on else ""
            there = Content(secret=secrets.token_hex(sealing.SECRET_BYTES), consent=consent)
        else:
            there = Content.from_bytes(
                sealing.open_box(self.key, self.round_id, self.alias, self.box)
            )
        if self.holder:
            check_holder(there.entry, self.holder)
            there = replace(there, entry={**there.entry, HOLDER: self.holder})
        return there

    def seal(self, content: Content) -> "Sealed":
        """Seal the box anew; it is not in its place yet."""
        nonce = secrets.token_bytes(sealing.NONCE_BYTES)
        return Sealed(
            self, sealing.seal(self.key, self.round_id, self.alias, content.to_bytes(), nonce)
        )


@dataclass(frozen=True)
class Sealed:
    """A box that was filled and sealed by what a booth showed."""

    booth: Booth
    box: bytes

    def is_of(self, actor: Actor, round_: Round) -> bool:
        """Tell whether it is this person's box of this round."""
        return (self.booth.person_id, self.booth.round_id) == (actor.person_id, round_.id)

    def put(self) -> bool:
        """Put the box in its place, if the round is open and nothing changed meanwhile."""
        booth, dialect = self.booth, db.engine.dialect.name
        _alone(booth.alias)
        place = {"round_id": booth.round_id, "pseudonym": booth.alias}
        who = {"person_id": booth.person_id, "panelist_id": booth.panelist_id}
        now_there = at_once(_LOOKING_AGAIN[dialect], {**place, **who}).one_or_none()
        if now_there is None or _is_due(now_there.closes_at):
            return False
        if (_seen(now_there), now_there.sealed) != (booth.found, booth.box):
            return False
        at_once(_KEEP[dialect], {**place, "sealed": self.box})
        return True


def _keep(row: SqliteInsert | PostgresqlInsert) -> Executable:
    return row.on_conflict_do_update(
        index_elements=[Ballot.round_id, Ballot.pseudonym], set_={"sealed": row.excluded.sealed}
    )


_KEEP = {
    "sqlite": _keep(sqlite_insert(Ballot)),
    "postgresql": _keep(postgresql_insert(Ballot)),
}
"""What is asked with every answer is laid out once."""

ATTEMPTS = 9
OUTRIGHT = "!"
_JOINED = {"sqlite": func.group_concat, "postgresql": func.string_agg}
"""`aggregate_strings` of SQLAlchemy would be laid out anew each time, for its separator."""


def _entering(dialect: str) -> Select[*tuple[Any, ...]]:
    marked = Recusal.version_id + case(
        (Recusal.outright, literal_column(f"'{OUTRIGHT}'")), else_=literal_column("''")
    )
    recused = (
        select(_JOINED[dialect](marked, literal_column("' '")))
        .where(Recusal.round_id == Round.id, Recusal.panelist_id == Elector.panelist_id)
        .scalar_subquery()
    )
    return (
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
            recused.label("recused"),
        )
        .join(Process, Process.id == Round.process_id)
        .outerjoin(
            Panelist,
            and_(Panelist.process_id == Process.id, held_by(bindparam("person_id"))),
        )
        .outerjoin(Elector, and_(Elector.round_id == Round.id, Elector.panelist_id == Panelist.id))
        .where(Round.id == bindparam("round_id"))
        .order_by(Elector.panelist_id.is_(None))  # a place that was given up may be there too
        .limit(literal_column("1"))
    )


_BOX = select(Ballot.sealed).where(
    Ballot.round_id == bindparam("round_id"), Ballot.pseudonym == bindparam("pseudonym")
)
_ENTERING = {dialect: _entering(dialect) for dialect in _JOINED}
_LOOKING_AGAIN = {
    dialect: entering.add_columns(_BOX.scalar_subquery().label("sealed"))
    .where(Panelist.id == bindparam("panelist_id"))  # not sought once more among all
    .with_for_update(read=True, of=Round)
    for dialect, entering in _ENTERING.items()
}
_FACTS = len(_ENTERING["sqlite"].selected_columns) - 1


def enter_booth(round_: Round, actor: Actor) -> Booth:
    """Lead the panel member to their box in an open round; nothing is locked yet."""
    person = actor.person_id or ""
    connection = session.connection()  # past the unit of work: these rows are no objects
    entering = _ENTERING[connection.dialect.name]
    found = connection.execute(entering, {"round_id": round_.id, "person_id": person}).one()
    if found.state is not RoundState.OPEN or found.by_hands or _is_due(found.closes_at):
        _refuse(round_, found.closed_at or found.closes_at)
    elector = found.panelist_id
    if elector is None:
        raise NotAllowed(NOT_ELIGIBLE)
    key = unwrapped(found.id, found.wrapped_key)
    alias = sealing.pseudonym(key, found.id, elector)
    sheet = sheet_of(round_.id, found.cards_sha256, found.n_void)
    apart = sheet.rule.conflicted is Conflicted.DOUBLE_VOTE
    return Booth(
        found=_seen(found),
        box=connection.execute(_BOX, {"round_id": round_.id, "pseudonym": alias}).scalar(),
        round_id=round_.id,
        person_id=person,
        panelist_id=elector,
        key=key,
        alias=alias,
        holder=person if found.deputy_id else "",
        consented_on=found.consented_on,
        sheet=sheet,
        recused=_recused((found.recused or "").split(), apart=apart),
    )


def put_in_place(
    round_: Round, actor: Actor, fill: Callable[[Booth], Content], ahead: Sealed | None = None
) -> None:
    """Put a panel member's box in its place; fill it again as long as something changed.

    `ahead` is the box as it was filled before the transaction.
    """
    if ahead is not None and ahead.put():
        return
    for _attempt in range(ATTEMPTS):
        booth = enter_booth(round_, actor)
        if booth.seal(fill(booth)).put():
            return
    raise Conflict(BUSY)


def _seen(row: "Row[*tuple[Any, ...]]") -> tuple[Any, ...]:
    """Return what the filling of a box depends on, the abstentions in no order."""
    return *row[:_FACTS], frozenset((row.recused or "").split())


def _is_due(closes_at: datetime | None) -> bool:
    return closes_at is not None and closes_at <= now()


def _recused(marked: Sequence[str], *, apart: bool) -> frozenset[str]:
    """Return the wordings that somebody may not answer; with `apart`, only the marked ones."""
    return frozenset(
        one.removesuffix(OUTRIGHT) for one in marked if not apart or one.endswith(OUTRIGHT)
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
