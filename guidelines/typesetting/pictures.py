"""Pictures from outside are decoded and written anew: only their pixels come in."""

import io
import re
import warnings
from collections.abc import Sequence
from itertools import accumulate, pairwise
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from PIL import Image, ImageOps

from guidelines.errors import DomainError
from guidelines.typesetting.model import Asset
from guidelines.typesetting.press import png_from_svg

_MOST_PIXELS = 40_000_000
_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg"}
_READ = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_JPEG_QUALITY = 92
_LONGEST_SIDE = 4000
_SVG_BEGINS_WITHIN = 4096
_TALLEST_SHEET = 1900


def reencoded(content: bytes) -> Asset | None:
    """Return a picture as PNG or JPEG, or None if it is no picture that can be taken.

    An SVG is a drawing that can hold more than pixels: it is drawn in a process of its own under
    limits and comes in as PNG. EMF and WMF are not taken.
    """
    if b"<svg" in content[:_SVG_BEGINS_WITHIN]:
        return _drawn(content)
    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=_READ) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            form = picture.format if picture.format in _KEPT else "PNG"
            if form == "JPEG":
                _bare(picture, "RGB").save(out, form, quality=_JPEG_QUALITY)
            else:
                mode = "RGBA" if picture.has_transparency_data else "RGB"
                _bare(picture, "L" if picture.mode in ("1", "L") else mode).save(out, "PNG")
    except (OSError, ValueError, SyntaxError, *_BOMBS):
        return None
    return Asset(media_type=_KEPT[form or "PNG"], content=out.getvalue())


def _bare(picture: Image.Image, mode: str) -> Image.Image:
    """Return the pixels alone: upright as the camera was held, not too many, nothing said of them.

    Where and by whom a photograph was taken is nobody's business.
    """
    upright = ImageOps.exif_transpose(picture).convert(mode)
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    upright.info = {}
    return upright


def drawn_together(drawings: Sequence[str]) -> list[bytes]:
    """Return drawings of our own as PNG, at twice their size.

    The program that draws takes longer to start than to draw: it gets a sheet of several, which
    is cut. Every drawing says its height in pixels.
    """
    found: list[bytes] = []
    sheet: list[tuple[str, float]] = []
    for one in drawings:
        tall = float(re.findall(r'height="([\d.]+)"', one)[0])
        if sheet and sum(height for _svg, height in sheet) + tall > _TALLEST_SHEET:
            found += _cut(sheet)
            sheet = []
        sheet.append((one, tall))
    return [*found, *_cut(sheet)] if sheet else found


def _cut(sheet: Sequence[tuple[str, float]]) -> list[bytes]:
    tops = [0.0, *accumulate(tall for _svg, tall in sheet)]
    inner = "".join(
        svg.replace("<svg ", f'<svg y="{top:g}" ', 1)
        for (svg, _tall), top in zip(sheet, tops, strict=False)
    )
    wide = max(float(re.findall(r'width="([\d.]+)"', svg)[0]) for svg, _tall in sheet)
    size = f'viewBox="0 0 {wide:g} {tops[-1]:g}" width="{wide:g}" height="{tops[-1]:g}"'
    png = png_from_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'.encode())
    found = []
    with Image.open(io.BytesIO(png)) as picture:
        unit = picture.height / tops[-1]
        for top, below in pairwise(tops):
            out = io.BytesIO()
            area = (0, round(top * unit), picture.width, round(below * unit))
            picture.crop(area).convert("RGB").save(out, "PNG")
            found.append(out.getvalue())
    return found


def _drawn(svg: bytes) -> Asset | None:
    try:
        ElementTree.fromstring(svg, forbid_dtd=False, forbid_entities=True)
        return Asset(media_type="image/png", content=png_from_svg(svg))
    except (ParseError, DefusedXmlException, ValueError, DomainError):
        return None
