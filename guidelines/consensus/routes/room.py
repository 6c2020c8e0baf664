"""Pages of a meeting: who is present, whether they are enough, and the hands that were counted."""

from typing import Any

from flask import request

from guidelines.consensus import queries
from guidelines.consensus.models import Round, RoundStatement
from guidelines.consensus.queries.meetings import abstaining_from, attendance_of, hands_of
from guidelines.consensus.routes.asking import words_of
from guidelines.consensus.routes.blueprint import CODE_WORDS
from guidelines.consensus.rules.answering import read_choice
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.hands import answers_by_hand
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.service.meetings import invited_to, quorum_of
from guidelines.errors import Conflict, Invalid, sentence


def meeting_facts(round_: Round) -> dict[str, Any] | None:
    """Return what the page of a meeting shows; None for other rounds."""
    if round_.kind is not RoundKind.MEETING:
        return None
    present, could, enough = quorum_of(round_)
    voters = queries.electorate_size(round_)
    lines = [one for one in queries.lines_of(round_) if one.version_id and not one.carried]
    try:
        answers = answers_by_hand(round_.definition) if round_.by_hands else ()
        unfit = ""
    except Conflict as refused:
        answers, unfit = (), str(refused)
    return {
        "places": invited_to(round_),
        "here": attendance_of(round_),
        "present": present,
        "could": could,
        "enough": enough,
        "answers": [(answer, _face(round_.definition, answer)) for answer in answers],
        "unfit": unfit,
        "hands": hands_of(round_),
        "voters": {
            one.id: voters - len(abstaining_from(round_, one.version_id or "")) for one in lines
        },
    }


def _face(rule: Rule, answer: str) -> str:
    """Return an answer as it is called out in the room: yes, strong for, 9 – fully agree."""
    if answer in CODE_WORDS and not answer.isdigit():
        return str(CODE_WORDS[answer])
    return words_of(rule, read_choice(rule, answer))


def read_counts(line: RoundStatement) -> dict[str, int]:
    """Read the numbers of hands for one statement."""
    counts = {}
    for answer in answers_by_hand(line.round.definition):
        sent = request.form.get(f"n-{answer}", "").strip() or "0"
        if not sent.isascii() or not sent.isdigit() or len(sent) > 5:
            raise Invalid({"counts": sentence("Give a number of hands for each answer.")})
        counts[answer] = int(sent)
    return counts
