"""What the record says about how a process went: people, statements, results, in plain English."""

from collections.abc import Mapping
from typing import Any

from guidelines.consensus.queries.course import Course, Held
from guidelines.consensus.queries.minority import replies_to, signed
from guidelines.consensus.queries.recorded_panel import Fact, told
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.rules.plan import Deviating
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.consensus.rules.wording import VERDICT_WORDS, in_words
from guidelines.consensus.rules.writeup import Block, Grid, Listing, Picture, Text
from guidelines.stats.drawings import Step, Words, flow
from guidelines.stats.shares import printed
from guidelines.text.citations import without_keys
from guidelines.text.markdown import plain_text

_LINEAGE = {
    Lineage.NEW: "new",
    Lineage.REWORDED: "reworded",
    Lineage.SPLIT: "split off",
    Lineage.MERGED: "merged",
    Lineage.FROM_COMMENTS: "added from comments",
    Lineage.FROM_PROPOSALS: "added from proposals",
    Lineage.WITHDRAWN: "withdrawn",
}


def course_facts(course: Course) -> dict[str, tuple[Block, ...]]:
    """Return what is known by the name of the fact; what is unknown is left out."""
    found = told(course, FACTS)
    if course.held:
        found["response"] = (_response(course), flow_picture(course))
        found["results"] = (results_table(course),)
        found["by-round"] = tuple(_outcomes(held) for held in course.held if held.entries)
    for name, blocks in {
        "deviations": _deviations(course),
        "changes": history(course),
        "dissent": _dissent(course),
    }.items():
        if blocks:
            found[name] = blocks
    return found


def flow_steps(course: Course) -> list[Step]:
    """Return the flow of people and statements from the invitation to the outcome."""
    steps = [
        Step("Panel", [f"{len(course.panel)} invited"], [f"{len(course.statements)} statements"])
    ]
    for held in course.held:
        one, found = held.round, held.results
        asked = {entry["statement"] for entry in held.entries}
        here = [
            version
            for version in course.versions
            if version.after_round == one.number - 1 and version.statement_id in asked
        ]
        new = sum(v.lineage is not Lineage.REWORDED for v in here) if one.number > 1 else 0
        reworded = sum(v.lineage is Lineage.REWORDED for v in here)
        proposed = found.get("n_proposals")
        right = [f"{len(held.entries)} asked" if proposed is None else f"{proposed} proposals"]
        right += [
            f"of these {n} {word}" for n, word in ((new, "new"), (reworded, "reworded")) if n
        ]
        settled = [
            (held.count(Verdict.FOR), "agreed"),
            (held.count(Verdict.AGAINST), "rejected"),
            (held.count(Verdict.NEAR), "near agreement"),
            (held.count(Verdict.NONE, Verdict.NOT_COMPUTABLE), "without agreement"),
        ]
        right += [f"{n} {word}" for n, word in settled if n]
        left = [
            f"{found['n_ballots']} of {found['n_electors']} answered",
            f"{found['n_complete']} everything, {found['n_partial']} in part",
        ]
        days = f"{course.day(one.opened_at)} to {course.day(one.closed_at)}"
        steps.append(Step(f"Round {one.number}: {days}", left, right))
    return steps


def flow_picture(course: Course) -> Picture:
    """Return the flow chart of a process."""
    steps, title = flow_steps(course), "People and statements from round to round"
    said = " ".join(f"{one.title}: {'; '.join([*one.left, *one.right])}." for one in steps)
    return Picture("flow", flow(steps, Words(title, said), "flow"), title)


def results_table(course: Course) -> Grid:
    """Return the newest result of every statement as one table."""
    rows = [
        (str(entry["number"]), words_of(entry), str(held.round.number), *_outcome(entry))
        for held, entry in sorted(course.last.values(), key=lambda one: int(one[1]["number"]))
    ]
    columns = ("No.", "Statement", "Round", *_OUTCOME)
    return Grid("Outcome of every statement", columns, tuple(rows), frozenset({2, 3, 4, 5}))


_OUTCOME = ("n", "Median", "IQR", "Agreement", "Result")


def _outcome(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        str(entry["n_rated"]),
        figure(entry["median"]),
        figure(entry["iqr"]),
        agreement(entry),
        str(VERDICT_WORDS[Verdict(entry["verdict"])]),
    )


def _outcomes(held: Held) -> Grid:
    """Return how every statement that was asked in a round came out of it."""
    rows = tuple((str(entry["number"]), *_outcome(entry)) for entry in held.entries)
    caption = f"Outcome of each statement in round {held.round.number}"
    return Grid(caption, ("No.", *_OUTCOME), rows, frozenset({1, 2, 3}))


def words_of(entry: Mapping[str, Any]) -> str:
    """Return the words of a statement as it was voted on."""
    return plain_text(without_keys(entry["wording"]))


def figure(value: float | None) -> str:
    """Return a number as people write it, or a dash."""
    return "–" if value is None else f"{round(value, 2):g}"


def agreement(entry: Mapping[str, Any]) -> str:
    """Return the share that agreed with its numbers: "96 % (22 of 23)"."""
    if entry["percent_in"] is None:
        return "–"
    share = f"{printed(float(entry['percent_in'])):g}"
    return f"{share} % ({entry['n_in']} of {entry['denominator']})"


def _dates(course: Course) -> str:
    return " ".join(
        f"Round {one.round.number}: {course.day(one.round.opened_at)} to "
        f"{course.day(one.round.closed_at)}."
        for one in course.held
    )


def _response(course: Course) -> Grid:
    rows = tuple(
        (
            f"Round {one.round.number}",
            str(one.results["n_electors"]),
            str(one.results["n_ballots"]),
            _share(one.results["n_ballots"], one.results["n_electors"]),
            str(one.results["n_complete"]),
            str(one.results["n_partial"]),
        )
        for one in course.held
    )
    columns = ("Round", "Eligible", "Answered", "Share", "Everything", "In part")
    return Grid("Response from round to round", columns, rows, frozenset(range(1, 6)))


def _share(part: int, whole: int) -> str:
    return f"{printed(100 * part / whole):g} %" if whole else "–"


def _deviations(course: Course) -> tuple[Block, ...]:
    lines = [
        f"From round {one.from_round} on, "
        f"{'the definition of consensus' if one.of is Deviating.RULE else 'the plan'} was changed "
        f"({course.day(one.decided_at)}): {one.what} Reason: {one.why}"
        for one in course.process.deviations
    ]
    lines += [f"Round {one.number} was declared void: {one.annulled_why}" for one in course.void]
    lines += [
        f"Statement {line.statement.number} was taken out of round {held.round.number}: "
        f"{line.void_why}"
        for held in course.held
        for line in held.lines
        if line.void_why
    ]
    if lines:
        return (Listing(tuple(lines)),)
    return (Text("There was none on record."),) if course.held else ()


def history(course: Course) -> tuple[Block, ...]:
    """Return which statements were reworded, split, merged, added or withdrawn, and why."""
    lines = tuple(
        f"Statement {one.statement.number}, wording {one.number}, after round {one.after_round}: "
        f"{_LINEAGE[one.lineage]}"
        f"{'' if one.meaning_changed else ' without a change of meaning'}. {one.reason}".strip()
        for one in course.versions
        if one.lineage is not Lineage.NEW
    )
    if lines:
        return (Listing(lines),)
    return (Text("No statement was changed, added or dropped."),) if course.held else ()


def _stability(course: Course) -> str:
    found = [(held.results.get("stability") or {}).get("pooled") for held in course.held]
    return " ".join(
        f"From round {one['round_before']} to {one['round_after']}, {figure(one['n_pairs'])} "
        f"ratings of the same people and wordings were compared: "
        f"{figure(one['percent_unchanged'])} % unchanged, {figure(one['percent_within_one'])} % "
        f"within one point{_kappa(one)}."
        for one in found
        if one is not None
    )


def _kappa(one: Mapping[str, Any]) -> str:
    """Return the weighted kappa; it is not told where few rated only once."""
    kappa = one["kappa_linear"]
    return "" if kappa is None else f", weighted kappa (linear) {figure(kappa)}"


def _comments(course: Course) -> str:
    found = course.remarks
    if not course.held:
        return ""
    return (
        f"The panel wrote {found.written} comments. A moderator showed {found.shown} of them, "
        f"{found.edited} with words taken out that gave their author away, and withheld "
        f"{found.withheld}. Originals are kept."
    )


def _dissent(course: Course) -> tuple[Block, ...]:
    if not course.held:
        return ()
    open_ = [
        f"Statement {entry['number']}: {VERDICT_WORDS[Verdict(entry['verdict'])]}, "
        f"agreement {agreement(entry)}"
        for _held, entry in course.last.values()
        if entry["verdict"] not in (Verdict.FOR, Verdict.AGAINST)
    ]
    blocks: list[Block] = []
    if open_:
        blocks += [Text("Not settled:"), Listing(tuple(open_))]
    blocks += minority_blocks(course)
    return tuple(blocks) or (Text("Every statement was settled; no minority statement."),)


def minority_blocks(course: Course) -> list[Block]:
    """Return the minority statements with who stands behind them, and the answers."""
    replies = replies_to(course.minorities)
    lines = []
    for one in course.minorities:
        line = f"On {one.recommendation_key.removeprefix('rec-')}: {one.text} ({signed(one)})"
        if one.id in replies:
            line += f" Answer of the working group: {replies[one.id].text}"
        lines.append(line)
    return [Text("Minority statements:"), Listing(tuple(lines))] if lines else []


def _summary(course: Course) -> str:
    if not course.held:
        return ""
    last = course.last.values()
    agreed = sum(entry["verdict"] == Verdict.FOR for _held, entry in last)
    return (
        f"{len(course.panel)} panel members, {len(course.held)} "
        f"{'round' if len(course.held) == 1 else 'rounds'}; {agreed} of {len(last)} statements "
        f"agreed. {in_words(course.process.definition)}"
    )


FACTS: Mapping[str, Fact] = {
    "dates": _dates,
    "stability": _stability,
    "comments": _comments,
    "summary": _summary,
}
