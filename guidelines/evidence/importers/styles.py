"""Citation styles that people bring along: CSL files.

Source: https://docs.citationstyles.org/en/stable/specification.html
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from guidelines.errors import Invalid, TooLarge, sentence
from guidelines.evidence.rules.items import plain_text
from guidelines.evidence.rules.styles import BUNDLED

MOST_BYTES = 500_000

_NO_STYLE = sentence("This is not a citation style. Choose a file whose name ends in .csl.")
_CSL = "{http://purl.org/net/xbiblio/csl}"


@dataclass(frozen=True, slots=True)
class BroughtStyle:
    """A style that was brought along: its title, and the bundled one it is, or its source."""

    title: str
    bundled: str = ""
    source: str = ""


def read_style(content: bytes) -> BroughtStyle:
    """Return the citation style in a file.

    A dependent style, which only points at another, is that other if it is bundled.

    Raises
    ------
    Invalid
        If it is no CSL style, or depends on one that is not here.
    TooLarge
        If it is longer than any style.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(sentence("This file is too long for a citation style."))
    style = _parsed(content)
    title = plain_text(style.findtext(f"{_CSL}info/{_CSL}title") or "")[:300]
    if not title:
        raise Invalid(
            {"style": sentence("This style has no title. Take it anew from where you found it.")}
        )
    links = style.findall(f"{_CSL}info/{_CSL}link")
    parent = next((one for one in links if one.get("rel") == "independent-parent"), None)
    if parent is not None:
        name = parent.get("href", "").rstrip("/").rpartition("/")[2]
        if name in BUNDLED:
            return BroughtStyle(title, bundled=name)
        raise Invalid(
            {
                "style": sentence(
                    "This style only points at another one, “%(name)s”. Bring that one along: it "
                    "is in the same collection.",
                    name=plain_text(name)[:100],
                )
            }
        )
    if style.find(f"{_CSL}citation/{_CSL}layout") is None:
        raise Invalid(
            {"style": sentence("This style does not say how a citation looks. Choose another.")}
        )
    if style.find(f"{_CSL}bibliography/{_CSL}layout") is None:
        raise Invalid(
            {"style": sentence("This style prints no list of references. Choose another.")}
        )
    return BroughtStyle(title, source=content.decode("utf-8-sig", "replace"))


def _parsed(content: bytes) -> Element:
    try:
        style: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        raise Invalid({"style": _NO_STYLE}) from None
    if style.tag != f"{_CSL}style" or not style.get("version", "").startswith("1."):
        raise Invalid({"style": _NO_STYLE})
    return style
