"""The same answers under other definitions of consensus: exploratory, once all is frozen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Method, Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.presets import PRESETS, named
from guidelines.consensus.rules.verdicts import Result, Verdict, evaluate_all

_OF_RATINGS = (AnswerKind.RATING,)


@dataclass(frozen=True)
class WhatIf:
    """The results of all statements under one definition, in their order."""

    rule: Rule
    results: tuple[Result, ...]

    @property
    def tally(self) -> Mapping[Verdict, int]:
        """How many statements have each result; results that no statement has are 0."""
        found = Counter(one.verdict for one in self.results)
        return {verdict: found[verdict] for verdict in Verdict}

    def changed(self, other: "WhatIf") -> tuple[int, ...]:
        """Return the places of the statements whose result is another than in `other`."""
        return tuple(
            place
            for place, (here, there) in enumerate(zip(self.results, other.results, strict=True))
            if here.verdict is not there.verdict
        )


def what_if(rules: Sequence[Rule], statements: Sequence[Counted]) -> list[WhatIf]:
    """Return the results under each rule; each must be made for these answers (`applied`)."""
    return [WhatIf(rule, tuple(evaluate_all(rule, statements))) for rule in rules]


def applied(rule: Rule, other: Rule) -> Rule | None:
    """Return `other` as it would decide about answers that were given under `rule`.

    It takes over their scale, bands, question and dimensions; None where it belongs to another
    kind of answers or to a scale that this is not. A rule that asks inside groups can only be
    applied where the groups are known.
    """
    if other.kind is not rule.kind:
        return None
    same_scale = other.scale.points == rule.scale.points
    if other.method in (Method.RAND_TABLE, Method.RAND_IPRAS, Method.OUTLIERS) and not same_scale:
        return None
    if rule.kind not in _OF_RATINGS and not same_scale:
        return None
    moved = replace(
        other,
        question=rule.question,
        scale=rule.scale,
        agreement=other.agreement if same_scale else rule.agreement,
        disagreement=other.disagreement if same_scale else rule.disagreement,
        dimensions=rule.dimensions,
    )
    return named(moved, in_other_words=True)


def alternatives(rule: Rule, *, groups: bool = False) -> list[Rule]:
    """Return every preset that can be applied to answers given under `rule`, itself left out.

    Those that ask inside groups only with `groups`.
    """
    found = []
    for other in PRESETS.values():
        if other.group_clauses and not groups:
            continue
        moved = applied(rule, other)
        if moved is not None and moved.sha256 != rule.sha256:
            found.append(moved)
    return found
