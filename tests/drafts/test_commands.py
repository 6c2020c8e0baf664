"""The command line: import, export, merge, diff; in pipes, and with bad input."""

import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidelines.drafts.commands import group
from guidelines.drafts.queries import assets_of, current_version, document_called, source_of
from guidelines.errors import DomainError, Invalid
from guidelines.permissions import Role
from guidelines.typesetting import pandoc
from tests.drafts.build import TEXT, a_document, an_author, save, section_called


def run(*arguments, stdin=None):
    return CliRunner().invoke(group, [str(one) for one in arguments], input=stdin)


def sentence_of(result):
    assert result.exit_code != 0
    assert isinstance(result.exception, DomainError), result.exception
    return result.exception.message


@pytest.fixture
def project(build):
    return build.project()


@pytest.fixture
def place(build, project):
    author = build.member(project, Role.AUTHOR)
    return [
        "--network", project.network.slug, "--project", project.slug, "--as", author.email,
        "--title", "Safe airway", "--language", "en",
    ]  # fmt: skip


def test_a_file_is_imported_and_exported_again(tmp_path, project, place):
    (tmp_path / "draft.md").write_text("---\ntitle: x\n---\n\n" + TEXT)
    (tmp_path / "refs.json").write_text(
        json.dumps([{"id": "smith2019", "type": "book", "title": "A book"}])
    )
    result = run("import", tmp_path / "draft.md", *place, "--bibliography", tmp_path / "refs.json")
    assert (result.exit_code, result.stdout) == (0, "safe-airway\n")
    assert "front matter" in result.stderr
    document = document_called(project.network, "safe-airway")
    assert source_of(current_version(document)) == TEXT + "\n"

    for suffix, begin in [("md", b"# Scope"), ("html", b"<!"), ("docx", b"PK"), ("pdf", b"%PDF")]:
        target = tmp_path / f"out.{suffix}"
        result = run("export", f"{project.network.slug}/safe-airway@1", "-o", target)
        assert result.exit_code == 0, result.exception
        assert target.read_bytes().lstrip().startswith(begin)
    assert run("export", "safe-airway", "-o", "-").stdout == TEXT + "\n"


def test_a_text_comes_from_a_pipe(project, place):
    assert run("import", "-", *place, stdin="# One\n").stdout == "safe-airway\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--network": "none"}, "There is no network called none."),
        ({"--project": "none"}, "There is no project called none in this network."),
        ({"--as": "x@y.example"}, "Nobody here has the address x@y.example."),
        ({"--title": " "}, "Give the document a title."),
        ({"--language": "klingon"}, "Give the language as a short code, such as en or pt-BR."),
    ],
)
def test_a_wrong_place_is_named(tmp_path, project, place, change, said):
    (tmp_path / "draft.md").write_text(TEXT)
    for option, value in change.items():
        place[place.index(option) + 1] = value
    assert sentence_of(run("import", tmp_path / "draft.md", *place)) == said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.md", b"\xff\xfe\x00", "not a text in UTF-8"),
        ("a.docx", b"text", "not a Word document"),
        ("a.pdf", b"%PDF", "Choose a Markdown file"),
        ("a.odt", b"text", "not an OpenDocument text"),
        ("a.odt", b"PK\x03\x04 nothing", "not an OpenDocument text"),
        ("a.zip", b"text", "not a zip file"),
        ("a.zip", b"PK\x03\x04 nothing", "not a zip file"),
        ("a.html", b"\xff\xfe\x00", "not a text in UTF-8"),
        ("none.md", None, "cannot be read"),
    ],
)
def test_a_bad_file_is_named_and_leaves_nothing(tmp_path, project, place, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert said in sentence_of(run("import", tmp_path / name, *place))
    assert document_called(project.network, "safe-airway") is None


def test_a_reviewer_may_not_import(tmp_path, build, project, place):
    (tmp_path / "draft.md").write_text(TEXT)
    place[place.index("--as") + 1] = build.member(project, Role.REVIEWER).email
    assert "may not" in sentence_of(run("import", tmp_path / "draft.md", *place))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing", "-o", "x.md"], "There is no guideline called nothing."),
        (["safe-airway@9", "-o", "x.md"], "has no version 9"),
        (["safe-airway@x", "-o", "x.md"], "A version is a number"),
        (["safe-airway@²", "-o", "x.md"], "A version is a number"),
        (["safe-airway@" + "9" * 30, "-o", "x.md"], "A version is a number"),
        (["safe-airway", "-o", "x.odt"], "ends in .md, .html, .docx, .pdf, .epub or .zip"),
        (["safe-airway", "-o", "/no/such/folder/x.md"], "cannot be written"),
    ],
)
def test_a_bad_export_is_refused_with_a_sentence(build, arguments, said):
    a_document(build)
    assert said in sentence_of(run("export", *arguments))


def test_a_full_disk_behind_the_pipe_gets_a_sentence(build, monkeypatch):
    a_document(build)
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(full, write_through=True))
        with pytest.raises(Invalid, match="cannot be written: No space left"):
            group.main(["export", "safe-airway", "-o", "-"], standalone_mode=False)


def test_two_networks_with_one_name_ask_which(build):
    a_document(build)
    a_document(build)
    assert "Write NETWORK/safe-airway" in sentence_of(run("export", "safe-airway", "-o", "-"))


@pytest.mark.parametrize(
    ("ours", "theirs", "code", "out"),
    [
        ("First now.\n\nSecond.\n", "First.\n\nSecond now.\n", 0, "First now.\n\nSecond now.\n"),
        ("First.\n\nSecond.\n", "First.\n\nSecond.\n", 0, "First.\n\nSecond.\n"),
        ("First a.\n\nSecond.\n", "First b.\n\nSecond.\n", 1, "First a."),
    ],
)
def test_merge(tmp_path, ours, theirs, code, out):
    for name, text in [("base", "First.\n\nSecond.\n"), ("ours", ours), ("theirs", theirs)]:
        (tmp_path / name).write_text(text)
    result = run("merge", tmp_path / "base", tmp_path / "ours", tmp_path / "theirs")
    assert result.exit_code == code
    if code == 0:
        assert result.stdout == out
    else:
        assert "First a." in result.stdout
        assert "First b." in result.stdout
        assert "nothing was merged" in result.stderr
    piped = run("merge", tmp_path / "base", "-", tmp_path / "theirs", stdin=ours)
    assert (piped.exit_code, piped.stdout) == (result.exit_code, result.stdout)


def test_merge_reads_one_text_from_the_pipe_only(tmp_path):
    (tmp_path / "base").write_text("x\n")
    assert "Only one" in sentence_of(run("merge", tmp_path / "base", "-", "-", stdin="x"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["-", "-"], "Only one"), (["x" * 5000, "safe-airway"], "There is no guideline called")],
)
def test_diff_says_what_it_cannot_take(build, arguments, said):
    a_document(build)
    assert said in sentence_of(run("diff", *arguments, stdin="x"))


def test_diff_compares_versions_and_files(tmp_path, build):
    document = a_document(build)
    item = section_called(document, "Scope")
    save(
        an_author(build, document.project),
        item,
        item.revision.source.replace("children", "infants"),
    )
    result = run("diff", "safe-airway@1", "safe-airway@2")
    assert result.stdout.strip() == "This guideline is about [-children-]{+infants+}."
    (tmp_path / "new.md").write_text(TEXT)
    assert "{+children+}" in run("diff", "safe-airway", tmp_path / "new.md").stdout
    assert "# Follow-up" in run("diff", "--all", "safe-airway@1", "safe-airway@2").stdout
    assert run("diff", "safe-airway@1", "safe-airway@1").stdout == ""


PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


def imported(tmp_path, project, place, name, content):
    (tmp_path / name).write_bytes(content)
    result = run("import", tmp_path / name, *place)
    assert result.exit_code == 0, result.exception
    document = document_called(project.network, result.stdout.strip())
    return document, source_of(current_version(document))


def test_pictures_beside_a_text_come_along_and_nothing_from_elsewhere(tmp_path, project, place):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a b.png").write_bytes(PICTURE)
    (tmp_path / "secret.png").write_bytes(PICTURE)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    (inner / "own.png").write_bytes(PICTURE)
    text = (
        "# One\n\n![Own](own.png) ![Up](../secret.png) ![Link](link.png) ![Root](/etc/passwd) "
        "![File](file:///etc/passwd) ![Gone](gone.png)\n"
    )
    document, source = imported(inner, project, place, "draft.md", text.encode())
    assert [asset.name for asset in assets_of(document)] == ["image-1.png"]
    assert "![Own](image-1.png) ![Up](../secret.png) ![Link](link.png)" in source
    text = "# Two\n\n![A](pictures/a%20b.png)\n"
    document, source = imported(tmp_path, project, place, "draft.md", text.encode())
    assert "![A](image-1.png)" in source


def test_a_web_page_becomes_a_document(tmp_path, project, place):
    (tmp_path / "p.png").write_bytes(PICTURE)
    page = """<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
    <script>alert("no")</script><h1 onclick="x()">Scope</h1><p>Some <b>bold</b> words.</p>
    <img src="p.png" alt="A picture"><img src="file:///etc/passwd" alt="No">
    <ul><li>one</li><li>two</li></ul><table><tr><th>a</th></tr><tr><td>b</td></tr></table>
    </body></html>"""
    document, source = imported(tmp_path, project, place, "page.html", page.encode())
    assert source.startswith("# Scope\n\nSome **bold** words.")
    assert "![A picture](image-1.png)" in source
    assert "- one\n- two" in source
    for forbidden in ("alert", "onclick", "passwd", "p{}"):
        assert forbidden not in source
    assert len(assets_of(document)) == 1


def test_an_opendocument_text_becomes_a_document(tmp_path, project, place):
    made = pandoc.run(
        ["--from=markdown", "--to=odt"], b"# Scope\n\nSome *words*.[^1]\n\n[^1]: A note.\n"
    )
    _document, source = imported(tmp_path, project, place, "text.odt", made.output)
    assert "# Scope\n\nSome *words*.[^1]" in source
    assert "[^1]: A note." in source


def test_a_zip_file_goes_out_and_comes_back(tmp_path, project, place):
    (tmp_path / "own.png").write_bytes(PICTURE)
    text = "# One\n\n![Own](own.png)\n"
    document, source = imported(tmp_path, project, place, "draft.md", text.encode())
    target = tmp_path / "out.zip"
    assert run("export", document.slug, "-o", target).exit_code == 0
    again, back = imported(tmp_path, project, place, "out.zip", target.read_bytes())
    assert back == source
    assert [a.sha256 for a in assets_of(again)] == [a.sha256 for a in assets_of(document)]
