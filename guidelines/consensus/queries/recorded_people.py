"""What the record says about people as numbers: who tried it, who was there, who came back."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from babel import Locale
from sqlalchemy import select

from guidelines.audit import AuditEntry
from guidelines.consensus.queries.course import Course, Held
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.suppression import shown_parts
from guidelines.consensus.rules.writeup import Block, Grid, Text
from guidelines.db import session
from guidelines.events import RoundTried
from guidelines.stats.shares import printed

_ABOUT = {"discipline": "Discipline", "country": "Country", "years": "Years of experience"}
_NUMBERS = frozenset(range(1, 6))


def people_facts(course: Course) -> dict[str, tuple[Block, ...]]:
    """Return what is known by the name of the fact; what is unknown is left out."""
    found = {
        "trial": _trial(course),
        "profile": profile_tables(course),
        "attrition": attrition_tables(course),
    }
    return {name: tuple(blocks) for name, blocks in found.items() if blocks}


def _trial(course: Course) -> list[Block]:
    """Return how many tried each questionnaire before it opened; nobody's answers."""
    numbers = {one.id: one.number for one in course.rounds}
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain == course.process.project_id, AuditEntry.event == RoundTried.name)
        .order_by(AuditEntry.number)
    )
    said = [
        f"Before round {numbers[one.detail['round_id']]} opened, {_people(one.detail['people'])} "
        f"of the office tried the questionnaire as a panel member sees it; "
        f"{one.detail['finished']} went through to the end. Their answers were wiped and are "
        "counted nowhere."
        for one in entries
        if one.detail["round_id"] in numbers
    ]
    return [Text(" ".join(said))] if said else []


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n} people"


def profile_tables(course: Course) -> list[Block]:
    """Return the panel by discipline, country and years, once nobody can join any more.

    No line is about fewer people than the smallest cell, and neither is what is left of all.
    """
    if course.process.state is not ProcessState.REPORTED or not course.held:
        return []
    k = course.process.definition.smallest_cell
    profiles = [one.profile for one in course.panel]
    tables: list[Block] = []
    for key, title in _ABOUT.items():
        counts = Counter(_tidy(one.get(key, "")) for one in profiles)
        shown = shown_parts(counts, k)
        if not shown - {""}:
            continue
        names = _names(key, profiles)
        rows = [(names[one], str(counts[one])) for one in shown - {""}]
        rows.sort(key=lambda row: (-int(row[1]), row[0]))
        rest = len(profiles) - sum(counts[one] for one in shown)
        if rest:
            rows.append(("Other", str(rest)))
        if "" in shown:
            rows.append(("Not said", str(counts[""])))
        caption = f"The panel by {title.lower()}"
        tables.append(Grid(caption, (title, "People"), tuple(rows), frozenset({1})))
    if not tables:
        return [
            Text(f"Fewer than {k} said the same of themselves: nothing is counted.", quiet=True)
        ]
    return tables


def _tidy(said: str) -> str:
    return " ".join(said.casefold().split())


def _names(key: str, profiles: list[dict[str, Any]]) -> Mapping[str, str]:
    """Return how a tidied word is written: as most wrote it; a country by its name."""
    written = Counter(" ".join(str(one[key]).split()) for one in profiles if one.get(key))
    found: dict[str, str] = {}
    for words, _n in written.most_common():
        found.setdefault(_tidy(words), words)
    if key == "country":
        known = Locale("en").territories
        return {one: known.get(words.upper(), words) for one, words in found.items()}
    return found


def attrition_tables(course: Course) -> list[Block]:
    """Return retention over all rounds, in groups, and how those who left had rated."""
    found = [held for held in course.held if held.results.get("attrition")]
    if not found:
        return []
    last = found[-1].results["attrition"]
    rows = tuple(
        (
            f"Round {one['round']}",
            str(one["invited"]),
            str(one["answered"]),
            _share(one["answered"], one["invited"]),
            str(one["retained"]),
            _share(one["retained"], last["rounds"][0]["answered"]),
        )
        for one in last["rounds"]
    )
    columns = ("Round", "Asked", "Answered", "Response", "In every round so far", "Retention")
    tables: list[Block] = [Grid("Who came back", columns, rows, _NUMBERS)]
    if last["groups"]:
        tables.append(_groups(last))
    elif last["groups_sealed"]:
        tables.append(Text(_SEALED, quiet=True))
    for held in found:
        tables += _leaving(course, held)
    return tables


_SEALED = (
    "Retention inside the groups is not told: something about fewer people than the smallest cell "
    "would follow from it."
)


def _groups(found: Mapping[str, Any]) -> Grid:
    rows = tuple(
        (
            one["group"] or "–",
            str(one["first"]),
            str(one["retained"]),
            _share(one["retained"], one["first"]),
        )
        for one in found["groups"]
    )
    caption = "Who came back, by stakeholder group"
    if found["groups_sealed"]:
        caption += " (groups in which few stayed or left are not told)"
    columns = ("Group", "Answered first", "In every round so far", "Retention")
    return Grid(caption, columns, rows, frozenset({1, 2, 3}))


def _leaving(course: Course, held: Held) -> list[Block]:
    found = held.results["attrition"]["leaving"]
    if held.rule.kind is not AnswerKind.RATING or held.rule.scale.is_vote:
        return []
    numbers = {one.id: one.statement.number for one in course.versions}
    lines = sorted(found["statements"], key=lambda one: numbers[one["version"]])
    rows = tuple(
        (
            str(numbers[one["version"]]),
            f"{one['median_leavers']:g}",
            str(one["leavers"]),
            f"{one['median_stayers']:g}",
            str(one["stayers"]),
            "–" if one["p"] is None else f"{one['p']:.3f}",
        )
        for one in lines
    )
    where = f"round {found['round']} by those who answered round {held.round.number} or did not"
    if not rows:
        return [
            Text(
                f"How those who left had rated is not told for {where}: they were too few, or "
                "nobody left.",
                quiet=True,
            )
        ]
    columns = ("Statement", "Median, left", "n", "Median, stayed", "n", "p (rank sum)")
    note = "With few people a large p is no evidence that both rated alike."
    return [Grid(f"Ratings of {where}", columns, rows, _NUMBERS), Text(note, quiet=True)]


def _share(part: int, whole: int) -> str:
    return f"{printed(100 * part / whole):g} %" if whole else "–"
