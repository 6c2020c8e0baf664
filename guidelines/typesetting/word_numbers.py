"""Numbers that Word counts itself: of sections by their style, of captions by a field.

What an author gets back from Word then holds no number that somebody typed.
"""

import re
from xml.sax.saxutils import escape

_LIST = 4711  # far from the numbers that pandoc gives to lists
_MARK = '<w:r><w:t xml:space="preserve">\u2042{}\u2042</w:t></w:r>'
_HEADING = re.compile(
    r'(<w:pStyle w:val="Heading(\d)" ?/>)((?:(?!</w:pPr>).)*</w:pPr>(?:<w:bookmarkStart [^>]*/>)?)'
    r'<w:r><w:t xml:space="preserve">\u2042([\d.]+)\u2042</w:t></w:r>'
)
_DEEPEST = 9


def marked(number: str) -> str:
    """Return the run that says, until `numbered`, which number a heading has."""
    return _MARK.format(number)


def counted(label: str, number: str) -> str:
    """Return what stands before a caption: "Table 2: ", its number a field that Word counts."""
    before, _, after = label.partition("{}")
    name = "".join(letter for letter in before if letter.isalnum()) or "Item"
    return (
        f"{_text(before)}"
        f'<w:fldSimple w:instr=" SEQ {escape(name)} \\* ARABIC ">{_text(number)}</w:fldSimple>'
        f"{_text(f'{after}: ')}"
    )


def numbered(document: str) -> str:
    """Return the text of a Word file with its marked headings in the list of sections."""

    def listed(heading: re.Match[str]) -> str:
        level = heading[4].count(".")
        return (
            f'{heading[1]}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{_LIST}"/></w:numPr>'
            f"{heading[3]}"
        )

    return _HEADING.sub(listed, document)


def with_list(numbering: str) -> str:
    """Return the lists of a Word file with that of its sections: 1, 1.1, 1.1.1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{_words(level)}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level in range(_DEEPEST)
    )
    described = (
        f'<w:abstractNum w:abstractNumId="{_LIST}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    used = f'<w:num w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>'
    # All descriptions stand before the first use.
    first = numbering.find("<w:num ")
    first = numbering.index("</w:numbering>") if first < 0 else first
    body = f"{numbering[:first]}{described}{numbering[first:]}"
    return body.replace("</w:numbering>", f"{used}</w:numbering>")


def _words(level: int) -> str:
    return ".".join(f"%{place}" for place in range(1, level + 2))


def _text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""
