"""Every field of a recommendation: from the form into the text and back, byte for byte."""

import re

import pytest

from guidelines.drafts.forms import LONG_WORDS, RecommendationForm
from guidelines.drafts.queries import current_version, recommendations_of, source_of
from guidelines.drafts.rules.edits import draft_of
from guidelines.permissions import Role
from guidelines.text.recommendations import parse
from tests.drafts.build import a_document, section_called

BASIC = {"wording": "We recommend it.", "type": "evidence-based"}
REFUSED = re.compile(r'class="error"[^>]*>([^<]*)')
BESIDE = {
    "certainty-reason": {"certainty": "low"},
    "strength-reason": {"strength": "strong", "certainty": "low", "strong-because": "catastrophe"},
    "strong-because": {"strength": "strong", "certainty": "low"},
}
FIELDS = [
    ("type", "consensus-based"),
    ("type", "good-practice"),
    ("type", "research-only"),
    ("type", "no-recommendation"),
    ("strength", "strong"),
    ("strength", "conditional"),
    ("direction", "against"),
    ("direction", "either"),
    ("certainty", "very-low"),
    ("certainty-reason", "Two trials came after the profile; “small” ones."),
    ("strength-reason", "Life is in danger, and 5 > 3 & more."),
    ("off-label", "yes"),
    ("off-label", "no"),
    ("status", "new"),
    ("status", "updated"),
    ("status", "reaffirmed"),
    ("status", "withdrawn"),
    ("last-search", "2026-03"),
    ("population", "Children under two = infants"),
    ("intervention", 'A "sleep" study'),
    ("comparator", "Watching and waiting"),
    ("conditions", "Where sleep is restless"),
    *[
        (name, f"About {name}: H~2~O.\n\n- one\n- two\n\n::: note\nInside.\n:::")
        for name in LONG_WORDS
    ],
]


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def client(build, document):
    return build.client(document.project, Role.AUTHOR)


def add(client, document, values):
    item = section_called(document, "Follow-up")
    sent = {**BASIC, **values, "base": item.revision.id}
    answer = client.post(f"/sections/{item.section.id}/recommendations", data=sent)
    assert answer.status_code == 303, REFUSED.findall(answer.text)
    return recommendations_of(document)[-1]


@pytest.mark.parametrize(("name", "value"), FIELDS)
def test_a_field_goes_into_the_text_and_comes_back(app, client, document, name, value):
    row = add(client, document, {**BESIDE.get(name, {}), name: value})
    [block] = [one for one in parse(source_of(current_version(document))) if one.id == row.key]
    said = block.field(name) if name in LONG_WORDS else dict(block.attributes).get(name, "")
    assert said.strip() == value

    before = source_of(current_version(document))
    with app.test_request_context():
        form = RecommendationForm(formdata=None, meta={"csrf": False})
        form.fill(draft_of(block))
        again = {field.name: field.data or "" for field in form}
    again["base"] = section_called(document, "Follow-up").revision.id
    answer = client.post(f"/recommendations/{row.id}", data=again)
    assert answer.status_code == 303, REFUSED.findall(answer.text)
    assert source_of(current_version(document)) == before
    assert "Nothing has changed" in client.get(answer.location).text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"strength": "strong"}, "Strong recommendation"),
        ({"strength": "strong", "direction": "either"}, "Strong recommendation for either option"),
        (
            {"strength": "conditional", "direction": "against"},
            "Conditional recommendation against",
        ),
        (
            {"strength": "conditional", "direction": "either"},
            "Conditional recommendation for either option",
        ),
        ({"type": "research-only"}, "Only in research"),
        ({"type": "no-recommendation"}, "No recommendation"),
    ],
)
def test_the_overview_says_what_it_is(client, document, values, said):
    add(client, document, values)
    assert f"<strong>{said}</strong>" in client.get(f"/documents/{document.id}").text
