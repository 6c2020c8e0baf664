"""The definition of consensus in plain words, and what it means for this panel.

Every template is a literal inside `sentence`, so that it can be translated; the values of
a sentence may be sentences themselves.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from guidelines.consensus.rules.definition import (
    Band,
    BandName,
    Clause,
    Comparison,
    Denominator,
    Method,
    Rule,
)
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.errors import Sentence, sentence
from guidelines.stats.appropriateness import (
    LARGEST_PANEL,
    SMALLEST_PANEL,
    MedianConvention,
    panel_limits,
)
from guidelines.stats.strength import ConsensusStrength, dissent_tolerated

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
    if rule.method is not Method.SHARES:
        return _appropriateness_in_words(rule)
    agreed = sentence(
        "A statement is agreed when %(agreed)s.", agreed=_joined(rule, rule.agreed_when)
    )
    if rule.rejected_when:
        agreed = sentence(
            "%(before)s It is rejected when %(rejected)s.",
            before=agreed,
            rejected=_joined(rule, rule.rejected_when),
        )
    if rule.near_when:
        agreed = sentence(
            "%(before)s It is near agreement when %(near)s.",
            before=agreed,
            near=_joined(rule, rule.near_when),
        )
    if rule.scale.is_vote:
        return sentence(
            "%(before)s More than 95 %% yes is called strong consensus, more than 75 %% "
            "consensus, more than 50 %% a majority. Abstentions are not counted in these names.",
            before=agreed,
        )
    return agreed


def meaning_for(rule: Rule, n: int) -> Sentence:
    """Return what the definition asks of a panel of `n` people if everybody answers."""
    if n < rule.least_ratings:
        return sentence(
            "With your panel of %(n)s this gives no result: a statement needs at least "
            "%(least)s ratings.",
            n=n,
            least=rule.least_ratings,
        )
    if rule.method is Method.RAND_TABLE:
        return _table_for(n)
    if rule.method is Method.RAND_IPRAS:
        return sentence(
            "With your %(n)s people no fixed number can be named: how far ratings may lie "
            "apart depends on where on the scale they lie.",
            n=n,
        )
    if rule.scale.is_vote:
        return _votes_for(rule, n)
    conditions = [_needed(rule, clause, n) for clause in rule.agreed_when]
    return sentence(
        "With your %(n)s people this means %(conditions)s if everybody rates.",
        n=n,
        conditions=_and(conditions),
    )


def fewest(clause: Clause, n: int) -> int | None:
    """Return the fewest of `n` that fulfil the clause, or None where none do."""
    return next((part for part in range(n + 1) if clause.holds(part, n)), None)


def most(clause: Clause, n: int) -> int | None:
    """Return the most of `n` that fulfil the clause, or None where none do."""
    return next((part for part in range(n, -1, -1) if clause.holds(part, n)), None)


def band_in_words(band: Band) -> Sentence:
    """Return the points of a band as people say them: "7, 8 or 9", "0 to 5"."""
    match band.high - band.low:
        case 0:
            return sentence("%(point)s", point=band.low)
        case 1:
            return sentence("%(low)s or %(high)s", low=band.low, high=band.high)
        case 2:
            return sentence(
                "%(low)s, %(middle)s or %(high)s",
                low=band.low,
                middle=band.low + 1,
                high=band.high,
            )
    return sentence("%(low)s to %(high)s", low=band.low, high=band.high)


def _band(rule: Rule, name: BandName) -> Band:
    return rule.agreement if name is BandName.AGREEMENT else rule.disagreement


def _range(rule: Rule, name: BandName) -> Sentence:
    band = _band(rule, name)
    if rule.scale.is_vote:
        return sentence("yes") if band.low else sentence("no")
    if band.low == band.high:
        return sentence("%(point)s", point=band.low)
    return sentence("%(low)s to %(high)s", low=band.low, high=band.high)


def _limit(clause: Clause) -> Sentence:
    hundredfold = clause.limit * 100
    if (100 * hundredfold).denominator == 1:
        return sentence("%(number)s %%", number=f"{float(hundredfold):g}")
    return sentence(
        "%(part)s in %(whole)s", part=clause.limit.numerator, whole=clause.limit.denominator
    )


def _whom(rule: Rule) -> Sentence:
    match rule.denominator, rule.scale.is_vote:
        case Denominator.RATED, False:
            return sentence("those who rated it")
        case Denominator.RATED, True:
            return sentence("those who voted yes or no")
        case Denominator.RATED_AND_OPTED_OUT, False:
            return sentence("those who rated it or said that they cannot judge it")
        case Denominator.RATED_AND_OPTED_OUT, True:
            return sentence("those who voted yes or no or abstained")
        case _:
            return sentence("all who may answer, whether they answered or not,")


def _joined(rule: Rule, clauses: tuple[Clause, ...]) -> Sentence:
    return _and(_condition(rule, clause, first=not i) for i, clause in enumerate(clauses))


def _condition(rule: Rule, clause: Clause, *, first: bool) -> Sentence:
    limit, band = _limit(clause), _range(rule, clause.band)
    amount = {
        Comparison.AT_LEAST: sentence("at least %(limit)s", limit=limit),
        Comparison.MORE_THAN: sentence("more than %(limit)s", limit=limit),
        Comparison.AT_MOST: sentence("at most %(limit)s", limit=limit),
        Comparison.LESS_THAN: sentence("fewer than %(limit)s", limit=limit),
    }[clause.comparison]
    if not first:
        return sentence("%(amount)s chose %(band)s", amount=amount, band=band)
    return sentence(
        "%(amount)s of %(whom)s chose %(band)s", amount=amount, whom=_whom(rule), band=band
    )


def _and(parts: Iterable[Sentence]) -> Sentence:
    first, *rest = parts
    for part in rest:
        first = sentence("%(first)s and %(second)s", first=first, second=part)
    return first


def _needed(rule: Rule, clause: Clause, n: int) -> Sentence:
    band = band_in_words(_band(rule, clause.band))
    upper = clause.comparison in (Comparison.AT_MOST, Comparison.LESS_THAN)
    number = most(clause, n) if upper else fewest(clause, n)
    if number is None:
        return sentence("a limit that no number of answers can reach (%(band)s)", band=band)
    if upper and number == 0:
        return sentence("nobody may choose %(band)s", band=band)
    if upper:
        return sentence("at most %(number)s may choose %(band)s", number=number, band=band)
    if number == n:
        return sentence("all %(number)s must choose %(band)s", number=number, band=band)
    return sentence("at least %(number)s must choose %(band)s", number=number, band=band)


def _votes_for(rule: Rule, n: int) -> Sentence:
    tolerated = dissent_tolerated(n)
    return sentence(
        "With your %(n)s people, if everybody votes yes or no, this means %(conditions)s. "
        "Strong consensus %(strong)s, consensus %(consensus)s, a majority %(majority)s.",
        n=n,
        conditions=_and(_votes_needed(clause, n) for clause in rule.agreed_when),
        strong=_tolerates(tolerated[ConsensusStrength.STRONG]),
        consensus=_tolerates(tolerated[ConsensusStrength.CONSENSUS]),
        majority=_tolerates(tolerated[ConsensusStrength.MAJORITY]),
    )


def _votes_needed(clause: Clause, n: int) -> Sentence:
    number = fewest(clause, n) if clause.band is BandName.AGREEMENT else most(clause, n)
    if number is None:
        return sentence("a limit that no number of votes can reach")
    if clause.band is BandName.DISAGREEMENT:
        return sentence("at most %(number)s may vote no", number=number)
    return sentence("at least %(number)s must vote yes", number=number)


def _tolerates(dissenters: int | None) -> Sentence:
    match dissenters:
        case None:
            return sentence("is out of reach")
        case 0:
            return sentence("needs every vote")
        case 1:
            return sentence("bears 1 vote against")
        case _:
            return sentence("bears up to %(number)s votes against", number=dissenters)


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


def _table_for(n: int) -> Sentence:
    if not SMALLEST_PANEL <= n <= LARGEST_PANEL:
        return sentence(
            "With your %(n)s people this definition cannot be used: its table holds for "
            "%(smallest)s to %(largest)s raters. Choose RAND/UCLA with IPRAS.",
            n=n,
            smallest=SMALLEST_PANEL,
            largest=LARGEST_PANEL,
        )
    limits = panel_limits(n)
    return sentence(
        "With your %(n)s people, if everybody rates, the panel disagrees when at least %(each)s "
        "choose 1, 2 or 3 and at least %(each)s choose 7, 8 or 9. It agrees when at most "
        "%(outside)s rate outside the third of the scale that holds the median. A statement "
        "rated by fewer than %(smallest)s gets no result.",
        n=n,
        each=limits.least_at_each_end,
        outside=limits.most_outside,
        smallest=SMALLEST_PANEL,
    )
