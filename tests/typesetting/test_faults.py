"""What cannot be set is named with its place and a plain reason."""

import pytest

from guidelines.errors import Invalid
from guidelines.typesetting.model import Asset
from guidelines.typesetting.recipes import Recipe, typeset, typeset_all
from tests.typesetting.manuscripts import a_manuscript

PEOPLE = [Recipe.PDF, Recipe.DOCX, Recipe.HTML]
BROKEN = "# Dose\n\nFirst $a^2$, then $\\unknown{x}$ and $\\frac{1}$.\n\n# Later\n\n$$\\foo$$\n"


def test_a_formula_that_is_none_is_named_with_its_place_and_printed_as_its_source():
    made = typeset_all(a_manuscript(body=BROKEN), PEOPLE)
    for form, one in made.items():
        said = [warning for warning in one.warnings if "formula" in warning]
        assert [warning.partition(" is not")[0] for warning in said] == [
            "The formula “\\unknown{x}” in “Dose”",
            "The formula “\\frac{1}” in “Dose”",
            "The formula “\\foo” in “Later”",
        ], form
    assert "\\unknown{x}" in made[Recipe.HTML].content.decode()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [("image/png", b"no picture"), ("image/png", b""), ("image/svg+xml", b"<svg><g></svg>")],
)
@pytest.mark.parametrize("form", PEOPLE)
def test_a_picture_that_is_broken_is_named_with_its_place(form, media_type, content):
    assets = {"plan.png": Asset(media_type=media_type, content=content)}
    body = "# First\n\n# Way of the child\n\n![A plan](plan.png)\n"
    with pytest.raises(Invalid, match=r"“plan\.png” in “Way of the child” cannot be read"):
        typeset(a_manuscript(body=body, assets=assets), form)


def test_a_picture_that_is_not_there_is_left_out_and_named():
    made = typeset(a_manuscript(body="# Way\n\n![A plan](plan.png) and words.\n"), Recipe.PDF)
    assert "The image “plan.png” in “Way” was left out" in made.warnings[0]
