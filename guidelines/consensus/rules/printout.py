"""An analysis as a person reads it: a page of text, and the distributions drawn."""

from collections.abc import Mapping, Sequence

from guidelines.consensus.rules.analysis import Analysis, StatementResult
from guidelines.consensus.rules.definition import Method, Rule
from guidelines.consensus.rules.meaning import meaning_for
from guidelines.consensus.rules.phrases import band_in_words
from guidelines.consensus.rules.wording import VERDICT_WORDS, in_words
from guidelines.stats.drawings import Words
from guidelines.stats.plots import Bars, Strip, strips
from guidelines.stats.resampling import LEVEL

WIDEST_STATEMENT = 36
WIDEST_SKETCH = 11
_BLOCKS = "·▁▂▃▄▅▆▇█"
_CLASSES = (Method.RAND_TABLE, Method.RAND_IPRAS)


def printed_page(analysis: Analysis) -> list[str]:
    """Return the lines that a person reads."""
    rule = analysis.rule
    origin = f" (from {rule.based_on})" if rule.based_on else ""
    eligible = max(one.result.n_eligible for one in analysis.statements)
    lines = [
        f"Definition of consensus: {rule.name}{origin}",
        str(in_words(rule)),
        str(meaning_for(rule, eligible)),
        f"Source: {rule.source}",
        f"SHA-256: {rule.sha256}",
        "",
        *_table(rule, analysis.statements),
        "",
    ]
    tally: dict[str, int] = {}
    for one in analysis.statements:
        word = str(VERDICT_WORDS[one.result.verdict])
        tally[word] = tally.get(word, 0) + 1
    several = "" if len(analysis.statements) == 1 else "s"
    lines.append(
        f"{len(analysis.statements)} statement{several}: "
        + ", ".join(f"{count} {word}" for word, count in tally.items())
    )
    reasons = dict.fromkeys(
        str(one.result.reason) for one in analysis.statements if one.result.reason
    )
    lines += [f"Not computable: {reason}" for reason in reasons]
    cutoff = next((one.result.cutoff for one in analysis.statements if one.result.cutoff), None)
    if cutoff is not None:
        lines.append(f"Average percent of majority opinions: {_number(float(cutoff * 100), 1)} %")
    lines += _groups(analysis)
    lines += ["", *_reliability(analysis)]
    if analysis.changes:
        pooled = analysis.changes[0]
        lines += ["", f"Stability from round {pooled.rounds[0]} to round {pooled.rounds[1]}:"]
        lines += _values(pooled.document(), leave=("statement", "round_before", "round_after"))
    if analysis.attrition is not None:
        lines += ["", "Who came back:"]
        lines += [
            f"  round {number}: {one.answered} of {one.invited} answered, {one.retained} of the "
            "first round's people in every round so far"
            for number, one in analysis.attrition.rounds.items()
        ]
    return lines


def _reliability(analysis: Analysis) -> list[str]:
    """Return W, alpha and AC with their intervals, and what none of them is."""
    intervals = analysis.overall.intervals()
    lines = ["Reliability of the ratings, which is not consensus:"]
    for line in _values(analysis.overall.document()):
        name = line.split("  ")[1].strip().replace(" ", "_")
        ends = intervals.get(name)
        if isinstance(ends, list):
            line += f"  ({_number(ends[0], 4)} to {_number(ends[1], 4)})"
        lines.append(line)
    return [
        *lines,
        f"  In brackets: {LEVEL:.0%} bootstrap intervals over the statements. W is of those who "
        "rated every statement.",
    ]


def _values(document: Mapping[str, object], leave: Sequence[str] = ()) -> list[str]:
    return [
        f"  {name.replace('_', ' '):32} {_number(value, 4)}"
        for name, value in document.items()
        if name not in leave
    ]


def _groups(analysis: Analysis) -> list[str]:
    """Return the shares in the agreement band of each stakeholder group, where there are any."""
    names = sorted({name for one in analysis.statements for name in one.groups})
    if not names:
        return []
    rows = [["statement", *(f"{name}: n, % in" for name in names)]]
    for one in analysis.statements:
        cells = [one.groups.get(name) for name in names]
        rows.append(
            [
                _short(one.statement),
                *(
                    f"{cell.n}  {_number(cell.percent_in, 1):>5}" if cell is not None else "–"
                    for cell in cells
                ),
            ]
        )
    return ["", "By stakeholder group:", *_aligned(rows, numbers=range(1, len(names) + 1))]


def _short(name: str) -> str:
    return name if len(name) <= WIDEST_STATEMENT else name[: WIDEST_STATEMENT - 1] + "…"


def _table(rule: Rule, statements: Sequence[StatementResult]) -> list[str]:
    by_rand = rule.method in _CLASSES
    strength = rule.method is Method.GRADE_GRID
    by_mean = rule.method is Method.OUTLIERS
    has_class = by_rand or rule.scale.is_vote or strength or by_mean
    head = ["statement", "n", "opted out", "missing", "median", "q1", "q3", "% in", "% out"]
    small = len(rule.scale.points) <= WIDEST_SKETCH
    head += (
        ["mean, outliers" if by_mean else "class"] * has_class
        + ["result"]
        + ["distribution"] * small
    )
    rows = [head]
    for one in statements:
        r = one.result
        cells = [_short(one.statement), str(r.n), str(r.n_opted_out), str(r.n_missing)]
        cells += [_number(value, 2) for value in (r.median, r.q1, r.q3)]
        cells += [_number(value, 1) for value in (r.percent_in, r.percent_out)]
        kind = str((r.rand_class if by_rand else r.awmf_class) or "–")
        if strength:
            kind = {True: "strong", False: "conditional", None: "–"}[r.strong]
        if by_mean and r.n:
            kind = f"{_number(r.description.mean, 2)}, {r.n_outliers}"
        cells += [kind] * has_class
        cells.append(str(VERDICT_WORDS[r.verdict]))
        rows.append([*cells, *[_sketch(r.counts)] * small])
    return _aligned(rows, numbers=range(1, 9))


def _sketch(counts: Mapping[int, int]) -> str:
    """Return a distribution as one block for each point, the tallest for the most chosen."""
    most = max([*counts.values(), 1])
    return "".join(_BLOCKS[-(-8 * count // most)] for _, count in sorted(counts.items()))


def _aligned(rows: Sequence[Sequence[str]], numbers: range) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if i in numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _number(value: object, decimals: int) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)


def drawn(analysis: Analysis) -> str:
    """Return the distributions of all statements as one SVG drawing."""
    rule = analysis.rule
    words = Words(
        title="Ratings by statement",
        description=f"How many chose each point from {rule.scale.lowest} to "
        f"{rule.scale.highest}; the definition of consensus is {rule.name}.",
        agree=f"agreement: {band_in_words(rule.agreement)}",
        disagree=f"disagreement: {band_in_words(rule.disagreement)}",
    )
    return strips([_strip(rule, one) for one in analysis.statements], words)


def _strip(rule: Rule, one: StatementResult) -> Strip:
    r = one.result
    bars = Bars(
        counts=r.counts,
        agreement=(rule.agreement.low, rule.agreement.high),
        disagreement=(rule.disagreement.low, rule.disagreement.high),
        median=r.median,
        quartiles=None if r.q1 is None or r.q3 is None else (r.q1, r.q3),
        low=rule.scale.low_label,
        high=rule.scale.high_label,
    )
    figures = (
        f"n {r.n}, median {_number(r.median, 2)}, {_number(r.percent_in, 1)} % agree: "
        f"{VERDICT_WORDS[r.verdict]}"
    )
    return Strip(one.statement, bars, figures)
