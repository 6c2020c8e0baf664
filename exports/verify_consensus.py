#!/usr/bin/env python3
"""Count a consensus round again: python3 verify_consensus.py RECORD.json [--receipt RECEIPT.txt]

RECORD.json is the published record of a round. Everything that can be counted again is counted
again from the opened answers, by the definition of consensus in the record, in exact arithmetic.
Nothing but Python's standard library is needed (3.8 or later), and nothing is sent anywhere.

Exit status: 0 if everything fits, 1 if something does not, 2 if the file cannot be read.
"""

import argparse
import hashlib
import json
import math
import re
import sys
from fractions import Fraction

FORMAT = "concord-round-record-1"
SEALED, NO_RATING = "?", "-"
NOT_RATED = ("not-my-expertise", "prefer-not", "unclear", "skipped", "abstain")


def fingerprint(value):
    """Return the SHA-256 of JSON values, written with sorted keys and without spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def commitment(salt, wording_sha256, dimension, answer):
    """Return the number under which an answer stands in the record and on a receipt."""
    further = [] if dimension == "overall" else [dimension]
    text = "\n".join(["answer-v1", salt, wording_sha256, *further, answer])
    return hashlib.sha256(text.encode()).hexdigest()


def quantile(values, p, kind):
    """Return a quantile of sorted numbers by type 2, 6, 7 or 8 of Hyndman and Fan."""
    n = len(values)
    if kind == 2:
        place = n * p
        rank = math.floor(place)
        if rank != place:
            return Fraction(values[rank])
        return Fraction(values[max(rank, 1) - 1] + values[min(rank + 1, n) - 1]) / 2
    third = Fraction(1, 3)
    place = {6: (n + 1) * p, 7: (n - 1) * p + 1, 8: (n + third) * p + third}[kind]
    place = min(max(place, Fraction(1)), Fraction(n))
    below = math.floor(place)
    low, high = values[below - 1], values[min(below + 1, n) - 1]
    return low + (place - below) * (high - low)


class Counted:
    """The answers to one question about one statement."""

    def __init__(self, rule, ratings, opted_out, eligible, dimension="overall"):
        self.rule, self.ratings = rule, sorted(ratings)
        self.n, self.opted_out, self.eligible = len(ratings), opted_out, eligible
        own = rule if dimension == "overall" else _dimension(rule, dimension)
        self.scale, self.bands = own["scale"], {k: own[k] for k in ("agreement", "disagreement")}
        self.estimated = rule.get("kind") == "estimate" and dimension == "overall"
        self.further = {}

    def inside(self, band):
        """Return how many ratings lie in a band."""
        own = self.bands[band]
        return sum(own["low"] <= rating <= own["high"] for rating in self.ratings)

    def whole(self):
        """Return of how many people shares are taken."""
        return {
            "rated": self.n,
            "rated+opted-out": self.n + self.opted_out,
            "eligible": self.eligible,
        }[self.rule["denominator"]]

    def at(self, p):
        """Return a quantile of the ratings."""
        return quantile(self.ratings, Fraction(p), self.rule["quantile_type"])

    def figures(self):
        """Return the numbers that stand in the record, computed anew."""
        whole, points = self.whole(), range(self.scale["lowest"], self.scale["highest"] + 1)
        found = {
            "n_rated": self.n,
            "n_opted_out": self.opted_out,
            "n_eligible": self.eligible,
            "n_missing": self.eligible - self.n - self.opted_out,
            "counts": {str(point): self.ratings.count(point) for point in points},
            "denominator": whole,
            "n_in": self.inside("agreement"),
            "n_out": self.inside("disagreement"),
        }
        for name, part in (("percent_in", found["n_in"]), ("percent_out", found["n_out"])):
            found[name] = float(Fraction(part, whole) * 100) if self.n and whole else None
        if self.estimated:
            found.update(counts={}, n_in=0, n_out=0, percent_in=None, percent_out=None)
        for name, p in (("q1", "1/4"), ("median", "1/2"), ("q3", "3/4")):
            found[name] = float(self.at(p)) if self.n else None
        found["mean"] = float(Fraction(sum(self.ratings), self.n)) if self.n else None
        return found


def _dimension(rule, key):
    return next(one for one in rule["dimensions"] if one["key"] == key)


def holds(clause, counted):
    """Say whether a share stands to its limit as the clause asks."""
    asked = counted if clause["dimension"] == "overall" else counted.further[clause["dimension"]]
    whole = asked.whole()
    if not asked.n or not whole:
        return False
    found, limit = Fraction(asked.inside(clause["band"]), whole), Fraction(clause["limit"])
    return {
        ">=": found >= limit, ">": found > limit, "<=": found <= limit, "<": found < limit,
    }[clause["comparison"]]  # fmt: skip


def verdict(rule, counted, cutoff):
    """Return the result of one statement, the conditions inside groups left out."""
    if _no_result(rule, counted, cutoff):
        return "not-computable"
    return {
        "shares": _by_shares,
        "grade-grid": _by_shares,
        "rand-table": _by_rand,
        "rand-ipras": _by_rand,
        "outliers": _by_outliers,
        "median-iqr": _by_median,
        "apmo": _by_majorities,
    }[rule["method"]](rule, counted, cutoff)


def _no_result(rule, counted, cutoff):
    n, quorum = counted.n, rule.get("quorum")
    return (
        n < max(rule["least_ratings"], 1)
        or (quorum is not None and n < Fraction(quorum) * counted.eligible)
        or (rule["method"] == "rand-table" and not 8 <= n <= 16)
        or (rule["method"] == "apmo" and cutoff is None)
        or rule["method"] == "description"
    )


def _by_shares(rule, counted, _cutoff):
    def fulfilled(name):
        clauses = rule.get(name) or []
        return bool(clauses) and all(holds(clause, counted) for clause in clauses)

    if fulfilled("undecided_when"):
        return "no-consensus"
    agreed, rejected = fulfilled("agreed_when"), fulfilled("rejected_when")
    if agreed != rejected:
        return "consensus-for" if agreed else "consensus-against"
    return "near" if fulfilled("near_when") and not agreed else "no-consensus"


def _by_rand(rule, counted, _cutoff):
    low, high = (sum(a <= r <= b for r in counted.ratings) for a, b in ((1, 3), (7, 9)))
    if rule["method"] == "rand-table":
        disagreement = min(low, high) >= (counted.n + 1) // 3
    else:
        p30, p70 = counted.at("3/10"), counted.at("7/10")
        allowed = Fraction(235, 100) + Fraction(3, 2) * abs(5 - (p30 + p70) / 2)
        disagreement = p70 - p30 > allowed
    middle, upper = counted.at("1/2"), rule["median_convention"] == "upper"
    if disagreement:
        return "no-consensus"
    if middle >= (Fraction(13, 2) if upper else 7):
        return "consensus-for"
    low_ends = middle < Fraction(7, 2) if upper else middle <= 3
    return "consensus-against" if low_ends else "no-consensus"


def _by_outliers(rule, counted, _cutoff):
    limits, mean = rule["outliers"], Fraction(sum(counted.ratings), counted.n)
    far = sum(abs(rating - mean) >= Fraction(limits["distance"]) for rating in counted.ratings)
    for name, key in (("consensus-for", "agreed"), ("near", "near")):
        limit = limits[key]
        if limit and mean >= Fraction(limit["mean"]) and far <= limit["most_outliers"]:
            return name
    return "no-consensus"


def _by_median(rule, counted, _cutoff):
    if counted.at("3/4") - counted.at("1/4") > Fraction(rule["most_iqr"]):
        return "no-consensus"
    middle, good, bad = counted.at("1/2"), rule["agreement"], rule["disagreement"]
    if rule["kind"] == "ranking":
        agreed, rejected = middle <= good["high"], middle >= bad["low"]
    else:
        half = Fraction(1, 2) if rule["median_convention"] == "upper" else 0
        agreed, rejected = middle >= good["low"] - half, middle <= bad["high"]
    return "consensus-for" if agreed else "consensus-against" if rejected else "no-consensus"


def _strength(rule, counted, found):
    """Return how strong an agreed direction of the GRADE grid is."""
    point = {"consensus-for": 2, "consensus-against": -2}.get(found)
    if rule["method"] != "grade-grid" or point is None:
        return None
    share = Fraction(counted.ratings.count(point), counted.whole())
    return "strong" if share >= Fraction(rule["strong_at"]) else "conditional"


def majorities(statements):
    """Return the average percent of majority opinions: the cut-off of the rule "apmo"."""
    on_the_side = opinions = rated = 0
    for counted in statements:
        if counted.n:
            whole = counted.whole()
            rated, opinions = rated + 1, opinions + whole
            parts = [counted.inside("agreement"), counted.inside("disagreement")]
            on_the_side += sum(part for part in parts if 2 * part > whole)
    return Fraction(on_the_side, opinions) if rated > 1 else None


def _by_majorities(_rule, counted, cutoff):
    whole = counted.whole()
    for name, band in (("consensus-for", "agreement"), ("consensus-against", "disagreement")):
        share = Fraction(counted.inside(band), whole)
        if 2 * share > 1 and share >= cutoff:
            return name
    return "no-consensus"


def problems(record):
    """Yield a sentence for each thing in a record that does not fit."""
    if record.get("format") != FORMAT:
        yield "This is not a record of a round that this program knows."
        return
    yield from _wrong_digests(record)
    results = record["results"]
    rows = {(one["version"], one["dimension"]): one for one in record["answers"]}
    lengths = {len(one["rows"]) for one in rows.values()}
    if len(lengths) > 1:
        yield "Some statements have more answers than others: a row was dropped or added."
    asked = ["overall", *(one["key"] for one in results["rule"].get("dimensions") or [])]
    expected = {(one["version"], key) for one in results["statements"] for key in asked}
    if set(rows) != expected or len(rows) != len(record["answers"]):
        yield "The answers are not those to the statements of the results."
        return
    for one in rows.values():
        yield from _wrong_rows(results, one)
    yield from _wrong_results(results, rows, asked)


def _wrong_digests(record):
    results = record["results"]
    rest = {key: value for key, value in record.items() if key != "sha256"}
    every = sorted(row[0] for one in record["answers"] for row in one["rows"])
    digest = hashlib.sha256("\n".join(every).encode()).hexdigest()
    for found, stated, what in (
        (fingerprint(rest), record.get("sha256"), "The record"),
        (fingerprint(results), record.get("results_sha256"), "The results"),
        (fingerprint(results["rule"]), results["rule_sha256"], "The definition of consensus"),
        (digest, results["answers_sha256"], "The list of answers"),
    ):
        if found != stated:
            yield f"{what} was changed: its digest is not the one that is stated."


def _wrong_rows(results, one):
    sealed = sum(answer == SEALED for _number, answer, _salt in one["rows"])
    entry = next(e for e in results["statements"] if e["version"] == one["version"])
    name = f"Statement {entry['number']}"
    double = results["rule"].get("conflicted") == "double-vote"
    least = results["n_not_counted"]
    if not least <= sealed <= least + (entry["n_recused"] if double else 0):
        yield f"{name}: answers were sealed that ought to be open."
    if one["wording_sha256"] != entry["wording_sha256"]:
        yield f"{name}: the answers belong to another wording."
    for number, answer, salt in one["rows"]:
        opened = commitment(salt, one["wording_sha256"], one["dimension"], answer)
        if answer != SEALED and opened != number:
            yield f"{name}: the answer {number[:16]} was changed."


def _wrong_results(results, rows, asked):
    rule, population = results["rule"], results["n_population"]
    counted = []
    for entry in results["statements"]:
        cells, place = {}, f"Statement {entry['number']}"
        for key in asked:
            stated = entry if key == "overall" else entry["dimensions"][key]
            yield from _impossible(entry, stated, rows[entry["version"], key], population)
            answers = [row[1] for row in rows[entry["version"], key]["rows"]]
            ratings = [int(a) for a in answers if re.fullmatch(r"-?\d+", a)]
            if rule.get("kind") == "estimate" and key == "overall":
                ratings = [Fraction(a.split("|")[1]) for a in answers if a.count("|") == 2]
            cells[key] = one = Counted(
                rule, ratings, stated["n_opted_out"], stated["n_eligible"], key
            )
            for name, value in one.figures().items():
                if stated[name] != value:
                    yield f"{place}: {name} is {value}, but {stated[name]} is stated."
        cells["overall"].further = cells
        counted.append(cells["overall"])
    cutoff = majorities(counted) if rule["method"] == "apmo" else None
    for row, entry in enumerate(results["statements"]):
        found, stated = verdict(rule, counted[row], cutoff), entry["verdict_of_all"]
        if found != stated:
            yield f"Statement {entry['number']}: the result is {found}, but {stated} is stated."
        strength = _strength(rule, counted[row], found)
        if entry["verdict"] == stated and entry.get("strength") != strength:
            yield f"Statement {entry['number']}: its strength is not what the answers come to."
        if not rule.get("group_clauses") and entry["verdict"] != stated:
            yield f"Statement {entry['number']}: two different results are stated."


def _impossible(entry, stated, one, population):
    blank = sum(answer == NO_RATING for _number, answer, _salt in one["rows"])
    codes = stated["opt_outs"]
    if (
        stated["n_eligible"] + stated["n_recused"] != population
        or sum(codes.get(code, 0) for code in NOT_RATED) != stated["n_opted_out"]
        or codes.get("recused", 0) != stated["n_recused"]
        or not stated["n_opted_out"] <= blank
        or blank > stated["n_opted_out"] + stated["n_recused"] + stated["n_missing"]
    ):
        yield f"Statement {entry['number']}: the totals of those who did not rate do not fit."


def missing_from(record, receipt):
    """Return the numbers of a receipt that are not in a record, and how many are.

    Each line may hold the number of the statement before the number of the answer.
    """
    numbers = {one["version"]: one["number"] for one in record["results"]["statements"]}
    places = {}
    for one in record["answers"]:
        for row in one["rows"]:
            places[row[0]] = str(numbers[one["version"]])
    absent, found = [], 0
    for line in receipt.splitlines():
        for number in re.findall(r"\b[0-9a-f]{16,64}\b", line.lower()):
            before = re.match(r"\D*(\d{1,4})\b", line)
            hits = {place for key, place in places.items() if key.startswith(number)}
            if hits and (before is None or before.group(1) in hits):
                found += 1
            else:
                absent.append(number)
    return absent, found


def main(arguments=None):
    """Read a record, count it again and print what was found."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("record", metavar="RECORD.json")
    options.add_argument("--receipt", metavar="RECEIPT.txt", help="look for these numbers")
    chosen = options.parse_args(arguments)
    try:
        with open(chosen.record, encoding="utf-8") as file:
            record = json.load(file)
        wrong = list(problems(record))
        receipt = ""
        if chosen.receipt:
            with open(chosen.receipt, encoding="utf-8") as file:
                receipt = file.read()
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        sys.stderr.write(f"This file cannot be read as the record of a round: {error!r}\n")
        return 2
    said = lines(record, wrong)
    if chosen.receipt and not (wrong and record.get("format") != FORMAT):
        absent, found = missing_from(record, receipt)
        said.append(f"{found} numbers of the receipt are in the record.")
        wrong += [f"The number {number} is not in the record." for number in absent]
    said += [f"NOT RIGHT  {sentence}" for sentence in wrong]
    said.append("Something does not fit." if wrong else "Everything fits.")
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if wrong else 0


def lines(record, wrong):
    """Return what a person reads about the results of a record."""
    if wrong and record.get("format") != FORMAT:
        return []
    results = record["results"]
    people, digest = results["n_electors"], record.get("sha256")
    found = [f"Round {results['round']}, {people} people, digest {digest}"]
    for entry in results["statements"]:
        share = f"{entry['n_in']} of {entry['denominator']}"
        text = f"{entry['number']:>4}  {entry['verdict']:<18} {share}"
        if entry["verdict"] != entry["verdict_of_all"]:
            text += (
                f"  ({entry['verdict_of_all']} but for conditions in groups, checked under seal)"
            )
        found.append(text)
    return found


if __name__ == "__main__":
    sys.exit(main())
