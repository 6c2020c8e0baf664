"""What a panel member proposes before there are statements: texts with a reason each."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.errors import Invalid, sentence
from guidelines.text.comments import normalise_newlines

MOST = 20
LONGEST = 2000


@dataclass(frozen=True)
class Proposed:
    """One proposal as its author wrote it."""

    text: str
    reason: str = ""


def checked_proposals(proposals: Sequence[Proposed]) -> tuple[Proposed, ...]:
    """Return proposals as they are kept, without empty ones, or raise `Invalid`.

    Errors are on ``text-N`` and ``reason-N``, counted from 1 as they stand in the form.
    """
    mistakes: dict[str, str] = {}
    kept = []
    for number, one in enumerate(proposals, 1):
        text, reason = (normalise_newlines(part).strip() for part in (one.text, one.reason))
        if not text and reason:
            mistakes[f"text-{number}"] = sentence("Write what you propose beside the reason.")
        for name, part in (("text", text), ("reason", reason)):
            if len(part) > LONGEST:
                mistakes[f"{name}-{number}"] = sentence(
                    "Write at most %(most)s characters.", most=LONGEST
                )
            elif any(not (sign.isprintable() or sign in "\n\t") for sign in part):
                mistakes[f"{name}-{number}"] = sentence(
                    "The text holds characters that cannot be stored. Paste it as plain text."
                )
        if text:
            kept.append(Proposed(text, reason))
    if len(kept) > MOST:
        mistakes["proposals"] = sentence(
            "Make at most %(most)s proposals: the ones that matter most to you.", most=MOST
        )
    if mistakes:
        raise Invalid(mistakes)
    return tuple(kept)
