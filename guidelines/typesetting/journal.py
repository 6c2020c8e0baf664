"""The manuscript for a journal: the article as Word file, its supplements as files beside it.

The article has a title page, line numbers and double spacing, as editors and reviewers want it;
the blinded one names nobody. Tables that are too long for an article are split off.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from guidelines.errors import sentence
from guidelines.text.markdown import plain_text
from guidelines.typesetting import pandoc
from guidelines.typesetting.around import annex, heading, summary
from guidelines.typesetting.blinding import own_work, without_names
from guidelines.typesetting.credit import role_names
from guidelines.typesetting.docx import WordDresser, written
from guidelines.typesetting.model import Findings, Manuscript
from guidelines.typesetting.nodes import SPACE, Node, div, joined, para, raw, strong, words
from guidelines.typesetting.packing import packed
from guidelines.typesetting.pandoc import Tree
from guidelines.typesetting.word_journal import for_reviewers
from guidelines.typesetting.word_pages import PAGE_BREAK

ARTICLE = "manuscript.docx"


@dataclass(frozen=True, slots=True)
class _Supplement:
    """A file beside the article."""

    name: str
    title: str
    blocks: list[Node]


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the article and its supplements, packed as one file."""
    # An article is not an edition: its foot carries neither version nor address.
    article = replace(manuscript, edition_label="", sha256="", short_address="", review_by="")
    dresser = WordDresser(article)
    body = dresser.dress(tree["blocks"])
    blocks = [
        *_title_page(dresser, manuscript.edition_label),
        *_abstract(dresser),
        *body,
        *_chapter(article.labels["methods"], [_paragraphs(article.methods)[:1]]),
        *_statements(dresser),
    ]
    if dresser.references:
        blocks += [heading(article.labels["references"]), *dresser.references]
    files = {ARTICLE: _word(tree, blocks, article)}
    for number, one in enumerate(_supplements(dresser), 1):
        head = heading(f"Supplement {number}: {one.title}")
        files[f"supplement-{number}-{one.name}.docx"] = _word(tree, [head, *one.blocks], article)
    return packed(files), dresser.warnings


def blinded(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the same without a name: the text is read anew, because names stand in it too."""
    bare = without_names(manuscript)
    tree, _warnings = pandoc.parse(bare.body, bare.bibliography, bare.style)
    content, warnings = render(tree, bare)
    spoken = [
        sentence(
            "For blind review, speak of your own earlier work as of that of others: “%(said)s”.",
            said=said,
        )
        for said in own_work(plain_text(bare.body))
    ]
    return content, [*warnings, *spoken]


def _word(tree: Tree, blocks: list[Node], manuscript: Manuscript) -> bytes:
    content, _warnings = written(tree, blocks, manuscript)
    return for_reviewers(content)


def _title_page(dresser: WordDresser, version: str) -> list[Node]:
    manuscript, labels = dresser.manuscript, dresser.labels
    lines = [
        ("Kind", manuscript.kind),
        ("Title", manuscript.title),
        ("Subtitle", manuscript.subtitle),
        ("Notice", manuscript.notice),
    ]
    blocks = [div("", [para(words(text))], style) for style, text in lines if text]
    for one in manuscript.shares:
        said = joined(one.name, one.affiliation, f"ORCID {one.orcid}" if one.orcid else "")
        blocks.append(para(words(said)))
    count = len(plain_text(manuscript.body).split())
    facts = (
        (labels["network"], joined(manuscript.network, manuscript.project)),
        (labels["edition"], version if manuscript.network else ""),
        (labels["words"], f"{count:,}".replace(",", "\u202f")),
    )
    blocks += [_fact(name, text) for name, text in facts if text]
    return [*blocks, raw("openxml", PAGE_BREAK, block=True)]


def _abstract(dresser: WordDresser) -> list[Node]:
    """Return what is known for a structured abstract, and the table of recommendations."""
    manuscript, labels = dresser.manuscript, dresser.labels
    first = _paragraphs(manuscript.methods)[:1]
    facts = (
        (labels["population"], manuscript.population),
        (labels["users"], manuscript.users),
        (labels["methods"], first[0] if first else ""),
    )
    said = [_fact(name, text) for name, text in facts if text]
    blocks = [heading("Abstract"), *said] if said else []
    blocks += summary(dresser)
    return [*blocks, raw("openxml", PAGE_BREAK, block=True)] if blocks else []


def _statements(dresser: WordDresser) -> list[Node]:
    """Return who did what and who was on the panel; nothing of it where nobody is named."""
    manuscript, labels = dresser.manuscript, dresser.labels
    blocks: list[Node] = []
    if manuscript.shares:
        blocks.append(heading(f"{labels['contributors']} (CRediT)"))
        blocks += [_fact(one.name, role_names(one.roles)) for one in manuscript.shares]
    if manuscript.panel:
        named = "; ".join(
            ", ".join(part for part in (one.name, one.role, one.country) if part)
            for one in manuscript.panel
        )
        blocks += [heading(labels["panel"]), para(words(named))]
    return blocks


def _supplements(dresser: WordDresser) -> Iterable[_Supplement]:
    """Yield what is too long for an article; nothing empty."""
    manuscript, labels = dresser.manuscript, dresser.labels
    methods = [*_said(manuscript.methods), *_tables(dresser, manuscript.checklists)]
    parts = (
        ("evidence", labels["findings"], _tables(dresser, manuscript.findings)),
        ("judgements", labels["judgements"], _tables(dresser, manuscript.judgements)),
        ("methods", labels["methods"], methods),
        ("search", labels["search"], _tables(dresser, manuscript.searches)),
        ("comments", labels["answers"], _tables(dresser, manuscript.answers)),
        ("interests", labels["interests"], _said(manuscript.interests)),
    )
    for name, title, blocks in parts:
        if blocks:
            yield _Supplement(name, title, blocks)


def _tables(dresser: WordDresser, tables: Iterable[Findings]) -> list[Node]:
    return [block for one in tables for block in annex(dresser, one)]


def _chapter(title: str, paragraphs: Iterable[list[str]]) -> list[Node]:
    said = [para(words(text)) for texts in paragraphs for text in texts]
    return [heading(title), *said] if said else []


def _said(text: str) -> list[Node]:
    return [para(words(part)) for part in _paragraphs(text)]


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def _fact(name: str, text: str) -> Node:
    return para([strong(words(f"{name}:")), SPACE, *words(text)])
