"""The phrases of which a definition of consensus is told."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind, Denominator
from guidelines.consensus.rules.scales import OVERALL, Band
from guidelines.errors import Sentence, sentence

_MOST_DECIMALS = 8
"""How many a number in a definition can be read with."""


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


def share_in_words(limit: Fraction) -> Sentence:
    """Return a limit as people say it: "75 %", "2 in 3"."""
    hundredfold = limit * 100
    if (100 * hundredfold).denominator == 1:
        return sentence("%(number)s %%", number=f"{float(hundredfold):g}")
    return sentence("%(part)s in %(whole)s", part=limit.numerator, whole=limit.denominator)


def percent_of(limit: Fraction | None) -> str:
    """Return a limit as it stands in a blank: 75, 66.7, 2/3; empty where there is none."""
    if limit is None:
        return ""
    hundredfold = limit * 100
    return f"{float(hundredfold):g}" if (100 * hundredfold).denominator == 1 else str(limit)


def number_in_words(value: Fraction) -> str:
    """Return an exact number in digits, none of them rounded away: "7", "6.5", "20/3"."""
    if (value * 10**_MOST_DECIMALS).denominator != 1:
        return str(value)
    return format((Decimal(value.numerator) / value.denominator).normalize(), "f")


def place_in_words(rule: Rule, name: BandName, dimension: str = OVERALL) -> Sentence:
    """Return what lies in a band of the rule: "7 to 9", "yes", "place 1 to 5"."""
    asked = rule.of_dimension(dimension)
    band = asked.band(name)
    if asked.scale.is_vote:
        return sentence("yes") if band.low else sentence("no")
    if rule.kind is AnswerKind.GRID and dimension == OVERALL:
        if name is BandName.AGREEMENT:
            return sentence("a recommendation for it")
        return sentence("a recommendation against it")
    if asked.best_is_first:
        return sentence("place %(low)s to %(high)s", low=band.low, high=band.high)
    if band.low == band.high:
        return sentence("%(point)s", point=band.low)
    return sentence("%(low)s to %(high)s", low=band.low, high=band.high)


def range_in_words(rule: Rule, clause: Clause) -> Sentence:
    """Return what a clause counts, as people say it: "7, 8 or 9", "4 or 5 for “feasibility”"."""
    asked = rule.of_dimension(clause.dimension)
    if clause.dimension == OVERALL:
        if rule.kind is AnswerKind.GRID or rule.best_is_first:
            return place_in_words(rule, clause.band)
        return band_in_words(asked.band(clause.band))
    return sentence(
        "%(band)s for “%(dimension)s”",
        band=band_in_words(asked.band(clause.band)),
        dimension=rule.dimension(clause.dimension).title,
    )


def whom(rule: Rule) -> Sentence:
    """Return of whom the shares are taken."""
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


def condition(rule: Rule, clause: Clause, *, first: bool) -> Sentence:
    """Return a clause as people say it; the first one of several names of whom."""
    limit, band = share_in_words(clause.limit), place_in_words(rule, clause.band, clause.dimension)
    if clause.dimension != OVERALL:
        band = sentence(
            "%(band)s for “%(dimension)s”",
            band=band,
            dimension=rule.dimension(clause.dimension).title,
        )
    amount = {
        Comparison.AT_LEAST: sentence("at least %(limit)s", limit=limit),
        Comparison.MORE_THAN: sentence("more than %(limit)s", limit=limit),
        Comparison.AT_MOST: sentence("at most %(limit)s", limit=limit),
        Comparison.LESS_THAN: sentence("fewer than %(limit)s", limit=limit),
    }[clause.comparison]
    if not first:
        return sentence("%(amount)s chose %(band)s", amount=amount, band=band)
    return sentence(
        "%(amount)s of %(whom)s chose %(band)s", amount=amount, whom=whom(rule), band=band
    )


def joined(parts: Iterable[Sentence]) -> Sentence:
    """Return several conditions as one: "… and … and …"."""
    first, *rest = parts
    for part in rest:
        first = sentence("%(first)s and %(second)s", first=first, second=part)
    return first
