"""The way from the records that were found to the studies that were included.

The boxes are those of PRISMA 2020 (Page et al., BMJ 2021;372:n71) for searches of databases and
registers, with a second column for other sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from guidelines.errors import Invalid, Sentence, sentence

MOST_REASONS = 30
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Flow:
    """The numbers of a flow; None is a number nobody has entered yet.

    `reasons` are pairs of a reason and the number of reports excluded for it at full text;
    the fields that begin with `other_` are those of the second column.
    """

    databases: int | None = None
    registers: int | None = None
    duplicates: int | None = None
    automation: int | None = None
    removed_otherwise: int | None = None
    screened: int | None = None
    excluded: int | None = None
    sought: int | None = None
    not_retrieved: int | None = None
    assessed: int | None = None
    reasons: tuple[tuple[str, int], ...] = ()
    other_identified: int | None = None
    other_sought: int | None = None
    other_not_retrieved: int | None = None
    other_assessed: int | None = None
    other_reasons: tuple[tuple[str, int], ...] = ()
    previous_studies: int | None = None
    previous_reports: int | None = None
    reports: int | None = None
    studies: int | None = None

    @property
    def has_other(self) -> bool:
        """Whether other sources than databases and registers were searched."""
        return any(
            (self.other_identified, self.other_sought, self.other_assessed, self.other_reasons)
        )

    @property
    def is_empty(self) -> bool:
        """Whether no number has been entered yet."""
        return self == Flow()

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        for name in ("reasons", "other_reasons"):
            found[name] = [list(pair) for pair in found[name]]
        return found


NUMBERS = tuple(one.name for one in fields(Flow) if not one.name.endswith("reasons"))


def flow_of(plain: Mapping[str, Any]) -> Flow:
    """Return a flow from stored values."""
    values = {name: plain.get(name) for name in NUMBERS}
    reasons = tuple((str(why), int(n)) for why, n in plain.get("reasons", ()))
    others = tuple((str(why), int(n)) for why, n in plain.get("other_reasons", ()))
    return Flow(**values, reasons=reasons, other_reasons=others)


def read_flow(
    texts: Mapping[str, str],
    reasons: Sequence[tuple[str, str]],
    other_reasons: Sequence[tuple[str, str]] = (),
) -> Flow:
    """Return the flow that texts of a form describe, or raise `Invalid`.

    `reasons` are pairs of texts, reason and number; empty rows are left out.
    """
    mistakes: dict[str, str] = {}
    values = {name: _count(texts.get(name, ""), name, mistakes) for name in NUMBERS}
    read = {
        kind: _reasons(rows, kind, mistakes)
        for kind, rows in (("reasons", reasons), ("other_reasons", other_reasons))
    }
    if mistakes:
        raise Invalid(mistakes)
    return Flow(**values, **read)  # type: ignore[arg-type]


def _reasons(
    rows: Sequence[tuple[str, str]], kind: str, mistakes: dict[str, str]
) -> tuple[tuple[str, int], ...]:
    found = []
    for number, (why, count) in enumerate(rows):
        why = why.strip()
        if not why and not count.strip():
            continue
        if not why or len(why) > 300:
            mistakes[f"{kind}-{number}-why"] = sentence("Give the reason, in a few words.")
        n = _count(count, f"{kind}-{number}-count", mistakes)
        found.append((why, n or 0))
    if len(found) > MOST_REASONS:
        mistakes[kind] = sentence("Keep to %(most)s reasons; join rare ones.", most=MOST_REASONS)
    return tuple(found)


def _count(text: str, name: str, mistakes: dict[str, str]) -> int | None:
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 8 or int(plain) > MOST:
        mistakes[name] = sentence(
            "“%(text)s” is not a number of records such as 120.", text=text.strip()[:40]
        )
        return None
    return int(plain)


def imbalances(flow: Flow, hits: int | None = None) -> list[Sentence]:
    """Return a sentence for each place where the numbers do not add up.

    Only numbers that were entered are compared; removed and excluded ones count as none while
    empty. `hits` is the sum over the search strategies, where every one of them has its number.
    """
    found: list[Sentence] = []
    identified = _sum(flow.databases, flow.registers)
    if hits is not None and identified is not None and hits != identified:
        found.append(
            sentence(
                "The search strategies found %(hits)s records together, but %(identified)s are "
                "given as identified in databases and registers.",
                hits=hits, identified=identified,
            )
        )  # fmt: skip
    removed = _sum(flow.duplicates, flow.automation, flow.removed_otherwise) or 0
    excluded = sum(n for _why, n in flow.reasons)
    other_excluded = sum(n for _why, n in flow.other_reasons)
    for start, less, left, words in (
        (identified, removed, flow.screened, _SCREENED),
        (flow.screened, flow.excluded or 0, flow.sought, _SOUGHT),
        (flow.sought, flow.not_retrieved or 0, flow.assessed, _ASSESSED),
        (flow.other_sought, flow.other_not_retrieved or 0, flow.other_assessed, _OTHER_ASSESSED),
    ):
        if start is not None and left is not None and start - less != left:
            found.append(
                sentence(words.template, start=start, less=less, expected=start - less, left=left)
            )
    if flow.assessed is not None and flow.reports is not None:
        other = (flow.other_assessed or 0) - other_excluded
        expected = flow.assessed - excluded + other
        if expected != flow.reports:
            found.append(
                sentence(
                    "%(assessed)s reports were assessed and %(excluded)s of them excluded with a "
                    "reason, which leaves %(expected)s; but %(reports)s are given as included.",
                    assessed=flow.assessed + (flow.other_assessed or 0),
                    excluded=excluded + other_excluded,
                    expected=expected,
                    reports=flow.reports,
                )
            )
    if flow.other_sought is not None and (flow.other_identified or 0) < flow.other_sought:
        found.append(
            sentence(
                "%(sought)s reports from other sources were sought, but only %(identified)s "
                "identified.",
                sought=flow.other_sought, identified=flow.other_identified or 0,
            )
        )  # fmt: skip
    if flow.studies is not None and flow.reports is not None and flow.studies > flow.reports:
        found.append(
            sentence(
                "%(studies)s studies cannot come from %(reports)s reports: each has at least one.",
                studies=flow.studies, reports=flow.reports,
            )
        )  # fmt: skip
    return found


_SCREENED = sentence(
    "%(start)s records were identified and %(less)s removed before screening, which leaves "
    "%(expected)s; but %(left)s are given as screened."
)
_SOUGHT = sentence(
    "%(start)s records were screened and %(less)s excluded, which leaves %(expected)s; but "
    "%(left)s reports are given as sought."
)
_ASSESSED = sentence(
    "%(start)s reports were sought and %(less)s not retrieved, which leaves %(expected)s; but "
    "%(left)s are given as assessed."
)
_OTHER_ASSESSED = sentence(
    "%(start)s reports from other sources were sought and %(less)s not retrieved, which leaves "
    "%(expected)s; but %(left)s are given as assessed."
)


def _sum(*counts: int | None) -> int | None:
    """Return the sum of what is known, or None where nothing is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
