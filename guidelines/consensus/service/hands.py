"""Closing a meeting at which hands were counted: the counts as boxes that belong to nobody."""

from sqlalchemy import select

from guidelines.consensus.models import Elector, Round
from guidelines.consensus.queries.boxes import recusals_in
from guidelines.consensus.queries.meetings import hands_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.hands import boxes_of
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.results import Asked, Electorate
from guidelines.consensus.service.boxes import Boxes
from guidelines.db import session
from guidelines.errors import Conflict, sentence


def boxes_by_hand(round_: Round, asked: tuple[Asked, ...]) -> Boxes:
    """Return the counted hands of a meeting as boxes.

    Hands have no name and no group, and nothing ties one to another. Raises Conflict while a
    statement has not been counted.
    """
    counts = hands_of(round_)
    missing = [one for one in asked if one.version_id not in counts]
    if missing:
        raise Conflict(
            sentence(
                "Enter the hands for statement %(number)s first, or declare it void.",
                number=missing[0].number,
            )
        )
    present = sorted(
        session.scalars(select(Elector.panelist_id).where(Elector.round_id == round_.id))
    )
    recused = recusals_in(round_)
    voters = {
        one.version_id: [name for name in present if one.version_id not in recused.get(name, ())]
        for one in asked
    }
    boxes = boxes_of(round_.definition, counts, voters)
    away = {version: [""] * (len(present) - len(names)) for version, names in voters.items()}
    return Boxes(
        opened={name: Opened(content) for name, content in boxes.items()},
        electorate=Electorate({"": len(present)}, away),
        panel=len(present),
        digest=sealing.digest([]),
        consents={},
        entries={},
    )
