"""Recommendations by their form and in one table; numbers and references on the pages."""

import csv
import io

import pytest

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.queries import recommendation_in, recommendations_of
from guidelines.drafts.rules.edits import Draft, core_changes, draft_of, settled
from guidelines.drafts.rules.recommendation_lists import Row, Wanted, as_csv, chosen
from guidelines.errors import Invalid
from guidelines.permissions import Actor, Role
from guidelines.text.recommendations import parse
from tests.drafts.build import TEXT, a_document, section_called

MORE = """
::: {.recommendation #rec-sleep strength=conditional direction=for certainty=low off-label=yes}
We suggest a sleep study.
:::

::: {.recommendation #rec-none type=no-recommendation status=new}
We make no recommendation on X.
:::
"""
GRADED = {"strength": "strong", "direction": "for", "certainty": "low"}


def author(build, document):
    return build.client(document.project, Role.AUTHOR)


def form_of(document, key, **changes):
    row = recommendation_in(document, key)
    (block,) = [
        one for one in parse(section_called(document, "Airway").revision.source) if one.id == key
    ]
    draft = draft_of(block)
    base = section_called(document, "Airway").revision.id
    return row, {"wording": draft.wording, **draft.short, **draft.long, "base": base, **changes}


def voted(build, document, key="rec-airway"):
    row = recommendation_in(document, key)
    with transaction():
        service.place_outcome(
            Actor.machine(),
            document,
            key=key,
            wording_sha256=row.wording_sha256,
            verdict="consensus-for",
            summary={"n_rated": 9, "n_agree": 9, "percent_in": 100.0, "median": 8},
        )


@pytest.mark.parametrize(
    ("short", "kept"),
    [
        ({"type": "evidence-based", **GRADED, "certainty": "high"}, ("strong", "for", "high")),
        ({"type": "consensus-based", **GRADED}, ("strong", "for", "")),
        ({"type": "good-practice", **GRADED}, ("", "", "")),
        ({"type": "research-only", **GRADED}, ("", "", "low")),
        ({"type": "no-recommendation", **GRADED}, ("", "", "low")),
    ],
)
def test_a_form_keeps_what_the_type_has(short, kept):
    found = settled(Draft("We recommend X.", short)).short

    assert (found["strength"], found["direction"], found["certainty"]) == kept


@pytest.mark.parametrize(
    ("short", "field"),
    [
        ({"type": "evidence-based", **GRADED}, "strong-because"),
        ({"type": "other"}, "type"),
        ({"type": "good-practice", "status": "old"}, "status"),
        ({"type": "good-practice", "off-label": "perhaps"}, "off-label"),
        ({"type": "good-practice", "last-search": "spring"}, "last-search"),
    ],
)
def test_a_form_says_what_is_wrong_where_it_is_wrong(short, field):
    with pytest.raises(Invalid) as refused:
        settled(Draft("We recommend X.", short))
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (("We suggest a", "We  suggest\na"), ()),
        (("certainty=low", "certainty=high"), ()),
        (("off-label=yes", "off-label=no"), ()),
        (("a sleep study", "an X-ray"), ("wording",)),
        (("conditional", "strong"), ("strength",)),
        (
            ("#rec-sleep", "#rec-sleep type=consensus-based comparator=none"),
            ("type", "comparator"),
        ),
    ],
)
def test_what_of_the_voted_core_changes_is_named(change, names):
    before = parse(MORE)[0]

    assert core_changes(before, parse(MORE.replace(*change))[0]) == names


def test_saving_asks_before_a_vote_is_lost(build):
    document = a_document(build)
    voted(build, document)
    client = author(build, document)
    row, form = form_of(document, "rec-airway", wording="We recommend something else.")
    assert "The panel has voted on this" in client.get(f"/recommendations/{row.id}/edit").text

    asked = client.post(f"/recommendations/{row.id}", data=form)
    assert asked.status_code == 409
    assert "You changed the wording." in asked.text
    assert "We recommend something else." in asked.text
    assert "anaesthetist" in recommendation_in(document, "rec-airway").wording

    answer = client.post(f"/recommendations/{row.id}", data={**form, "knowing": "yes"})
    assert answer.status_code == 303
    assert "something else" in recommendation_in(document, "rec-airway").wording


def test_what_is_outside_the_vote_is_saved_without_asking(build):
    document = a_document(build)
    voted(build, document)
    row, form = form_of(
        document, "rec-airway", rationale="Better said.", status="reaffirmed",
        **{"last-search": "2026-03", "off-label": "no"},
    )  # fmt: skip

    answer = author(build, document).post(f"/recommendations/{row.id}", data=form)

    assert answer.status_code == 303
    changed = recommendation_in(document, "rec-airway")
    assert changed.wording_sha256 == row.wording_sha256
    assert changed.attributes["status"] == "reaffirmed"
    assert (changed.attributes["last-search"], changed.attributes["off-label"]) == (
        "2026-03",
        "no",
    )


def test_all_recommendations_stand_in_one_table_that_can_be_filtered(build):
    document = a_document(build, source=TEXT + MORE)
    voted(build, document)
    client = author(build, document)
    address = f"/documents/{document.id}/recommendations"
    assert len(recommendations_of(document)) == 3

    page = client.get(address).text
    assert "3 of 3 recommendations" in page
    for words in ("anaesthetist", "sleep study", "We make no recommendation", "Off-label", "New"):
        assert words in page
    page = client.get(f"{address}?type=no-recommendation").text
    assert "1 of 3 recommendations" in page
    assert "sleep study" not in page
    assert "1 of 3" in client.get(f"{address}?result=consensus-for").text
    assert "0 of 3" in client.get(f"{address}?words=liver&strength=strong").text

    answer = client.get(f"{address}.csv?certainty=low")
    assert answer.headers["Content-Disposition"].endswith('-recommendations.csv"')
    (only,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (only["number"], only["id"], only["off-label"]) == ("2", "rec-sleep", "yes")


def test_a_cell_is_never_a_formula():
    row = Row(1, "rec-a", "s", "=HYPERLINK(1)", {"population": "@all"})

    line = as_csv([row]).splitlines()[1]
    assert "'=HYPERLINK(1)" in line
    assert "'@all" in line
    assert chosen([row], Wanted({"type": "evidence-based"}, words="hyper")) == [row]


def test_a_section_page_has_numbers_and_references_to_other_sections(build):
    text = TEXT.replace("See the family again.", "See [](#rec-airway), [](#scope), [](#gone).")
    document = a_document(build, source=text)
    client = author(build, document)
    scope, last = (section_called(document, name).section for name in ("Scope", "Follow-up"))

    page = client.get(f"/sections/{last.id}").text
    assert '<span class="number">3</span> Follow-up' in page
    assert f'href="/sections/{scope.id}#t-scope">Section 1</a>' in page
    assert "Recommendation 1</a>" in page
    assert "The reference to “gone” in line 3 leads nowhere" in page
    whole = client.get(f"/documents/{document.id}/text").text
    assert '<a class="reference" href="#t-scope">Section 1</a>' in whole
    preview = client.post(
        f"/documents/{document.id}/preview?section={last.id}", data={"text": "# New\n\n[](#scope)"}
    ).text
    assert '<span class="number">3</span> New' in preview
    assert ">Section 1</a>" in preview


def test_the_list_of_abbreviations_is_found_confirmed_and_kept_up_to_date(build):
    text = TEXT.replace("about children", "about obstructive sleep apnoea (OSA) after CT")
    document = a_document(build, source=text)
    client = author(build, document)
    address = f"/documents/{document.id}/abbreviations"
    page = client.get(address).text
    assert 'value="obstructive sleep apnoea"' in page
    assert "1 is used and nowhere explained" in page

    answer = client.post(
        address,
        data={
            "short": ["OSA", "CT"], "keep": ["OSA", "CT"],
            "meaning": ["obstructive sleep apnoea", "computed tomography"],
        },
    )  # fmt: skip
    assert answer.status_code == 303
    found = section_called(document, "Abbreviations")
    assert found.number == ""
    assert "CT\n:   computed tomography\n\nOSA\n" in found.revision.source
    assert "OSA</dt>" in client.get(answer.location).text

    client.post(address, data={"short": "OSA", "keep": "OSA", "meaning": "sleep apnoea"})
    again = section_called(document, "Abbreviations").revision.source
    assert again == found.revision.source.replace("CT\n:   computed tomography\n\n", "").replace(
        "obstructive sleep", "sleep"
    )
    refused = client.post(address, data={"short": "OSA", "keep": "OSA", "meaning": " "})
    assert "Choose at least one" in client.get(refused.location).text
