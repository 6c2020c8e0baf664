"""The last word on every HTML that comes from author text: an allow-list."""

import re

import nh3


def _words(line: str) -> frozenset[str]:
    """Return the words of a line as a set: easier to read than a list of quoted ones."""
    return frozenset(line.split())


_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_MATHML = _words(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom "
    "mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts "
    "mtable mtr mtd"
)
_HTML = _words(
    "a blockquote br caption code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img "
    "li ol p pre s section span strong sub sup table tbody td th thead tr ul"
)
DIV_CLASSES = _words(
    "recommendation rationale remarks implementation minority evidence justification "
    "considerations monitoring research subgroups note warning summary guidance abbreviations"
)
_CLASSES = {
    "div": DIV_CLASSES | {"field", "table-scroll"},
    "p": {"recommendation-label", "field-label", "guidance-label"},
    "span": _words(
        "citation citation-retracted citation-unknown image-missing unlinked formula-broken "
        "number reference-dead"
    ),
    "section": {"footnotes"},
    "ol": {"footnotes-list"},
    "li": {"footnote-item"},
    "sup": {"footnote-ref"},
    "hr": {"footnotes-sep"},
    "a": {"footnote-backref", "reference"},
    "th": {"align-left", "align-right", "align-center"},
    "td": {"align-left", "align-right", "align-center"},
}
_ATTRIBUTES = {
    "*": {"id", "data-line"},
    "a": {"href", "title", "aria-label"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "span": {"title"},
    "th": {"scope"},
    "div": {"data-type", "data-strength", "data-direction", "data-certainty"},
    "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mspace": {"width", "height", "depth", "linebreak"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "rowlines", "columnlines"},
    "mtd": {"columnalign"},
    "menclose": {"notation"},
}
_CLEANER = nh3.Cleaner(
    tags=set(_HTML | _MATHML),
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """Return `html` with nothing in it but the tags, attributes and classes allowed here."""
    return _CLEANER.clean(html)


def lowered(html: str, by: int) -> str:
    """Return safe HTML with its headings `by` levels deeper, for a page that has a title."""
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{min(int(tag[2]) + by, 6)}", html)
