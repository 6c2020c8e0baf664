"""The structure of a text as pandoc sees it and as the preview sees it, in one form."""

import json
import os
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import pypandoc

from guidelines.text.comments import normalise_newlines, without_comments
from guidelines.text.markdown import PANDOC_READER, outline
from guidelines.typesetting.pandoc import program

BLOCKS = {
    "Para": "p", "Plain": "p", "BulletList": "ul", "OrderedList": "ol", "CodeBlock": "code",
    "BlockQuote": "quote", "HorizontalRule": "hr", "Div": "div", "DefinitionList": "dl",
    "Figure": "figure",
}  # fmt: skip
INLINES = {
    "Cite", "Note", "Math", "Link", "Image", "Code", "Strong", "Emph", "Subscript",
    "Superscript", "Strikeout",
}  # fmt: skip
OURS = {
    "bullet_list_open": "ul", "ordered_list_open": "ol", "fence": "code", "code_block": "code",
    "blockquote_open": "quote", "hr": "hr", "div_open": "div", "dl_open": "dl",
}  # fmt: skip
OURS_INLINE = {
    "citation": "Cite", "footnote_ref": "Note", "math_inline": "Math",
    "math_inline_double": "Math", "link_open": "Link", "image": "Image", "code_inline": "Code",
    "strong_open": "Strong", "em_open": "Emph", "sub_open": "Subscript",
    "sup_open": "Superscript", "s_open": "Strikeout",
}  # fmt: skip


_READ_ALL = """
local out = {}
for number, text in ipairs(pandoc.json.decode(io.read("a"), false)) do
  out[number] = pandoc.write(pandoc.read(text, os.getenv("READER")), "json")
end
io.write(pandoc.json.encode(out))
"""


def all_by_pandoc(sources: list[str]) -> list[tuple[list[str], Counter[str]]]:
    """Return the structures of many texts; pandoc starts once."""
    texts = [without_comments(normalise_newlines(source))[0] for source in sources]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "read.lua")
        script.write_text(_READ_ALL)
        done = subprocess.run(
            [program(), "lua", str(script)],
            input=json.dumps(texts).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "READER": PANDOC_READER},
        )
    return [structure(json.loads(tree)) for tree in json.loads(done.stdout)]


def by_pandoc(source: str) -> tuple[list[str], Counter[str]]:
    """Return the kinds of blocks in order and the number of each inline."""
    text, _ = without_comments(normalise_newlines(source))
    return structure(json.loads(pypandoc.convert_text(text, "json", format=PANDOC_READER)))


def structure(tree) -> tuple[list[str], Counter[str]]:
    """Return the structure of one of pandoc's trees."""
    blocks: list[str] = []
    counts: Counter[str] = Counter()

    def walk(node, quiet=False):
        if isinstance(node, list):
            for child in node:
                walk(child, quiet)
            return
        if not isinstance(node, dict) or "t" not in node:
            return
        kind, content = node["t"], node.get("c")
        if kind in INLINES:
            counts[kind] += 1
        if kind == "Cite":
            return
        if kind == "Note":
            walk(content, quiet=True)
            return
        if kind == "Image":
            walk(content[1], quiet)
            return
        if kind == "Table":
            heads, bodies = content[3], content[4]
            rows = len(heads[1]) + sum(len(body[3]) for body in bodies)
            if not quiet:
                blocks.append(f"table {rows}x{len(content[2])}")
            walk(content[1][1], quiet=True)
            for row in [*heads[1], *(r for body in bodies for r in body[3])]:
                for cell in row[1]:
                    walk(cell[4], quiet=True)
            return
        if kind == "Figure":
            if not quiet:
                blocks.append("figure")
            walk(content[2], quiet=True)
            return
        if kind == "Header":
            if not quiet:
                blocks.append(f"h{content[0]} {content[1][0]}")
            walk(content[2], quiet)
            return
        if kind in BLOCKS and not quiet:
            blocks.append(BLOCKS[kind])
        if kind == "DefinitionList":
            for term, definitions in content:
                walk(term, quiet)
                walk(definitions, quiet)
            return
        walk(content, quiet)

    walk(tree["blocks"])
    return blocks, counts


def by_preview(source: str) -> tuple[list[str], Counter[str]]:
    """Return the same for the preview's tokens."""
    blocks: list[str] = []
    counts: Counter[str] = Counter()
    quiet = 0
    table = [0, 0]
    for token in outline(source):
        if token.type in ("footnote_block_open", "footnote_block_close"):
            quiet += token.nesting
        if token.type == "heading_open" and not quiet:
            blocks.append(f"h{token.tag[1]} {token.attrs['id']}")
        elif token.type == "paragraph_open" and not quiet:
            blocks.append("figure" if token.tag == "figure" else "p")
        elif token.type in OURS and not quiet:
            blocks.append(OURS[token.type])
        elif token.type == "table_open":
            table = [0, 0]
        elif token.type == "tr_open":
            table[0] += 1
        elif token.type == "th_open":
            table[1] += 1
        elif token.type == "table_close" and not quiet:
            blocks.append(f"table {table[0]}x{table[1]}")

        def count(children):
            for child in children:
                if child.type in OURS_INLINE:
                    counts[OURS_INLINE[child.type]] += 1
                if child.children:
                    count(child.children)

        count(token.children or [])
    return blocks, counts
