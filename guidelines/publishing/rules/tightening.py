"""How a project tightens the gates of the core, and that it never loosens them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from guidelines.errors import Invalid, Sentence, sentence
from guidelines.publishing.rules.gates import BY_KEY, Gate, Severity


@dataclass(frozen=True, slots=True)
class Tightening:
    """What a project asks beyond the core: gates that must pass, and stricter numbers, by key."""

    must: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def severity(self, gate: Gate) -> Severity:
        """Return how much a gate weighs in the project."""
        return Severity.MUST if gate.key in self.must else gate.severity

    def limit(self, gate: Gate) -> int | None:
        """Return the number that a gate measures by in the project; None where it has none."""
        if gate.limit is None:
            return None
        number = self.limits.get(gate.key, gate.limit.core)
        return number if gate.limit.allows(number) else gate.limit.core


CORE = Tightening()


def tightened(rows: Iterable[tuple[str, bool, int | None]]) -> Tightening:
    """Return the tightening that stored rows of key, must and limit amount to.

    What no gate of this program knows is passed over; nothing stored can loosen the core.
    """
    known = [row for row in rows if row[0] in BY_KEY]
    return Tightening(
        frozenset(key for key, must, _limit in known if must),
        {key: limit for key, _must, limit in known if limit is not None},
    )


def check_no_milder(wanted: Tightening) -> None:
    """Raise `Invalid` where something names no gate, or is milder than the core."""
    unknown = {key: sentence("There is no such check.") for key in wanted.must - BY_KEY.keys()}
    mild = {
        f"limit-{key}": fault
        for key, number in wanted.limits.items()
        if (fault := _fault(BY_KEY.get(key), str(number))) is not None
    }
    if unknown or mild:
        raise Invalid({**unknown, **mild})


def checked(must: Mapping[str, bool], limits: Mapping[str, str]) -> Tightening:
    """Return what a form asks for, or raise `Invalid` where it would loosen the core.

    `must` says for each gate whether it has to pass, `limits` the numbers as they were typed.
    """
    mistakes: dict[str, str] = {}
    chosen: dict[str, int] = {}
    for key, wanted in must.items():
        gate = BY_KEY.get(key)
        if gate is None:
            mistakes[key] = sentence("There is no such check.")
        elif gate.severity is Severity.MUST and not wanted:
            mistakes[key] = sentence(
                "This has to pass in every project. You can ask for more, not for less."
            )
    for key, typed in limits.items():
        gate = BY_KEY.get(key)
        fault = _fault(gate, typed)
        if fault is not None:
            mistakes[f"limit-{key}"] = fault
        elif gate is not None and gate.limit is not None and int(typed) != gate.limit.core:
            chosen[key] = int(typed)
    if mistakes:
        raise Invalid(mistakes)
    return Tightening(
        frozenset(
            key
            for key, wanted in must.items()
            if wanted and BY_KEY[key].severity is not Severity.MUST
        ),
        chosen,
    )


def _fault(gate: Gate | None, typed: str) -> Sentence | None:
    """Return what is wrong with a number for a gate."""
    limit = gate.limit if gate else None
    if limit is None:
        return sentence("This check has no number.")
    if typed.strip().isdecimal() and limit.allows(int(typed)):
        return None
    low, high = sorted((limit.core, limit.strictest))
    return sentence(
        "Give a number from %(low)s to %(high)s: a project may be stricter than %(core)s, not "
        "milder.",
        low=low,
        high=high,
        core=limit.core,
    )
