"""Word files for tests, sound and hostile."""

import io
import zipfile

import docx

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>
</Types>"""
RELATIONS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{DOCUMENT}" Target="word/document.xml"/>
</Relationships>"""
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body: str, doctype: str = "") -> str:
    inner = f"<w:body>{body}</w:body>"
    return f"<?xml version='1.0'?>{doctype}<w:document {NAMESPACE}>{inner}</w:document>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def a_file(body: str = paragraph("Text"), *, doctype: str = "", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document(body, doctype))
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def a_bomb() -> bytes:
    """A file of about 1 MB that unpacks to more than 200 MB."""
    return a_file("<w:p/>" + " " * (210 * 1024 * 1024))


def with_lying_size(content: bytes) -> bytes:
    """The same archive, its central directory claiming that every part has ten bytes."""
    out = bytearray(content)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def with_everything() -> bytes:
    made = docx.Document()
    made.add_heading("First part", 1)
    made.add_paragraph("A paragraph with ").add_run("strong").bold = True
    made.add_paragraph("one", style="List Bullet")
    made.add_paragraph("two", style="List Bullet")
    made.add_heading("Second part", 2)
    table = made.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"r{row}c{column}"
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(2, 2).add_paragraph("second line | with a bar")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
