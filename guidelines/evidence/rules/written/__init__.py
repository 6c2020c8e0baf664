"""References written for other programs: RIS, BibTeX, CSL-JSON and PubMed's nbib."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.evidence.rules.written.bibtex import bibtex
from guidelines.evidence.rules.written.nbib import nbib
from guidelines.evidence.rules.written.ris import ris

Item = Mapping[str, Any]


class Written(StrEnum):
    """A format that references are written in; the value stands in addresses."""

    RIS = "ris"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    NBIB = "nbib"


@dataclass(frozen=True, slots=True)
class _Format:
    write: Callable[[Item], str]
    ending: str
    media_type: str


_FORMATS = {
    Written.RIS: _Format(ris, "ris", "application/x-research-info-systems"),
    Written.BIBTEX: _Format(bibtex, "bib", "application/x-bibtex"),
    Written.NBIB: _Format(nbib, "nbib", "application/nbib"),
}
_JSON = ("json", "application/vnd.citationstyles.csl+json")


def written(items: Sequence[Item], format_: Written) -> tuple[bytes, str, str]:
    """Return CSL items (their keys as `id`) as a file: its bytes, ending and media type."""
    if format_ is Written.CSL_JSON:
        text = json.dumps(list(items), ensure_ascii=False, indent=1)
        return f"{text}\n".encode(), *_JSON
    known = _FORMATS[format_]
    text = "\n".join(known.write(item) for item in items)
    return text.encode(), known.ending, known.media_type
