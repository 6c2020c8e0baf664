"""Comparing two versions of 25,000 words, against the word diff of git, its process included.

Usage: python -m bench.compare [FILE]. Both sides compare the same two texts in turn; the best of
several runs counts, for machines are noisy. Islands are single unchanged words between changes:
what makes a comparison hard to read. FILE is a long Markdown text; without it one is made up.
"""

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from guidelines.drafts.rules.comparison import Part, compare_parts
from guidelines.text import blocks
from guidelines.text.comparison import Row
from guidelines.text.diff import Op
from guidelines.text.sections import split_sections

GIT = ["git", "diff", "--no-index", "--word-diff=porcelain", "--histogram"]
RUNS = 9
LIMIT = 3.0
DATA = Path(__file__).parents[2] / "shared" / "data" / "documents" / "deep-review"
WORDS = 25_000


def long_text(chance: random.Random) -> str:
    """Return a text of about 25,000 words in sections and paragraphs."""
    some = [f"word{n}" for n in range(3000)]
    parts, count = [], 0
    while count < WORDS:
        sentences = [
            " ".join(chance.choices(some, k=chance.randint(8, 25))).capitalize() + "."
            for _ in range(chance.randint(3, 8))
        ]
        heading = f"# Section {len(parts)}\n\n" if len(parts) % 9 == 0 else ""
        parts.append(heading + " ".join(sentences))
        count += len(parts[-1].split())
    return "\n\n".join(parts) + "\n"


def edited(text: str, chance: random.Random, share: float) -> str:
    """Return a text in which this share of the words is another one."""
    some = text.split()
    return re.sub(
        r"[A-Za-z]{3,}",
        lambda match: chance.choice(some) if chance.random() < share else match.group(),
        text,
    )


def years(text: str, chance: random.Random) -> tuple[str, str]:
    """Return a text seven years ago and now: real revisions where they lie on this machine."""
    revisions = sorted((DATA / "revisions-05.treat").glob("*.md"))
    if revisions:
        rest = text[: len(text) * 4 // 5]
        return rest + revisions[20].read_text(), rest + revisions[-1].read_text()
    pieces = text.split("\n\n")
    kept = [piece for piece in pieces if chance.random() > 0.1]
    now = [edited(piece, chance, 0.15) if chance.random() < 0.3 else piece for piece in kept]
    return text, "\n\n".join(now)


def parts(text: str) -> list[Part]:
    """Return a text as a version has it: in sections."""
    return [
        Part(f"{section.title} {number}", str(number), section.title, section.source)
        for number, section in enumerate(split_sections(text))
    ]


def git(before: Path, after: Path) -> tuple[float, int]:
    """Return how long git takes in seconds, and how many islands it leaves."""
    start = time.perf_counter()
    found = subprocess.run([*GIT, before, after], capture_output=True, text=True, check=False)
    spent = time.perf_counter() - start
    lines = [line for line in found.stdout.splitlines() if line[:1] in {" ", "+", "-"}]
    alone = sum(
        a[0] != " " and b[0] == " " and c[0] != " " and len(b.split()) == 1
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False)
    )
    return spent, alone


def ours(old: list[Part], new: list[Part]) -> tuple[float, int]:
    """Return how long a comparison takes in seconds, and how many islands it leaves."""
    blocks._scan.cache_clear()
    start = time.perf_counter()
    found = compare_parts(old, new)
    spent = time.perf_counter() - start
    return spent, sum(islands(row) for section in found.sections for row in section.rows)


def islands(row: Row) -> int:
    """Count the single unchanged words between two changes of a block."""
    return sum(
        a.op is not Op.EQUAL
        and b.op is Op.EQUAL
        and c.op is not Op.EQUAL
        and len(b.text.split()) == 1
        for a, b, c in zip(row.spans, row.spans[1:], row.spans[2:], strict=False)
    )


def cases(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is compared: a name, the older and the newer text."""
    chance = random.Random(25)
    yield "a small edit", text, edited(text, chance, 0.0004)
    yield ("seven years of edits", *years(text, chance))
    yield "a full rewrite", text, edited(text, chance, 0.9)


def main() -> int:
    """Measure, print, and return 1 if a ratio is over the limit or git is easier to read."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "doc25k.md"
    text = given.read_text() if given.exists() else long_text(random.Random(7))
    kept = True
    with tempfile.TemporaryDirectory(prefix="bench-compare-") as folder:
        for name, before, after in cases(text):
            paths = [Path(folder) / "before.md", Path(folder) / "after.md"]
            paths[0].write_text(before)
            paths[1].write_text(after)
            old, new = parts(before), parts(after)
            ours(old, new)
            runs = [(ours(old, new), git(*paths)) for _ in range(RUNS)]
            mine = min(run[0][0] for run in runs)
            gits = min(run[1][0] for run in runs)
            row = {
                "name": f"compare 25k words, {name} / git",
                "ratio": round(mine / gits, 2),
                "limit": LIMIT,
                "ours_ms": round(1000 * mine, 1),
                "git_ms": round(1000 * gits, 1),
                "median_ratio": round(statistics.median(a[0] / b[0] for a, b in runs), 2),
                "islands": runs[0][0][1],
                "git_islands": runs[0][1][1],
            }
            print(json.dumps(row))
            kept = kept and row["ratio"] <= LIMIT and row["islands"] <= row["git_islands"]
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
