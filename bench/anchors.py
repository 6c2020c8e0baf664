"""Passages carried through real revisions, and what carrying 200 comments costs.

Usage: python -m bench.anchors [-v] [PASSAGES]. Every revision of a medical chapter is a text;
random passages of one are carried to the next, the fifth and the twentieth after it. Passages are
carried as well through other documents that were really revised: an article before and after its
review, and chapters with a copy editor's tracked changes. What is true is found without the code
that is measured, and every place that is given counts, marked as reworded or not.

**Known places.** A passage is where its sentence is, if that stands exactly once in both texts; or
where its own words are, if they are five or more and stand once in both. It must be put exactly
there, word for word. All judges agree on this.

**All other passages**: their words stand nowhere in the later text ("gone"), or they are few and
stand somewhere, while their sentence changed ("in doubt").

- The *strict* judge, whose figures are the bar: the place must lie wholly between the passage's
  surviving neighbours, that is behind the end of the nearest sentence before it, and before the
  beginning of the nearest sentence behind it, that stand exactly once in both texts. Where the
  words are gone it must be marked as reworded too. Where the two neighbours have changed places
  there is no between, and every place that is given is wrong.
- The *mild* judge: the place of a passage in doubt may also lie in a sentence that is much like
  the old one, for sentences move; and neighbours that changed places say nothing.
- The *sure* judge leaves passages in doubt out, and those whose neighbours changed places.
"""

import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from bench.compare import DATA, RUNS, edited, long_text
from bench.revised import SENTENCE, Spot, Text, others, read, revisions
from guidelines.drafts.rules.lineage import descents
from guidelines.text import blocks
from guidelines.text.anchors import Selector, make
from guidelines.text.blocks import Block, split
from guidelines.text.carrying import Carrier, Found, Place
from guidelines.text.comparison import compare

STEPS = (1, 5, 20)
PASSAGES = 100
ALIKE = 0.6
COMMENTS = 200


class Judge(StrEnum):
    """Who says what is right: see the top of this file."""

    STRICT = "strict"
    MILD = "mild"
    SURE = "sure"


@dataclass
class Tally:
    """What became of the passages, as one judge sees it."""

    judge: Judge = Judge.STRICT

    given: int = 0
    wrong: int = 0
    there: int = 0
    kept: int = 0
    gone: int = 0
    in_doubt: int = 0
    marked: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, place: Place | None, true: "Truth", passage: Selector) -> None:
        """Count one passage: where it was put, and where it is."""
        if not true.concerns(self.judge):
            return
        self.there += true.spot is not None
        self.gone += true.spot is None and not true.in_doubt
        self.in_doubt += true.in_doubt
        if place is None:
            return
        self.given += 1
        self.marked += place.found is Found.REWORDED
        right = true.allows(place, passage.exact, self.judge)
        self.kept += right and true.spot is not None
        if not right:
            self.wrong += 1
            was, now_there = passage, place.selector
            self.mistakes.append(
                f"{place.found}: {was.prefix!r} [{was.exact}] {was.suffix!r}\n"
                f"    -> {now_there.prefix!r} [{now_there.exact}] {now_there.suffix!r}"
            )

    @property
    def precision(self) -> float:
        """The share of the places given that are right."""
        return 1 - self.wrong / max(1, self.given)

    @property
    def recall(self) -> float:
        """The share of the passages still there that were found there."""
        return self.kept / max(1, self.there)


@dataclass(frozen=True)
class Truth:
    """Where a passage is in a later text; without a spot it is gone from between two others."""

    spot: Spot | None
    first: Spot = (0, 0)
    last: Spot = (0, 0)
    in_doubt: bool = False
    was: str = ""
    text: Text | None = None

    def concerns(self, judge: Judge) -> bool:
        """Tell whether a judge has anything to say of it."""
        if self.spot is not None or judge is Judge.STRICT:
            return True
        return self.first <= self.last and not (judge is Judge.SURE and self.in_doubt)

    def allows(self, place: Place, words: str, judge: Judge) -> bool:
        """Tell whether a passage may be put there."""
        begins, ends = (place.block, place.selector.start), (place.block, place.selector.end)
        if self.spot is not None:
            return begins == self.spot and place.selector.exact == words
        if self.first <= begins and ends <= self.last:
            return self.in_doubt or place.found is Found.REWORDED
        return judge is Judge.MILD and self.in_doubt and self._is_alike(place)

    def _is_alike(self, place: Place) -> bool:
        """Tell whether the sentence there is much like the old one."""
        around = [
            match.group()
            for match in SENTENCE.finditer(self.text.plain[place.block] if self.text else "")
            if match.start() <= place.selector.start < match.end()
        ]
        ratio = SequenceMatcher(None, self.was, "".join(around), autojunk=False).ratio()
        return ratio >= ALIKE


def passages(text: Text, chance: random.Random, many: int) -> Iterator[tuple[str, int, Selector]]:
    """Yield random passages of one to fifteen words, each in a sentence that stands once."""
    sentences = sorted(text.sentences)
    for _ in range(many if sentences else 0):
        sentence = chance.choice(sentences)
        block, offset = text.sentences[sentence]
        starts = [n for n in range(len(sentence)) if n == 0 or sentence[n - 1] == " "]
        first = chance.randrange(len(starts))
        last = min(len(starts), first + chance.randint(1, 15))
        end = starts[last] - 1 if last < len(starts) else len(sentence)
        yield sentence, block, make(text.plain[block], offset + starts[first], offset + end)


def truth(old: Text, new: Text, sentence: str, passage: Selector) -> Truth:
    """Return where a passage is in a later text."""
    block, offset = old.sentences[sentence]
    if sentence in new.sentences:
        there, begins = new.sentences[sentence]
        return Truth((there, begins + passage.start - offset))
    spots = new.spots(passage.exact)
    known = len(passage.exact.split()) >= 5 and len(spots) == 1
    if known and len(old.spots(passage.exact)) == 1:
        return Truth(spots[0])
    stay = [(at, one) for one, at in old.sentences.items() if one in new.sentences]
    before = [one for at, one in stay if at < (block, offset)]
    behind = [one for at, one in stay if at > (block, offset)]
    first, last = (0, 0), (len(new.plain), 0)
    if before:
        there, begins = new.sentences[before[-1]]
        first = there, begins + len(before[-1])
    if behind:
        last = new.sentences[behind[0]]
    return Truth(None, first, last, in_doubt=bool(spots), was=sentence, text=new)


def carrier(old: Text, new: Text) -> Carrier:
    """Return what carries passages between two revisions, lineage included."""
    return Carrier(old.plain, new.plain, became(old.blocks, new.blocks))


def became(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Return which new block each old one became."""
    found = enumerate(descents(old, new))
    return {one.old: number for number, one in found if one.old is not None}


def accuracy(pairs: Iterable[tuple[Text, Text]], seed: int, many: int) -> list[Tally]:
    """Carry random passages of every earlier text to the later one; return what judges say."""
    chance = random.Random(seed)
    tallies = [Tally(judge) for judge in Judge]
    for old, new in pairs:
        carries = carrier(old, new)
        for sentence, block, passage in passages(old, chance, many):
            true = truth(old, new, sentence, passage)
            place = carries.carry(passage, block)
            for tally in tallies:
                tally.add(place, true, passage)
    return tallies


def cost(before: str, after: str) -> tuple[float, float]:
    """Return the seconds to carry 200 comments, and those of the bare comparison."""
    old, new = read(before), read(after)
    chance = random.Random(200)
    held = [one for _ in range(10) for one in passages(old, chance, PASSAGES)][:COMMENTS]
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


def report(name: str, tallies: Sequence[Tally]) -> bool:
    """Print what the judges say; return whether the bars are met by the strict one."""
    met = True
    for tally in tallies:
        bars = (("right", tally.precision, 0.99), ("found", tally.recall, 0.95))
        for word, share, limit in bars if tally.judge is Judge.STRICT else bars[:1]:
            row = {
                "name": f"anchors over {name}, {word}, {tally.judge} judge",
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
            met = met and (tally.judge is not Judge.STRICT or share >= limit)
            print(json.dumps(row))
        if "-v" in sys.argv and tally.judge is Judge.STRICT:
            print("\n".join(tally.mistakes), file=sys.stderr)
    return met


def main() -> int:
    """Measure, print, and return 1 if a bar is not met."""
    met = True
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    many = numbers[0] if numbers else PASSAGES
    texts = [read(source) for source in revisions()]
    for step in STEPS:
        pairs = zip(texts, texts[step:], strict=False)
        met = report(f"{step} revisions", accuracy(pairs, step, many)) and met
    for name, old, new in others():
        met = report(name, accuracy([(old, new)], 1, 10 * many)) and met
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
