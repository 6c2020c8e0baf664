"""Which changed block became which: by the words they share, in the order of the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from guidelines.text.blocks import Block, Kind
from guidelines.text.chains import heaviest

_WORD = re.compile(r"\w+")
_LEAST_LIKENESS = 0.35
_LEAST_OF_A_MOVE = 0.6
_FEWEST_WORDS_OF_A_MOVE = 5
_ALL_PAIRS = 400
_RARE = 6

Bag = frozenset[str]


def paired(olds: Sequence[Block], news: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the pairs `(i, j)` of blocks that became each other, rising in both numbers."""
    if len(olds) == len(news) == 1 and olds[0].kind is news[0].kind:
        return [(0, 0)]
    return heaviest(alike(olds, news, _LEAST_LIKENESS))


def followed(olds: Sequence[Block], news: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the pairs `(i, j)` of blocks that moved and were changed on the way.

    They are very much alike, most alike first; each block is in one pair at most.
    """
    links = alike(olds, news, _LEAST_OF_A_MOVE, _FEWEST_WORDS_OF_A_MOVE)
    mine: set[int] = set()
    yours: set[int] = set()
    pairs = []
    for i, j, _ in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        if i not in mine and j not in yours:
            mine.add(i)
            yours.add(j)
            pairs.append((i, j))
    return pairs


def alike(
    olds: Sequence[Block], news: Sequence[Block], least: float, fewest: int = 1
) -> list[tuple[int, int, float]]:
    """Return `(i, j, share)` for blocks of one kind with at least this share of common words.

    `share` is twice the common words by all words of both. In a long run only blocks that have
    an uncommon word in common are looked at.
    """
    bags, others = [bag(block) for block in olds], [bag(block) for block in news]
    found = []
    for i, j in _candidates(bags, others):
        x, y = bags[i], others[j]
        share = 2 * len(x & y) / (len(x) + len(y))
        if share < least or min(len(x), len(y)) < fewest:
            continue
        a, b = olds[i], news[j]
        if a.kind is b.kind and a.kind is not Kind.CLOSE and a.key != b.key:
            found.append((i, j, share))
    return sorted(found)


def bag(block: Block) -> Bag:
    """Return the words of a block; a block without any is a word of its own."""
    return frozenset(_WORD.findall(block.text)) or frozenset([block.text])


def _candidates(bags: Sequence[Bag], others: Sequence[Bag]) -> Iterable[tuple[int, int]]:
    """Return the pairs worth a look: all of a short run, else those that share a rare word."""
    if len(bags) * len(others) <= _ALL_PAIRS:
        return ((i, j) for i in range(len(bags)) for j in range(len(others)))
    places: dict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(others):
        for word in words:
            places[word].append(j)
    return {
        (i, j)
        for i, words in enumerate(bags)
        for word in words
        if 0 < len(places.get(word, ())) <= _RARE
        for j in places[word]
    }
