"""The definition of consensus in plain words.

Every template is a literal inside `sentence`, so that it can be translated; the values of
a sentence may be sentences themselves.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from guidelines.consensus.rules.clauses import (
    BandName,
    GroupClause,
    Groups,
    MeanLimit,
    Outcome,
)
from guidelines.consensus.rules.deciding import Verdict
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import (
    condition,
    joined,
    number_in_words,
    place_in_words,
    share_in_words,
    whom,
)
from guidelines.consensus.rules.policies import Method, Population
from guidelines.errors import Sentence, sentence
from guidelines.stats.appropriateness import LARGEST_PANEL, SMALLEST_PANEL, MedianConvention

VERDICT_WORDS = {
    Verdict.FOR: sentence("consensus for"),
    Verdict.AGAINST: sentence("consensus against"),
    Verdict.NEAR: sentence("near consensus"),
    Verdict.NONE: sentence("no consensus"),
    Verdict.NOT_COMPUTABLE: sentence("not computable"),
}


def moment_in_words(moment: datetime, time_zone: str) -> str:
    """Return a moment as letters and refusals say it: 2026-03-03 23:59 Europe/Berlin."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M} {time_zone}"


def in_words(rule: Rule) -> Sentence:
    """Return the definition of consensus as plain sentences for the panel."""
    match rule.method:
        case Method.RAND_TABLE | Method.RAND_IPRAS:
            decided = _appropriateness_in_words(rule)
        case Method.OUTLIERS:
            decided = _outliers_in_words(rule)
        case Method.MEDIAN_IQR:
            decided = _median_in_words(rule)
        case Method.APMO:
            decided = _majorities_in_words(rule)
        case Method.DESCRIPTION:
            decided = sentence("The answers are described; nothing is decided by them.")
        case Method.SHARES | Method.GRADE_GRID:
            decided = _shares_in_words(rule)
    if rule.quorum:
        decided = sentence(
            "%(before)s It needs ratings from at least %(quorum)s of all who may answer.",
            before=decided,
            quorum=share_in_words(rule.quorum),
        )
    if rule.population is Population.ALL_ROUNDS:
        decided = sentence(
            "%(before)s Only the answers of people who took part in every round count.",
            before=decided,
        )
    return decided


def _shares_in_words(rule: Rule) -> Sentence:
    agreed = _class_in_words(rule, Outcome.AGREED)
    for outcome in (Outcome.REJECTED, Outcome.NEAR, Outcome.UNDECIDED):
        named = [one for one in rule.group_clauses if one.decides is outcome]
        if rule.clauses_for(outcome) or named:
            agreed = sentence(
                "%(before)s %(then)s", before=agreed, then=_class_in_words(rule, outcome)
            )
    if rule.strong_at is not None:
        return sentence(
            "%(before)s The agreed direction is strong when at least %(limit)s chose the strong "
            "recommendation, and conditional otherwise.",
            before=agreed,
            limit=share_in_words(rule.strong_at),
        )
    if rule.scale.is_vote:
        return sentence(
            "%(before)s More than 95 %% yes is called strong consensus, more than 75 %% "
            "consensus, more than 50 %% a majority. Abstentions are not counted in these names.",
            before=agreed,
        )
    return agreed


def _class_in_words(rule: Rule, outcome: Outcome) -> Sentence:
    clauses = rule.clauses_for(outcome)
    parts = [condition(rule, clause, first=not i) for i, clause in enumerate(clauses)]
    parts += _groups_in_words(rule, outcome, bare=not clauses)
    conditions = joined(parts)
    match outcome:
        case Outcome.AGREED:
            return sentence("A statement is agreed when %(agreed)s.", agreed=conditions)
        case Outcome.REJECTED:
            return sentence("It is rejected when %(rejected)s.", rejected=conditions)
        case Outcome.NEAR:
            return sentence("It is near agreement when %(near)s.", near=conditions)
        case Outcome.UNDECIDED:
            return sentence(
                "It stays without consensus, whatever else holds, when %(undecided)s.",
                undecided=conditions,
            )


def _groups_in_words(rule: Rule, outcome: Outcome, *, bare: bool) -> list[Sentence]:
    """Say which conditions hold inside groups; the same ones as over everybody in few words."""
    mine = [one for one in rule.group_clauses if one.decides is outcome]
    overall = rule.clauses_for(outcome)
    if (
        mine
        and tuple(one.clause for one in mine) == overall
        and len({_whose(o) for o in mine}) == 1
    ):
        return [sentence("the same holds %(where)s", where=_where(mine[0]))]
    return [
        sentence(
            "%(where)s %(condition)s",
            where=_where(one),
            condition=condition(rule, one.clause, first=bare and not place),
        )
        for place, one in enumerate(mine)
    ]


def _whose(one: GroupClause) -> tuple[Groups, int, tuple[str, ...]]:
    return one.hold_in, one.smallest_group, one.groups


def _where(one: GroupClause) -> Sentence:
    if one.groups and one.hold_in is Groups.EVERY:
        return sentence(
            "in each of these groups with at least %(least)s ratings (%(groups)s)",
            least=one.smallest_group,
            groups=", ".join(one.groups),
        )
    if one.groups:
        return sentence(
            "in at least one of these groups with at least %(least)s ratings (%(groups)s)",
            least=one.smallest_group,
            groups=", ".join(one.groups),
        )
    if one.hold_in is Groups.EVERY:
        return sentence(
            "in each stakeholder group with at least %(least)s ratings", least=one.smallest_group
        )
    return sentence(
        "in at least one stakeholder group with at least %(least)s ratings",
        least=one.smallest_group,
    )


def _outliers_in_words(rule: Rule) -> Sentence:
    limits = rule.outliers
    assert limits is not None
    agreed = sentence(
        "A statement is agreed when %(agreed)s. An outlier is a rating %(distance)s or more "
        "points away from the mean.",
        agreed=_mean_in_words(limits.agreed),
        distance=number_in_words(limits.distance),
    )
    if limits.near is None:
        return agreed
    return sentence(
        "%(before)s It is near agreement when %(near)s.",
        before=agreed,
        near=_mean_in_words(limits.near),
    )


def _mean_in_words(limit: MeanLimit) -> Sentence:
    mean = number_in_words(limit.mean)
    if limit.most_outliers == 0:
        return sentence("the mean is at least %(mean)s and there is no outlier", mean=mean)
    if limit.most_outliers == 1:
        return sentence("the mean is at least %(mean)s with at most 1 outlier", mean=mean)
    return sentence(
        "the mean is at least %(mean)s with at most %(most)s outliers",
        mean=mean,
        most=limit.most_outliers,
    )


def _median_in_words(rule: Rule) -> Sentence:
    assert rule.most_iqr is not None
    if rule.best_is_first:
        edge = sentence("Quartiles are of type %(type)s.", type=rule.quantile_type)
    elif rule.median_convention is MedianConvention.UPPER:
        edge = sentence(
            "A median half a point below a band counts as in it. Quartiles are of type %(type)s.",
            type=rule.quantile_type,
        )
    else:
        edge = sentence(
            "A median between two bands lies in neither. Quartiles are of type %(type)s.",
            type=rule.quantile_type,
        )
    return sentence(
        "A statement is agreed when the median is %(agreed)s and the middle half of the ratings "
        "spans at most %(width)s points; rejected when the median is %(rejected)s and it spans "
        "no more. %(edge)s",
        agreed=place_in_words(rule, BandName.AGREEMENT),
        rejected=place_in_words(rule, BandName.DISAGREEMENT),
        width=number_in_words(rule.most_iqr),
        edge=edge,
    )


def _majorities_in_words(rule: Rule) -> Sentence:
    return sentence(
        "A statement is agreed when more than half of %(whom)s chose %(agreed)s, and at least as "
        "large a share of them as lies on the side of the majority over all statements together "
        "(the average percent of majority opinions); rejected in the same way with %(rejected)s. "
        "The limit comes from the answers and is printed with them.",
        whom=whom(rule),
        agreed=place_in_words(rule, BandName.AGREEMENT),
        rejected=place_in_words(rule, BandName.DISAGREEMENT),
    )


def _appropriateness_in_words(rule: Rule) -> Sentence:
    test = (
        sentence(
            "The panel disagrees when about a third or more rate 1 to 3 and as many rate 7 to 9 "
            "(by the RAND/UCLA table for %(smallest)s to %(largest)s raters).",
            smallest=SMALLEST_PANEL,
            largest=LARGEST_PANEL,
        )
        if rule.method is Method.RAND_TABLE
        else sentence(
            "The panel disagrees when the ratings, from their 30th to their 70th percentile, "
            "lie further apart than symmetry allows (IPR above IPRAS)."
        )
    )
    edge = (
        sentence("A median of 6.5 counts as 7 to 9, one of 3.5 as 4 to 6.")
        if rule.median_convention is MedianConvention.UPPER
        else sentence("Medians of 3.5 and 6.5 count as 4 to 6.")
    )
    return sentence(
        "A statement is appropriate, and agreed, when the median rating is 7 to 9 and the panel "
        "does not disagree; inappropriate, and rejected, when it is 1 to 3 and the panel does "
        "not disagree; uncertain otherwise. %(test)s %(edge)s",
        test=test,
        edge=edge,
    )
