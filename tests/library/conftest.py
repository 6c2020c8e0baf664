"""A published guideline, for every test of the library."""

import pytest

from guidelines.db import transaction
from guidelines.library.service import index_edition
from guidelines.publishing.jobs.rendering import store_readable
from tests.publishing.build import a_guideline, an_edition, decide, print_openly

NOTICE = "Demonstration, not for clinical use"


@pytest.fixture
def shelf(build):
    """Return a published guideline and its address; only its downloads are not made yet."""
    guideline = a_guideline(build)
    decide(guideline, "rec-hearing", "no-consensus", n_agree=9, percent_in=39.13, median=6.0)
    print_openly(guideline, "rec-hearing")
    edition = an_edition(guideline, notice=NOTICE, change_note="First version.")
    store_readable(edition)
    with transaction():
        index_edition(edition.id)
    return guideline, edition, f"/library/{guideline.project.network.slug}/{edition.slug}/"
