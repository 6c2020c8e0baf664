"""The plan of a guideline as one frozen record: what is asked, of whom, and how it is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.errors import Conflict, Sentence, sentence

SCHEMA = "plan/1"

PARTS: Mapping[str, Sentence] = {
    "title": sentence("Title"),
    "scope": sentence("Scope"),
    "questions": sentence("Questions"),
    "people": sentence("People"),
    "panel": sentence("Panel"),
    "bodies": sentence("Who signs"),
    "consensus": sentence("How the panel agrees"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the plan that is not as it was signed: its lines then and now."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def title(self) -> Sentence:
        """What the part is called."""
        return PARTS[self.part]


def lines_of(plan: Mapping[str, Any], part: str) -> tuple[str, ...]:
    """Return one part of a plan as lines that people read; none where it is empty."""
    value = plan.get(part)
    match part:
        case "questions":
            return tuple(_question(one) for one in value or ())
        case "people":
            return _people(value or ())
        case "panel":
            return tuple(f"{group}: {count}" for group, count in sorted((value or {}).items()))
        case "bodies":
            return tuple(f"{one['title']}: {'; '.join(one['members'])}" for one in value or ())
        case "consensus":
            return tuple(line for one in value or () for line in _process(one))
        case _:
            return (str(value),) if value else ()


def _people(people: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return who does what, a line for each role."""
    by_role: dict[str, list[str]] = {}
    for one in people:
        for role in one["roles"]:
            by_role.setdefault(role, []).append(one["name"])
    return tuple(
        f"{role.replace('-', ' ').capitalize()}: {'; '.join(names)}"
        for role, names in sorted(by_role.items())
    )


def _question(one: Mapping[str, Any]) -> str:
    more = [one[name] for name in ("population", "intervention", "comparator") if one[name]]
    outcomes = [f"{name}" for name in one["outcomes"]]
    tail = "; ".join([*more, ", ".join(outcomes)]).strip("; ")
    return f"{one['number']}. {one['text']}" + (f" ({tail})" if tail else "")


def _process(one: Mapping[str, Any]) -> list[str]:
    return [one["title"], one["rule_words"], *one["plan_words"]]


def differences(signed: Mapping[str, Any], present: Mapping[str, Any]) -> list[Difference]:
    """Return the parts of the plan that changed since it was signed, in order."""
    found = []
    for part in PARTS:
        before, after = lines_of(signed, part), lines_of(present, part)
        if signed.get(part) != present.get(part):
            found.append(Difference(part, before, after))
    return found


def lacking(plan: Mapping[str, Any]) -> list[Sentence]:
    """Return what a plan lacks before anybody can sign it."""
    asked: Sequence[tuple[str, Sentence]] = (
        ("scope", sentence("the scope of the project")),
        ("questions", sentence("the questions that the guideline answers")),
        ("panel", sentence("the panel")),
        ("consensus", sentence("how the panel agrees")),
    )
    return [words for part, words in asked if not plan.get(part)]


def check_plan(plan: Mapping[str, Any]) -> None:
    """Raise `Conflict` with what is missing, if the plan is not whole."""
    missing = lacking(plan)
    if missing:
        raise Conflict(
            sentence("The plan lacks: %(parts)s. Add it, then ask.", parts="; ".join(missing))
        )
