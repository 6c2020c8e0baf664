"""What one text cites and shows, found by reading it once."""

from dataclasses import dataclass
from functools import lru_cache

from guidelines.text.links import is_remote
from guidelines.text.markdown import WHOLE, render


@dataclass(frozen=True, slots=True)
class Survey:
    """What a text names: keys of sources and images in the order of their first use.

    `wordless` and `remote` are images without words and from outside, `dead` the references that
    lead nowhere, `recommendations` the boxes by id.
    """

    citation_keys: tuple[str, ...]
    images: tuple[str, ...]
    wordless: tuple[str, ...]
    remote: tuple[str, ...]
    recommendations: tuple[str, ...]
    dead: tuple[str, ...]


@lru_cache(maxsize=16)
def survey(source: str) -> Survey:
    """Read `source` once; the same text is not read again."""
    read = render(source, images=lambda name: name, around=WHOLE)
    wordless = tuple(
        str(found.values.get("source", ""))
        for found in read.warnings
        if found.code == "image-without-words"
    )
    images = tuple(dict.fromkeys(read.images))
    return Survey(
        citation_keys=tuple(dict.fromkeys(read.citation_keys)),
        images=images,
        wordless=wordless,
        remote=tuple(name for name in images if is_remote(name)),
        recommendations=read.recommendations,
        dead=tuple(
            dict.fromkeys(
                str(found.values.get("target", ""))
                for found in read.warnings
                if found.code == "reference-dead"
            )
        ),
    )
