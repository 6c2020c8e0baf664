"""Every text that a person reads goes through the catalogue of translations."""

import re

import pytest
from jinja2 import Environment

from guidelines.config import ROOT

TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*[A-Za-z]{2}[^\"]*)\"")
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"")
NAMES = {
    "Concord", "DOI", "UTC", "ORPHA", "ORPHAcode", "DataCite", "OpenAPI", "JSON", "XML",
    "Orphadata", "Orphanet", "INSERM", "orphadata", "com", "CC", "BY",
}  # fmt: skip
VALUES = {  # words that one template gives to another, or a class; no person reads them
    "macros/plots.html": {"for", "between", "against", "all"},
    "public.html": {"public"},
    "library/card.html": {"card", "page"},
    "alone.html": {"panel", "page"},
    "publishing/check_pack.html": {"python", "verify", "pack", "consensus", "py", "PACK", "zip"},
    "library/disease.html": {"page"},
    "library/recommendations.html": {"page"},
    "drafts/edit.html": {"writing"},
}
SPECIMEN = {"home/style.html"}  # shows scripts and samples on purpose


TEMPLATES = ROOT / "templates"
PAGES = sorted({str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.html")} - SPECIMEN)


def bare_text(source: str) -> list[str]:
    """Return the words of a template that stand outside of any expression."""
    tokens = Environment(extensions=["jinja2.ext.do"]).lex(source)
    data = "".join(value if kind == "data" else "\x00" for _line, kind, value in tokens)
    words = ATTRIBUTE.sub(" ", TAG.sub(" ", data)).replace("\x00", " ")
    words = re.sub(r"&[a-z]+;|&#\d+;", " ", words)
    spoken = [text for text in SPOKEN.findall(data) if "\x00" not in text]
    found = re.findall(r"[^\W\d_]{2,}", words + " " + " ".join(spoken))
    return [word for word in found if word not in NAMES]


@pytest.mark.parametrize("name", PAGES)
def test_a_template_has_no_text_of_its_own(name):
    found = set(bare_text((TEMPLATES / name).read_text()))
    assert found - VALUES.get(name, set()) == set()


def test_the_check_sees_bare_text():
    assert bare_text("<p>Hello {{ _('there') }}</p>") == ["Hello"]
    assert bare_text('<a title="Go on">{{ x }}</a>') == ["Go", "on"]
    assert bare_text("<p>{{ _('Hello') }} – {# no #}</p>") == []
