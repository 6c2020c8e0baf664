"""BibTeX, as BibTeX itself and biber read it.

Source: https://www.bibtex.com/g/bibtex-format/
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from guidelines.evidence.rules.written.names import date_parts, inverted, is_group, plain

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "manuscript": "unpublished",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_FIELDS = (
    ("volume", "volume"), ("number", "issue"), ("edition", "edition"),
    ("address", "publisher-place"), ("doi", "DOI"), ("pmid", "PMID"), ("issn", "ISSN"),
    ("isbn", "ISBN"), ("url", "URL"), ("language", "language"), ("abstract", "abstract"),
)  # fmt: skip
_VERBATIM = frozenset({"doi", "url"})
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(item: Mapping[str, Any]) -> str:
    """Return a CSL item as one entry of a BibTeX file; its title keeps its capitals."""
    kind = TYPES.get(str(item.get("type")), "misc")
    lines = [("title", f"{{{_words(plain(item, 'title'))}}}" if item.get("title") else "")]
    lines += [(field, _people(item.get(field, []))) for field in ("author", "editor")]
    container = {"article": "journal", "misc": "howpublished"}.get(kind, "booktitle")
    lines.append((container, _words(plain(item, "container-title"))))
    place = {"techreport": "institution", "phdthesis": "school"}.get(kind, "publisher")
    lines.append((place, _words(plain(item, "publisher"))))
    lines.append(("pages", re.sub(r"(?<=\w)[-–](?=\w)", "--", plain(item, "page"))))
    for name, field in _FIELDS:
        words = plain(item, field)
        lines.append((name, _address(words) if name in _VERBATIM else _words(words)))
    body = [f"  {name} = {{{value}}}" for name, value in lines if value]
    date = date_parts(item)
    if date:
        body.append(f"  year = {{{date[0]}}}")
        if len(date) > 1 and date[1] <= len(_MONTHS):
            body.append(f"  month = {_MONTHS[date[1] - 1]}")
    return f"@{kind}{{{item.get('id', '')},\n" + ",\n".join(body) + "\n}\n"


def _people(names: Iterable[Mapping[str, str]]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Mapping[str, str]) -> str:
    words = _words(inverted(name))
    return f"{{{words}}}" if is_group(name) else words


def _words(text: str) -> str:
    """Return text that LaTeX prints as it is: signs escaped, no two that become another."""
    escaped = "".join(_SPECIAL.get(sign, sign) for sign in text)
    return re.sub(r"([-`'])(?=\1)", r"\1{}", escaped)


def _address(text: str) -> str:
    return re.sub(r"[{}\\]", "", text)
