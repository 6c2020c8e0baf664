"""A published guideline, for every test of the library."""

import pytest

from tests.publishing.build import a_guideline, an_edition, decide, print_openly, work

NOTICE = "Demonstration, not for clinical use"


@pytest.fixture
def shelf(build):
    """Return a published guideline and its address."""
    guideline = a_guideline(build)
    decide(guideline, "rec-hearing", "no-consensus", n_agree=9, percent_in=39.13, median=6.0)
    print_openly(guideline, "rec-hearing")
    edition = an_edition(guideline, notice=NOTICE, change_note="First version.")
    work()
    return guideline, edition, f"/library/{guideline.project.network.slug}/{edition.slug}/"
