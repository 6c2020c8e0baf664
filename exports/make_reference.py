"""Build ``reference.docx``: the Word styles, page, header and foot of a guideline.

Run it again after a change: ``python exports/make_reference.py``. The placeholders in header and
foot are filled when a guideline is written.
"""

import datetime as dt
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

INK, QUIET, ACCENT, CAUTION = "1D2A30", "56666E", "0B5563", "9A4A12"
ALARM, ALARM_WASH = "A11B1B", "FDF1F0"
WASH, CAUTION_WASH, LINE = "F1F6F7", "FBF4EE", "C5D2D6"
SERIF, SANS = "Cambria", "Calibri"
EPOCH = dt.datetime(2020, 1, 1)  # noqa: DTZ001 (python-docx wants it without a zone)


def style(document, name, base="Normal", kind=WD_STYLE_TYPE.PARAGRAPH, **look):
    """Add or change a style; `look` takes font, size, bold, italic, colour, before, after, line,
    left, right, hanging, keep and together."""
    known = {each.name for each in document.styles}
    made = document.styles[name] if name in known else document.styles.add_style(name, kind)
    made.hidden, made.quick_style = False, True
    if base and name != base:
        made.base_style = document.styles[base]
    font = made.font
    if "font" in look:
        font.name = look["font"]
        fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), look["font"])
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    if "size" in look:
        font.size = Pt(look["size"])
    for flag in ("bold", "italic"):
        if flag in look:
            setattr(font, flag, look[flag])
    if "colour" in look:
        font.color.rgb = RGBColor.from_string(look["colour"])
    if kind is WD_STYLE_TYPE.PARAGRAPH:
        shape = made.paragraph_format
        for word, attribute in (("before", "space_before"), ("after", "space_after")):
            if word in look:
                setattr(shape, attribute, Pt(look[word]))
        if "line" in look:
            shape.line_spacing = look["line"]
        for word, attribute in (("left", "left_indent"), ("right", "right_indent")):
            if word in look:
                setattr(shape, attribute, Mm(look[word]))
        if "hanging" in look:
            shape.first_line_indent = Mm(-look["hanging"])
        if "keep" in look:
            shape.keep_with_next = look["keep"]
        if "together" in look:
            shape.keep_together = look["together"]
    return made


def boxed(made, colour, fill):
    """Give a paragraph style the bar and the wash of a recommendation box."""
    properties = made.element.get_or_add_pPr()
    for old in ("w:pBdr", "w:shd"):
        for element in properties.findall(qn(old)):
            properties.remove(element)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="4" w:space="5" w:color="{fill}"/>'
        f'<w:left w:val="single" w:sz="24" w:space="9" w:color="{colour}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:space="5" w:color="{fill}"/>'
        f'<w:right w:val="single" w:sz="4" w:space="6" w:color="{fill}"/></w:pBdr>'
    )
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    # The schema orders the children of pPr; these two stand before spacing and indents.
    at = next(
        (
            index
            for index, child in enumerate(properties)
            if child.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc"), qn("w:outlineLvl")}
        ),
        len(properties),
    )
    properties.insert(at, shade)
    properties.insert(at, border)


def rule(made, side, colour, width):
    """Give a paragraph style a line above or below."""
    properties = made.element.get_or_add_pPr()
    for element in properties.findall(qn("w:pBdr")):
        properties.remove(element)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{width}" w:space="6" '
        f'w:color="{colour}"/></w:pBdr>'
    )
    at = next(
        (i for i, c in enumerate(properties) if c.tag in {qn("w:spacing"), qn("w:ind")}),
        len(properties),
    )
    properties.insert(at, border)


def text_styles(document):
    """Make the styles of running text by the names that pandoc uses."""
    style(document, "Normal", font=SERIF, size=10.5, colour=INK, after=6, line=1.22)
    for name in ("Body Text", "First Paragraph", "Compact"):
        # the first after a table keeps its distance
        before = 7 if name == "First Paragraph" else 0
        style(document, name, before=before, after=2 if name == "Compact" else 6)
    style(
        document,
        "Title",
        font=SERIF,
        size=30,
        bold=False,
        colour=INK,
        before=0,
        after=10,
        line=1.0,
    )
    for element in document.styles["Title"].element.get_or_add_pPr().findall(qn("w:pBdr")):
        document.styles["Title"].element.pPr.remove(element)
    style(
        document, "Subtitle", font=SANS, size=15, italic=False, bold=False, colour=QUIET, after=14
    )
    network = style(document, "Network", font=SANS, size=13, bold=True, colour=ACCENT, after=0)
    rule(network, "bottom", ACCENT, 12)
    style(document, "Kind", font=SANS, size=11, colour=QUIET, before=150, after=4)
    fact = style(document, "Fact", font=SANS, size=10, colour=INK, after=3, left=33, hanging=33)
    fact.paragraph_format.tab_stops.add_tab_stop(Mm(33))
    rule(style(document, "First Fact", base="Fact", before=90), "top", LINE, 4)
    style(document, "Fact Name", None, WD_STYLE_TYPE.CHARACTER, colour=QUIET)
    style(document, "Hash", font="Consolas", size=7.5, colour=QUIET, before=6, after=0)
    notice = style(document, "Notice", font=SANS, size=11, bold=True, colour=CAUTION, after=14)
    boxed(notice, CAUTION, CAUTION_WASH)
    alert = style(document, "Alert", base="Notice", colour=ALARM, after=10)
    boxed(alert, ALARM, ALARM_WASH)
    style(document, "Contents Heading", font=SANS, size=18, bold=True, colour=ACCENT, after=8)
    style(
        document, "toc 1", font=SANS, size=10, bold=True, colour=INK, before=4, after=0, line=1.1
    )
    style(document, "toc 2", font=SANS, size=10, colour=INK, after=0, left=5, line=1.1)
    sizes = {1: (18, 22, 8), 2: (14, 16, 6), 3: (11.5, 13, 5), 4: (10.5, 11, 4)}
    for level in range(1, 7):
        size, before, after = sizes.get(level, (10.5, 10, 4))
        style(
            document,
            f"Heading {level}",
            font=SANS,
            size=size,
            bold=True,
            italic=False,
            colour=ACCENT if level < 3 else INK,
            before=before,
            after=after,
            line=1.05,
            keep=True,
        )
    style(document, "Block Text", italic=True, left=7, right=7)
    style(document, "Footnote Text", size=8.5, after=2, line=1.05)
    reference = style(document, "Footnote Reference", None, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    style(document, "Hyperlink", None, WD_STYLE_TYPE.CHARACTER, colour=ACCENT)
    style(document, "Verbatim Char", None, WD_STYLE_TYPE.CHARACTER, font="Consolas", size=9)
    style(document, "Source Code", font="Consolas", size=9, after=6, line=1.0)
    style(document, "Bibliography", size=9, after=4, line=1.08, left=9, hanging=9)
    for name in ("Caption", "Table Caption", "Image Caption"):
        style(document, name, font=SANS, size=9, bold=False, italic=False, colour=QUIET, before=4)
    style(document, "Table Caption", base="Caption", keep=True)
    style(document, "Figure", before=8, after=2)
    style(document, "Captioned Figure", base="Figure", keep=True)
    style(document, "Definition Term", bold=True, keep=True, after=1)
    style(document, "Definition", left=6)
    style(document, "Table Cell", font=SANS, size=9, after=0, line=1.08)


def box_styles(document):
    """Make the paragraph styles of a recommendation box, agreed and open."""
    for prefix, colour, fill in (
        ("Recommendation", ACCENT, WASH),
        ("Open Recommendation", CAUTION, CAUTION_WASH),
    ):
        common = {"left": 4, "right": 3}
        for name, look in (
            (
                f"{prefix} Heading",
                {
                    "font": SANS,
                    "size": 11,
                    "bold": True,
                    "colour": colour,
                    "before": 12,
                    "after": 4,
                    "keep": True,
                },
            ),
            (prefix, {"after": 4, "together": True}),
            (f"{prefix} Wording", {"size": 11, "after": 4, "together": True, "keep": True}),
            (
                f"{prefix} Part",
                {
                    "font": SANS,
                    "size": 9,
                    "bold": True,
                    "colour": colour,
                    "before": 4,
                    "after": 1,
                    "keep": True,
                },
            ),
            (f"{prefix} Detail", {"font": SANS, "size": 9, "after": 0}),
        ):
            boxed(style(document, name, **common, **look), colour, fill)


def table_style(document):
    """Make the style of all tables: hairlines, a strong line under the header row."""
    if "Table" not in {each.name for each in document.styles}:
        document.styles.add_style("Table", WD_STYLE_TYPE.TABLE)
    element = document.styles["Table"].element
    for child in list(element):
        if child.tag in {qn("w:tblPr"), qn("w:tblStylePr"), qn("w:pPr"), qn("w:rPr")}:
            element.remove(child)
    element.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}><w:spacing w:before="0" w:after="0" w:line="259" '
            'w:lineRule="auto"/></w:pPr>'
        )
    )
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}" w:cs="{SANS}"/>'
            '<w:sz w:val="18"/></w:rPr>'
        )
    )
    element.append(
        parse_xml(
            f'<w:tblPr {nsdecls("w")}><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
            '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        )
    )
    element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/>'
            f'<w:color w:val="{ACCENT}"/></w:rPr><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
            '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )


def field(paragraph, instruction):
    """Add a field (the page number, the count of pages)."""
    run = paragraph.add_run()
    for kind, words in (
        ("begin", ""),
        ("", instruction),
        ("separate", ""),
        ("t", "1"),
        ("end", ""),
    ):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = words
        elif kind == "t":
            element = OxmlElement("w:t")
            element.text = words
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def page(document):
    """Set the paper, the header and the foot with their placeholders."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(30)
    section.top_margin, section.bottom_margin = Mm(30), Mm(27)
    section.header_distance = section.footer_distance = Mm(13)
    width = Mm(150)
    style(document, "Header", font=SANS, size=8, colour=QUIET, after=0, line=1.0)
    foot = style(document, "Footer", font=SANS, size=8, colour=QUIET, after=0, line=1.0)
    rule(foot, "top", LINE, 4)
    for name in ("Header", "Footer"):
        tabs = document.styles[name].paragraph_format.tab_stops
        for _ in list(tabs):
            del tabs[0]
        tabs.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    header = section.header.paragraphs[0]
    header.style = document.styles["Header"]
    header.add_run("@@HEAD@@")
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.add_run("@@FOOT@@\t@@PAGE@@ ")
    field(footer, "PAGE")
    footer.add_run(" @@OF@@ ")
    field(footer, "NUMPAGES")
    warning = section.footer.add_paragraph(style=document.styles["Footer"])
    warning.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = warning.add_run("@@NOTICE@@")
    run.bold = True
    run.font.color.rgb = RGBColor.from_string(CAUTION)


def slim(document):
    """Drop what a guideline never uses: pandoc reads every part again for every file."""
    kept_tables = {"Normal Table", "Table", "Table Grid"}
    for each in list(document.styles):
        is_table = each.type is WD_STYLE_TYPE.TABLE and each.name not in kept_tables
        if is_table or each.name.startswith(("List ", "Intense", "Macro")):
            each.element.getparent().remove(each.element)
    package = document.part.package
    for holder in (package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del holder.rels[key]


def main():
    """Write ``reference.docx`` beside this file."""
    document = Document()
    text_styles(document)
    box_styles(document)
    table_style(document)
    page(document)
    slim(document)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = ""
    properties.created = properties.modified = EPOCH
    document.save(str(Path(__file__).with_name("reference.docx")))


if __name__ == "__main__":
    main()
