"""A draft that is typeset: what stands around the text is in the language of the text."""

import pytest

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.queries import current_version, manuscript_of, recommendations_of
from guidelines.permissions import Role
from tests.drafts.build import an_author

TEXT = "# Luftveje\n\n::: {.recommendation #rec-a strength=strong direction=for}\nGør det.\n:::\n"


@pytest.mark.parametrize(
    ("language", "words", "state"),
    [
        ("da", ("Klinisk retningslinje", "Version 1", "Udkast"), "Næsten konsensus"),
        ("fr", ("Recommandations de pratique clinique", "Version 1", "Version provisoire"), None),
        ("hu", ("Clinical guideline", "Version 1", "Draft"), "Near consensus"),
    ],
)
def test_a_draft_is_labelled_in_its_language(build, language, words, state):
    project = build.project()
    author, chair = an_author(build, project), build.actor(project, Role.CHAIR)
    with transaction():
        document, _notices = service.import_document(
            author, project, title="Luftveje", source=TEXT, language=language
        )
        [row] = recommendations_of(document)
        service.place_outcome(
            chair,
            document,
            key=row.key,
            wording_sha256=row.wording_sha256,
            verdict="near",
            summary={},
        )
    made = manuscript_of(document, current_version(document))
    assert (made.kind, made.edition_label, made.status) == words
    if state:
        assert made.recommendations[0].state == state
