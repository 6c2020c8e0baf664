"""Commands of the feature: `guidelines consensus …`."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from guidelines.consensus.importers import OPTIONAL, REQUIRED, read_ratings
from guidelines.consensus.rules.analysis import analyse
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import Band, Denominator, Rule
from guidelines.consensus.rules.presets import PRESETS, adapt, read_rule
from guidelines.consensus.rules.printout import drawn, printed_page
from guidelines.consensus.rules.starters import STARTERS, starter
from guidelines.consensus.rules.verifying import (
    check_record,
    on_receipt,
    printed_results,
    read_record,
)
from guidelines.errors import Invalid, sentence
from guidelines.stats.quantiles import TYPES

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
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Draw the distribution of each statement into this file.",
)
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
    plot: Path | None,
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
            _content(ratings), rule.quantity or rule.scale, _columns(columns), _opt_outs(opt_outs)
        )
        analysis = analyse(rule, answers)
        if plot is not None:
            _write(plot, drawn(analysis))
    except Invalid as error:
        rest = len(error.errors) - 1
        more = sentence(" At least %(rest)s more follow.", rest=rest) if rest else ""
        raise click.ClickException(f"{error.message}{more}") from error
    if as_json:
        click.echo(json.dumps(analysis.document(), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(printed_page(analysis)))


@group.command("verify")
@click.argument("record", metavar="RECORD.json")
@click.option("--receipt", metavar="RECEIPT.txt", help="Look for the numbers of this receipt too.")
def verify_command(record: str, receipt: str | None) -> None:
    """Count the published RECORD.json of a round again; exit 1 if anything does not fit.

    A program that does the same from nothing but Python's standard library is
    exports/verify_consensus.py; it is offered beside every result.
    """
    try:
        found = read_record(_content(record))
        wrong = list(map(str, check_record(found)))
        here = on_receipt(found, _content(receipt).decode(errors="replace")) if receipt else None
    except Invalid as error:
        raise click.ClickException(str(error.message)) from error
    click.echo("\n".join(printed_results(found)))
    if here is not None:
        click.echo(f"{here.found} numbers of the receipt are in the record.")
        wrong += [f"The number {number} is not in the record." for number in here.absent]
    for one in wrong:
        click.echo(f"NOT RIGHT  {one}")
    click.echo("Something does not fit." if wrong else "Everything fits.")
    sys.exit(1 if wrong else 0)


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


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Invalid(
            {
                "plot": sentence(
                    "The file “%(path)s” cannot be written: %(problem)s.",
                    path=path,
                    problem=error.strerror or "unknown problem",
                )
            }
        ) from error


def _rule(name: str) -> Rule:
    if name not in STARTERS and (name.endswith(".json") or Path(name).is_file()):
        return read_rule(_content(name))
    return starter(name)


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
