"""Remarks on the wording of recommendations, per language, and none where nothing is wrong."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.config import ROOT
from guidelines.text.recommendations import Discordance, GoodPractice, parse
from guidelines.text.wording import SPEECHES, remarks_in, remarks_on
from tests.real_data import real_data

STRONG = {"strength": "strong", "direction": "for", "certainty": "high"}
CONDITIONAL = {"strength": "conditional", "direction": "for", "certainty": "low"}
CLEAR = [
    ("en", STRONG, "We recommend that the team refers every infant."),
    ("en", STRONG, "Clinicians should offer treatment to patients with the disorder."),
    ("en", STRONG, "An ultrasound is recommended for all pregnant women before 24 weeks."),
    ("en", STRONG | {"direction": "against"}, "We recommend against surgery in infants."),
    ("en", STRONG | {"direction": "against"}, "Surgeons should not operate on infants."),
    ("en", CONDITIONAL, "We **suggest** that surgeons offer tubes to children [@a, p. 3]."),
    ("en", CONDITIONAL, "Teams may wait if hearing is normal."),
    ("en", CONDITIONAL | {"direction": "against"}, "We suggest not using scans in children."),
    ("de", STRONG, "Wir empfehlen, dass das Team jedes Kind untersucht."),
    ("de", STRONG, "Ärztinnen und Ärzte sollen Kinder früh überweisen."),
    ("de", CONDITIONAL, "Das Team sollte den Eltern ein Hörgerät anbieten."),
    ("de", CONDITIONAL, "Wir schlagen vor, dass das Team bei Kindern abwartet."),
    ("de", STRONG | {"direction": "against"}, "Das Team soll Kinder nicht ohne Befund operieren."),
    ("fr", STRONG, "Nous recommandons que l’équipe examine chaque enfant."),
    ("fr", CONDITIONAL, "Nous suggérons que le chirurgien propose l’opération aux parents."),
    ("fr", STRONG | {"direction": "against"}, "Nous recommandons de ne pas opérer les enfants."),
    ("es", STRONG, "Recomendamos que el equipo examine a cada niño."),
    ("es", CONDITIONAL, "Se sugiere que el cirujano ofrezca la operación a los padres."),
    ("es", STRONG | {"direction": "against"}, "Recomendamos no operar a los niños."),
    ("it", STRONG, "Raccomandiamo che l’équipe visiti ogni bambino."),
    ("it", CONDITIONAL, "Suggeriamo che il chirurgo offra l’intervento ai genitori."),
    ("it", STRONG | {"direction": "against"}, "Raccomandiamo di non operare i bambini."),
    ("nl", STRONG, "Wij bevelen aan dat het team elk kind onderzoekt."),
    ("nl", CONDITIONAL, "Overweeg een gehoortoestel bij kinderen met de ouders."),
    ("nl", STRONG | {"direction": "against"}, "Wij bevelen aan om kinderen niet te opereren."),
]
# Language, fields, wording, and the remark: code, place, what to write instead.
UNCLEAR = [
    (
        "en",
        CONDITIONAL,
        "We recommend that teams refer infants.",
        ("verb-strength", "We recommend", "We suggest"),
    ),
    ("en", STRONG, "The team may check the ears of infants.", ("verb-strength", "may", "should")),
    (
        "en",
        STRONG,
        "Teams should consider tubes in children.",
        ("verb-strength", "should consider", ""),
    ),
    ("en", STRONG, "Early referral of all infants by teams.", ("no-verb", "", "")),
    (
        "en",
        STRONG | {"direction": "against"},
        "We recommend surgery in infants.",
        ("verb-direction", "We recommend", ""),
    ),
    (
        "en",
        STRONG,
        "We recommend against surgery in infants.",
        ("verb-direction", "We recommend against", ""),
    ),
    (
        "en",
        STRONG | {"population": "Infants"},
        "We recommend tubes.",
        ("no-action", "We recommend", ""),
    ),
    ("en", STRONG, "We recommend that the team explores all options.", ("no-whom", "", "")),
    (
        "en",
        STRONG,
        "We recommend that hearing is checked before surgery.",
        ("no-actor", "is checked", ""),
    ),
    (
        "en",
        STRONG,
        "Teams should take into account the age of the child.",
        ("vague", "take into account", ""),
    ),
    (
        "en",
        CONDITIONAL,
        "We suggest considering tubes in children with effusion.",
        ("hedged", "suggest considering", "suggest"),
    ),
    (
        "de",
        CONDITIONAL,
        "Wir empfehlen, dass das Team Kinder untersucht.",
        ("verb-strength", "Wir empfehlen", "Wir schlagen vor"),
    ),
    ("de", STRONG, "Das Team sollte jedes Kind untersuchen.", ("verb-strength", "sollte", "soll")),
    (
        "de",
        STRONG,
        "Das Team soll die Familie gegebenenfalls beraten.",
        ("vague", "gegebenenfalls", ""),
    ),
    (
        "fr",
        CONDITIONAL,
        "Nous recommandons que l’équipe examine l’enfant.",
        ("verb-strength", "Nous recommandons", "Nous suggérons"),
    ),
    (
        "es",
        STRONG,
        "Sugerimos que el equipo examine al niño.",
        ("verb-strength", "Sugerimos", "Recomendamos"),
    ),
    (
        "it",
        CONDITIONAL,
        "Raccomandiamo che l’équipe visiti il bambino.",
        ("verb-strength", "Raccomandiamo", "Suggeriamo"),
    ),
    ("nl", STRONG, "Het team kan elk kind onderzoeken.", ("verb-strength", "kan", "moet")),
    ("nl", STRONG, "Het team moet kinderen zo nodig verwijzen.", ("vague", "zo nodig", "")),
]


@pytest.mark.parametrize(("language", "fields", "wording"), CLEAR)
def test_a_clear_wording_has_no_remark(language, fields, wording):
    found = remarks_on(wording, fields | {"strong-because": "catastrophe"}, language=language)
    assert [(one.code, str(one)) for one in found] == []


@pytest.mark.parametrize(("language", "fields", "wording", "expected"), UNCLEAR)
def test_an_unclear_wording_has_its_remark(language, fields, wording, expected):
    [found] = remarks_on(wording, fields, language=language)
    code, _place, instead = expected
    assert (found.code, wording[found.start : found.end], found.instead) == expected
    assert str(found).endswith(".")
    if instead:
        better = wording[: found.start] + found.instead + wording[found.end :]
        assert code not in {one.code for one in remarks_on(better, fields, language=language)}


def test_strength_on_little_evidence_needs_one_of_five_reasons():
    fields = STRONG | {"certainty": "very-low"}
    wording = "We recommend that the team refers every infant."

    [found] = remarks_on(wording, fields | {"strength-reason": "Because."}, language="sv")
    assert found.code == "unjustified"
    for reason in Discordance:
        assert remarks_on(wording, fields | {"strong-because": reason}, language="sv") == ()


def test_a_good_practice_statement_meets_its_criteria():
    four = [one for one in GoodPractice if one is not GoodPractice.RATIONALE]
    wording = "It is good practice for teams to name one person."
    for met, codes in [
        ("", ["unproven"]),
        (" ".join(four[:3]), ["unproven"]),
        (" ".join(four), []),
    ]:
        found = remarks_on(wording, {"type": "good-practice", "meets": met}, language="en")
        assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    "fields",
    [{"type": "research-only"}, {"type": "no-recommendation"}, {"status": "withdrawn"}, {}],
)
def test_what_recommends_nothing_or_says_nothing_of_its_strength_is_left_alone(fields):
    assert remarks_on("Perhaps as appropriate for infants.", {**fields}, language="sv") == ()
    if fields:
        assert remarks_on("Perhaps as appropriate.", {**STRONG, **fields}, language="en") == ()


@given(
    st.text(max_size=200),
    st.sampled_from(sorted(SPEECHES)),
    st.sampled_from([STRONG, CONDITIONAL]),
)
def test_every_place_lies_in_the_text(words, language, fields):
    source = f"# T\n\n::: {{.recommendation #rec-a strength=strong direction=for}}\n{words}\n:::\n"
    for one in remarks_on(words, fields, language=language):
        assert 0 <= one.start <= one.end <= len(words)
    for placed in remarks_in(source, language=language):
        assert 0 <= placed.start <= placed.end <= len(source)
        if placed.remark.end:
            assert source[placed.start : placed.end].strip()


def test_a_remark_stands_where_its_words_are():
    source = (
        "# Care\n\nThe team may wait.\n\n"
        "::: {.recommendation #rec-a strength=strong direction=for certainty=high}\n"
        "<!-- may -->\n\nThe team **may** wait with children.\n\n"
        "::: {.rationale}\nIt may.\n:::\n:::\n"
    )
    [placed] = remarks_in(source, language="en")
    assert source[placed.start : placed.end] == "may"
    assert source[: placed.start].endswith("The team **")
    assert placed.key == "rec-a"


def test_the_demonstration_has_no_remark():
    count = 0
    for path in sorted((ROOT / "guidelines" / "demonstration" / "content").rglob("*.md")):
        source = path.read_text("utf-8")
        count += len(parse(source))
        assert remarks_in(source, language="en") == (), path.name
    assert count == 19


SENTENCE = re.compile(r"[^.|>]*\b(?:[Cc]linicians should|(?:is|are) recommended)[^.|]*\.")
KNOWN = {"as appropriate", "should consider"}


def test_real_recommendations_have_remarks_only_where_they_are_vague():
    folder = real_data("documents")
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted([*folder.glob("cdc-*/*.json"), *folder.glob("who-*/Plan*.json")]):
        for text in _texts(json.loads(path.read_text("utf-8"))):
            for match in SENTENCE.finditer(re.sub(r"<[^>]+>", " ", text)):
                sentence = match[0].strip()
                remarks = remarks_on(sentence, STRONG, language="en")
                found[sentence] = tuple(str(one.values.get("words", one.code)) for one in remarks)
    assert len(found) >= 15
    said = [words for remarks in found.values() for words in remarks]
    assert set(said) <= KNOWN
    assert sum(map(bool, found.values())) <= len(found) / 3


def _texts(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
