"""The preview of a 25,000-word document beside bare markdown-it-py with the same plugins.

Prints one line of JSON: medians in milliseconds of interleaved runs, and their ratio.
`python -m bench.preview [FILE.md [REFERENCES.json]]`
"""

import json
import statistics
import sys
import time
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from guidelines.text.bibliography import reference_list
from guidelines.text.citations import Citations
from guidelines.text.markdown import render
from guidelines.text.recommendations import parse
from tests.real_data import FOLDER

ROUNDS = 9
LIMIT = 3.0
REVIEW = FOLDER / "documents" / "deep-review"
PARAGRAPH = (
    "In the group of {n} children we saw *no* difference [@smith{n}] between both approaches, "
    "with H~2~O as the comparator and a median of 10 mg daily (p < 0.05).\n"
)


def bare():
    """Return markdown-it-py with the plugins that the preview has, nothing else."""
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for plugin in (footnote_plugin, deflist_plugin, dollarmath_plugin, tasklists_plugin):
        md.use(plugin)
    return md.use(attrs_plugin, spans=True).use(sub_plugin).use(superscript_plugin)


def document(arguments):
    """Return the text and its bibliography: given, the real review, or one of the same size."""
    text = Path(arguments[0]) if arguments else REVIEW / "doc25k.md"
    items = Path(arguments[1]) if len(arguments) > 1 else REVIEW / "references.by-citekey.csl.json"
    if not text.exists():
        return "\n".join(PARAGRAPH.format(n=n) for n in range(850)), {}
    entries = json.loads(items.read_text()) if items.exists() else []
    return text.read_text(), {entry["id"]: entry for entry in entries}


def preview(text, items, citations):
    """Do all that the page does with a text, apart from its questions to the database."""
    parse(text)
    rendered = render(text, citations=citations, id_prefix="t-", with_lines=True)
    reference_list(items, rendered.citation_keys)


def main(arguments):
    """Measure and print; exit 1 above the limit."""
    source, items = document(arguments)
    peer = bare()
    citations = Citations(items)
    runs = {"ours": lambda text: preview(text, items, citations), "bare": peer.render}
    times = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        text = f"Typed {number}.\n\n{source}"  # new in each round: no cache may know it
        for name, run in runs.items():
            begin = time.perf_counter()
            run(text)
            if number:  # the first round warms up
                times[name].append((time.perf_counter() - begin) * 1000)
    ours, theirs = (statistics.median(times[name]) for name in ("ours", "bare"))
    row = {
        "name": "preview",
        "words": len(source.split()),
        "ours_ms": round(ours, 1),
        "peer": "markdown-it-py",
        "peer_ms": round(theirs, 1),
        "ratio": round(ours / theirs, 2),
        "limit": LIMIT,
    }
    print(json.dumps(row))
    return int(row["ratio"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
