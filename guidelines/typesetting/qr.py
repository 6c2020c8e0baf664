"""The square code that a telephone reads: an address as a drawing of vectors."""

import io

import segno

_BORDER = 1  # modules; the paper around it is white as well
_INK = "#1d2a30"


def qr_code(address: str) -> bytes:
    """Return `address` as a QR code (ISO/IEC 18004) in SVG; equal words give equal bytes.

    A quarter of it may be smudged or folded away and it is still read.
    """
    out = io.BytesIO()
    code = segno.make(address, error="q", boost_error=False, micro=False)
    code.save(out, kind="svg", xmldecl=False, border=_BORDER, dark=_INK, svgclass=None,
              lineclass=None, omitsize=False)  # fmt: skip
    return out.getvalue()
