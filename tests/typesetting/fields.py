"""Word files with the fields that reference managers leave in them."""

import io
import json
from html import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SMITH = {
    "id": 123, "type": "article-journal", "title": "A trial of grommets", "DOI": "10.1000/xyz",
    "author": [{"family": "Smith", "given": "Jane"}], "issued": {"date-parts": [["2019"]]},
    "container-title": "BMJ",
}  # fmt: skip
DOE = {
    "id": "ITEM-1", "type": "book", "title": "Ears", "author": [{"family": "Doe", "given": "A."}],
    "issued": {"date-parts": [["2001"]]},
}  # fmt: skip
ZOTERO = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps(
    {
        "citationID": "abc",
        "citationItems": [
            {
                "id": 123, "uris": ["http://zotero.org/users/1/items/AAA"], "itemData": SMITH,
                "locator": "12", "label": "page", "prefix": "see ",
            }
        ],
    }
)  # fmt: skip
MENDELEY = "ADDIN CSL_CITATION " + json.dumps(
    {"citationItems": [{"id": "ITEM-1", "itemData": DOE}], "mendeley": {}}
)
ENDNOTE = (
    "ADDIN EN.CITE <EndNote><Cite><Author>Miller</Author><Year>2015</Year><RecNum>5</RecNum>"
    "<Pages>44</Pages><record><rec-number>5</rec-number><ref-type name='Journal Article'>17"
    "</ref-type><contributors><authors><author>Miller, B.</author></authors></contributors>"
    "<titles><title>Hearing</title><secondary-title>Lancet</secondary-title></titles>"
    "<dates><year>2015</year></dates></record></Cite></EndNote>"
)


def put_field(paragraph, order: str, shown: str) -> None:
    """Put a field with its result at the end of a paragraph."""
    for inside in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(order, quote=False)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inside}</w:r>"))


def with_fields() -> bytes:
    """Return a Word file that cites by all three managers and has a box."""
    made = docx.Document()
    made.add_heading("Grommets", 1)
    paragraph = made.add_paragraph("Grommets help ")
    put_field(paragraph, ZOTERO, "(see Smith, 2019, p. 12)")
    paragraph.add_run(" and more ")
    put_field(paragraph, MENDELEY, "(Doe, 2001)")
    paragraph.add_run("; also ")
    put_field(paragraph, ENDNOTE, "(Miller, 2015)")
    paragraph.add_run(".")
    box = made.add_table(rows=1, cols=1)
    box.cell(0, 0).text = "Recommendation 1: We suggest grommets for most children."
    made.add_paragraph("We recommend against antibiotics.")
    made.add_paragraph("The committee met twice.")
    put_field(made.add_paragraph(), "ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "Smith J. 2019.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
