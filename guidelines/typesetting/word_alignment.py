"""Which paragraph of the file that comes back is which paragraph of the file that went out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guidelines.text.blocks import Block, Kind
from guidelines.text.diff import aligned
from guidelines.text.pairing import paired
from guidelines.typesetting.word_model import BREAK, Piece, Unit

_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ",
     "\u202f": " ", "\u2009": " ", "\n": " ", "\u2011": "-", "‐": "-"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph that went out and what came back of it; one of them may be missing.

    `numbers` are the places in the returned file of all units that it now consists of.
    """

    out: Unit | None
    back: Unit | None
    numbers: tuple[int, ...] = ()


def folded(text: str) -> str:
    """Return a text of the same length in which kinds of quotes, spaces and hyphens are one."""
    return text.translate(_SAME)


def align(out: Sequence[Unit], back: Sequence[Unit]) -> list[Pair]:
    """Pair the units of two files in the order of the returned one; what is gone keeps its place.

    First by the block that a content control names, else by the words.
    """
    out = [unit for unit, _numbers in _joined(out)]
    joined = _joined(back)
    sent = {unit.block: number for number, unit in enumerate(out) if unit.block}
    by_block: dict[str, int] = {}
    for place, (unit, _numbers) in enumerate(joined):
        if unit.block in sent and _is_nearer(unit, out[sent[unit.block]], by_block, joined):
            by_block[unit.block] = place
    known = {place: block for block, place in by_block.items()}
    olds = [_key(unit, unit.block if unit.block in by_block else "") for unit in out]
    with_text = [
        place for place, (unit, _n) in enumerate(joined) if place in known or unit.before.strip()
    ]
    news = [_key(joined[place][0], known.get(place, "")) for place in with_text]
    partner = {with_text[j]: i for i, j in _matches(olds, news)}
    taken = set(partner.values())
    for place, block in known.items():  # moved without tracking: out of order
        if place not in partner and sent[block] not in taken:
            partner[place] = sent[block]
            taken.add(sent[block])
    return list(_in_order(out, joined, partner))


def _joined(back: Sequence[Unit]) -> list[tuple[Unit, tuple[int, ...]]]:
    """Join neighbours of one block: a formula parts it, or somebody did without tracking it."""
    out: list[tuple[Unit, tuple[int, ...]]] = []
    for number, unit in enumerate(back):
        if out and unit.block and out[-1][0].block == unit.block and not unit.is_row:
            first, numbers = out[-1]
            pieces = (*first.pieces, Piece(BREAK, paragraph=unit.prefix), *unit.pieces)
            out[-1] = replace(first, pieces=pieces), (*numbers, number)
        else:
            out.append((unit, (number,)))
    return out


def _is_nearer(
    unit: Unit,
    sent: Unit,
    by_block: dict[str, int],
    joined: Sequence[tuple[Unit, tuple[int, ...]]],
) -> bool:
    """Of two paragraphs with one name (a copy), keep the one with the words that went out."""
    if unit.block not in by_block:
        return True
    other = joined[by_block[unit.block]][0]
    wanted = folded(sent.before).strip()
    is_it = folded(unit.before).strip() == wanted
    return is_it and folded(other.before).strip() != wanted


def _key(unit: Unit, block: str) -> Block:
    """Return a unit as a block of text; one that is known by its name has a text of its own."""
    kind = Kind.ROW if unit.is_row else Kind.NOTE if unit.is_note else Kind.PARAGRAPH
    text = f"\0{block}" if block else " ".join(folded(unit.before).split())
    return Block(kind, text, 0, len(text), 0)


def _matches(olds: Sequence[Block], news: Sequence[Block]) -> Iterable[tuple[int, int]]:
    i = j = 0
    for same, old, new in aligned(olds, news):
        if same:
            yield from ((i + k, j + k) for k in range(len(old)))
        else:
            yield from ((i + a, j + b) for a, b in paired(old, new))
        i, j = i + len(old), j + len(new)


def _in_order(
    out: Sequence[Unit],
    joined: Sequence[tuple[Unit, tuple[int, ...]]],
    partner: dict[int, int],
) -> Iterable[Pair]:
    found = set(partner.values())
    next_old = 0
    for place, (unit, numbers) in enumerate(joined):
        number = partner.get(place)
        if number is not None and number >= next_old:
            for gone in range(next_old, number):
                if gone not in found:
                    yield Pair(out[gone], None)
            next_old = number + 1
        yield Pair(out[number] if number is not None else None, unit, numbers)
    for gone in range(next_old, len(out)):
        if gone not in found:
            yield Pair(out[gone], None)
