"""Write parsed text as HTML: what depends on the reader's language and on the sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from guidelines.text.blocks import Div
from guidelines.text.citations import CitationStyle, Cited, is_retracted, label, meant
from guidelines.text.links import is_allowed_link, is_remote
from guidelines.text.markdown.formulas import mathml
from guidelines.text.markdown.safety import DIV_CLASSES
from guidelines.text.markdown.words import Writing
from guidelines.text.numbering import Landmark

_NORMATIVE = ("type", "strength", "direction", "certainty")


class Writer(RendererHTML):
    """markdown-it's renderer with our links, images, citations, formulas and fenced divs."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write a link that may stay; of any other only the words stay."""
        del options
        writing: Writing = env["writing"]
        target = str(tokens[idx].attrs.get("href", ""))
        allowed = is_allowed_link(target)
        writing.links.append(allowed)
        if not allowed:
            writing.warn(
                "link-dropped",
                "The link to “%(target)s” was left out. Links may begin with https:, http: or "
                "mailto:, or name a place in this text (#…).",
                target=target[:80],
            )
            return '<span class="unlinked">'
        if "reference" in tokens[idx].meta:
            return _reference(tokens[idx], writing)
        if target.startswith("#") and tokens[idx + 1].type == "link_close":
            writing.links[-1] = False  # a piece of a document alone knows no numbers
            return f'<span class="unlinked">{escapeHtml(target[1:81])}'
        if target.startswith("#"):
            target = f"#{writing.id_prefix}{target[1:]}"
        title = str(tokens[idx].attrs.get("title", ""))
        return f'<a href="{escapeHtml(target)}"' + (
            f' title="{escapeHtml(title)}">' if title else ">"
        )

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Close what `link_open` opened."""
        del tokens, idx, options
        return "</a>" if env["writing"].links.pop() else "</span>"

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Open a heading, with its number before its words."""
        number = tokens[idx].meta.get("number", "")
        return self.renderToken(tokens, idx, options, env) + _numbered(number)

    def caption_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Open the caption of a table, with its number before its words."""
        html = self.renderToken(tokens, idx, options, env)
        return html + _captioned("table", tokens[idx], env["writing"])

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write an image of this text; of any other its alternative text, visibly."""
        writing: Writing = env["writing"]
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children or [], options, env)
        source = str(token.attrs.get("src", ""))
        writing.seen_images.append(source)
        address = None if is_remote(source) else writing.images(source)
        if address is None:
            remote = is_remote(source)
            writing.warn(
                "image-remote" if remote else "image-missing",
                "The image “%(source)s” lies outside and was left out. Add it as an attachment."
                if remote
                else "There is no attachment “%(source)s”; the image was left out.",
                source=source[:80],
            )
            words = f"{writing.words.image_not_shown}: {alt or source[:80]}"
            return f'<span class="image-missing">{escapeHtml(words)}</span>'
        if not alt:
            writing.warn(
                "image-without-words",
                "The image “%(source)s” has no alternative text; write what it shows between "
                "the square brackets.",
                source=source[:80],
            )
        extra = "".join(
            f' {name}="{escapeHtml(str(token.attrs[name]))}"'
            for name in ("id", "width", "height")
            if name in token.attrs
        )
        html = f'<img src="{escapeHtml(address)}" alt="{escapeHtml(alt)}"{extra}>'
        if token.meta.get("figure"):
            caption = self.renderInline(token.children or [], options, env)
            number = _captioned("figure", token, writing)
            return f"{html}<figcaption>{number}{caption}</figcaption>"
        return html

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Open a table in a box that scrolls where it is wider than the page."""
        return '<div class="table-scroll">' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Close the table and its box."""
        del tokens, idx, options, env
        return "</table></div>\n"

    def div_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Open a fenced div; a recommendation and its long fields get their line of words."""
        del options
        writing: Writing = env["writing"]
        token = tokens[idx]
        div: Div = token.meta["div"]
        attributes = div.attributes
        classes = attributes.classes if attributes else (div.word,)
        pairs = dict(reversed(attributes.pairs)) if attributes else {}
        identifier = attributes.identifier if attributes else ""
        shown = [name for name in classes if name in DIV_CLASSES]
        heading = ""
        given = ""
        if "recommendation" in classes:
            if identifier:
                writing.recommendations.append(identifier)
            text = writing.words.recommendation(pairs)
            heading = f'<p class="recommendation-label">{escapeHtml(text)}</p>' if text else ""
            given = "".join(
                f' data-{name}="{escapeHtml(pairs[name])}"' for name in _NORMATIVE if name in pairs
            )
        elif "guidance" in classes:
            heading = f'<p class="guidance-label">{escapeHtml(writing.words.guidance)}</p>'
        elif (name := next((n for n in classes if n in writing.words.fields), "")) and name:
            shown.append("field")
            heading = f'<p class="field-label">{escapeHtml(writing.words.fields[name])}</p>'
        if not div.closed:
            writing.warn(
                "div-unclosed",
                "The block that begins in line %(at)s with “:::” is not closed; close it with "
                "“:::” on a line of its own.",
                div.line + 1,
                at=div.line + 1,
            )
        anchor = f' id="{escapeHtml(writing.id_prefix + identifier)}"' if identifier else ""
        line = f' data-line="{token.attrs["data-line"]}"' if "data-line" in token.attrs else ""
        return f'<div class="{" ".join(shown)}"{anchor}{given}{line}>{heading}\n'

    def math_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write a formula within a line."""
        del options
        return _formula(tokens[idx].content, False, env["writing"])

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write a formula on a line of its own."""
        del options
        return _formula(tokens[idx].content, True, env["writing"])

    def citation(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write a citation as links to the list of references."""
        del options
        writing: Writing = env["writing"]
        meta = tokens[idx].meta
        numbered = writing.citations is None or writing.citations.style is CitationStyle.NUMBERED
        if meta["narrative"]:
            return f'<span class="citation">{_narrative(meta["cited"], writing, numbered)}</span>'
        parts = [_parenthetical(one, writing, numbered) for one in meta["cited"]]
        left, right, comma = ("[", "]", ", ") if numbered else ("(", ")", "; ")
        return f'<span class="citation">{left}{comma.join(parts)}{right}</span>'


def _numbered(number: str) -> str:
    """Write a number apart from the words it stands before."""
    return f'<span class="number">{escapeHtml(number)}</span> ' if number else ""


def _captioned(kind: str, token: Token, writing: Writing) -> str:
    """Write what stands before a caption: "Table 2:"."""
    number = token.meta.get("number", "")
    return _numbered(f"{writing.words.landmarks[kind].format(number)}:") if number else ""


def _reference(token: Token, writing: Writing) -> str:
    """Open the link of a reference, and write what it is to: "Table 2"."""
    landmark: Landmark | None = token.meta["reference"]
    target = str(token.attrs["href"])
    if landmark is None:
        writing.links[-1] = False
        return f'<span class="reference-dead">{escapeHtml(target[1:81])}?'
    if landmark.number:
        words = writing.words.landmarks[landmark.kind].format(landmark.number)
    else:
        words = f"“{landmark.words}”"
    address = token.meta.get("address") or f"#{writing.id_prefix}{target[1:]}"
    return f'<a class="reference" href="{escapeHtml(address)}">{escapeHtml(words)}'


def _formula(latex: str, display: bool, writing: Writing) -> str:
    """Write one formula as MathML, or its source with a notice."""
    written = mathml(latex, display)
    if written is not None:
        return written
    writing.warn(
        "formula-broken",
        "The formula “%(formula)s” cannot be read. Check its braces and commands.",
        formula=latex.strip()[:80],
    )
    title = escapeHtml(writing.words.formula_not_read)
    return f'<span class="formula-broken" title="{title}">{escapeHtml(latex)}</span>'


def _link(key: str, text: str, writing: Writing) -> str:
    """Write one link to the list of references; an unknown key shows itself."""
    first = key not in writing.keys
    writing.keys[key] = None
    if writing.citations is None:
        return escapeHtml(f"@{key}")
    if key not in writing.citations.items:
        if first:
            writing.warn(
                "citation-unknown",
                "There is no source with the key “%(key)s” in the bibliography.",
                key=key[:80],
            )
        title = escapeHtml(writing.words.unknown_source)
        return f'<span class="citation-unknown" title="{title}">{escapeHtml(key)}?</span>'
    items = writing.citations.items
    target = f"#{writing.id_prefix}ref-{meant(items, key)}"
    link = f'<a href="{escapeHtml(target)}">{escapeHtml(text)}</a>'
    if not is_retracted(items[key]):
        return link
    if first:
        writing.warn(
            "citation-retracted",
            "The source “%(key)s” was retracted. Say so in the text, or leave it out.",
            key=key[:80],
        )
    title = escapeHtml(writing.words.retracted_source)
    return f'<span class="citation-retracted" title="{title}">{link}</span>'


def _number(key: str, writing: Writing) -> str:
    """Return the number of a source: by its first citation in the document."""
    known = writing.citations is not None and key in writing.citations.items
    if not known:
        return ""
    if not writing.numbers and writing.citations:
        before = dict.fromkeys(_meant(one, writing) for one in writing.citations.before)
        writing.numbers.update({k: n for n, k in enumerate(before, 1)})
    return str(writing.numbers.setdefault(_meant(key, writing), len(writing.numbers) + 1))


def _meant(key: str, writing: Writing) -> str:
    """Return the key of the source that `key` means."""
    return meant(writing.citations.items, key) if writing.citations else key


def _item(key: str, writing: Writing) -> Mapping[str, object]:
    """Return the CSL-JSON item of a key, empty where there is none."""
    return writing.citations.items.get(key, {}) if writing.citations else {}


def _parenthetical(one: Cited, writing: Writing, numbered: bool) -> str:
    """Write one source inside brackets, with the words around it."""
    author, year = label(_item(one.key, writing), one.key)
    plain = year if one.bare else f"{author} {year}"
    link = _link(one.key, _number(one.key, writing) if numbered else plain, writing)
    before = f"{escapeHtml(one.prefix)} " if one.prefix else ""
    after = f", {escapeHtml(one.suffix)}" if one.suffix else ""
    return f"{before}{link}{after}"


def _narrative(cited: Sequence[Cited], writing: Writing, numbered: bool) -> str:
    """Write a source that is part of the sentence, and those in brackets right after it."""
    first = cited[0]
    item = _item(first.key, writing)
    author, year = label(item, first.key)
    link = _link(first.key, _number(first.key, writing) if numbered else year, writing)
    parts = [f"{link}, {escapeHtml(first.suffix)}" if first.suffix else link]
    parts += [_parenthetical(one, writing, numbered) for one in cited[1:]]
    if not item:
        return ", ".join(parts)
    left, right, comma = ("[", "]", ", ") if numbered else ("(", ")", "; ")
    return f"{escapeHtml(author)} {left}{comma.join(parts)}{right}"
