"""PubMed's own format, for programs that read nothing else.

Source: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from collections.abc import Mapping
from typing import Any

from guidelines.evidence.rules.written.names import date_parts, inverted, is_group, plain

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FIELDS = (
    ("VI", "volume"), ("IP", "issue"), ("PG", "page"), ("LA", "language"), ("AB", "abstract"),
    ("TA", "container-title-short"), ("PMC", "PMCID"),
)  # fmt: skip


def nbib(item: Mapping[str, Any]) -> str:
    """Return a CSL item as one record of a PubMed file."""
    lines = [("PMID", plain(item, "PMID")), ("OWN", "NLM")]
    title = plain(item, "title")
    if item.get("type") == "chapter" and item.get("container-title"):
        lines += [("TI", title), ("BTI", plain(item, "container-title"))]
    elif item.get("type") == "book":
        lines.append(("BTI", title))
    else:
        lines += [("TI", title), ("JT", plain(item, "container-title"))]
    for name in item.get("author", []):
        lines.append(("CN" if is_group(name) else "FAU", inverted(name)))
    date = date_parts(item)
    if date:
        month = [_MONTHS[date[1] - 1]] if len(date) > 1 and date[1] <= len(_MONTHS) else []
        day = [str(date[2])] if month and len(date) > 2 else []
        lines.append(("DP", " ".join([str(date[0]), *month, *day])))
    lines += [(tag, plain(item, field)) for tag, field in _FIELDS]
    if item.get("DOI"):
        lines.append(("LID", f"{plain(item, 'DOI')} [doi]"))
    if item.get("ISSN"):
        lines.append(("IS", plain(item, "ISSN")))
    if item.get("status") == "retracted":
        lines.append(("PT", "Retracted Publication"))
    return "".join(f"{tag:<4}- {value}\n" for tag, value in lines if value)
