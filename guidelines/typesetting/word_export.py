"""A version as a Word file for comments: what readers get, in a form that can come back."""

import dataclasses
import io
import zipfile
from collections.abc import Sequence

from guidelines.errors import Invalid, sentence
from guidelines.typesetting import docx, pandoc
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.word_marks import Marked, with_controls, with_marks
from guidelines.typesetting.word_model import Origin


def word_for_comments(
    manuscript: Manuscript,
    texts: Sequence[tuple[str, Sequence[Marked]]],
    origin: Origin,
    *,
    live: bool = False,
) -> tuple[bytes, list[str]]:
    """Return the Word file of `manuscript` with a content control around each block, and warnings.

    `texts` are its sections: the source of each with its blocks and their tags. With `live` the
    citations are fields of Zotero.

    Raises
    ------
    Invalid
        For a text that cannot be set.
    """
    body, tags = with_marks(texts)
    try:
        tree, warnings = pandoc.parse(body, manuscript.bibliography, manuscript.style)
        content, more = docx.render(tree, dataclasses.replace(manuscript, body=body), live=live)
    except RecursionError:
        raise Invalid(
            {"body": sentence("Lists or quotations in the text are nested too deeply.")}
        ) from None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with_controls(parts, tags, origin)
    stamp = (manuscript.date.year, manuscript.date.month, manuscript.date.day, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return out.getvalue(), list(dict.fromkeys([*warnings, *more]))
