"""A recommendation changed by its form: what the form does not show stays byte for byte."""

import pytest

from guidelines.drafts.rules.edits import Draft, draft_of, with_changed
from guidelines.text.recommendations import parse

SOURCE = """# Airway

::: {.recommendation #rec-a type=consensus-based strength=strong}
We recommend X. <!-- checked by two people -->

::: {.rationale #why lang=de}
Because. <!-- source? -->
:::

Said after the rationale.

::: {.subgroups .wide}
Small children.
:::

::: {.rationale}
And therefore.
:::
:::

The end.
"""


def changed(source, *, wording=None, **long):
    before = draft_of(parse(source)[0])
    draft = Draft(wording or before.wording, before.short, {**before.long, **long})
    return with_changed(source, "rec-a", draft)


@pytest.mark.parametrize(
    "kept",
    [
        "<!-- checked by two people -->",
        "::: {.rationale #why lang=de}\nBecause. <!-- source? -->\n:::\n",
        "::: {.subgroups .wide}\nSmall children.\n:::\n",
        "::: {.rationale}\nAnd therefore.\n:::\n",
        "\n\nThe end.\n",
    ],
)
def test_a_new_wording_leaves_all_else(kept):
    after = changed(SOURCE, wording="We recommend Y.")
    assert kept in after
    assert parse(after)[0].body == "We recommend Y."


def test_a_new_part_leaves_all_else():
    after = changed(SOURCE, remarks="Mind the *nose*.")
    addition = "\n\n::: {.remarks}\nMind the *nose*.\n:::\n"
    assert addition in after
    assert after.replace(addition, "\n") == SOURCE


def test_a_part_keeps_its_edges_and_its_place():
    after = changed(SOURCE, rationale="For this reason.")
    assert "::: {.rationale #why lang=de}\nFor this reason.\n:::\n\nSaid after" in after
    assert "We recommend X. <!-- checked by two people -->\n" in after
    assert "And therefore" not in after
    assert parse(after)[0].field("rationale") == "For this reason."


@pytest.mark.parametrize(
    "source",
    [
        "::: {.recommendation #rec-a}\n:::\n",
        "::: {.recommendation #rec-a}\nOld\n::: {.rationale}\nTight\n:::\n:::\n",
        "::: {.recommendation #rec-a}\n::: {.rationale}\nFirst\n:::\nOld\n:::",
        ":::: {.recommendation #rec-a}\nOld\n\n::: {.rationale}\nUnclosed\n",
        "::: {.recommendation #rec-a}\n\n\nOld\n\n\n\n::: rationale\n:::\n:::\n",
    ],
)
def test_unusual_blocks_read_back_as_the_form_had_them(source):
    after = changed(source, wording="New wording", rationale="New reason", research="More")
    again = draft_of(parse(after)[0])
    assert again.wording == "New wording"
    assert (again.long["rationale"], again.long["research"]) == ("New reason", "More")
    assert len(parse(after)) == 1
