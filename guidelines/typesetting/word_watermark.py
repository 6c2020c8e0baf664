"""The word across every page of a Word file that is no published version."""

from xml.sax.saxutils import quoteattr

_FIRST_PARAGRAPH_ENDS = "</w:p>"
# Word's own shape for a line of text (136), turned and behind the text
_SHAPE = (
    "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
    "</v:shapetype>"
    '<v:shape id="Watermark1" o:spid="_x0000_s2049" type="#_x0000_t136" alt={words} '
    'style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:110pt;rotation:308;'
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
    'fillcolor="#56666e" stroked="f"><v:fill opacity=".13"/>'
    '<v:textpath style="font-family:Calibri;font-weight:bold;font-size:1pt" string={words}/>'
    "</v:shape></w:pict></w:r>"
)


def watermarked(header: str, words: str) -> str:
    """Return the running head of a Word file with `words` across the page behind the text."""
    shape = _SHAPE.format(words=quoteattr(words))
    return header.replace(_FIRST_PARAGRAPH_ENDS, shape + _FIRST_PARAGRAPH_ENDS, 1)
