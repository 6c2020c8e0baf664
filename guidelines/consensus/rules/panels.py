"""The answers of one round as arrays: statements by people."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.answers import Answer, OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import Population
from guidelines.consensus.rules.scales import Scale
from guidelines.stats.tallies import UNRATED, Tally, tally_rows

NOBODY: Counter[OptOut] = Counter()


class Panel:
    """The answers of one round: a matrix of ratings, the other codes, who is in which group.

    Everybody who occurs in the round may answer all its statements, but for the recused.
    """

    def __init__(self, answers: Iterable[Answer], scale: Scale, *, split: bool = True) -> None:
        mine = list(answers)
        self.scale = scale
        self.statements = _places(answer.statement for answer in mine)
        self.people = _places(answer.panelist for answer in mine)
        self.ratings = np.full((len(self.statements), len(self.people)), UNRATED, np.int16)
        self.opt_outs: dict[str, Counter[OptOut]] = {}
        self.estimates: dict[str, list[tuple[Fraction, Fraction, Fraction]]] = {}
        self.answered: set[str] = set()
        self.groups: dict[str, list[Answer]] = {}
        for answer in mine:
            if answer.is_given:
                self.answered.add(answer.panelist)
            if answer.estimate is not None:
                self.estimates.setdefault(answer.statement, []).append(answer.estimate)
            if isinstance(answer.rating, OptOut):
                self.opt_outs.setdefault(answer.statement, Counter())[answer.rating] += 1
            elif answer.rating is not None:
                row, column = self.statements[answer.statement], self.people[answer.panelist]
                self.ratings[row, column] = answer.rating
            if split and answer.group:
                self.groups.setdefault(answer.group, []).append(answer)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many chose each point: statements by points of the scale."""
        return tally_rows(self.ratings, self.scale.lowest, self.scale.highest)

    @cached_property
    def parts(self) -> Mapping[str, "Panel"]:
        """The same of each stakeholder group, where the answers name one."""
        return {
            name: Panel(self.groups[name], self.scale, split=False) for name in sorted(self.groups)
        }

    def counted(self, statement: str) -> Counted:
        """Return the counted answers to a statement, of everybody and of each group."""
        row = self.statements[statement]
        opt_outs = self.opt_outs.get(statement, NOBODY)
        return Counted(
            Tally(self.scale.lowest, tuple(self.counts[row].tolist())),
            opt_outs,
            len(self.people) - opt_outs[OptOut.RECUSED],
            {name: one.counted(statement) for name, one in self.parts.items() if statement in one},
            estimates=tuple(self.estimates.get(statement, ())),
        )

    def __contains__(self, statement: str) -> bool:
        """Tell whether a statement was put to these people."""
        return statement in self.statements

    def columns(self, people: Iterable[str]) -> list[int]:
        """Return where people stand in the matrix."""
        return [self.people[name] for name in people]


def panels(rule: Rule, answers: Sequence[Answer]) -> dict[int, Panel]:
    """Return the panel of each round, in order, as the definition of consensus counts it."""
    by_round: dict[int, list[Answer]] = {}
    for answer in answers:
        by_round.setdefault(answer.round, []).append(answer)
    found = {number: Panel(by_round[number], rule.scale) for number in sorted(by_round)}
    if rule.population is Population.THIS_ROUND:
        return found
    faithful: Collection[str] | None = None
    for number, panel in found.items():
        faithful = panel.answered if faithful is None else panel.answered & set(faithful)
        kept = [answer for answer in by_round[number] if answer.panelist in faithful]
        found[number] = Panel(kept, rule.scale)
    return found


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}
