"""Every tracked change of a Word file, numbered, so that none gets lost on the way."""

import re
from collections.abc import Iterable, Mapping, Sequence

from guidelines.errors import sentence
from guidelines.typesetting.word_model import Change, ChangeKind, Counts, Remark
from guidelines.typesetting.word_xml import Element, M, W, moment, value

_KINDS = {
    f"{W}ins": ChangeKind.INSERTION,
    f"{W}del": ChangeKind.DELETION,
    f"{W}moveFrom": ChangeKind.MOVE_FROM,
    f"{W}moveTo": ChangeKind.MOVE_TO,
}
_CAME = (ChangeKind.INSERTION, ChangeKind.MOVE_TO)
_FORMATS = tuple(
    f"{W}{name}"
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip
_RANGES = {
    f"{W}moveFromRangeStart": f"{W}moveFromRangeEnd",
    f"{W}moveToRangeStart": f"{W}moveToRangeEnd",
}
_COUNTED = {
    "insertions": re.compile(rb"<w:ins[ >]"),
    "deletions": re.compile(rb"<w:del[ >]"),
    "comments": re.compile(rb"<w:comment[ >]"),
}


class Register:
    """All changes of the parts of a file by their element."""

    def __init__(self, roots: Sequence[Element]) -> None:
        """Number the changes of `roots` in order."""
        self._changes: dict[Element, Change] = {}
        self._used: set[int] = set()
        self._empty: set[int] = set()
        number = 0
        for root in roots:
            moves: list[str] = []
            for element in root.iter(*_KINDS, *_RANGES, *_RANGES.values()):
                if element.tag in _RANGES:
                    moves.append(value(element, f"{W}name"))
                elif element.tag in _RANGES.values():
                    if moves:
                        moves.pop()
                else:
                    kind = _KINDS[element.tag]
                    is_move = kind in (ChangeKind.MOVE_FROM, ChangeKind.MOVE_TO)
                    self._changes[element] = Change(
                        number,
                        kind,
                        value(element, f"{W}author").strip(),
                        moment(value(element, f"{W}date")),
                        moves[-1] if moves and is_move else "",
                    )
                    number += 1

    def take(self, element: Element) -> Change:
        """Return the change of an element around text."""
        change = self._changes[element]
        self._empty.add(change.number)
        return change

    def use(self, *changes: Change | None) -> None:
        """Note that changes have words that were read."""
        self._used.update(change.number for change in changes if change is not None)

    def of_mark(self, paragraph: Element) -> tuple[Change | None, Change | None]:
        """Return the changes by which the end of a paragraph came and went."""
        return self._of(paragraph.find(f"{W}pPr/{W}rPr"))

    def of_row(self, row: Element) -> tuple[Change | None, Change | None]:
        """Return the changes by which a table row came and went."""
        return self._of(row.find(f"{W}trPr"))

    def _of(self, facts: Element | None) -> tuple[Change | None, Change | None]:
        came = went = None
        for element in facts if facts is not None else ():
            change = self._changes.get(element)
            if change is not None and change.kind in _CAME:
                came = change
            elif change is not None:
                went = change
        self.use(came, went)
        return came, went

    def left(self) -> tuple[tuple[Change, ...], tuple[tuple[Change, str], ...]]:
        """Return the changes without words, and those outside of the text with their words."""
        silent, strays = [], []
        for element, change in self._changes.items():
            if change.number in self._used:
                continue
            words = "".join(element.itertext(f"{W}t", f"{W}delText", f"{M}t"))
            if (words.strip() and change.number not in self._empty) or words.strip():
                strays.append((change, words))
            else:
                silent.append(change)
        return tuple(silent), tuple(strays)


def counted(roots: Sequence[Element], remarks: Iterable[Remark]) -> Counts:
    """Count the elements of the XML, whatever was read of them."""
    number = {name: sum(1 for root in roots for _ in root.iter(name)) for name in _KINDS}
    listed = list(remarks)
    return Counts(
        insertions=number[f"{W}ins"],
        deletions=number[f"{W}del"],
        moves=number[f"{W}moveFrom"],
        comments=sum(not one.parent for one in listed),
        replies=sum(bool(one.parent) for one in listed),
        formats=sum(1 for root in roots for _ in root.iter(*_FORMATS)),
    )


def taken_as_accepted(parts: Mapping[str, bytes]) -> list[str]:
    """Return what to say of changes and comments in a file that becomes a new document."""
    text = b"".join(
        part for name, part in parts.items() if re.match(r"word/(document|comments)\d*\.xml", name)
    )
    count = {name: len(pattern.findall(text)) for name, pattern in _COUNTED.items()}
    warnings: list[str] = []
    if count["insertions"] or count["deletions"]:
        warnings.append(
            sentence(
                "Tracked changes were accepted: %(insertions)s insertions, "
                "%(deletions)s deletions.",
                insertions=count["insertions"],
                deletions=count["deletions"],
            )
        )
    if count["comments"]:
        warnings.append(
            sentence("Comments (%(count)s) were not taken over.", count=count["comments"])
        )
    return warnings
