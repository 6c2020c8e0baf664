"""What stands in front of the frozen text of a published version: what happened to it since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.publishing.rules.hashes import sha256_of


@dataclass(frozen=True, slots=True)
class Front:
    """What a file of a published version says first, as plain values.

    `notices` are the safety notices on it, `ended` why it is no longer the one to use: empty
    while it is, else with `verdict` (withdrawn, superseded, replaced), `since` as a day, `why`,
    `instead` (the guideline that took its place) and `number` (the version that did). `doi` is
    one that was entered after it was published.
    """

    notices: Sequence[dict[str, Any]] = ()
    ended: dict[str, str] = field(default_factory=dict)
    doi: str = ""

    @property
    def mark(self) -> str:
        """The hash under which files that say this are kept; empty where there is nothing."""
        if not (self.notices or self.ended or self.doi):
            return ""
        return sha256_of({"notices": list(self.notices), **self._since})

    def before(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return the content of a version with this in front of it."""
        return {**content, "safety_notices": list(self.notices), **self._since}

    @property
    def _since(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in (("ended", self.ended), ("registered_doi", self.doi))
            if value
        }

    @property
    def lines(self) -> list[str]:
        """The same in English sentences, for files that people read beside the text."""
        warned = [f"SAFETY NOTICE: {one['text']}" for one in self.notices]
        named = [f"DOI: {self.doi}"] if self.doi else []
        return [*ended_lines(self.ended), *warned, *named]


def ended_lines(ended: dict[str, str]) -> list[str]:
    """Return in English why a version is no longer the one to use; nothing while it is."""
    if not ended:
        return []
    by = f" by version {ended['number']}" if ended["number"] else ""
    why = f": {ended['why']}" if ended["why"] else ""
    instead = [f"Use instead: {ended['instead']}"] if ended["instead"] else []
    return [f"{ended['verdict'].upper()}{by} on {ended['since']}{why}", *instead]
