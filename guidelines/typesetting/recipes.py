"""The forms a manuscript can take, and the one way to make them."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Invalid, sentence
from guidelines.text.boxes import GUIDANCE, without
from guidelines.typesetting import docx, epub, html, jats, journal, lecture, pandoc, pdf
from guidelines.typesetting.labels import remarks
from guidelines.typesetting.model import Manuscript, Typeset
from guidelines.typesetting.packing import packed
from guidelines.typesetting.pandoc import Tree
from guidelines.typesetting.slides import PPTX

Render = Callable[[Tree, Manuscript], tuple[bytes, list[str]]]


class Recipe(StrEnum):
    """A form of the finished guideline; the value is the ending of its file."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    EPUB = "epub"
    JATS = "jats.zip"
    SOURCES = "md.zip"
    SUMMARY = "summary.pdf"
    SLIDES = "pptx"
    JOURNAL = "journal.zip"
    BLINDED = "blinded.zip"


@dataclass(frozen=True, slots=True)
class _Form:
    media_type: str
    render: Render


_FORMS: dict[Recipe, _Form] = {
    Recipe.PDF: _Form("application/pdf", pdf.render),
    Recipe.DOCX: _Form(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render
    ),
    Recipe.HTML: _Form("text/html; charset=utf-8", html.render),
    Recipe.EPUB: _Form("application/epub+zip", epub.render),
    Recipe.JATS: _Form("application/zip", jats.render),
    Recipe.SUMMARY: _Form("application/pdf", pdf.glance),
    Recipe.SLIDES: _Form(PPTX, lecture.render),
    Recipe.JOURNAL: _Form("application/zip", journal.render),
    Recipe.BLINDED: _Form("application/zip", journal.blinded),
}
_AT_ONCE = 2


def typeset(manuscript: Manuscript, recipe: Recipe) -> Typeset:
    """Make one form of `manuscript`; see `typeset_all`."""
    return typeset_all(manuscript, [recipe])[recipe]


def typeset_all(manuscript: Manuscript, recipes: Iterable[Recipe]) -> dict[Recipe, Typeset]:
    """Make several forms of `manuscript`, reading its text and citations only once.

    Equal manuscripts give equal bytes. Raises `Invalid` for a text that cannot be set,
    `TooLarge` when a limit of memory or time is reached and `Unavailable` without pandoc.
    """
    wanted = list(recipes)
    made = {recipe: _AS_WRITTEN[recipe](manuscript) for recipe in wanted if recipe in _AS_WRITTEN}
    if not (printed := [recipe for recipe in wanted if recipe in _FORMS]):
        return made
    try:
        tree, warnings = pandoc.parse(manuscript.body, manuscript.bibliography, manuscript.style)
        about_labels = remarks(manuscript.language)
        # Each form waits for programs of its own most of the time: two at once take half as long.
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            renders = [(one, pool.submit(_FORMS[one].render, tree, manuscript)) for one in printed]
            for recipe, render in renders:
                content, more = render.result()
                made[recipe] = Typeset(
                    content=content,
                    media_type=_FORMS[recipe].media_type,
                    suffix=recipe,
                    warnings=tuple(dict.fromkeys([*warnings, *more, *about_labels])),
                )
    except RecursionError:
        raise Invalid(
            {
                "body": sentence(
                    "Lists or quotations in the text are nested too deeply to be printed. "
                    "Flatten them and try again."
                )
            }
        ) from None
    return made


def _source(manuscript: Manuscript) -> Typeset:
    """Return the author's text byte for byte, without notes to the author, under the notice."""
    return Typeset(
        content=_text(manuscript),
        media_type="text/markdown; charset=utf-8",
        suffix=Recipe.MARKDOWN,
    )


def _sources(manuscript: Manuscript) -> Typeset:
    """Return the text with its pictures and the sources that it cites."""
    files = {
        "guideline.md": _text(manuscript),
        "references.json": json.dumps(
            list(manuscript.bibliography), ensure_ascii=False, indent=1, sort_keys=True
        ).encode(),
        "style.csl": pandoc.style_source(manuscript.style),
    }
    files |= {name: asset.content for name, asset in sorted(manuscript.assets.items())}
    return Typeset(content=packed(files), media_type="application/zip", suffix=Recipe.SOURCES)


def _text(manuscript: Manuscript) -> bytes:
    notice = f"> **{manuscript.notice}**\n\n" if manuscript.notice else ""
    return (notice + without(manuscript.body, GUIDANCE)).encode()


_AS_WRITTEN: dict[Recipe, Callable[[Manuscript], Typeset]] = {
    Recipe.MARKDOWN: _source,
    Recipe.SOURCES: _sources,
}
