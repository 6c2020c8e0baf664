"""What a definition of consensus means for a panel of a certain size, before anybody votes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import Verdict, decide, is_strong
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import band_in_words, joined, range_in_words
from guidelines.consensus.rules.policies import AnswerKind, Method
from guidelines.errors import Sentence, sentence
from guidelines.stats.appropriateness import LARGEST_PANEL, SMALLEST_PANEL, panel_limits
from guidelines.stats.strength import ConsensusStrength, dissent_tolerated
from guidelines.stats.tallies import Tally


def meaning_for(rule: Rule, n: int) -> Sentence:
    """Return what the definition asks of a panel of `n` people if everybody answers."""
    if n < rule.least_ratings:
        return sentence(
            "With your panel of %(n)s this gives no result: a statement needs at least "
            "%(least)s ratings.",
            n=n,
            least=rule.least_ratings,
        )
    meant = _everybody_rates(rule, n)
    if rule.quorum:
        meant = sentence(
            "%(before)s At least %(needed)s must rate a statement, or it gets no result.",
            before=meant,
            needed=ceil(rule.quorum * n),
        )
    if rule.undecided_when:
        meant = sentence("%(before)s What keeps it without consensus comes on top.", before=meant)
    if rule.group_clauses:
        meant = sentence("%(before)s What is asked inside the groups comes on top.", before=meant)
    return meant


def _everybody_rates(rule: Rule, n: int) -> Sentence:
    match rule.method:
        case Method.RAND_TABLE:
            return _table_for(n)
        case Method.RAND_IPRAS:
            return sentence(
                "With your %(n)s people no fixed number can be named: how far ratings may lie "
                "apart depends on where on the scale they lie.",
                n=n,
            )
        case Method.APMO:
            return sentence(
                "With your %(n)s people more than half, at least %(least)s, must choose "
                "%(band)s; the limit itself is known only when everybody has rated.",
                n=n,
                least=n // 2 + 1,
                band=band_in_words(rule.agreement),
            )
        case Method.DESCRIPTION:
            return sentence("With your %(n)s people nothing is decided, only described.", n=n)
        case Method.OUTLIERS | Method.MEDIAN_IQR:
            return _dissent_for(rule, n)
    if rule.scale.is_vote:
        return _votes_for(rule, n)
    meant = sentence(
        "With your %(n)s people this means %(conditions)s if everybody rates.",
        n=n,
        conditions=joined(_needed(rule, clause, n) for clause in rule.agreed_when),
    )
    if rule.strong_at is None:
        return meant
    return sentence(
        "%(before)s A strong recommendation needs %(strong)s of them to choose it as strong.",
        before=meant,
        strong=ceil(rule.strong_at * n),
    )


def _dissent_for(rule: Rule, n: int) -> Sentence:
    best, _, worst = _points(rule)
    bears = tolerated(rule, n, best, worst, Verdict.FOR)
    if bears is None:
        return sentence("With your %(n)s people no statement can be agreed.", n=n)
    if bears == 0:
        return sentence(
            "With your %(n)s people this bears nobody who rates %(worst)s where all others rate "
            "%(best)s.",
            n=n,
            worst=worst,
            best=best,
        )
    return sentence(
        "With your %(n)s people this bears up to %(bears)s who rate %(worst)s where all others "
        "rate %(best)s.",
        n=n,
        bears=bears,
        worst=worst,
        best=best,
    )


@dataclass(frozen=True)
class Power:
    """How many dissenters each class bears, by the size of the panel; None: out of reach.

    `best` is the answer that all the others give.
    """

    columns: tuple[Sentence, ...]
    rows: tuple[tuple[int, tuple[int | None, ...]], ...]
    best: str = ""


def power(rule: Rule, n: int, around: int = 3) -> Power:
    """Return what each class bears on panels of about `n` people if everybody answers.

    The dissenters are counted where all others choose the best answer. Empty where the
    definition has no limits that can be known in advance.
    """
    columns = _columns(rule)
    sizes = range(max(2, n - around), max(2, n) + around + 1) if columns else ()
    return Power(
        tuple(words for words, _ in columns),
        tuple((size, tuple(bears(size) for _, bears in columns)) for size in sizes),
        "" if rule.scale.is_vote or not columns else _said(rule, _points(rule)[0]),
    )


def tolerated(
    rule: Rule, n: int, best: int, dissent: int, wanted: Verdict, *, strong: bool = False
) -> int | None:
    """Return the most of `n` people who may choose `dissent` where the others choose `best`.

    None where the class is out of reach even if nobody dissents. What the definition asks inside
    groups is left out.
    """
    alone = replace(rule, group_clauses=())
    accepted = {Verdict.NEAR, Verdict.FOR} if wanted is Verdict.NEAR else {wanted}

    def reached(dissenters: int) -> bool:
        chosen = [best] * (n - dissenters) + [dissent] * dissenters
        counted = Counted(Tally.of(chosen, rule.scale.lowest, rule.scale.highest))
        verdict = decide(alone, counted).verdict
        return verdict in accepted and (not strong or bool(is_strong(alone, counted, verdict)))

    if not reached(0):
        return None
    return next((one - 1 for one in range(1, n + 1) if not reached(one)), n)


_Column = tuple[Sentence, Callable[[int], int | None]]


def _columns(rule: Rule) -> list[_Column]:
    if rule.method in (Method.APMO, Method.DESCRIPTION):
        return []
    if rule.scale.is_vote:
        classes = (
            (sentence("Strong consensus: so many may vote no"), ConsensusStrength.STRONG),
            (sentence("Consensus: so many may vote no"), ConsensusStrength.CONSENSUS),
            (sentence("Majority: so many may vote no"), ConsensusStrength.MAJORITY),
        )
        return [(words, _votes_against(name)) for words, name in classes]
    best, middle, worst = _points(rule)
    columns: list[_Column] = []
    for name, verdict in _classes(rule):
        for point in (middle, worst):
            if point is not None:
                words = sentence(
                    "%(name)s: so many may answer %(point)s",
                    name=name,
                    point=_said(rule, point),
                )
                columns.append((words, _bears(rule, best, point, verdict)))
    if rule.kind is AnswerKind.GRID:
        weak = best - 1
        words = sentence("Strong: so many may answer %(point)s", point=_said(rule, weak))
        columns.append((words, _bears(rule, best, weak, Verdict.FOR, strong=True)))
    return columns


def _classes(rule: Rule) -> list[tuple[Sentence, Verdict]]:
    classes = [(sentence("Agreed"), Verdict.FOR)]
    if rule.near_when or (rule.outliers is not None and rule.outliers.near is not None):
        classes.append((sentence("Near agreement"), Verdict.NEAR))
    return classes


def _votes_against(name: ConsensusStrength) -> Callable[[int], int | None]:
    return lambda n: dissent_tolerated(n)[name]


def _bears(
    rule: Rule, best: int, point: int, verdict: Verdict, *, strong: bool = False
) -> Callable[[int], int | None]:
    return lambda n: tolerated(rule, n, best, point, verdict, strong=strong)


def _points(rule: Rule) -> tuple[int, int | None, int]:
    """Return the best answer, one between the bands where there is one, and the worst."""
    low, high = sorted((rule.agreement, rule.disagreement), key=lambda band: band.low)
    between = range(low.high + 1, high.low)
    middle = between[len(between) // 2] if between else None
    if rule.best_is_first:
        return rule.agreement.low, middle, rule.disagreement.high
    return rule.agreement.high, middle, rule.disagreement.low


def _said(rule: Rule, point: int) -> str:
    words = rule.scale.words(point)
    return words if rule.kind is AnswerKind.GRID and words else str(point)


def fewest(clause: Clause, n: int) -> int | None:
    """Return the fewest of `n` that fulfil the clause, or None where none do."""
    return next((part for part in range(n + 1) if clause.holds(part, n)), None)


def most(clause: Clause, n: int) -> int | None:
    """Return the most of `n` that fulfil the clause, or None where none do."""
    return next((part for part in range(n, -1, -1) if clause.holds(part, n)), None)


def _needed(rule: Rule, clause: Clause, n: int) -> Sentence:
    band = range_in_words(rule, clause)
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
    bears = dissent_tolerated(n)
    return sentence(
        "With your %(n)s people, if everybody votes yes or no, this means %(conditions)s. "
        "Strong consensus %(strong)s, consensus %(consensus)s, a majority %(majority)s.",
        n=n,
        conditions=joined(_votes_needed(clause, n) for clause in rule.agreed_when),
        strong=_bearing(bears[ConsensusStrength.STRONG], n),
        consensus=_bearing(bears[ConsensusStrength.CONSENSUS], n),
        majority=_bearing(bears[ConsensusStrength.MAJORITY], n),
    )


def _votes_needed(clause: Clause, n: int) -> Sentence:
    number = fewest(clause, n) if clause.band is BandName.AGREEMENT else most(clause, n)
    if number is None:
        return sentence("a limit that no number of votes can reach")
    if clause.band is BandName.DISAGREEMENT:
        return sentence("at most %(number)s may vote no", number=number)
    return sentence("at least %(number)s must vote yes", number=number)


def _bearing(dissenters: int | None, n: int) -> Sentence:
    match dissenters:
        case None:
            return sentence("is out of reach")
        case 0:
            return sentence("needs all %(n)s", n=n)
        case 1:
            return sentence("bears 1 vote against")
        case _:
            return sentence("bears up to %(number)s votes against", number=dissenters)


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
