"""A person's decisions about the passages of a merge that clash, and the text they make."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.text.merge import Clash


class Choice(StrEnum):
    """What a person takes for a passage."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is taken for one passage; `own` is what a person wrote for it."""

    choice: Choice
    own: str = ""


def passages_of(parts: Iterable[str | Clash]) -> dict[str, Clash]:
    """Return the clashes of a merge by a name that depends on their texts alone, in order.

    So a decision still finds its passage when something else in the section has changed.
    """
    found: dict[str, Clash] = {}
    seen: Counter[str] = Counter()
    for part in parts:
        if isinstance(part, Clash):
            texts = "\0".join((part.base, part.ours, part.theirs))
            name = hashlib.sha256(texts.encode()).hexdigest()[:12]
            seen[name] += 1
            found[f"{name}{seen[name] if seen[name] > 1 else ''}"] = part
    return found


def text_for(clash: Clash, decision: Decision) -> str:
    """Return what stands at a passage after a decision: whole blocks and the space behind."""
    gap = _gap(clash)
    if decision.choice is Choice.MINE:
        chosen = [clash.ours]
    elif decision.choice is Choice.THEIRS:
        chosen = [clash.theirs]
    elif decision.choice is Choice.BOTH:
        chosen = [clash.ours, clash.theirs]
    else:
        chosen = [decision.own.replace("\r\n", "\n")]
        if _lead(chosen[0]) not in (_lead(clash.ours), _lead(clash.theirs), _lead(clash.base)):
            gap = "\n\n"
    stripped = [text.strip("\n") for text in chosen]
    return "".join(text + gap for text in stripped if text.strip())


def settled(parts: Sequence[str | Clash], decisions: Mapping[str, Decision]) -> str:
    """Return the text that all decisions make; a passage without one is not in it."""
    names = iter(passages_of(parts))
    text = ""
    for part in parts:
        if isinstance(part, Clash):
            decision = decisions.get(next(names))
            more = text_for(part, decision) if decision is not None else ""
        else:
            more = part
        if text and more and not text.endswith("\n"):
            text += "\n\n"
        text += more
    return text


def _lead(text: str) -> str:
    """Return what the last line of a text begins with: ``|`` in a table, ``-`` in a list."""
    last = text.strip().rsplit("\n", 1)[-1].lstrip()[:1]
    return "1" if last.isdigit() else last


def _gap(clash: Clash) -> str:
    """Return the line ends behind a passage: one in a list or a table, else an empty line."""
    for text in (clash.ours, clash.theirs, clash.base):
        if text.strip("\n"):
            return text[len(text.rstrip("\n")) :] or "\n\n"
    return "\n\n"
