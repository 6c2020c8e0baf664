"""Typst, the press: PDF from the house template, and PNG from SVG.

The root folder is fresh and holds the text, the template and the pictures, nothing else; the
folder of packages is empty. So a source can neither read a file of the server nor load a package.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from guidelines.errors import Invalid, sentence
from guidelines.typesetting.pandoc import EXPORTS

_PIXELS_PER_INCH = 192  # twice the 96 of the screen
_LARGEST_SIDE = 4000  # pixels of a rendered drawing


@cache
def fonts() -> typst.Fonts:
    """The fonts in ``exports/fonts`` and those within typst; none of the machine's own."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(EXPORTS / "fonts")],
    )


@cache
def _template() -> bytes:
    return (EXPORTS / "guideline.typ").read_bytes()


def print_pdf(
    source: str, facts: Mapping[str, Any], pictures: Mapping[str, bytes], moment: int
) -> tuple[bytes, list[str]]:
    """Compile `source` with the house template; return the PDF and warnings.

    `facts` reach the template as data, never as code. `pictures` are the files that the source
    names. `moment` (seconds since 1970) is the date of the file, so equal input gives equal
    bytes. The file is tagged after PDF/UA-1; a text that does not allow it is printed without
    that claim and the warning says why.
    """
    files = {"guideline.typ": _template(), **pictures}
    inputs = {"facts": json.dumps(facts)}
    try:
        return _compile(source, files, inputs, moment, accessible=True), []
    except typst.TypstError as refused:
        if "PDF/UA" not in str(refused):
            raise _unprintable(refused) from None
        reason = str(refused).removeprefix("PDF/UA-1 error: ")
    warning = sentence(
        "The PDF does not claim to be accessible (PDF/UA): %(reason)s.", reason=reason
    )
    try:
        return _compile(source, files, inputs, moment, accessible=False), [warning]
    except typst.TypstError as refused:
        raise _unprintable(refused) from None


def png_from_svg(svg: bytes) -> bytes:
    """Draw an SVG as PNG at twice its size; raise `Invalid` if it cannot be drawn."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#image("drawing.svg", alt: "")'
    )
    ppi: float = _PIXELS_PER_INCH
    if longest := max(
        (float(n) for n in re.findall(rb'(?:width|height)="([\d.]+)', svg[:2000])), default=0
    ):
        ppi = max(36, min(ppi, int(_LARGEST_SIDE / longest * 96)))
    try:
        return _compile(source, {"drawing.svg": svg}, {}, 0, accessible=False, ppi=ppi)
    except typst.TypstError as refused:
        raise Invalid(
            {"image": sentence("The drawing could not be read: %(reason)s", reason=str(refused))}
        ) from None


def _compile(
    source: str,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
    moment: int,
    *,
    accessible: bool,
    ppi: float | None = None,
) -> bytes:
    form: Literal["png", "pdf"] = "png" if ppi else "pdf"
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        root, packages = f"{folder}/root", f"{folder}/packages"
        Path(root).mkdir()
        Path(packages).mkdir()
        for name, content in {"main.typ": source.encode(), **files}.items():
            Path(root, name).write_bytes(content)
        pages = typst.compile(
            f"{root}/main.typ",
            format=form,
            ppi=ppi,
            root=root,
            font_paths=fonts(),
            sys_inputs=dict(inputs),
            pdf_standards="ua-1" if accessible else None,
            timestamp=moment,
            package_path=packages,
            package_cache_path=packages,
        )
    return bytes(pages)


def _unprintable(refused: Exception) -> Invalid:
    return Invalid(
        {"body": sentence("The PDF could not be made: %(reason)s", reason=str(refused))}
    )
