"""Texts that were really revised: where each of their sentences stands, and how to read them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypandoc

from bench.compare import DATA, edited, long_text
from guidelines.text.anchors import project
from guidelines.text.blocks import Block, split

SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[A-Z]|$)|$)")

Spot = tuple[int, int]


@dataclass
class Text:
    """One revision: its blocks, their words, and where each sentence is that stands once."""

    blocks: tuple[Block, ...]
    plain: list[str]
    sentences: dict[str, Spot]

    def spots(self, words: str) -> list[Spot]:
        """Return where some words stand, at most twice."""
        found = [
            (number, match.start())
            for number, text in enumerate(self.plain)
            if words in text
            for match in re.finditer(re.escape(words), text)
        ]
        return found[:2]


def read(source: str) -> Text:
    """Read a revision."""
    found = split(source)
    plain = [project(block) for block in found]
    everything: dict[str, list[Spot]] = {}
    for number, text in enumerate(plain):
        for match in SENTENCE.finditer(text):
            everything.setdefault(match.group(), []).append((number, match.start()))
    return Text(found, plain, {s: at[0] for s, at in everything.items() if len(at) == 1})


def revisions() -> list[str]:
    """Return the real revisions, or some that are made up where these are not."""
    paths = sorted((DATA / "revisions-05.treat").glob("*.md"))
    if paths:
        return [path.read_text() for path in paths]
    chance = random.Random(5)
    texts = [long_text(chance)[:40_000].replace(". ", ".\n")]
    while len(texts) < 42:
        texts.append(edited(texts[-1], chance, 0.002))
    return texts


def others() -> Iterator[tuple[str, Text, Text]]:
    """Yield other documents that were really revised, where they lie on this machine."""
    review = DATA.parent / "meta-review"
    olds = review / "v3.0-old-manuscript.md"
    if olds.exists():
        news = review / "v3.0-new-manuscript.md"
        yield "an article and its review", read(olds.read_text()), read(news.read_text())
    for path in sorted((DATA.parent / "docx-tracked").glob("*.docx")):
        before, after = (
            pypandoc.convert_file(path, "gfm", extra_args=[f"--track-changes={which}"])
            for which in ("reject", "accept")
        )
        yield path.stem, read(before), read(after)
