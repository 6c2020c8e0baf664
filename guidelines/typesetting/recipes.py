"""The forms a manuscript can take, and the one way to make them."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import DomainError, Invalid, sentence
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
    made, troubles = typeset_each(manuscript, recipes)
    for trouble in troubles.values():
        raise trouble
    return made


def typeset_each(
    manuscript: Manuscript,
    recipes: Iterable[Recipe],
    told: Callable[[Recipe], None] | None = None,
) -> tuple[dict[Recipe, Typeset], dict[Recipe, DomainError]]:
    """Make the forms that can be made; return them, and why the others cannot.

    `told` hears of each form when it is ready, in the order in which they were asked for.
    """
    wanted = list(recipes)
    made = {recipe: _AS_WRITTEN[recipe](manuscript) for recipe in wanted if recipe in _AS_WRITTEN}
    troubles: dict[Recipe, DomainError] = {}
    if not (printed := [recipe for recipe in wanted if recipe in _FORMS]):
        return made, troubles
    try:
        tree, warnings = pandoc.parse(manuscript.body, manuscript.bibliography, manuscript.style)
    except RecursionError:
        return made, dict.fromkeys(printed, _too_deep())
    except DomainError as trouble:
        return made, dict.fromkeys(printed, trouble)
    about_labels = remarks(manuscript.language)
    # Each form waits for programs of its own most of the time: two at once take half as long.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        renders = [(one, pool.submit(_FORMS[one].render, tree, manuscript)) for one in printed]
        for recipe, render in renders:
            try:
                content, more = render.result()
            except RecursionError:
                troubles[recipe] = _too_deep()
                continue
            except DomainError as trouble:
                troubles[recipe] = trouble
                continue
            made[recipe] = Typeset(
                content=content,
                media_type=_FORMS[recipe].media_type,
                suffix=recipe,
                warnings=tuple(dict.fromkeys([*warnings, *more, *about_labels])),
            )
            if told:
                told(recipe)
    return made, troubles


def _too_deep() -> Invalid:
    return Invalid(
        {
            "body": sentence(
                "Lists or quotations in the text are nested too deeply to be printed. "
                "Flatten them and try again."
            )
        }
    )


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
    first = [f"{one.title}: {one.text}" for one in manuscript.alerts]
    first += [manuscript.notice] if manuscript.notice else []
    said = "".join(f"> **{one}**\n\n" for one in first)
    return (said + without(manuscript.body, GUIDANCE)).encode()


_AS_WRITTEN: dict[Recipe, Callable[[Manuscript], Typeset]] = {
    Recipe.MARKDOWN: _source,
    Recipe.SOURCES: _sources,
}
