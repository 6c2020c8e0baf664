"""Counting a published record again with the product's own rules.

`exports/verify_consensus.py` does the same from nothing but Python's standard library; the tests
hold one against the other.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule, canonical, sha256_of
from guidelines.consensus.rules.record import FORMAT
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.verdicts import evaluate_all
from guidelines.errors import Invalid, Sentence, sentence
from guidelines.stats.tallies import Tally

Json = Mapping[str, Any]
NO_RECORD = sentence("This is not the published record of a round.")


_NUMBER = re.compile(r"\b[0-9a-f]{16,64}\b")
_STATEMENT = re.compile(r"\D*(\d{1,4})\b")


def read_record(content: bytes) -> Json:
    """Read the record of a round; raises `Invalid` for anything else."""
    try:
        found = json.loads(content)
    except ValueError:
        raise Invalid({"file": NO_RECORD}) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Invalid({"file": NO_RECORD})
    return found


def printed_results(record: Json) -> Iterator[str]:
    """Yield a line for the round and one for each statement."""
    results = record["results"]
    people = results["n_electors"]
    yield f"Round {results['round']}, {people} people, digest {record['sha256']}"
    for entry in results["statements"]:
        share = f"{entry['n_in']} of {entry['denominator']}"
        text = f"{entry['number']:>4}  {entry['verdict']:<18} {share}"
        sealed = entry["verdict"] != entry["verdict_of_all"]
        yield text + (
            f"  ({entry['verdict_of_all']} but for conditions in groups, under seal)"
            if sealed
            else ""
        )


@dataclass(frozen=True)
class OnReceipt:
    """How many numbers of a receipt are in a record, and which are not."""

    found: int
    absent: tuple[str, ...]


def on_receipt(record: Json, receipt: str) -> OnReceipt:
    """Look for the numbers of a receipt; a line may begin with the number of the statement."""
    numbers = {one["version"]: str(one["number"]) for one in record["results"]["statements"]}
    places = {row[0]: numbers[one["version"]] for one in record["answers"] for row in one["rows"]}
    found, absent = 0, []
    for line in receipt.splitlines():
        for number in _NUMBER.findall(line.lower()):
            before = _STATEMENT.match(line)
            hits = {place for key, place in places.items() if key.startswith(number)}
            if hits and (before is None or before[1] in hits):
                found += 1
            else:
                absent.append(number)
    return OnReceipt(found, tuple(absent))


def check_record(record: Json) -> list[Sentence]:
    """Return what does not fit in a record; nothing where everything does.

    Raises
    ------
    Invalid
        If it is not the record of a round.
    """
    try:
        if record["format"] != FORMAT:
            raise KeyError("format")
        return [*_digests(record), *_openings(record), *_figures(record)]
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise Invalid(
            {"file": sentence("This is not the published record of a round.")}
        ) from error


def _digests(record: Json) -> Iterator[Sentence]:
    results = record["results"]
    rest = {key: value for key, value in record.items() if key != "sha256"}
    every = [row[0] for one in record["answers"] for row in one["rows"]]
    for found, stated, what in (
        (fingerprint(rest), record["sha256"], sentence("The record")),
        (fingerprint(results), record["results_sha256"], sentence("The results")),
        (sha256_of(results["rule"]), results["rule_sha256"], sentence("The definition")),
        (sealing.digest(every), results["answers_sha256"], sentence("The list of answers")),
    ):
        if found != stated:
            yield sentence(
                "%(what)s: something was changed, the digest is not the one that is stated.",
                what=what,
            )


def _openings(record: Json) -> Iterator[Sentence]:
    numbers = {one["version"]: one["number"] for one in record["results"]["statements"]}
    for one in record["answers"]:
        for number, answer, salt in one["rows"]:
            opened = sealing.commitment(salt, one["wording_sha256"], answer, one["dimension"])
            if answer != sealing.SEALED and opened != number:
                yield sentence(
                    "Statement %(number)s: the answer %(answer)s was changed.",
                    number=numbers[one["version"]],
                    answer=number[:16],
                )


def _figures(record: Json) -> Iterator[Sentence]:
    results = record["results"]
    rule = Rule.parse(canonical(results["rule"]))
    open_rule = replace(rule, group_clauses=())
    rows = {(one["version"], one["dimension"]): one["rows"] for one in record["answers"]}
    counted = [_counted(rule, entry, rows) for entry in results["statements"]]
    found = evaluate_all(open_rule, counted)
    for entry, result in zip(results["statements"], found, strict=True):
        stated = {"strength": None, **entry, "verdict": entry["verdict_of_all"]}
        again = {"strength": None, **result.document()}
        if "estimates" in again:  # of older records fewer numbers are stated
            again["estimates"] = {name: result.estimated[name] for name in entry["estimates"]}
        beside = (
            {"reason", "strength"} if entry["verdict"] != entry["verdict_of_all"] else {"reason"}
        )
        wrong = sorted(
            name
            for name, value in again.items()
            if name not in beside and stated.get(name) != value
        )
        if not rule.group_clauses and entry["verdict"] != entry["verdict_of_all"]:
            wrong.append("verdict")
        for name in wrong:
            yield sentence(
                "Statement %(number)s: “%(name)s” is not what the answers come to.",
                number=entry["number"],
                name=name,
            )


def _counted(
    rule: Rule, entry: Json, rows: Mapping[tuple[str, str], Sequence[Sequence[str]]]
) -> Counted:
    def of(stated: Json, key: str) -> Counted:
        scale = rule.of_dimension(key).scale
        answers = [row[1] for row in rows[entry["version"], key]]
        ratings = [int(one) for one in answers if one.lstrip("-").isdigit()]
        codes = Counter({OptOut(code): n for code, n in stated["opt_outs"].items()})
        tally = Tally.of(ratings, scale.lowest, scale.highest)
        return Counted(tally, codes, stated["n_eligible"])

    further = {one.key: of(entry["dimensions"][one.key], one.key) for one in rule.dimensions}
    return replace(of(entry, OVERALL), dimensions=further, estimates=_estimates(entry, rows))


def _estimates(
    entry: Json, rows: Mapping[tuple[str, str], Sequence[Sequence[str]]]
) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    """Return the estimates among the answers to a statement; a rating is none."""
    found = []
    for row in rows[entry["version"], OVERALL]:
        if "|" in row[1]:
            lowest, best, highest = map(Fraction, row[1].split("|"))
            found.append((lowest, best, highest))
    return tuple(found)
