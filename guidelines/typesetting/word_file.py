"""What pandoc leaves open in a Word file: header, foot, properties, numbers, equal dates."""

import io
import zipfile
from xml.sax.saxutils import escape

from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.nodes import joined
from guidelines.typesetting.word_numbers import numbered, with_list
from guidelines.typesetting.word_runs import Runs
from guidelines.typesetting.word_watermark import watermarked


def finished(content: bytes, manuscript: Manuscript, runs: Runs) -> bytes:
    """Fill in paragraphs, header and foot, set the properties, give every part the same date."""
    labels = manuscript.labels
    placeholders = {
        "@@HEAD@@": joined(manuscript.title, manuscript.network),
        "@@FOOT@@": joined(manuscript.running_line, manuscript.current_line),
        "@@PAGE@@": labels["page"],
        "@@OF@@": labels["of"],
        "@@NOTICE@@": joined(
            *dict.fromkeys(one.title for one in manuscript.alerts), manuscript.notice
        ),
    }
    stamp = (manuscript.date.year, manuscript.date.month, manuscript.date.day, 0, 0, 0)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name.startswith(("word/header", "word/footer")):
                xml = part.decode()
                for mark, text in placeholders.items():
                    xml = xml.replace(mark, escape(text))
                if name.startswith("word/header") and not manuscript.edition:
                    xml = watermarked(xml, labels["draft"])
                part = xml.encode()
            elif name == "word/document.xml":
                part = runs.placed(_rows_whole(numbered(part.decode()))).encode()
            elif name == "word/_rels/document.xml.rels":
                part = runs.linked(part.decode()).encode()
            elif name == "word/numbering.xml":
                part = with_list(part.decode()).encode()
            elif name == "docProps/core.xml":
                part = _properties(manuscript)
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return out.getvalue()


def _rows_whole(document: str) -> str:
    """Return the text of a Word file whose rows of tables stay on one page."""
    whole = "<w:cantSplit/>"
    document = document.replace("<w:tr><w:trPr>", f"<w:tr><w:trPr>{whole}")
    return document.replace("<w:tr><w:tc>", f"<w:tr><w:trPr>{whole}</w:trPr><w:tc>")


def _properties(manuscript: Manuscript) -> bytes:
    moment = manuscript.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms='
        '"http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(manuscript.title)}</dc:title>"
        f"<dc:subject>{escape(manuscript.kind)}</dc:subject>"
        f"<dc:creator>{escape(manuscript.network)}</dc:creator>"
        f"<dc:description>{escape(manuscript.notice)}</dc:description>"
        f"<dc:language>{escape(manuscript.language)}</dc:language>"
        f"<cp:version>{escape(manuscript.running_line)}</cp:version>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
