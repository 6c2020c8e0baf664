"""How others cite a published version: CSL-JSON, RIS and BibTeX, made of its frozen content.

The author is the network, as for other guidelines of societies; the panel is named in the text.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

_SPECIAL = re.compile(r"([\\{}%&#_$~^])")
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Style(StrEnum):
    """A format of reference managers; the value is the ending of its file."""

    CSL = "json"
    RIS = "ris"
    BIBTEX = "bib"


MEDIA_TYPES: Mapping[Style, str] = {
    Style.CSL: "application/vnd.citationstyles.csl+json",
    Style.RIS: "application/x-research-info-systems",
    Style.BIBTEX: "application/x-bibtex",
}


def published_on(content: Mapping[str, Any]) -> date:
    """Return the day of publication."""
    return datetime.fromisoformat(content["published_at"]).date()


def csl_of(content: Mapping[str, Any], *, address: str, doi: str = "") -> dict[str, Any]:
    """Return the version as a CSL item, for any citation style."""
    day = published_on(content)
    network = content["network"]["title"]
    item = {
        "id": f"{content['slug']}-{content['number']}",
        "type": "report",
        "title": content["title"],
        "author": [{"literal": network}],
        "publisher": network,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": content["number"],
        "language": content["language"],
        "URL": address,
        "note": content["notice"],
        "DOI": doi,
    }
    return {name: value for name, value in item.items() if value}


def ris_of(content: Mapping[str, Any], *, address: str, doi: str = "") -> str:
    """Return the version as an RIS record (lines end as the format asks: CR LF)."""
    day = published_on(content)
    network = content["network"]["title"]
    fields = [
        ("TY", "RPRT"),
        ("TI", content["title"]),
        ("AU", f"{network},"),  # the comma tells a body from a person with a family name
        ("PB", network),
        ("PY", str(day.year)),
        ("DA", day.strftime("%Y/%m/%d/")),
        ("ET", content["number"]),
        ("LA", content["language"]),
        ("N1", content["notice"]),
        ("DO", doi),
        ("UR", address),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {_line(text)}" for tag, text in fields if text or tag == "ER"]
    return "\r\n".join(lines) + "\r\n"


def bibtex_of(content: Mapping[str, Any], *, address: str, doi: str = "") -> str:
    """Return the version as a BibTeX entry; signs that mean something to TeX are escaped."""
    day = published_on(content)
    network = content["network"]["title"]
    fields = {
        "title": f"{{{_tex(content['title'])}}}",
        "author": f"{{{_tex(network)}}}",
        "institution": _tex(network),
        "year": str(day.year),
        "month": str(day.month),
        "edition": _tex(content["number"]),
        "note": _tex(content["notice"]),
        "doi": doi,
        "url": address,
    }
    inner = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@techreport{{{content['slug']}-{content['number']},\n{inner}\n}}\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPES.get(sign[1], f"\\{sign[1]}"), _line(text))
