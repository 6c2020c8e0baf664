"""Closing a meeting at which hands were counted: the counts as boxes that belong to nobody."""

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from guidelines.consensus.models import Elector, Round
from guidelines.consensus.queries.boxes import recusals_in
from guidelines.consensus.queries.meetings import hands_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answering import read_choice
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.results import Asked, Electorate
from guidelines.consensus.rules.scales import OVERALL
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
    boxes = _boxes(round_.definition, counts, voters)
    away = {version: [""] * (len(present) - len(names)) for version, names in voters.items()}
    return Boxes(
        opened={name: Opened(content) for name, content in boxes.items()},
        electorate=Electorate({"": len(present)}, away),
        panel=len(present),
        digest=sealing.digest([]),
        consents={},
        entries={},
    )


def _boxes(
    rule: Rule, counts: Mapping[str, Mapping[str, int]], voters: Mapping[str, Sequence[str]]
) -> dict[str, Content]:
    """Return one made-up box for each person who was there, that add up to the counts.

    `counts` are by wording and answer, `voters` the names of the boxes by wording. Who raised a
    hand for what is not known and not guessed: hands go to boxes at random, statement by
    statement, so nothing can be read across them.
    """
    shuffle = secrets.SystemRandom().shuffle
    given: dict[str, dict[str, dict[str, Given]]] = {}
    for version_id, names in voters.items():
        hands = [
            read_choice(rule, answer)
            for answer, count in counts[version_id].items()
            for _hand in range(count)
        ]
        places = list(names)
        shuffle(places)
        for name, hand in zip(places, hands, strict=False):
            given.setdefault(name, {})[version_id] = {OVERALL: hand}
    everybody = {name for names in voters.values() for name in names}
    return {
        name: Content(secret=secrets.token_hex(16), submitted=True, answers=given.get(name, {}))
        for name in sorted(everybody)
    }
