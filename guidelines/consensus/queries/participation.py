"""What one panel member has done in a process; read from their own boxes, for them alone."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.consensus.models import Panelist, Process, Reopening, Round, Statement
from guidelines.consensus.queries.boxes import box_key, is_destroyed, own_content
from guidelines.consensus.queries.processes import rounds_of
from guidelines.consensus.queries.reports import last_result_by_key
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.states import RoundState
from guidelines.db import session


def reported_rounds_with(process: Process, panelist: Panelist) -> list[Round]:
    """Return the reported rounds in which a panel member answered; none once the key is gone."""
    found = []
    for round_ in rounds_of(process):
        if round_.state is not RoundState.REPORTED or round_.by_hands:
            continue
        content = own_content(round_, panelist)
        if content is not None and any(map(content.is_begun, content.answers)):
            found.append(round_)
    return found


def wish_name(process: Process, panelist: Panelist, round_id: str, statement: Statement) -> str:
    """Return the name under which one wish of a panel member lies: no other one has it."""
    place = f"reopening-v1 {round_id} {statement.id} {panelist.id}"
    return sealing.pseudonym(box_key(process), process.id, place)


def settling_rounds(process: Process) -> dict[str, Round]:
    """Return, by id of the statement, the round whose result of it stands."""
    rounds = {one.number: one for one in rounds_of(process)}
    return {
        entry["statement"]: rounds[entry["round"]]
        for entry in last_result_by_key(process).values()
    }


def wishes_of(
    process: Process, panelist: Panelist, statements: Sequence[Statement]
) -> frozenset[str]:
    """Return which of these statements a panel member wants asked again."""
    if is_destroyed(process):
        return frozenset()
    rounds = settling_rounds(process)
    names = {
        wish_name(process, panelist, rounds[one.id].id, one): one.id
        for one in statements
        if one.id in rounds
    }
    there = session.scalars(select(Reopening.pseudonym).where(Reopening.pseudonym.in_(names)))
    return frozenset(names[name] for name in there)
