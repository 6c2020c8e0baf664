"""The report of a process by a checklist: what is on record, was written, or is missing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import Process, ReportText
from guidelines.consensus.queries.course import Course, Held, course_of
from guidelines.consensus.queries.recorded_course import (
    agreement,
    course_facts,
    figure,
    flow_picture,
    history,
    minority_blocks,
    results_table,
    words_of,
)
from guidelines.consensus.queries.recorded_method import method_facts
from guidelines.consensus.queries.recorded_panel import panel_facts
from guidelines.consensus.queries.recorded_people import people_facts
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import span_of
from guidelines.consensus.rules.writeup import Block, Listing, Part, Picture, Text
from guidelines.db import session
from guidelines.stats.drawings import Words
from guidelines.stats.plots import Bars, Strip, comparison, strips
from guidelines.stats.spans import span

CHECKLISTS = ("accord", "delphistar", "credes")
LICENCE = "data-licence"
"""The text that says under which licence the open data stand."""

_FOLDER = Path(__file__).parents[1] / "checklists"
_TOGETHER = 8


@dataclass(frozen=True)
class Item:
    """One item of a checklist, in our own words.

    `fact` names what the record knows of it, several with spaces between; `field` the text that
    answers it.
    """

    id: str
    section: str
    text: str
    fact: str
    field: str


@dataclass(frozen=True)
class Checklist:
    """A reporting guideline, with where it comes from and under which licence."""

    name: str
    title: str
    about: str
    source: str
    licence: str
    items: tuple[Item, ...]


@lru_cache(maxsize=len(CHECKLISTS))
def checklist(name: str) -> Checklist:
    """Return a checklist by its name; any other name gives the first."""
    known = name if name in CHECKLISTS else CHECKLISTS[0]
    content = json.loads((_FOLDER / f"{known}.json").read_text())
    items = tuple(Item(**one) for one in content.pop("items"))
    return Checklist(name=known, items=items, **content)


@dataclass(frozen=True)
class Answered:
    """An item with what the record says to it and what the working group wrote."""

    item: Item
    blocks: tuple[Block, ...]
    text: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing answers it yet."""
        return not self.blocks and not self.text


@dataclass(frozen=True)
class Report:
    """A process by a checklist."""

    course: Course
    checklist: Checklist
    answers: tuple[Answered, ...]

    @property
    def missing(self) -> list[Item]:
        """The items that nothing answers yet."""
        return [one.item for one in self.answers if one.is_missing]

    @property
    def sections(self) -> list[tuple[str, list[Answered]]]:
        """The answers by section, in order."""
        names = dict.fromkeys(one.item.section for one in self.answers)
        return [
            (name, [one for one in self.answers if one.item.section == name]) for name in names
        ]


def report_of(process: Process, name: str = CHECKLISTS[0]) -> Report:
    """Return the report of a process by one of the checklists."""
    course = course_of(process)
    facts = {
        **panel_facts(course),
        **method_facts(course),
        **course_facts(course),
        **people_facts(course),
    }
    texts = texts_of(process)
    found = checklist(name)
    answers = tuple(
        Answered(
            item,
            tuple(block for name in item.fact.split() for block in facts.get(name, ())),
            texts.get(item.field, ""),
        )
        for item in found.items
    )
    return Report(course, found, answers)


def texts_of(process: Process) -> dict[str, str]:
    """Return what the working group wrote, by field."""
    rows = session.scalars(select(ReportText).where(ReportText.process_id == process.id))
    return {row.item: row.text for row in rows if row.text}


def parts_of(report: Report, methods: str) -> list[Part]:
    """Return the whole report as parts to be printed."""
    course, found = report.course, report.checklist
    summary: list[Block] = [Text(methods)] if methods else []
    if course.held:
        summary += [flow_picture(course), results_table(course)]
    parts = [Part("Summary", tuple(summary))]
    for name, answers in report.sections:
        answered = tuple(_answered(one, summary) for one in answers)
        parts.append(Part(f"{found.title}: {name}", (), answered))
    if course.held:
        parts.append(Part("Distributions", tuple(distributions(course))))
        parts.append(Part("Statement history", history(course)))
    if course.minorities:
        parts.append(Part("Minority statements", tuple(minority_blocks(course)[1:])))
    if course.explorations:
        lines = tuple(explored(course))
        parts.append(Part("Exploratory analyses", (Text(EXPLORATORY, quiet=True), Listing(lines))))
    missing = tuple(f"{one.id}: {one.text}" for one in report.missing)
    if missing:
        parts.append(Part("Still missing", (Listing(missing),)))
    about = (Text(found.about), Text(found.source), Text(found.licence, quiet=True))
    parts.append(Part("About this checklist", about))
    return parts


EXPLORATORY = (
    "Done after the report was frozen. They change no result, and are listed here because a look "
    "that nobody knows of can mislead."
)


def explored(course: Course) -> list[str]:
    """Return each exploratory run in a sentence."""
    return [
        f"{course.day(one.ran_at)}, {one.person.name}, round {one.round_number}: "
        f"{one.found.get('said', one.kind.value)}"
        for one in course.explorations
    ]


def _answered(one: Answered, summary: Sequence[Block]) -> Part:
    blocks = [block for block in one.blocks if block not in summary]
    if len(blocks) < len(one.blocks):
        blocks.append(Text("See the summary.", quiet=True))
    if one.text:
        blocks += [Text(line) for line in one.text.split("\n\n")]
    if not blocks:
        blocks = [Text("Still missing.", quiet=True)]
    return Part(f"{one.item.id}. {one.item.text}", tuple(blocks))


def bars_of(entry: dict[str, Any], rule: Rule) -> Bars:
    """Return the published counts of a statement as they are drawn."""
    named = {label.point: label.words for label in rule.scale.labels}
    plain = rule.scale.is_vote or bool(named)
    quartiles = (entry["q1"], entry["q3"]) if entry["q1"] is not None else None
    return Bars(
        counts={int(point): n for point, n in entry["counts"].items()},
        agreement=(rule.agreement.low, rule.agreement.high),
        disagreement=(rule.disagreement.low, rule.disagreement.high),
        median=None if plain else entry["median"],
        quartiles=None if plain else quartiles,
        low="" if plain else rule.scale.low_label,
        high="" if plain else rule.scale.high_label,
        names={1: "yes", 0: "no"} if rule.scale.is_vote else named,
    )


def distributions(course: Course) -> list[Picture]:
    """Return how every statement was rated, and how it changed from round to round."""
    rows = sorted(course.last.values(), key=lambda one: int(one[1]["number"]))
    drawn = [(held, entry) for held, entry in rows if entry["counts"]]
    pictures = []
    groups = [drawn[start : start + _TOGETHER] for start in range(0, len(drawn), _TOGETHER)]
    for place, some in enumerate(groups, start=1):
        shown = [_strip(held, entry) for held, entry in some]
        title = f"Ratings of statements {some[0][1]['number']} to {some[-1][1]['number']}"
        said = " ".join(f"{one.label}: {one.figures}." for one in shown)
        key = f"distributions-{place}"
        pictures.append(Picture(key, strips(shown, Words(title, said), key), title))
    pictures += [one for held, entry in rows for one in _estimated(held, entry)]
    return pictures + [picture for _held, entry in drawn for picture in _moved(course, entry)]


def _estimated(held: Held, entry: dict[str, Any]) -> Sequence[Picture]:
    """Return what was estimated about a statement."""
    shown, quantity = span_of(entry), held.rule.quantity
    if shown is None or quantity is None:
        return ()
    title = f"Estimates on statement {entry['number']} ({quantity.unit})"
    said = (
        f"{entry['n_rated']} estimates; best: median {figure(shown.median)}, middle half "
        f"{figure(shown.q1)} to {figure(shown.q3)}; usual range {figure(shown.usual[0])} to "
        f"{figure(shown.usual[1])}; all answers {figure(shown.whole[0])} to "
        f"{figure(shown.whole[1])}."
    )
    key = f"estimates-{entry['number']}"
    return (Picture(key, span(shown, Words(title, said), key), title),)


def _strip(held: Held, entry: dict[str, Any]) -> Strip:
    median = "" if held.rule.scale.is_vote else f", median {figure(entry['median'])}"
    figures = f"round {held.round.number}: n {entry['n_rated']}{median}, {agreement(entry)}"
    return Strip(f"{entry['number']}. {words_of(entry)}", bars_of(entry, held.rule), figures)


def _moved(course: Course, entry: dict[str, Any]) -> Sequence[Picture]:
    """Return the change of a statement that was asked twice on the same scale."""
    asked = course.answers_to(entry["statement"])[-2:]
    if len(asked) < 2 or asked[0][0].rule.scale.points != asked[1][0].rule.scale.points:
        return ()
    (held, before), (later, after) = asked
    title = f"Statement {entry['number']} from round to round"
    names = (
        f"Round {held.round.number} (n {before['n_rated']})",
        f"Round {later.round.number} (n {after['n_rated']})",
    )
    said = f"Agreement {agreement(before)}, then {agreement(after)}."
    key = f"moved-{entry['number']}"
    words = Words(title, said, "agree", "disagree")
    old, new = bars_of(before, held.rule), bars_of(after, later.rule)
    return (Picture(key, comparison(old, new, words, names, key), title),)


def fields() -> frozenset[str]:
    """Return the names of all texts that a report can have."""
    items = frozenset(one.field for name in CHECKLISTS for one in checklist(name).items)
    return items | {LICENCE}
