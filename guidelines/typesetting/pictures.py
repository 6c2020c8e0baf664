"""Pictures from outside are decoded and written anew: only their pixels come in."""

import io
import warnings
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


def _drawn(svg: bytes) -> Asset | None:
    try:
        ElementTree.fromstring(svg, forbid_dtd=False, forbid_entities=True)
        return Asset(media_type="image/png", content=png_from_svg(svg))
    except (ParseError, DefusedXmlException, ValueError, DomainError):
        return None
