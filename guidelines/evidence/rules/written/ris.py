"""RIS, with the tags on which its readers agree.

Source: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from collections.abc import Mapping
from typing import Any

from guidelines.evidence.rules.written.names import date_parts, inverted, pages, plain

TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_FIELDS = (
    ("T2", "container-title"), ("J2", "container-title-short"), ("VL", "volume"), ("IS", "issue"),
    ("ET", "edition"), ("PB", "publisher"), ("CY", "publisher-place"), ("DO", "DOI"),
    ("LA", "language"), ("UR", "URL"), ("AB", "abstract"),
)  # fmt: skip


def ris(item: Mapping[str, Any]) -> str:
    """Return a CSL item as one entry of a RIS file."""
    lines = [("TY", TYPES.get(str(item.get("type")), "GEN")), ("ID", str(item.get("id", "")))]
    lines.append(("TI", plain(item, "title")))
    lines += [("AU", inverted(name)) for name in item.get("author", [])]
    lines += [("A2", inverted(name)) for name in item.get("editor", [])]
    date = date_parts(item)
    if date:
        lines.append(("PY", f"{date[0]:04d}"))
        if len(date) > 1:
            lines.append(("DA", "/".join(f"{n:02d}" for n in [*date, 0][:3] if n)))
    first, last = pages(item)
    lines += [("SP", first), ("EP", last)]
    lines += [(tag, plain(item, field)) for tag, field in _FIELDS]
    lines.append(("SN", plain(item, "ISSN") or plain(item, "ISBN")))
    if item.get("PMID"):
        lines += [("AN", plain(item, "PMID")), ("DB", "PubMed")]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n"
