"""Taking an alternative draft over: section by section, and who changed what meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.drafts.rules.clashes import merged
from guidelines.drafts.rules.texts import same_text
from guidelines.errors import Invalid, sentence
from guidelines.text.merge import Clash

LONGEST_NAME = 120
LONGEST_REASON = 1000
IS_BRANCH = sentence(
    "This is an alternative draft. Take it over into the main text first; only that is voted "
    "on, approved and published."
)
IS_MADE_FROM = sentence(
    "This document follows another one. Try the change out there, in the document it is made from."
)
NOT_A_BRANCH = sentence("This is the main text, not an alternative draft.")
SETTLED = sentence("This alternative draft was taken over or put aside already.")


class BranchState(StrEnum):
    """Where an alternative draft stands."""

    OPEN = "open"
    TAKEN_OVER = "taken-over"
    PUT_ASIDE = "put-aside"


class StepKind(StrEnum):
    """What taking over means for one section.

    WRITTEN: the main text has not changed there. MERGED: it has, in other paragraphs. CLASHES: in
    the same ones, a person decides. ADDED and REMOVED: there or gone in the alternative draft.
    RETURNS: taken out of the main text, but changed here. STAYS: taken out here, but changed in
    the main text. ORDER: the sections stand in another order.
    """

    WRITTEN = "written"
    MERGED = "merged"
    CLASHES = "clashes"
    ADDED = "added"
    REMOVED = "removed"
    RETURNS = "returns"
    STAYS = "stays"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Text:
    """A section of one of the two documents: its id, the id of its revision, and its text."""

    section: str
    revision: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a section of an alternative draft began as."""

    section: str
    base_id: str
    base: str


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one section: `key` names it, `source` is the text it gets in the main one.

    `main` is its section there, None for a new one; `clashes` are what a person must decide.
    """

    key: str
    kind: StepKind
    title: str
    main: str | None
    source: str = ""
    branch: Text | None = None
    theirs: Text | None = None
    origin: Origin | None = None
    clashes: tuple[Clash, ...] = ()


def plan(
    branch: Sequence[Text],
    main: Sequence[Text],
    origins: Mapping[str, Origin],
    began: Sequence[str],
) -> list[Step]:
    """Return what taking over an alternative draft means, section by section.

    `origins` are by the sections of the draft, `began` the sections of the main document in the
    order in which the draft began with them.
    """
    now = {text.section: text for text in main}
    steps: list[Step] = []
    for text in branch:
        origin = origins.get(text.section)
        if origin is None:
            steps.append(Step(text.section, StepKind.ADDED, text.title, None, text.source, text))
        elif not same_text(text.source, origin.base):
            steps.append(_changed(text, origin, now.get(origin.section)))
    there = {text.section for text in branch}
    for section, origin in origins.items():
        theirs = now.get(origin.section)
        if section not in there and theirs is not None:
            same = same_text(theirs.source, origin.base)
            kind = StepKind.REMOVED if same else StepKind.STAYS
            steps.append(
                Step(section, kind, theirs.title, origin.section, theirs=theirs, origin=origin)
            )
    if order_after(branch, main, origins, began) is not None:
        steps.append(Step("order", StepKind.ORDER, "", None))
    return steps


def _changed(text: Text, origin: Origin, theirs: Text | None) -> Step:
    """Return the step for a section that the alternative draft changed."""
    if theirs is None:
        return Step(
            text.section, StepKind.RETURNS, text.title, None, text.source, text, None, origin
        )
    both, clashes = merged(origin.base, text.source, theirs.source)
    if both is None:
        return Step(
            text.section, StepKind.CLASHES, text.title, origin.section, text.source, text,
            theirs, origin, clashes,
        )  # fmt: skip
    kind = StepKind.WRITTEN if same_text(theirs.source, origin.base) else StepKind.MERGED
    return Step(text.section, kind, text.title, origin.section, both, text, theirs, origin)


def is_waiting(step: Step) -> bool:
    """Tell whether something of the main text waits to be brought into an alternative draft."""
    return step.kind not in (StepKind.RETURNS, StepKind.STAYS, StepKind.CLASHES)


def brings_words(step: Step) -> bool:
    """Tell whether bringing it in changes the text: not where both changed it alike."""
    alike = step.theirs is not None and same_text(step.source, step.theirs.source)
    return is_waiting(step) and (step.kind is not StepKind.MERGED or not alike)


def order_after(
    branch: Sequence[Text],
    main: Sequence[Text],
    origins: Mapping[str, Origin],
    began: Sequence[str],
) -> list[str] | None:
    """Return the sections of the main document in the order of the alternative draft.

    None where the draft did not change it, or the main document did so too: its order stays.
    """
    there = [text.section for text in main]
    mine = [
        origin.section
        for text in branch
        if (origin := origins.get(text.section)) is not None and origin.section in there
    ]
    common = set(mine)
    first = [section for section in began if section in common]
    theirs = [section for section in there if section in common]
    if mine == first or theirs != first:
        return None
    behind: dict[str, list[str]] = {}
    last = ""
    for section in there:
        if section in common:
            last = section
        else:
            behind.setdefault(last, []).append(section)
    order = list(behind.get("", ()))
    for section in mine:
        order += [section, *behind.get(section, ())]
    return order


def place_after(section: str, branch: Sequence[str], known: Mapping[str, str]) -> str | None:
    """Return the section of the main document behind which a new one goes; None: first.

    `branch` is the order of the draft, `known` the main section of each that has one by now.
    """
    ahead = branch[: branch.index(section)]
    return next((known[one] for one in reversed(ahead) if one in known), None)


def check_name(name: str) -> str:
    """Return the name of an alternative draft, trimmed, or raise `Invalid`."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            {"name": sentence("Say in a few words what you try out (at most 120 characters).")}
        )
    return name


def check_reason(reason: str) -> str:
    """Return why a change is tried out, trimmed, or raise `Invalid`."""
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": sentence("Say it in at most 1,000 characters.")})
    return reason
