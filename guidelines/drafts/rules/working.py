"""When a text that an open page sends takes the place of the one that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from guidelines.drafts.rules.texts import LARGEST_SECTION, has_forbidden
from guidelines.errors import Invalid, TooLarge, sentence

SILENCE = timedelta(seconds=45)
"""Whoever has not been heard of for so long is no longer in a section."""
FORGOTTEN = timedelta(days=1)
"""After so long a kept text is listed under what a person has to do; spent rows are removed."""

OTHER_PAGE = sentence(
    "You have other text of this section that is not saved as a version, from another page. "
    "Nothing is lost: this page keeps what you write. Decide which of the two you go on with."
)


class Verdict(StrEnum):
    """What becomes of a text that an open page sends."""

    TAKEN = "taken"
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """A text as an open page sends it.

    `editor` names the page, `counter` counts its texts. `replaces` is the mark of the kept text
    that the page began with, or that its writer decided to give up. `fields` are those of the
    page of a translation, of which the text was made.
    """

    editor: str
    counter: int
    source: str
    replaces: str = ""
    fields: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as it is kept; None where it was saved as a version or thrown away."""

    editor: str
    counter: int
    source: str | None

    @property
    def mark(self) -> str:
        """What tells this text from every other that was kept here."""
        return f"{self.editor}.{self.counter}"


def verdict(kept: Kept, sent: Sent) -> Verdict:
    """Decide what becomes of `sent`: no text of another page is ever written over unseen."""
    if kept.editor == sent.editor:
        return Verdict.TAKEN if sent.counter > kept.counter else Verdict.LATE
    if kept.source is None or kept.source == sent.source or sent.replaces == kept.mark:
        return Verdict.TAKEN
    return Verdict.REFUSED


def is_spent(kept: Kept, *, editor: str, counter: int | None, replaces: str, saved: str) -> bool:
    """Tell whether a kept text has done its work, now that its writer saved the text `saved`.

    It has, if the page that saved is the one that wrote it (and wrote nothing since), or began
    with it, or saved the very same words.
    """
    if kept.source is None or kept.source.rstrip() == saved.rstrip():
        return True
    if kept.editor == editor:
        return counter is None or kept.counter <= counter
    return bool(replaces) and kept.mark == replaces


def check_kept(source: str) -> str:
    """Return a text that can be kept, or raise `TooLarge` or `Invalid`; it may be empty."""
    if len(source) > LARGEST_SECTION:
        raise TooLarge(
            sentence(
                "This text has more than %(limit)s million characters, too many for one section. "
                "It stays on this page: cut it into several sections.",
                limit=LARGEST_SECTION // 1_000_000,
            )
        )
    if has_forbidden(source):
        raise Invalid(
            {
                "source": sentence(
                    "The text holds characters that cannot be stored. Paste it as plain text."
                )
            }
        )
    return source
