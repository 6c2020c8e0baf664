"""Which changed block became which: by the words they share, in the order of the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from guidelines.text.blocks import Block, Kind
from guidelines.text.chains import heaviest

_WORD = re.compile(r"\w+")
_LEAST_LIKENESS = 0.35
_LEAST_OF_A_MOVE = 0.6
_FEWEST_WORDS_OF_A_MOVE = 5
_ALL_PAIRS = 400
_LEAST_OF_KIN = 0.15
_PROSE = (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
_RARE = 8
_CANDIDATES = 5

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


def are_strangers(one: Block, other: Block) -> bool:
    """Tell whether two passages have next to nothing in common: one did not become the other."""
    x, y = bag(one), bag(other)
    return (
        one.kind in _PROSE
        and max(len(x), len(y)) >= _FEWEST_WORDS_OF_A_MOVE
        and 2 * len(x & y) / (len(x) + len(y)) < _LEAST_OF_KIN
    )


def bag(block: Block) -> Bag:
    """Return the words of a block; a block without any is a word of its own."""
    return _words(block.text)


@lru_cache(maxsize=4096)
def _words(text: str) -> Bag:
    """Return the distinct words of a text; it is asked for pairs, and again for moves."""
    return frozenset(_WORD.findall(text)) or frozenset([text])


def _candidates(bags: Sequence[Bag], others: Sequence[Bag]) -> Iterable[tuple[int, int]]:
    """Yield the pairs worth a look: all of a short run, else those with rare words in common.

    Of a block's candidates the few with most such words are looked at.
    """
    if len(bags) * len(others) <= _ALL_PAIRS:
        yield from ((i, j) for i in range(len(bags)) for j in range(len(others)))
        return
    places: dict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(others):
        for word in words:
            places[word].append(j)
    rare = {word: found for word, found in places.items() if len(found) <= _RARE}
    for i, words in enumerate(bags):
        shared = Counter(chain.from_iterable(rare[word] for word in words & rare.keys()))
        yield from ((i, j) for j, _ in shared.most_common(_CANDIDATES))
