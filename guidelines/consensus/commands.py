"""Commands of the feature: `guidelines consensus …`."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from guidelines.consensus.importers import OPTIONAL, REQUIRED, read_ratings
from guidelines.consensus.rules.analysis import Analysis, StatementResult, analyse
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import Band, Denominator, Method, Rule
from guidelines.consensus.rules.meaning import meaning_for
from guidelines.consensus.rules.presets import PRESETS, adapt, preset, read_rule
from guidelines.consensus.rules.wording import VERDICT_WORDS, in_words
from guidelines.errors import Invalid, sentence
from guidelines.stats.quantiles import TYPES

WIDEST_STATEMENT = 36
_SPAN = re.compile(r"\s*(-?\d{1,4})\s*-\s*(-?\d{1,4})\s*")

group = click.Group("consensus", help="Definitions of consensus and their results.")


@group.command("analyse")
@click.argument("ratings", metavar="RATINGS.csv")
@click.option(
    "--rule",
    "rule_name",
    required=True,
    metavar="NAME|FILE.json",
    help=f"The definition of consensus: {', '.join(PRESETS)}, or a JSON document.",
)
@click.option("--scale", metavar="1-7", help="The lowest and the highest point of the scale.")
@click.option(
    "--bands",
    metavar="1-3,5-7",
    help="The disagreement and the agreement band; one band alone is the agreement band.",
)
@click.option(
    "--quantile",
    type=click.Choice([str(kind) for kind in TYPES]),
    help="The type of quantile (Hyndman and Fan); 7 unless the rule says otherwise.",
)
@click.option(
    "--columns",
    multiple=True,
    metavar="statement=item_id,panelist=respondent",
    help="What the columns are called in the file.",
)
@click.option(
    "--opt-out",
    "opt_outs",
    multiple=True,
    metavar="X=not-my-expertise",
    help=f"An opt-out code of the file and its meaning: {', '.join(OptOut)}.",
)
@click.option(
    "--denominator",
    type=click.Choice([str(choice) for choice in Denominator]),
    help="Of whom shares are taken. Recused people are never among the eligible.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def analyse_command(
    ratings: str,
    rule_name: str,
    scale: str | None,
    bands: str | None,
    quantile: str | None,
    columns: Sequence[str],
    opt_outs: Sequence[str],
    denominator: str | None,
    as_json: bool,
) -> None:
    """Evaluate RATINGS.csv under a definition of consensus; - reads standard input.

    The file has one row for each person and statement, with the columns statement,
    panelist, rating and optional round, group. A rating is a whole number, an opt-out
    code, or empty (not answered). All shares are percentages from 0 to 100. With several
    rounds each statement is evaluated in the last round it was in.
    """
    try:
        rule = adapt(
            _rule(rule_name),
            scale=_span(scale, "scale") if scale else None,
            bands=_bands(bands) if bands else None,
            denominator=Denominator(denominator) if denominator else None,
            quantile_type=int(quantile) if quantile else None,
        )
        answers = read_ratings(
            _content(ratings), rule.scale, _columns(columns), _opt_outs(opt_outs)
        )
        analysis = analyse(rule, answers)
    except Invalid as error:
        rest = len(error.errors) - 1
        more = sentence(" At least %(rest)s more follow.", rest=rest) if rest else ""
        raise click.ClickException(f"{error.message}{more}") from error
    if as_json:
        click.echo(json.dumps(analysis.document(), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_page(analysis)))


def _content(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Invalid(
            {
                "file": sentence(
                    "The file “%(path)s” cannot be read: %(problem)s.",
                    path=path,
                    problem=error.strerror or "unknown problem",
                )
            }
        ) from error


def _rule(name: str) -> Rule:
    if name not in PRESETS and (name.endswith(".json") or Path(name).is_file()):
        return read_rule(_content(name))
    return preset(name)


def _span(text: str, field: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise Invalid(
            {
                field: sentence(
                    "“%(text)s” is not two whole numbers such as 1-7. Check --%(field)s.",
                    text=text,
                    field=field,
                )
            }
        )
    return int(found[1]), int(found[2])


def _bands(text: str) -> tuple[Band | None, Band]:
    bands = [
        Band(*_span(part if "-" in part.strip()[1:] else f"{part}-{part}", "bands"))
        for part in text.split(",")
    ]
    if len(bands) > 2:
        raise Invalid(
            {"bands": sentence("Name at most two bands, disagreement first, for example 1-3,5-7.")}
        )
    return (bands[0] if len(bands) == 2 else None), bands[-1]


def _pairs(texts: Iterable[str], option: str) -> dict[str, str]:
    pairs = {}
    for part in ",".join(texts).split(",") if texts else ():
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise Invalid(
                {
                    option: sentence(
                        "“%(part)s” is not of the form NAME=VALUE. Check --%(option)s.",
                        part=part,
                        option=option,
                    )
                }
            )
        pairs[name] = value
    return pairs


def _columns(texts: Sequence[str]) -> dict[str, str]:
    columns = _pairs(texts, "columns")
    for name in columns:
        if name not in REQUIRED + OPTIONAL:
            raise Invalid(
                {
                    "columns": sentence(
                        "“%(name)s” is none of our columns: %(names)s.",
                        name=name,
                        names=", ".join(REQUIRED + OPTIONAL),
                    )
                }
            )
    return columns


def _opt_outs(texts: Sequence[str]) -> dict[str, OptOut]:
    codes = {}
    for spelling, code in _pairs(texts, "opt-out").items():
        if code not in [*OptOut]:
            raise Invalid(
                {
                    "opt-out": sentence(
                        "“%(code)s” is no opt-out code. Choose one of %(codes)s.",
                        code=code,
                        codes=", ".join(OptOut),
                    )
                }
            )
        codes[spelling] = OptOut(code)
    return codes


def _page(analysis: Analysis) -> list[str]:
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
    lines.append(
        f"{len(analysis.statements)} statements: "
        + ", ".join(f"{count} {word}" for word, count in tally.items())
    )
    lines += ["", "Reliability of the ratings, which is not consensus:"]
    lines += [
        f"  {name.replace('_', ' '):32} {_number(value, 4)}"
        for name, value in analysis.overall.document().items()
    ]
    if analysis.changes:
        pooled = analysis.changes[0]
        lines += ["", f"Stability from round {pooled.rounds[0]} to round {pooled.rounds[1]}:"]
        lines += [
            f"  {name.replace('_', ' '):32} {_number(value, 4)}"
            for name, value in pooled.document().items()
            if name not in ("statement", "round_before", "round_after")
        ]
    return lines


def _table(rule: Rule, statements: Sequence[StatementResult]) -> list[str]:
    by_rand = rule.method is not Method.SHARES
    has_class = by_rand or rule.scale.is_vote
    head = ["statement", "n", "opted out", "missing", "median", "q1", "q3", "% in", "% out"]
    head += ["class"] * has_class + ["result"]
    rows = [head]
    for one in statements:
        r, name = one.result, one.statement
        if len(name) > WIDEST_STATEMENT:
            name = name[: WIDEST_STATEMENT - 1] + "…"
        cells = [name, str(r.n), str(r.n_opted_out), str(r.n_missing)]
        cells += [_number(value, 2) for value in (r.median, r.q1, r.q3)]
        cells += [_number(value, 1) for value in (r.percent_in, r.percent_out)]
        cells += [str((r.rand_class if by_rand else r.awmf_class) or "–")] * has_class
        rows.append([*cells, str(VERDICT_WORDS[r.verdict])])
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    numbers = range(1, 9)
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
