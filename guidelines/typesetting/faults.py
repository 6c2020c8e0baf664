"""What cannot be set, in plain words with its place: formulas, pictures."""

import io
import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from PIL import Image

from guidelines.errors import Invalid, sentence
from guidelines.typesetting.model import Asset

_UNSET = re.compile(r"Could not convert TeX math (.*?), rendering as TeX:", re.DOTALL)
_LONGEST = 80


def unset_formulas(complaints: Iterable[str], places: Mapping[str, str]) -> list[str]:
    """Return a sentence for each formula that was printed as its source; `places` by source."""
    found = dict.fromkeys(match[1] for one in complaints if (match := _UNSET.search(one)))
    return [
        sentence(
            "The formula “%(tex)s” in “%(place)s” is not one that can be set: "
            "its source was printed. Look for a command that is unknown or not closed.",
            tex=tex if len(tex) <= _LONGEST else f"{tex[: _LONGEST - 1]}…",
            place=places.get(tex, ""),
        )
        for tex in found
    ]


def check_picture(asset: Asset, name: str, place: str) -> None:
    """Raise `Invalid` with the name and the place of a picture that cannot be read."""
    try:
        if asset.media_type == "image/svg+xml":
            ElementTree.fromstring(asset.content, forbid_dtd=False, forbid_entities=True)
            return
        with Image.open(io.BytesIO(asset.content)) as picture:
            picture.verify()
    except (OSError, ValueError, SyntaxError, ParseError, DefusedXmlException):
        raise Invalid(
            {
                "body": sentence(
                    "The picture “%(name)s” in “%(place)s” cannot be read. Put it into the text "
                    "once more, from its original file.",
                    name=name,
                    place=place,
                )
            }
        ) from None
