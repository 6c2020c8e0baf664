"""The ORPHAcodes of rare diseases by name: looked up in a list that comes along.

Source and licence (CC BY 4.0, Orphanet): see `drafts/orphanet/SOURCE.md`.
"""

import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "orphanet" / "names.tsv.gz"
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """A rare disease: its ORPHAcode, its name, and how else it is called."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[Condition, tuple[str, ...]]]:
    """Read the list once: conditions by code, with their names as they are searched."""
    found = {}
    for line in gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines():
        code, name, *synonyms = line.split("\t")
        plain = tuple(_plain(words) for words in (name, *synonyms))
        found[code] = (Condition(code, name, tuple(synonyms)), plain)
    return found


def condition_coded(code: str) -> Condition | None:
    """Return the condition with an ORPHAcode, or None."""
    known = _known().get(code)
    return known[0] if known else None


def conditions_called(words: str) -> list[Condition]:
    """Return the conditions whose name or synonym has all `words`, the closest first.

    A number is looked up as an ORPHAcode. At most `MOST_FOUND` are returned.
    """
    digits = re.fullmatch(r"(?:orpha:?)?\s*(\d+)", words.strip().casefold())
    if digits:
        known = condition_coded(str(int(digits[1])))
        return [known] if known else []
    asked = _plain(words).split()
    if not asked or len("".join(asked)) < 2:
        return []
    whole = " ".join(asked)
    ranked = []
    for condition, names in _known().values():
        fitting = [
            (not set(asked) <= set(name.split()), place > 0, not name.startswith(whole), len(name))
            for place, name in enumerate(names)
            if all(word in name for word in asked)
        ]
        if fitting:
            ranked.append((min(fitting), condition.name, condition))
    return [condition for _best, _name, condition in sorted(ranked, key=lambda one: one[:2])][
        :MOST_FOUND
    ]


def _plain(words: str) -> str:
    """Return words without accents and capitals, every mark a space."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c))))
