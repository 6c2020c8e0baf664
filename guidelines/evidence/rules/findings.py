"""A row of a summary of findings, from the texts of a form or a table file."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from guidelines.errors import Sentence, sentence
from guidelines.evidence.rules.effects import COUNTED, RATIOS, Measure
from guidelines.evidence.rules.grade import MOST_DOWN, MOST_UP, Design, Lift, Reason
from guidelines.evidence.rules.judgements import CERTAINTY_LEVELS, Certainty
from guidelines.evidence.rules.outcomes import Outcome

E = TypeVar("E", bound=StrEnum)

LEVEL_WORDS = ("none", "serious", "very serious", "extremely serious")
LIFT_WORDS = ("none", "large", "very large")
_OTHER_WORDS = {
    "not serious": 0, "no": 0, "undetected": 0, "strongly suspected": 1, "suspected": 1,
    "yes": 1, "present": 1, "likely": 1, "very likely": 2, "-": 0, "–": 0,
}  # fmt: skip
_DESIGN_WORDS = {
    "randomised trials": Design.RANDOMISED, "randomized trials": Design.RANDOMISED,
    "rct": Design.RANDOMISED, "rcts": Design.RANDOMISED, "randomized": Design.RANDOMISED,
    "observational studies": Design.NON_RANDOMISED, "observational": Design.NON_RANDOMISED,
    "cohort": Design.NON_RANDOMISED, "nrsi": Design.NON_RANDOMISED,
    "non-randomised studies": Design.NON_RANDOMISED,
    "diagnostic accuracy": Design.ACCURACY, "prognostic cohort": Design.PROGNOSTIC,
    "case series": Design.CASES, "expert evidence": Design.EXPERTS,
}  # fmt: skip
_MEASURE_WORDS = {
    "risk ratio": Measure.RISK_RATIO, "relative risk": Measure.RISK_RATIO,
    "odds ratio": Measure.ODDS_RATIO, "hazard ratio": Measure.HAZARD_RATIO,
    "risk difference": Measure.RISK_DIFFERENCE, "mean difference": Measure.MEAN_DIFFERENCE,
    "standardised mean difference": Measure.STANDARDISED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in forms, its heading in files, and what may stand in it."""

    name: str
    heading: str
    expected: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("name", "Outcome", "words"),
    Column("rating", "Importance", "1 to 9"),
    Column("studies", "Studies", "a whole number"),
    Column("participants", "Participants", "a whole number"),
    Column("design", "Design", ", ".join(Design)),
    Column("follow_up", "Follow-up", "words"),
    Column("measure", "Measure", ", ".join(one.upper() for one in Measure)),
    Column("estimate", "Effect", "a number"),
    Column("lower", "Lower limit", "a number"),
    Column("upper", "Upper limit", "a number"),
    Column("baseline", "Baseline per 1000", "0 to 1000"),
    Column("risk-of-bias", "Risk of bias", ", ".join(LEVEL_WORDS)),
    Column("risk-of-bias-note", "Risk of bias: why"),
    Column("inconsistency", "Inconsistency", ", ".join(LEVEL_WORDS[:3])),
    Column("inconsistency-note", "Inconsistency: why"),
    Column("indirectness", "Indirectness", ", ".join(LEVEL_WORDS[:3])),
    Column("indirectness-note", "Indirectness: why"),
    Column("imprecision", "Imprecision", ", ".join(LEVEL_WORDS)),
    Column("imprecision-note", "Imprecision: why"),
    Column("publication-bias", "Publication bias", "none, suspected, very likely"),
    Column("publication-bias-note", "Publication bias: why"),
    Column("large-effect", "Large effect", ", ".join(LIFT_WORDS)),
    Column("large-effect-note", "Large effect: why"),
    Column("dose-response", "Dose-response", "none, yes"),
    Column("dose-response-note", "Dose-response: why"),
    Column("confounding", "Confounding would weaken the effect", "none, yes"),
    Column("confounding-note", "Confounding: why"),
    Column("settled", "Certainty", ", ".join(Certainty)),
    Column("reason", "Certainty: why not by rule"),
    Column("finding", "What was found", "words"),
)
_LONGEST = {"name": 300, "follow_up": 200, "finding": 2000, "reason": 1000}


class _Cells:
    """The texts of one row, read one after another; mistakes are gathered by column."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.mistakes: dict[str, Sentence] = {}

    def text(self, name: str) -> str:
        """Return a text, trimmed."""
        found = self.texts.get(name, "").strip()
        most = _LONGEST.get(name, 1000)
        if len(found) > most:
            self.mistakes[name] = sentence("Keep this to %(most)s characters.", most=most)
        return found

    def number(self, name: str, lowest: float, highest: float) -> float | None:
        """Return a number within its limits, or None where nothing stands."""
        text = self.text(name)
        if not text:
            return None
        value = number_in(text)
        if value is None or not lowest <= value <= highest:
            if math.isfinite(lowest) and math.isfinite(highest):
                self.mistakes[name] = sentence(
                    "“%(text)s” is not a number from %(low)s to %(high)s.",
                    text=text[:60], low=f"{lowest:g}", high=f"{highest:g}",
                )  # fmt: skip
            else:
                self.mistakes[name] = sentence(
                    "“%(text)s” is not a number such as 0.75.", text=text[:60]
                )
            return None
        return value

    def whole(self, name: str) -> int | None:
        """Return a whole number, or None where nothing stands."""
        text = self.text(name)
        plain = re.sub(r"[\s\u00a0\u202f]|(?<=\d)[,.](?=\d{3}(?!\d))", "", text)
        plain = plain.removesuffix(".0")  # a spreadsheet's way to write a whole number
        if not text:
            return None
        if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
            self.mistakes[name] = sentence(
                "“%(text)s” is not a whole number such as 12.", text=text[:60]
            )
            return None
        return int(plain)

    def choice(self, name: str, kind: type[E], words: Mapping[str, E]) -> E | None:
        """Return one of the choices by its value or another word for it."""
        text = self.text(name).casefold()
        if not text:
            return None
        plain = text.replace("_", "-").replace(" ", "-")
        for member in kind:
            if member.value in (text, plain):
                return member
        if text in words:
            return words[text]
        self.mistakes[name] = sentence(
            "“%(text)s” is none of: %(choices)s.", text=text[:60], choices=", ".join(kind)
        )
        return None

    def level(self, name: str, words: tuple[str, ...], most: int) -> tuple[int, str]:
        """Return how many levels a reason counts, and its footnote."""
        text = self.text(name).casefold().replace("-", " ").strip()
        note = self.text(f"{name}-note")
        levels = _level_in(text, words)
        if levels is None or levels > most:
            known = [*words[: most + 1]] if most > 1 else ["none", "yes"]
            self.mistakes[name] = sentence(
                "“%(text)s” is none of: %(choices)s.", text=text[:60], choices=", ".join(known)
            )
            return 0, note
        if levels and not note:
            self.mistakes[f"{name}-note"] = sentence(
                "Say why, in a few words; it becomes the footnote."
            )
        return levels, note


def number_in(text: str) -> float | None:
    """Return the number that a text is, with a point or a comma, or None."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-").replace("–", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})", plain, re.ASCII):
        return None
    return float(plain)


def _level_in(text: str, words: tuple[str, ...]) -> int | None:
    if not text:
        return 0
    if text in words:
        return words.index(text)
    if text in _OTHER_WORDS:
        return _OTHER_WORDS[text]
    value = number_in(text)
    return int(value) if value is not None and value in (0, 1, 2, 3) else None


def read_finding(texts: Mapping[str, str]) -> tuple[Outcome | None, dict[str, Sentence]]:
    """Return the outcome that a row of texts describes, and its mistakes by column.

    With a mistake there is no outcome. Empty cells are things nobody knows yet.
    """
    cells = _Cells(texts)
    name = cells.text("name")
    if not name:
        cells.mistakes["name"] = sentence("Name the outcome.")
    rating = cells.number("rating", 1, 9)
    numbers = _effect(cells)
    down = _reasons(cells, Reason, lambda reason: (LEVEL_WORDS, MOST_DOWN[reason]))
    up = _reasons(cells, Lift, lambda lift: (LIFT_WORDS, MOST_UP[lift]))
    outcome = Outcome(
        name=name,
        rating=5.0 if rating is None else rating,
        settled=cells.choice("settled", Certainty, {"very low": Certainty.VERY_LOW}),
        finding=cells.text("finding"),
        key=cells.text("key")[:20],
        design=cells.choice("design", Design, _DESIGN_WORDS),
        studies=cells.whole("studies"),
        participants=cells.whole("participants"),
        follow_up=cells.text("follow_up"),
        reason=cells.text("reason"),
        down=down,
        up=up,
        **numbers,
    )
    if outcome.design is None and (down or up) and "design" not in cells.mistakes:
        cells.mistakes["design"] = sentence("Choose the design; it is where the rating starts.")
    by_rule = outcome.by_rule
    if outcome.settled and by_rule and outcome.settled is not by_rule and not outcome.reason:
        cells.mistakes["reason"] = sentence(
            "By rule this is %(level)s. Say why you rate it otherwise.",
            level=CERTAINTY_LEVELS[by_rule],
        )
    if outcome.settled is by_rule:
        outcome = replace(outcome, settled=None, reason="")
    return (None if cells.mistakes else outcome), cells.mistakes


def _reasons(
    cells: _Cells, kind: type[E], limits: Callable[[E], tuple[tuple[str, ...], int]]
) -> dict[E, tuple[int, str]]:
    read = {one: cells.level(one.value, *limits(one)) for one in kind}
    return {one: value for one, value in read.items() if value[0]}


def _effect(cells: _Cells) -> dict[str, Any]:
    """Read measure, effect with its interval, and baseline risk."""
    measure = cells.choice("measure", Measure, _MEASURE_WORDS)
    lowest = 0 if measure in RATIOS else -math.inf
    values = {
        name: cells.number(name, lowest, math.inf) for name in ("estimate", "lower", "upper")
    }
    baseline = cells.number("baseline", 0, 1000)
    estimate, lower, upper = values["estimate"], values["lower"], values["upper"]
    if estimate is not None and measure is None and "measure" not in cells.mistakes:
        cells.mistakes["measure"] = sentence("Choose what this number is, such as RR.")
    if (lower is None) != (upper is None) and not {"lower", "upper"} & set(cells.mistakes):
        cells.mistakes["upper" if upper is None else "lower"] = sentence(
            "Give both limits of the interval, or none."
        )
    elif lower is not None and upper is not None:
        if estimate is None and "estimate" not in cells.mistakes:
            cells.mistakes["estimate"] = sentence("Give the effect that the interval belongs to.")
        elif estimate is not None and not lower <= estimate <= upper:
            cells.mistakes["estimate"] = sentence(
                "The effect %(effect)s does not lie between its limits %(low)s and %(high)s.",
                effect=f"{estimate:g}", low=f"{lower:g}", high=f"{upper:g}",
            )  # fmt: skip
    if baseline is not None and measure is not None and measure not in COUNTED:
        cells.mistakes["baseline"] = sentence(
            "A baseline risk goes with RR, OR, HR or RD. Leave it empty for a difference of means."
        )
    return {"measure": measure, "baseline": baseline, **values}


def texts_of(outcome: Outcome) -> dict[str, str]:
    """Return an outcome as the texts of its row: what `read_finding` reads back."""
    texts = {
        "name": outcome.name,
        "key": outcome.key,
        "rating": f"{outcome.rating:g}",
        "design": outcome.design or "",
        "follow_up": outcome.follow_up,
        "measure": outcome.measure or "",
        "settled": outcome.settled or "",
        "reason": outcome.reason,
        "finding": outcome.finding,
    }
    for name in ("studies", "participants", "estimate", "lower", "upper", "baseline"):
        value = getattr(outcome, name)
        texts[name] = "" if value is None else f"{value:.12g}"
    for reason in Reason:
        levels, note = outcome.down.get(reason, (0, ""))
        texts[reason.value], texts[f"{reason}-note"] = LEVEL_WORDS[levels], note
    for lift in Lift:
        levels, note = outcome.up.get(lift, (0, ""))
        words = LIFT_WORDS if lift is Lift.LARGE_EFFECT else ("none", "yes")
        texts[lift.value], texts[f"{lift}-note"] = words[levels], note
    return texts
