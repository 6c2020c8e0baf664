"""Files brought in to do harm end soon, with a sentence; nothing of the server comes in."""

import io
import zipfile

import pytest

from guidelines.drafts.importers import read_file
from guidelines.errors import DomainError

SECRET = "root:x:0:0"
ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY s SYSTEM "file:///etc/passwd">]>
<x>&c;&s;</x>"""


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


BOMB = b"0" * 60_000_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", packed(word__document_dot_xml=BOMB)),
        ("a.odt", packed(content_dot_xml=BOMB)),
        ("a.zip", packed(text_dot_md=b"# Text\n", picture_dot_png=BOMB)),
        ("a.docx", packed(word__document_dot_xml=ENTITIES)),
        ("a.odt", packed(content_dot_xml=ENTITIES, mimetype=b"x")),
        ("a.md", b"| a |\n|---|\n" + b"| x |\n" * 9_000_000),
        ("a.html", b"<p>" + b"<div>" * 1_100_000),
    ],
    ids=[
        "word bomb",
        "odt bomb",
        "zip bomb",
        "word entities",
        "odt entities",
        "50 MB",
        "5 MB html",
    ],
)
def test_a_harmful_file_is_refused_with_a_sentence(name, content):
    with pytest.raises(DomainError) as refused:
        read_file(content, name)
    assert str(refused.value.message).endswith(".")


@pytest.mark.parametrize(
    "path", ["../../etc/cron.d/x.md", "/etc/x.md", "..\\..\\x.md", "a/../../x.md"]
)
def test_a_path_in_a_zip_leads_nowhere(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = packed(**{"text_dot_md": b"# Text\n\nWords.\n", path: b"# Harm\n"})
    try:
        made = read_file(content, "a.zip")
    except DomainError as refused:
        assert str(refused.message).endswith(".")  # noqa: PT017
    else:
        assert "Words" in made.markdown or "Harm" in made.markdown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b'<img src="/etc/passwd"><p>x</p><object data="file:///etc/passwd"></object>'),
        ("a.html", b'<p>x</p><iframe src="/etc/passwd"></iframe><link href="file:///etc/passwd">'),
        ("a.md", b"---\nbibliography: /etc/passwd\n---\n\n![x](/etc/passwd) words"),
        ("a.md", b"![x](../../../../etc/passwd)\n\n```{.include}\n/etc/passwd\n```\n"),
    ],
)
def test_a_text_brings_nothing_of_the_server_with_it(name, content):
    made = read_file(content, name, beside=lambda _name: b"")
    assert SECRET not in made.markdown
    assert not any(SECRET.encode() in asset.content for asset in made.assets.values())
