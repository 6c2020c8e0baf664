"""PDF and Word of a 25,000-word document beside pandoc and typst alone on the same input.

The bare side is what one would run by hand: pandoc once for each form, from the Markdown, with
``--citeproc``, the same reader, bibliography and citation style, for Word the same
``reference.docx``; then typst for the PDF. It has no cage, no cover, no check of links and
pictures and makes no claim to be PDF/UA. Ours makes the whole form of a guideline.

Every measurement runs in a fresh process, because typst remembers what it has set before; the
start of Python and its imports are not counted on either side. The sides take turns. The ratio is
that of the medians of the processor's time, all programs included, which hardly depends on what
else the machine does; how long a person waits (the quickest run of each) is printed beside it.
Prints one line of JSON a form, and one for both together, as a published version needs them.
`python -m bench.typeset [FILE.md [REFERENCES.json]]`
"""

import datetime as dt
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import typst

from guidelines.text.markdown import PANDOC_READER
from guidelines.typesetting import pandoc
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.recipes import Recipe, typeset_all
from tests.real_data import FOLDER

ROUNDS = 5
LIMIT = 1.15
REVIEW = FOLDER / "documents" / "deep-review"
STYLE = "nlm-citation-sequence"
BY_HAND = {
    "pdf": "--to=typst-citations",
    "docx": f"--reference-doc={pandoc.EXPORTS}/reference.docx",
}
PARAGRAPH = "In the group of {n} children we saw *no* difference [@key{n}] between both ways.\n"
# typst stops at an image that is not there
IMAGE = re.compile(r"!\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)(?:\{[^}]*\})?")


def document(arguments):
    """Return the text without images and its bibliography: given, the real one, or one made up."""
    text = Path(arguments[0]) if arguments else REVIEW / "doc25k.md"
    items = Path(arguments[1]) if len(arguments) > 1 else REVIEW / "references.by-citekey.csl.json"
    if not text.exists():
        made = [{"id": f"key{n}", "type": "article", "title": f"Study {n}"} for n in range(500)]
        body = "\n".join(PARAGRAPH.format(n=n % 500) for n in range(1_700))
        return f"# Text\n\n{body}", made
    entries = json.loads(items.read_text()) if items.exists() else []
    return IMAGE.sub(r"\1", text.read_text()), entries


def bare(forms, source, items):
    """Let pandoc, and typst for the PDF, do it with their own templates, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        text, references = Path(folder, "text.md"), Path(folder, "references.json")
        text.write_text(source)
        references.write_text(json.dumps(items))
        start = time.perf_counter()
        for form in forms:
            target = Path(folder, f"text.{'typ' if form == 'pdf' else form}")
            words = [
                *(pandoc.program(), "--standalone", f"--from={PANDOC_READER}", "--citeproc"),
                *(f"--bibliography={references}", f"--csl={pandoc.EXPORTS}/csl/{STYLE}.csl"),
                *(BY_HAND[form], f"--output={target}", str(text)),
            ]
            subprocess.run(words, check=True, capture_output=True)
            if form == "pdf":
                typst.compile(str(target), font_paths=typst.Fonts(include_system_fonts=False))
        return time.perf_counter() - start


def ours(forms, source, items):
    """Typeset it as a guideline."""
    manuscript = Manuscript(
        title="Measured",
        body=source,
        date=dt.date(2026, 1, 1),
        bibliography=tuple(items),
        style=STYLE,
    )
    start = time.perf_counter()
    typeset_all(manuscript, [Recipe(form) for form in forms])
    return time.perf_counter() - start


def worked():
    """Return the processor seconds of this process and its children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(side, forms, arguments):
    """Return the seconds and the processor seconds of one run in a fresh process."""
    words = [sys.executable, "-m", "bench.typeset", f"--one={side},{forms}", *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return tuple(float(number) for number in done.stdout.split())


def main(arguments):
    """Measure and print; exit 1 above the limit."""
    if arguments and arguments[0].startswith("--one="):
        side, forms = arguments[0].removeprefix("--one=").split(",")
        source, items = document(arguments[1:])
        before = worked()
        seconds = {"ours": ours, "bare": bare}[side](forms.split("+"), source, items)
        print(seconds, worked() - before)
        return 0
    kept = True
    for form in ("pdf", "docx", "pdf+docx"):
        times = {"ours": [], "bare": []}
        for _ in range(ROUNDS):
            for side, runs in times.items():
                runs.append(measured(side, form, arguments))
        work = {side: statistics.median(cpu for _, cpu in runs) for side, runs in times.items()}
        waits = {side: min(wall for wall, _ in runs) for side, runs in times.items()}
        ratio = work["ours"] / work["bare"]
        kept = kept and ratio <= LIMIT
        row = {"name": f"{form} of 25k words / pandoc and typst", "ratio": round(ratio, 3)}
        row |= {"limit": LIMIT}
        row |= {f"{side} processor ms": round(1000 * s) for side, s in work.items()}
        row |= {f"{side} ms": round(1000 * s) for side, s in waits.items()}
        row["waiting ratio"] = round(waits["ours"] / waits["bare"], 3)
        print(json.dumps(row), flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
