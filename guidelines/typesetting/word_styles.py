"""What the styles of Word mean in Markdown: a heading, an item of a list, bold words."""

from collections.abc import Mapping

from guidelines.typesetting.word_xml import Element, W, parse, value

_DRESS = (("b", "**"), ("i", "*"))
_RAISED = {"superscript": "^", "subscript": "~"}
_HEADINGS = {"title": 1, **{f"heading {level}": level for level in range(1, 7)}}


class Styles:
    """The styles and lists of one file."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Read the parts that define them."""
        self._levels: dict[str, int] = {}
        self._ordered: dict[tuple[str, str], bool] = {}
        if "word/styles.xml" in parts:
            for style in parse(parts["word/styles.xml"]).iter(f"{W}style"):
                name = value(style.find(f"{W}name")).lower()
                if name in _HEADINGS:
                    self._levels[value(style, f"{W}styleId")] = _HEADINGS[name]
        if "word/numbering.xml" in parts:
            self._read_lists(parse(parts["word/numbering.xml"]))

    def _read_lists(self, root: Element) -> None:
        abstract = {
            value(one, f"{W}abstractNumId"): {
                value(level, f"{W}ilvl"): value(level.find(f"{W}numFmt")) != "bullet"
                for level in one.iter(f"{W}lvl")
            }
            for one in root.iter(f"{W}abstractNum")
        }
        for number in root.iter(f"{W}num"):
            levels = abstract.get(value(number.find(f"{W}abstractNumId")), {})
            for level, ordered in levels.items():
                self._ordered[value(number, f"{W}numId"), level] = ordered

    def prefix(self, paragraph: Element) -> str:
        """Return what stands before the words of such a paragraph in Markdown."""
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        if level := self._levels.get(style):
            return f"{'#' * level} "
        number = paragraph.find(f"{W}pPr/{W}numPr")
        if number is None or not (key := value(number.find(f"{W}numId"))) or key == "0":
            return ""
        level_of_list = value(number.find(f"{W}ilvl")) or "0"
        indent = "    " * min(int(level_of_list) if level_of_list.isdigit() else 0, 6)
        return indent + ("1. " if self._ordered.get((key, level_of_list)) else "- ")


def dress_of(run: Element) -> tuple[str, ...]:
    """Return the Markdown marks for the character formats of a run."""
    facts = run.find(f"{W}rPr")
    if facts is None:
        return ()
    marks = [
        mark
        for name, mark in _DRESS
        if (found := facts.find(f"{W}{name}")) is not None
        and value(found) not in ("0", "false", "none")
    ]
    raised = _RAISED.get(value(facts.find(f"{W}vertAlign")), "")
    return (*marks, raised) if raised else tuple(marks)
