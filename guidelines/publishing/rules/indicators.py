"""Quality indicators of recommendations: what is counted, of whom, how, and what is aimed at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from guidelines.errors import Invalid, sentence


class IndicatorKind(StrEnum):
    """What an indicator looks at, as Donabedian divided it."""

    STRUCTURE = "structure"
    PROCESS = "process"
    OUTCOME = "outcome"


class Aim(StrEnum):
    """On which side of the target a good result lies; observed only, there is none."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    OBSERVE = "observe"


LONGEST: Mapping[str, int] = {
    "name": 300,
    "numerator": 1000,
    "denominator": 1000,
    "exclusions": 1000,
    "target": 20,
    "unit": 40,
    "data_source": 500,
    "method": 1000,
    "interval": 200,
    "standard": 500,
}
NEEDED = ("name", "numerator", "denominator", "data_source")
MOST = Decimal(10**9)
COLUMNS = (
    "number", "recommendation", "name", "kind", "numerator", "denominator", "exclusions", "aim",
    "target", "unit", "data_source", "method", "interval", "standard", "key",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator, as people write it.

    `target` is a number as text (``95``), empty where it is only observed; `unit` mostly ``%``.
    `interval` is how often it is measured, `standard` where the target comes from.
    """

    name: str
    kind: IndicatorKind
    numerator: str
    denominator: str
    exclusions: str = ""
    aim: Aim = Aim.AT_LEAST
    target: str = ""
    unit: str = "%"
    data_source: str = ""
    method: str = ""
    interval: str = ""
    standard: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as plain values."""
        return {name: str(value) for name, value in asdict(self).items()}


def measure_from(typed: Mapping[str, str]) -> Measure:
    """Return what was typed as a measure; raise `Invalid` with a sentence for each mistake."""
    said = {name: typed.get(name, "").strip() for name in LONGEST}
    mistakes: dict[str, str] = {}
    for name in NEEDED:
        if not said[name]:
            mistakes[name] = sentence("Write this down: without it nobody can measure it.")
    for name, most in LONGEST.items():
        if len(said[name]) > most:
            mistakes[name] = sentence("Write at most %(most)s characters.", most=most)
    kind = _one_of(IndicatorKind, typed.get("kind", ""), "kind", mistakes)
    aim = _one_of(Aim, typed.get("aim", ""), "aim", mistakes)
    if aim is Aim.OBSERVE:
        said["target"] = ""
    elif aim is not None and "target" not in mistakes:
        said["target"] = _number(said["target"], said["unit"], mistakes)
    if mistakes or kind is None or aim is None:
        raise Invalid(mistakes)
    return Measure(kind=kind, aim=aim, **said)


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(
    choices: type[_Choice], typed: str, field: str, mistakes: dict[str, str]
) -> _Choice | None:
    try:
        return choices(typed)
    except ValueError:
        mistakes[field] = sentence("Choose one of these.")
        return None


def _number(typed: str, unit: str, mistakes: dict[str, str]) -> str:
    try:
        number = Decimal(typed.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= MOST:
        mistakes["target"] = sentence("Give a number, such as 95, or choose “observed only”.")
        return ""
    if unit == "%" and number > 100:
        mistakes["target"] = sentence("A share cannot be more than 100 %.")
    return f"{number.normalize():f}"


def measure_of(row: object) -> Measure:
    """Return the measure of a stored row."""
    return Measure(**{one.name: getattr(row, one.name) for one in fields(Measure)})


def rows_of(indicators: Iterable[Mapping[str, Any]], more: Sequence[str] = ()) -> list[list[str]]:
    """Return published indicators as lines of a table: its columns first.

    `more` are columns that stand before the others: of which guideline each indicator is.
    """
    columns = [*more, *COLUMNS]
    return [columns, *([str(one.get(name, "")) for name in columns] for one in indicators)]
