"""Searching the library: both databases find the same, by words, names of diseases and facets."""

from datetime import timedelta

import pytest

from guidelines.db import now, session, transaction
from guidelines.events import FOLLOW_UPS, EditionPublished
from guidelines.jobs import Work
from guidelines.library.jobs import index
from guidelines.library.queries.catalogue import Facet
from guidelines.library.queries.guessing import guess
from guidelines.library.queries.searching import search
from guidelines.library.service import index_all, index_edition
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.rules.states import EditionState
from tests.library.build import a_volume
from tests.publishing.build import a_guideline, an_edition


def titles(found):
    return [found.catalogue.listed[place].title for place in found.versions]


def wordings(found):
    hits = found.recommendation_hits(0, 20)
    return ["".join(piece.words for piece in hit.wording) for hit in hits]


@pytest.fixture
def library(shelf):
    """Return a library of several guidelines in several languages."""
    _guideline, edition, _address = shelf
    with transaction():
        index_edition(edition.id)
    for one in (
        {"title": "Hearing aids", "body": "Speech and cleft care. Œdème of the airway.",
         "wordings": ["We recommend a hearing test before school."],
         "codes": [("199302", "Isolated cleft lip")]},
        {"title": "Gaumenspalten: Leitlinie", "language": "de", "body": "Über die Straße.",
         "wordings": ["Wir empfehlen ein Hörgerät."], "kind": "standard-of-care"},
        {"title": "Σχιστία υπερώας", "language": "el", "body": "Οδηγίες για τα παιδιά.",
         "wordings": ["Συνιστούμε έλεγχο ακοής."]},
        {"title": "Расщелина нёба", "language": "bg", "body": "Детей осматривает врач.",
         "wordings": ["Рекомендуем проверку слуха."], "days_ago": 800.0},
        {"title": "Old hearing advice", "state": EditionState.WITHDRAWN, "body": "Hearing."},
        {"title": "Hearing of tomorrow", "days_ago": -3.0, "body": "Hearing."},
        {"title": "Due for a look", "body": "Nothing new.", "review_by": "2020-01-01"},
    ):  # fmt: skip
        a_volume(edition, **({"wordings": []} | one))
    return edition


FOUND_BY_WORDS = (
    ("hearing", ["Hearing aids", "Care of children with a cleft palate"]),
    ("HEAR", ["Hearing aids", "Care of children with a cleft palate"]),
    ('"hearing aids"', ["Hearing aids"]),
    ('"aids hearing"', []),
    ("hearing dragon", []),
    ("oedeme", ["Hearing aids"]),
    ("strasse", ["Gaumenspalten: Leitlinie"]),
    ("uber", ["Gaumenspalten: Leitlinie"]),
    ("σχιστια", ["Σχιστία υπερώας"]),
    ("ΠΑΙΔΙΑ", ["Σχιστία υπερώας"]),
    ("расщелина неба", ["Расщелина нёба"]),
    # by a synonym, in another language, by the group above in the tree, by its code
    ("fente du palais", ["Care of children with a cleft palate"]),
    ("cleft lip with or without cleft palate", ["Hearing aids"]),
    ("ORPHA199302", ["Hearing aids"]),
    ("advice", []),
    ("tomorrow", []),
    # one and many, as it is spelled elsewhere; what says nothing need not occur
    ("clefts of the palates", ["Care of children with a cleft palate", "Hearing aids"]),
    ("anesthetists", ["Care of children with a cleft palate"]),
    ("hearing of an aid", ["Hearing aids"]),
    ('"clefts" care', []),
    ("Gaumenspalte", ["Care of children with a cleft palate", "Gaumenspalten: Leitlinie",
                      "Hearing aids"]),
    ("Hoergeräte", ["Gaumenspalten: Leitlinie"]),
    ("Σχιστίες των παιδιών", ["Σχιστία υπερώας"]),
    ("расщелины", ["Расщелина нёба"]),
    ("", ["Hearing aids", "Gaumenspalten: Leitlinie", "Σχιστία υπερώας", "Due for a look",
          "Care of children with a cleft palate", "Расщелина нёба"]),
)  # fmt: skip


def test_a_search_finds_words_names_and_groups(library):
    got = {typed: titles(search(typed, {})) for typed, _found in FOUND_BY_WORDS}
    assert {typed: sorted(found) for typed, found in got.items()} == {
        typed: sorted(found) for typed, found in FOUND_BY_WORDS
    }
    assert got["hearing"] == dict(FOUND_BY_WORDS)["hearing"]  # the title weighs most


@pytest.mark.parametrize(
    ("typed", "chosen", "meant"),
    [
        ("cleft pallate", {}, "cleft palate"),
        ("Hearng aids", {}, "hearing aids"),
        ("σχηστία", {}, "σχιστία"),
        ("anaesthetisst first", {}, "anaesthetist first"),
        ("Gaumenspallte", {}, "gaumenspalte"),
        ("hearng", {Facet.LANGUAGE: ["el"]}, None),  # there it finds nothing either
        ("hearing dragon", {}, None),
        ("cleft pallate " * 4, {}, None),  # too long to be looked at word by word
        ("tomorow", {}, None),  # nothing of what is not public yet
        ("hearing", {}, None),
        ("", {}, None),
    ],
)
def test_who_mistypes_is_shown_the_word(library, typed, chosen, meant):
    found = guess(typed, chosen)
    assert (found and found.typed) == meant
    assert not found or found.count == len(search(found.typed, chosen).versions) > 0


def test_the_page_asks_whether_another_word_was_meant(client, library):
    page = client.get("/library/?q=cleft+pallate&language=en").text
    assert (
        '<a href="/library/?q=cleft+palate&amp;language=en" rel="nofollow">cleft palate</a>'
        in page
    )


def test_recommendations_are_hits_of_their_own(library):
    found = search("hearing school", {})
    assert wordings(found) == ["We recommend a hearing test before school."]
    (hit,) = found.recommendation_hits(0, 5)
    assert [piece.words for piece in hit.wording if piece.found] == ["hearing", "school"]
    assert hit.line["standing"] == "consensus"
    assert hit.line["outcome"]["n_agree"] == 22
    assert hit.path.endswith("/1.0/recommendations/rec-1/")
    # what a guideline is about counts for each of its recommendations
    assert sorted(wordings(search("cleft hearing", {}))) == [
        "We recommend a hearing test before school.",
        "We suggest that hearing is checked before surgery.",
    ]


def test_a_version_shows_the_passage_that_has_the_words(library):
    (hit,) = search("oedeme airw", {}).version_hits(0, 5)
    shown = "".join(piece.words for piece in hit.passage)
    assert shown == "Speech and cleft care. Œdème of the airway."
    assert [piece.words for piece in hit.passage if piece.found] == ["Œdème", "airway"]


NARROWED = (
    ("", {Facet.LANGUAGE: ["de"]}, ["Gaumenspalten: Leitlinie"]),
    ("", {Facet.LANGUAGE: ["de", "el"]}, ["Gaumenspalten: Leitlinie", "Σχιστία υπερώας"]),
    ("", {Facet.LANGUAGE: ["de"], Facet.TYPE: ["guideline"]}, []),
    ("", {Facet.DISEASE: ["199302"]}, ["Hearing aids"]),
    ("", {Facet.DISEASE: ["1991"]}, ["Hearing aids"]),
    ("", {Facet.DISEASE: ["68329"]}, ["Care of children with a cleft palate", "Hearing aids"]),
    ("", {Facet.STATUS: ["withdrawn"]}, ["Old hearing advice"]),
    ("hearing", {Facet.STATUS: ["withdrawn"]}, ["Old hearing advice"]),
    ("", {Facet.STATUS: ["review-due"]}, ["Due for a look"]),
    ("", {Facet.YEAR: [str((now() - timedelta(days=800)).year)]}, ["Расщелина нёба"]),
    ("", {Facet.NETWORK: ["nowhere"]}, []),
)


def test_facets_narrow_a_search(library):
    for typed, chosen, found in NARROWED:
        assert sorted(titles(search(typed, chosen))) == sorted(found), (typed, chosen)


def test_counts_say_what_each_value_would_leave(library):
    found = search("", {Facet.LANGUAGE: ["de"]})
    assert found.counts[Facet.LANGUAGE] == {"en": 3, "de": 1, "el": 1, "bg": 1}
    assert found.counts[Facet.TYPE] == {"standard-of-care": 1}
    assert search("hearing", {}).counts[Facet.STATUS] == {"current": 2, "withdrawn": 1}
    assert search("", {}).counts[Facet.DISEASE]["68329"] == 2


ANYTHING = (
    '"', '""', "'", "a'b", "NEAR(a b)", "title:x", "a OR b", "x AND", "*", "-x", "a*b", "(", "\\",
    "\x00", "hear\x00ing", "%", "_", "; DROP TABLE edition", "<b>", "🦻", "x" * 10_000,
    "hearing " * 2000, '"' * 500, "a:*|b", "!x", "<->", "' | '", "½ №", "\ud800",
)  # fmt: skip


def test_anything_may_be_typed(library):
    for typed in ANYTHING:
        found = search(typed, {})
        found.version_hits(0, 5)
        found.recommendation_hits(0, 5)
    assert session.query(Edition).count() == 8


def test_what_changes_is_seen_at_once(library, monkeypatch):
    assert "Due for a look" in titles(search("", {}))
    with transaction():
        edition = session.query(Edition).filter_by(title="Due for a look").one()
        edition.state = EditionState.WITHDRAWN
    assert "Due for a look" not in titles(search("", {}))
    with transaction():
        session.get(Network, edition.network_id).title = "Another name"
    found = search("", {})
    assert set(found.catalogue.network_titles.values()) == {"Another name"}
    monkeypatch.setattr(
        "guidelines.library.queries.catalogue.now", lambda: now() + timedelta(days=4)
    )
    assert "Hearing of tomorrow" in titles(search("", {}))


def test_an_older_version_is_found_by_those_who_ask_for_it(library, monkeypatch):
    first = session.query(Edition).filter_by(title="Hearing aids").one()
    with transaction():
        first.state = EditionState.SUPERSEDED
    a_volume(library, title="Hearing aids", document=first.document, number=(1, 1),
             wordings=[], days_ago=-2.0)  # fmt: skip

    def numbers(chosen):
        hits = search("hearing aids", chosen).version_hits(0, 9)
        return [hit.listed.number for hit in hits if hit.listed.slug == first.slug]

    assert numbers({}) == ["1.0"]  # the next one is not public yet: this one stands
    monkeypatch.setattr(
        "guidelines.library.queries.catalogue.now", lambda: now() + timedelta(days=3)
    )
    assert numbers({}) == ["1.1"]
    assert numbers({Facet.STATUS: ["superseded"]}) == ["1.0"]


def test_the_index_made_anew_is_the_same(library):
    def everything():
        found = [search(typed, {}) for typed in ("hearing", "")]
        return [sorted(titles(one)) for one in found], sorted(wordings(found[0]))

    before = everything()
    with transaction():
        assert index_all() == 8
    assert everything() == before


def test_publishing_puts_a_version_on_its_shelf(build):
    edition = an_edition(a_guideline(build))
    assert titles(search("", {})) == ["Care of children with a cleft palate"]  # listed at once
    assert titles(search("anaesthetist", {})) == []
    assert "library.index" in FOLLOW_UPS[EditionPublished]
    index(Work("", {"edition_id": edition.id}))
    assert titles(search("anaesthetist", {})) == ["Care of children with a cleft palate"]
