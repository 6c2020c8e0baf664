"""Passages carried through real revisions, and what carrying 200 comments costs.

Usage: python -m bench.anchors [-v]. Every revision of a medical chapter is a text; random passages
of one are carried to the next, the fifth and the twentieth after it. What is true is found without
the code that is measured. A passage is where its sentence is, if that stands exactly once in both
revisions; or where its own words are, if they are five or more and stand once in both. If its
words stand nowhere in the later revision, it is gone: a place for it must be marked as reworded
and lie between the nearest sentences before and behind it that are still there. Every place that
is given counts, marked or not. Few words that are still somewhere, in a sentence that changed, are
in doubt: of them too a place must lie between those neighbours, or in a sentence that is still
much like the old one, for sentences move.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from bench.compare import DATA, RUNS, edited, long_text
from guidelines.drafts.rules.lineage import descents
from guidelines.text import blocks
from guidelines.text.anchors import Selector, make, project
from guidelines.text.blocks import Block, split
from guidelines.text.carrying import Carrier, Found, Place
from guidelines.text.comparison import compare

STEPS = (1, 5, 20)
PASSAGES = 100
ALIKE = 0.6
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[A-Z]|$)|$)")
COMMENTS = 200


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


@dataclass
class Tally:
    """What became of the passages."""

    given: int = 0
    wrong: int = 0
    there: int = 0
    kept: int = 0
    gone: int = 0
    in_doubt: int = 0
    marked: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, place: Place | None, true: "Truth", words: str) -> None:
        """Count one passage: where it was put, and where it is."""
        self.there += true.spot is not None
        self.gone += true.spot is None and not true.in_doubt
        self.in_doubt += true.in_doubt
        if place is None:
            return
        self.given += 1
        self.marked += true.spot is None and place.found is Found.REWORDED
        right = true.allows(place, words)
        self.kept += right and true.spot is not None
        if not right:
            self.wrong += 1
            self.mistakes.append(f"{words!r} -> {place.selector.exact!r} {place.found}")


@dataclass(frozen=True)
class Truth:
    """Where a passage is in a later text; without a spot it is gone from between two others."""

    spot: Spot | None
    first: Spot = (0, 0)
    last: Spot = (0, 0)
    in_doubt: bool = False
    was: str = ""
    text: Text | None = None

    def allows(self, place: Place, words: str) -> bool:
        """Tell whether a passage may be put there."""
        spot = (place.block, place.selector.start)
        if self.spot is not None:
            return spot == self.spot and place.selector.exact == words
        if self.first <= spot <= self.last:
            return self.in_doubt or place.found is Found.REWORDED
        around = [
            match.group()
            for match in SENTENCE.finditer(self.text.plain[place.block] if self.text else "")
            if match.start() <= place.selector.start < match.end()
        ]
        alike = SequenceMatcher(None, self.was, "".join(around), autojunk=False).ratio()
        return self.in_doubt and alike >= ALIKE


def passages(text: Text, chance: random.Random) -> Iterator[tuple[str, int, Selector]]:
    """Yield random passages of one to fifteen words, each in a sentence that stands once."""
    sentences = sorted(text.sentences)
    for _ in range(PASSAGES if sentences else 0):
        sentence = chance.choice(sentences)
        block, offset = text.sentences[sentence]
        starts = [n for n in range(len(sentence)) if n == 0 or sentence[n - 1] == " "]
        first = chance.randrange(len(starts))
        last = min(len(starts), first + chance.randint(1, 15))
        end = starts[last] - 1 if last < len(starts) else len(sentence)
        yield sentence, block, make(text.plain[block], offset + starts[first], offset + end)


def truth(old: Text, new: Text, sentence: str, passage: Selector) -> Truth | None:
    """Return where a passage is in a later text; None where nobody can know."""
    block, offset = old.sentences[sentence]
    if sentence in new.sentences:
        there, begins = new.sentences[sentence]
        return Truth((there, begins + passage.start - offset))
    spots = new.spots(passage.exact)
    known = len(passage.exact.split()) >= 5 and len(spots) == 1
    if known and len(old.spots(passage.exact)) == 1:
        return Truth(spots[0])
    stay = [
        (spot, new.sentences[one]) for one, spot in old.sentences.items() if one in new.sentences
    ]
    before = [there for spot, there in stay if spot < (block, offset)]
    behind = [there for spot, there in stay if spot > (block, offset)]
    first = before[-1] if before else (0, 0)
    last = behind[0] if behind else (len(new.plain), 0)
    if first > last:
        return None
    return Truth(None, first, last, in_doubt=bool(spots), was=sentence, text=new)


def carrier(old: Text, new: Text) -> Carrier:
    """Return what carries passages between two revisions, lineage included."""
    return Carrier(old.plain, new.plain, became(old.blocks, new.blocks))


def became(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Return which new block each old one became."""
    found = enumerate(descents(old, new))
    return {one.old: number for number, one in found if one.old is not None}


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


def accuracy(step: int) -> Tally:
    """Carry random passages of every revision over `step` revisions."""
    chance = random.Random(step)
    texts = [read(source) for source in revisions()]
    tally = Tally()
    for old, new in zip(texts, texts[step:], strict=False):
        carries = carrier(old, new)
        for sentence, block, passage in passages(old, chance):
            true = truth(old, new, sentence, passage)
            if true is not None:
                tally.add(carries.carry(passage, block), true, passage.exact)
    return tally


def cost(before: str, after: str) -> tuple[float, float]:
    """Return the seconds to carry 200 comments, and those of the bare comparison."""
    old, new = read(before), read(after)
    chance = random.Random(200)
    held = [one for _ in range(10) for one in passages(old, chance)][:COMMENTS]
    ours = theirs = 1e9
    for _ in range(RUNS):
        blocks._scan.cache_clear()
        start = time.perf_counter()
        compare(before, after)
        theirs = min(theirs, time.perf_counter() - start)
        blocks._scan.cache_clear()
        start = time.perf_counter()
        carries = Carrier(old.plain, new.plain, became(split(before), split(after)))
        for _sentence, block, passage in held:
            carries.carry(passage, block)
        ours = min(ours, time.perf_counter() - start)
    return ours, theirs


def main() -> int:
    """Measure, print, and return 1 if a bar is not met."""
    met = True
    for step in STEPS:
        tally = accuracy(step)
        for name, share, limit in (
            ("right", 1 - tally.wrong / max(1, tally.given), 0.99),
            ("found", tally.kept / max(1, tally.there), 0.95),
        ):
            row = {
                "name": f"anchors over {step} revisions, {name}",
                "ratio": round(share, 4),
                "limit": limit,
                "at_least": True,
                "passages": tally.there + tally.gone + tally.in_doubt,
                "still_there": tally.there,
                "gone": tally.gone,
                "in_doubt": tally.in_doubt,
                "given": tally.given,
                "wrong": tally.wrong,
                "marked": tally.marked,
            }
            met = met and row["ratio"] >= limit
            print(json.dumps(row))
        if "-v" in sys.argv:
            print("\n".join(tally.mistakes), file=sys.stderr)
    path = DATA / "doc25k.md"
    text = path.read_text() if path.exists() else long_text(random.Random(7))
    chance = random.Random(25)
    for name, share in (("a small edit", 0.0004), ("many edits", 0.03)):
        ours, theirs = cost(text, edited(text, chance, share))
        ratio = round(ours / theirs, 2)
        met = met and ratio <= 2
        print(
            json.dumps(
                {
                    "name": f"carry 200 comments, {name} / compare",
                    "ratio": ratio,
                    "limit": 2.0,
                    "ours_ms": round(1000 * ours, 1),
                    "compare_ms": round(1000 * theirs, 1),
                }
            )
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
