"""The Markdown parser: markdown-it with what pandoc's reader knows, and nothing else.

`PANDOC_READER` names the same language for pandoc. Where CommonMark and pandoc differ and one of
them can be told to follow the other, one of them is.
"""

import re
from collections.abc import MutableMapping
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, heading, hr, lheading, reference, table
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from guidelines.text.attributes import Attributes, parse_attributes
from guidelines.text.blocks import Div
from guidelines.text.citations import read_group, read_key
from guidelines.text.markdown.structure import settle_blocks, settle_inlines

PANDOC_READER = (
    "markdown"
    "-raw_attribute-raw_html-raw_tex-latex_macros"
    "-yaml_metadata_block-pandoc_title_block"
    "-native_divs-native_spans-markdown_in_html_blocks"
    "-grid_tables-multiline_tables-simple_tables"
    "-fancy_lists-example_lists-line_blocks"
    "-blank_before_header-blank_before_blockquote+lists_without_preceding_blankline"
    "-implicit_header_references-smart"
)
MAX_NESTING = 60
MOST_UNMATCHED = 300
_MATH = re.compile(r"\$(?!\s)((?:\\[\s\S]|[^\\$])+)(?<!\s)\$(?!\d)")
_DISPLAY_MATH = re.compile(r"\$\$((?:\\[\s\S]|[^\\$]|\$(?!\$))+)\$\$")


class _Parser(MarkdownIt):
    """markdown-it that reads every link as a link: what may stay is decided when writing."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the name is markdown-it's)
        """Let every target pass here, so that both parsers see the same links."""
        return isinstance(url, str)


@cache
def parser(renderer: type[RendererHTML]) -> MarkdownIt:
    """Return the parser that writes with `renderer`; it holds no state between texts."""
    md = _Parser("commonmark", {"html": False, "maxNesting": MAX_NESTING}, renderer_cls=renderer)
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin)
    md.use(deflist_plugin)
    md.use(sub_plugin)
    md.use(superscript_plugin)
    md.block.ruler.at("table", table, {"alt": ["reference"]})
    md.block.ruler.at("hr", hr, {"alt": ["reference", "blockquote", "list"]})
    md.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("lheading", _underlined)
    md.block.ruler.at("reference", _reference)
    md.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.before("fence", "fenced_div", _fenced_div)
    md.block.ruler.before("fence", "end_of_table", _end_of_table, {"alt": ["blockquote"]})
    md.inline.ruler.after("escape", "math", _math)
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.before("citation", "unmatched", _unmatched)
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.push("attributes", _attributes)
    md.inline.add_terminator_char("@")
    md.core.ruler.after("block", "settle_blocks", settle_blocks)
    md.core.ruler.after("inline", "settle_inlines", settle_inlines)
    return md


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Open the fenced div that the scan of the lines found at this line."""
    divs: MutableMapping[int, Div] = state.env.get("divs", {})
    div = divs.get(start)
    if div is None or silent or state.is_code_block(start):
        return False
    if state.src[state.bMarks[start] + state.tShift[start]] != ":":
        return False
    close = min(div.close, end)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    token = state.push("div_open", "div", 1)
    token.block, token.map, token.meta = True, [start, close], {"div": div}
    state.md.block.tokenize(state, start + 1, close)
    token = state.push("div_close", "div", -1)
    token.block, token.meta = True, {"div": div}
    state.parentType, state.lineMax = parent, line_max
    state.line = min(close + 1, end) if close == div.close and div.closed else close
    return True


def _end_of_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a table at a line without a bar, as pandoc does."""
    if not silent or state.parentType != "table":
        return False
    return "|" not in state.src[state.bMarks[start] : state.eMarks[start]]


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list as pandoc does: `1)` begins none, and any number interrupts a paragraph."""
    position = state.bMarks[start] + state.tShift[start]
    while position < state.eMarks[start] and state.src[position].isdigit():
        position += 1
    if state.src.startswith(")", position) or (silent and _is_rule(state, start)):
        return False
    parent = state.parentType
    if silent and parent == "paragraph":
        state.parentType = "root"
    found = list_block(state, start, end, silent)
    if silent:
        state.parentType = parent
    return found


def _is_rule(state: StateBlock, start: int) -> bool:
    """Say whether a line is a rule such as `* * *`, which interrupts no paragraph."""
    signs = "".join(state.src[state.bMarks[start] : state.eMarks[start]].split())
    return len(signs) > 2 and signs[0] in "*-" and not signs.strip(signs[0])


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading at the beginning of a line only, as pandoc does."""
    return state.sCount[start] <= state.blkIndent and heading(state, start, end, silent)


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read an underlined heading of one line only, as pandoc does."""
    under = start + 1
    if under >= end or state.sCount[under] > state.blkIndent:
        return False
    text = state.src[state.bMarks[under] + state.tShift[under] : state.eMarks[under]].strip()
    if not text or set(text) not in ({"="}, {"-"}):
        return False
    return lheading(state, start, end, silent)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the target of a link; `[@key]: …` is none, it begins with a citation."""
    if state.src.startswith("[@", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _unmatched(state: StateInline, silent: bool) -> bool:
    """Take brackets as text where hundreds are open at once: looking for their ends is slow."""
    if state.src[state.pos] not in "[!^" or len(state.src) < MOST_UNMATCHED:
        return False
    known: dict[str, bool] = state.env.setdefault("unmatched", {})
    if state.src not in known:
        known.clear()
        known[state.src] = _deepest(state.src) > MOST_UNMATCHED
    if not known[state.src]:
        return False
    if not silent:
        state.append_pending(state.src[state.pos])
    state.pos += 1
    return True


def _deepest(text: str) -> int:
    """Return how many square brackets are open at once at most."""
    depth = deepest = 0
    for sign in text:
        if sign == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign == "]" and depth:
            depth -= 1
    return deepest


def _math(state: StateInline, silent: bool) -> bool:
    """Read `$formula$` and `$$formula$$` by pandoc's rules: prices stay prices."""
    if state.src[state.pos] != "$":
        return False
    display = state.src.startswith("$$", state.pos)
    match = (_DISPLAY_MATH if display else _MATH).match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("math_inline_double" if display else "math_inline", "math", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _citation(state: StateInline, silent: bool) -> bool:
    """Read `[@key]` and `@key`."""
    mark = state.src[state.pos]
    if mark == "[":
        group = read_group(state.src, state.pos)
        if group is None or group[1] > state.posMax:
            return False
        cited, end = group
    elif mark == "@":
        single = read_key(state.src, state.pos)
        if single is None or single[1] > state.posMax:
            return False
        cited, end = single
    else:
        return False
    if not silent:
        state.push("citation", "", 0).meta = {"cited": cited, "narrative": mark == "@"}
    state.pos = end
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """Read `[words]{#id .class}`."""
    if state.src[state.pos] != "[":
        return False
    close = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if close < 0 or not state.src.startswith("{", close + 1):
        return False
    attributes = parse_attributes(state.src, close + 1)
    if attributes is None or attributes.end > state.posMax:
        return False
    if not silent:
        start, end = state.pos + 1, state.posMax
        _attach(state.push("span_open", "span", 1), attributes, state)
        state.pos, state.posMax = start, close
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = end
    state.pos = attributes.end
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """Read the braces right after a link, an image or code."""
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    if last.type not in ("link_close", "image", "code_inline"):
        return False
    attributes = parse_attributes(state.src, state.pos)
    if attributes is None or attributes.end > state.posMax:
        return False
    if not silent and last.type != "link_close":
        _attach(last, attributes, state)
    state.pos = attributes.end
    return True


def _attach(token: Token, attributes: Attributes, state: StateInline) -> None:
    """Give a token what may stay of its attributes: an id, a width and a height."""
    if attributes.identifier:
        token.attrSet("id", state.env.get("id_prefix", "") + attributes.identifier)
    for name, value in attributes.pairs:
        if name in ("width", "height"):
            token.attrSet(name, value)
