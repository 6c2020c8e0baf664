"""Who came back since the rounds before: counted while a round is closed, and kept as counts."""

from typing import Any

from sqlalchemy import func, select

from guidelines.consensus.models import Elector, Panelist, Round
from guidelines.consensus.queries.boxes import alias_of, box_key, earlier_boxes
from guidelines.consensus.queries.reports import finished_rounds
from guidelines.consensus.rules.attrition import Came, attrition
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.linked import Linked
from guidelines.consensus.rules.opened import matrix
from guidelines.consensus.service.boxes import Boxes, as_counted
from guidelines.db import session


def attrition_in(round_: Round, boxes: Boxes) -> dict[str, Any] | None:
    """Return response and retention up to a round that is being closed; None in the first.

    Rounds in which nobody rates, or hands were counted, ask nobody to come back.
    """
    earlier = {} if round_.by_hands else earlier_boxes(round_)
    if not earlier:
        return None
    rounds = {
        number: (round_id, asked)
        for number, round_id, asked in session.execute(
            select(Round.number, Round.id, func.count(Elector.panelist_id))
            .join(Elector, Elector.round_id == Round.id)
            .where(Round.process_id == round_.process_id, Round.number.in_(earlier))
            .group_by(Round.number, Round.id)
        )
    }
    came = [
        Came(number, rounds[number][1], [name for name, one in found.items() if _answered(one)])
        for number, found in earlier.items()
    ]
    here = [name for name, box in boxes.opened.items() if _answered(box.content)]
    came.append(Came(round_.number, boxes.panel, here))
    first = rounds[came[0].round][0]
    last = came[-2].round
    rule = round_.definition
    held = {one.number: one for one in finished_rounds(round_.process)}
    counting = dict(zip(earlier[last], as_counted(held[last], earlier[last]), strict=True))
    opened = {name: counting[name] for name in came[-2].people}
    versions = sorted({version for box in opened.values() for version in box.content.answers})
    ratings = matrix(list(opened.values()), versions, rule.scale)
    before = Linked(last, versions, list(opened), ratings)
    return attrition(came, _groups(round_, first), before, rule.smallest_cell)


def _answered(content: Content) -> bool:
    return any(map(content.is_begun, content.answers))


def _groups(round_: Round, round_id: str) -> dict[str, str]:
    """Return the stakeholder group of everybody who was asked in a round, by pseudonym."""
    key = box_key(round_.process)
    return {
        alias_of(key, one): group
        for one, group in session.execute(
            select(Panelist, Elector.group_title)
            .join(Elector, Elector.panelist_id == Panelist.id)
            .where(Elector.round_id == round_id)
        )
    }
