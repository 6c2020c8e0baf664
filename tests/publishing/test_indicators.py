"""Indicators of recommendations and research gaps: from the draft to tables for everybody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.db import session, transaction
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.jobs.measures import measured
from guidelines.publishing.models import PublishedItem
from guidelines.publishing.queries.approvals import signoff_sha256
from guidelines.publishing.queries.checker import checker
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.queries.indicators import (
    gaps_in_drafts,
    indicators_of,
    printed_indicators,
    published_items,
)
from guidelines.publishing.queries.packs import pack_files
from guidelines.publishing.rules.findable import Findable, research_gaps
from guidelines.publishing.rules.indicators import (
    COLUMNS,
    Aim,
    IndicatorKind,
    measure_from,
    rows_of,
)
from tests.publishing.build import a_guideline, a_request, an_edition, change_text
from tests.publishing.contents import a_content, line

TYPED = {
    "name": "Seen by an anaesthetist",
    "kind": "process",
    "numerator": "Children whom an anaesthetist saw before surgery",
    "denominator": "All children operated on in a year",
    "exclusions": "Emergencies",
    "aim": "at-least",
    "target": "95,0 %",
    "unit": "%",
    "data_source": "Registry of the network",
    "method": "Counted from the registry",
    "interval": "once a year",
    "standard": "Agreed by the panel",
}


def add(guideline, key="rec-airway", **changes):
    with transaction():
        return service.add_indicator(
            guideline.author,
            guideline.document,
            key=key,
            measure=measure_from({**TYPED, **changes}),
        )


def test_what_is_typed_becomes_a_measure():
    found = measure_from(TYPED)

    assert (found.kind, found.aim, found.target) == (IndicatorKind.PROCESS, Aim.AT_LEAST, "95")
    assert measure_from({**TYPED, "aim": "observe"}).target == ""
    assert measure_from({**TYPED, "target": "0.50"}).target == "0.5"


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": " "}, "name", "nobody can measure it"),
        ({"numerator": ""}, "numerator", "nobody can measure it"),
        ({"denominator": ""}, "denominator", "nobody can measure it"),
        ({"data_source": ""}, "data_source", "nobody can measure it"),
        ({"kind": "quality"}, "kind", "Choose one"),
        ({"aim": ""}, "aim", "Choose one"),
        ({"target": "many"}, "target", "Give a number"),
        ({"target": ""}, "target", "Give a number"),
        ({"target": "-1"}, "target", "Give a number"),
        ({"target": "NaN"}, "target", "Give a number"),
        ({"target": "1e99"}, "target", "Give a number"),
        ({"target": "101"}, "target", "more than 100"),
        ({"method": "x" * 1001}, "method", "at most 1000"),
    ],
)
def test_a_mistake_is_said_at_its_field(changed, field, said):
    with pytest.raises(Invalid) as refused:
        measure_from({**TYPED, **changed})

    assert said in str(refused.value.errors[field])


@given(st.dictionaries(st.sampled_from([*TYPED, "more"]), st.text(max_size=30)))
def test_whatever_is_typed_is_a_measure_or_a_sentence(typed):
    try:
        found, mistakes = measure_from({**TYPED, **typed}), {}
    except Invalid as refused:
        found, mistakes = None, refused.errors

    assert (found is None) == bool(mistakes)
    assert all(str(text) for text in mistakes.values())
    assert found is None or rows_of([found.as_json()])[1][2] == found.name


def test_an_indicator_is_added_changed_and_taken_out(build):
    guideline = a_guideline(build)
    one = add(guideline)

    with transaction():
        service.change_indicator(
            guideline.author, one, measure=measure_from({**TYPED, "target": "90"}), revision=1
        )
    with pytest.raises(Conflict), transaction():
        service.change_indicator(guideline.author, one, measure=measure_from(TYPED), revision=1)
    assert [row.target for row in indicators_of(guideline.document)] == ["90"]

    with transaction():
        service.remove_indicator(guideline.author, one)
    assert list(indicators_of(guideline.document)) == []


def test_only_who_writes_the_text_may(build):
    guideline = a_guideline(build)
    reviewer = build.actor(guideline.project, Role.REVIEWER)

    with pytest.raises(NotAllowed), transaction():
        service.add_indicator(
            reviewer, guideline.document, key="rec-airway", measure=measure_from(TYPED)
        )
    with pytest.raises(Invalid), transaction():
        service.add_indicator(
            guideline.author, guideline.document, key="rec-gone", measure=measure_from(TYPED)
        )


def test_approvers_sign_them_and_a_change_voids_the_signature(build):
    guideline = a_guideline(build)
    before = signoff_sha256(guideline.document)
    one = add(guideline)
    request = a_request(guideline)

    assert request.sha256 != before
    with transaction():
        service.change_indicator(
            guideline.author, one, measure=measure_from({**TYPED, "target": "50"}), revision=1
        )
    with pytest.raises(Conflict), transaction():
        service.sign(guideline.approver, request, sha256=request.sha256, body="Board")


def test_a_version_freezes_them_with_its_gaps(build):
    guideline = a_guideline(build)
    change_text(
        guideline,
        "Because the airway may be difficult [@first2019; @second2021].\n:::",
        "Because the airway may be difficult [@first2019; @second2021].\n:::\n\n"
        "::: {.research}\nNobody knows *when* to look again.\n:::",
    )
    add(guideline, name="Second")
    add(guideline, key="rec-follow-up", name="Third", kind="structure")
    edition = edition_with_content(an_edition(guideline).id)

    frozen = edition.content["indicators"]
    assert [(one["number"], one["name"]) for one in frozen] == [("1", "Second"), ("3", "Third")]
    assert frozen == printed_indicators(guideline.document)
    listed = published_items(Findable.INDICATOR)
    assert [item.content["name"] for item, _edition, _network in listed] == ["Second", "Third"]
    [(gap, of, network)] = published_items(Findable.RESEARCH_GAP)
    assert (gap.content["gap"], of.id) == ("Nobody knows when to look again.", edition.id)
    assert published_items(Findable.RESEARCH_GAP, network) != []
    assert published_items(Findable.RESEARCH_GAP, build.network("Another")) == []
    [(document, [own])] = gaps_in_drafts(guideline.project)
    assert (document.id, own["number"]) == (guideline.document.id, "1")
    report = checker().check(pack_files(edition))
    assert report.wrong == []

    second = an_edition(guideline)
    found = published_items(Findable.INDICATOR)
    assert {one.id for _item, one, _network in found} == {second.id}
    assert session.query(PublishedItem).count() == 6


def test_research_only_is_a_gap_in_its_own_words():
    content = a_content(
        body="::: {.recommendation #a type=research-only}\nStudy this.\n:::\n",
        recommendations=[line("a", 1, type="research-only", wording="Study this.")],
    )

    assert [one["gap"] for one in research_gaps(content)] == ["Study this."]


def test_the_pages_of_a_draft(build):
    guideline = a_guideline(build)
    client = build.client(guideline.project, Role.AUTHOR)
    page = f"/documents/{guideline.document.id}/indicators"
    assert "Add an indicator" in client.get(page).text

    row = recommendations_of(guideline.document)[0]
    form = f"/recommendations/{row.id}/indicators"

    wrong = client.post(form, data={**TYPED, "numerator": ""})
    assert (wrong.status_code, "Registry of the network" in wrong.text) == (422, True)
    assert client.post(form, data=TYPED).status_code == 303
    [one] = indicators_of(guideline.document)
    shown = client.get(page).text
    assert "at least 95 %" in shown
    stale = client.post(f"/indicators/{one.id}", data={**TYPED, "name": "Mine", "revision": "7"})
    assert (stale.status_code, "Mine" in stale.text) == (409, True)
    assert client.post(f"/indicators/{one.id}", data={**TYPED, "revision": "1"}).status_code == 303

    table = client.get(f"{page}/file").get_data(as_text=True)
    assert table.lstrip("\ufeff").startswith(",".join(COLUMNS))
    assert json.loads(client.get(f"{page}/file?as=json").data)["indicators"][0]["target"] == "95"
    assert client.get(f"{page}/file?as=xlsx").data.startswith(b"PK")
    assert client.post(f"/indicators/{one.id}", data={"do": "remove"}).status_code == 303
    assert list(indicators_of(guideline.document)) == []


def test_the_gaps_of_a_project_are_a_page_and_files(build):
    guideline = a_guideline(build)
    client = build.client(guideline.project, Role.AUTHOR)
    page = f"/projects/{guideline.project.id}/research-gaps"

    assert "No research gap is named yet" in client.get(page).text
    assert json.loads(client.get(f"{page}/file?as=json").data) == {"research_gaps": []}


def test_files_print_them_in_the_language_of_the_text():
    frozen = {"key": "a", "number": "2", **measure_from(TYPED).as_json()}
    watched = {**frozen, "aim": "observe", "target": "", "exclusions": "", "method": ""}

    [table] = measured(a_content(language="da", indicators=[frozen, watched]))

    assert table.title == "Anbefaling 2"
    assert table.names[0] == "Indikator"
    assert table.rows[0][2:4] == (
        "All children operated on in a year (undtaget: Emergencies)",
        "mindst 95 %",
    )
    assert table.rows[1][2:] == (
        "All children operated on in a year",
        "kun observeret",
        "Registry of the network; once a year",
    )
    assert measured(a_content()) == ()
