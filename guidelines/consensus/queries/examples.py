"""What a trial shows in place of feedback on oneself: the panel's figures, or made-up ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from guidelines.consensus.models import PanelComment, Round
from guidelines.consensus.queries.feedback import Feedback, common_feedback
from guidelines.consensus.queries.reports import finished_rounds
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import Estimated
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.scales import Quantity
from guidelines.consensus.rules.verdicts import evaluate_all
from guidelines.stats.tallies import Tally

_LEANING = tuple(Fraction(n, 20) for n in (1, 5, 9, 12, 14, 15, 16, 17, 18, 19, 20, 20))
"""How far up the scale twelve people of an example answered."""


def feedback_for_trial(round_: Round, wordings: Mapping[str, str]) -> dict[str, Feedback]:
    """Return what the panel answered before, by statement id, with an example as one's own.

    `wordings` are the hashes of what would be asked now, by statement id.
    """
    found: dict[str, Feedback] = {}
    for earlier in finished_rounds(round_.process):
        if earlier.number >= round_.number:
            continue
        for statement, one in common_feedback(earlier, dict.fromkeys(wordings)).items():
            same = one.entry["wording_sha256"] == wordings[statement]
            found[statement] = Feedback(one.entry, _own(one.rule), same, one.comments, one.rule)
    return found


def example_feedback(rule: Rule, comments: Sequence[str]) -> Feedback | None:
    """Return feedback on a statement that nobody was asked about; None for a ranking."""
    if rule.kind is AnswerKind.RANKING:
        return None
    scale = rule.scale
    alone = replace(rule, group_clauses=(), dimensions=(), quorum=None)
    if rule.quantity is not None:
        nobody = Tally.of((), scale.lowest, scale.highest)
        counted = Counted(nobody, estimates=tuple(_estimates(rule.quantity)))
    else:
        chosen = [round(scale.lowest + one * (scale.highest - scale.lowest)) for one in _LEANING]
        counted = Counted(Tally.of(chosen, scale.lowest, scale.highest))
    result, *_same = evaluate_all(alone, [counted, counted])
    entry = {**result.document(), "round": 1, "number": 1, "wording": "", "groups": []}
    said = [PanelComment(text=text, stance="other") for text in comments]
    return Feedback(entry, _own(rule), True, said, alone)


def _own(rule: Rule) -> Given | None:
    """Return an answer that somebody might have given."""
    if rule.kind in (AnswerKind.ESTIMATE, AnswerKind.RANKING):
        return None
    return Given(rating=rule.agreement.low)


def _estimates(quantity: Quantity) -> list[Estimated]:
    unit, room = 10**quantity.decimals, quantity.highest - quantity.lowest

    def at(share: Fraction) -> Fraction:
        number = quantity.lowest + room * min(max(share, Fraction(0)), Fraction(1))
        return Fraction(round(number * unit), unit)

    spread = Fraction(1, 10)
    return [(at(one / 2 - spread), at(one / 2), at(one / 2 + spread)) for one in _LEANING]
