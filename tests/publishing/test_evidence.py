"""What the evidence says goes out with the recommendations: in every form, frozen."""

import io
import json
from dataclasses import replace

import docx
import pypdf
import pytest

from guidelines.db import session, transaction
from guidelines.drafts.queries import last_searches_of
from guidelines.evidence import service as evidence
from guidelines.evidence.queries import profile_keyed
from guidelines.evidence.rules.effects import Measure
from guidelines.evidence.rules.grade import Design, Reason
from guidelines.evidence.rules.judgements import Answer, Criterion
from guidelines.evidence.rules.outcomes import Outcome
from guidelines.permissions import Role
from guidelines.publishing.jobs.findings import findings_in
from guidelines.publishing.jobs.manuscripts import manuscript_of
from guidelines.publishing.queries.approvals import signoff_sha256
from guidelines.publishing.queries.editions import renderings_of
from guidelines.publishing.rules.naming import Form
from guidelines.storage import storage
from tests.drafts.test_api import program
from tests.evidence.build import a_profile
from tests.publishing.build import a_guideline, an_edition, change_text, work
from tests.publishing.gate_steps import grade

OUTCOMES = (
    Outcome(
        name="Hearing loss found late", rating=8, key="late", design=Design.RANDOMISED, studies=3,
        participants=1240, measure=Measure.RISK_RATIO, estimate=0.75, lower=0.6, upper=0.94,
        baseline=120, down={Reason.IMPRECISION: (1, "Wide interval <b>")},
    ),
    Outcome(name="Fear of the test", rating=5, key="fear", finding="Parents saw none."),
)  # fmt: skip


@pytest.fixture
def guideline(build):
    found = a_guideline(build)
    searched = {"database": "MEDLINE", "query": "hearing* [tw]\nAND test*", "hits": "312"}
    text = "Does early testing help?"
    asked = a_profile(found.author, found.project, "rec-hearing", outcomes=OUTCOMES, text=text)
    with transaction():
        search = evidence.start_search(
            found.author, found.project, texts={"title": "Tests", "criteria": "Newborns only"}
        )
        evidence.add_strategy(
            found.author, search, texts={**searched, "searched_on": "2026-03-01"}
        )
        profile_keyed(found.project.id, asked.key).asked.search = search
    return found


@pytest.fixture
def files(guideline):
    edition = an_edition(guideline)
    work()
    rows = renderings_of(edition)
    return edition, {form: storage().get(row.sha256) for form, row in rows.items()}


def test_findings_are_frozen_with_the_version(guideline):
    [told] = an_edition(guideline).content["evidence"]
    assert told["question"] == "Does early testing help?"
    assert told["recommendations"] == [{"key": "rec-hearing", "number": "2"}]
    late, fear = told["outcomes"]
    assert (late["without"], late["with"], late["critical"]) == (120, 90, True)
    assert (late["difference"], late["rated"]) == ([-30, -48, -7], {"imprecision": -1})
    assert (late["certainty"], late["notes"]) == ("moderate", ["Wide interval <b>"])
    assert (fear["finding"], fear["estimate"]) == ("Parents saw none.", None)


def test_what_was_judged_is_frozen_and_shown_without_its_notes(app, guideline):
    profile = profile_keyed(guideline.project.id, "rec-hearing")
    answer = Answer("moderate-costs", "", "Said among us.")
    with transaction():
        evidence.save_judgements(
            guideline.author,
            profile,
            answers={Criterion.RESOURCES: answer},
            revision=profile.revision,
        )
    edition = an_edition(guideline)
    [told] = edition.content["evidence"]
    assert told["judgements"][-1] == {
        "recommendation": "rec-hearing", "criterion": "resources", "judgement": "moderate-costs"
    }  # fmt: skip
    assert "Said among us." not in json.dumps(edition.content)
    work()
    page = app.test_client().get(
        f"/library/{edition.content['network']['slug']}/{edition.slug}/{edition.number}/"
    )
    assert "From evidence to decision" in page.text
    assert "Moderate costs" in page.text


def test_every_form_prints_them(files):
    _edition, found = files
    pages = pypdf.PdfReader(io.BytesIO(found[Form.PDF])).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    word = docx.Document(io.BytesIO(found[Form.DOCX]))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    web = found[Form.HTML].decode()
    for words in (
        "MEDLINE", "hearing* [tw]", "312", "Newborns only", "2026-03-01", "Records found",
        "Summary of findings", "Recommendation 2: Does early testing help?",
        "RR 0.75 (0.6 – 0.94)", "Parents saw none.", "3 (1240)", "120 → 90: −30 (−48 – −7)",
    ):  # fmt: skip
        assert words in printed, words
        assert words in web, words
        assert any(words in one for one in (*cells, *(p.text for p in word.paragraphs))), words
    assert any(cell.splitlines() == ["hearing* [tw]", "AND test*"] for cell in cells)
    assert "Wide interval &lt;b&gt;" in web
    assert any("Moderate (Wide interval <b>)" in cell for cell in cells)


def test_the_public_page_shows_them_behind_the_recommendation(app, files):
    edition, _found = files
    page = app.test_client().get(
        f"/library/{edition.content['network']['slug']}/{edition.slug}/{edition.number}/"
    )
    assert page.status_code == 200
    assert "What the evidence says" in page.text
    assert "RR 0.75 (0.6 – 0.94)" in page.text
    assert page.text.count("Does early testing help?") == 1


def test_a_version_without_findings_prints_as_before(build):
    edition = an_edition(a_guideline(build))
    older = {
        name: value
        for name, value in edition.content.items()
        if name not in {"evidence", "searches"}
    }
    [told] = edition.content["evidence"]
    assert (told["outcomes"], told["last_search"]) == ([], "")
    printed = manuscript_of(edition.content, {})
    assert manuscript_of(older, {}) == replace(printed, judgements=())
    [judged] = printed.judgements
    assert judged.title == "Recommendation 2"
    assert judged.rows[0] == (
        "Certainty of the evidence", "Low", "Values", "No important difference",
    )  # fmt: skip
    assert manuscript_of(older, {}).findings == ()


def test_the_last_search_is_that_of_the_text_else_that_of_the_evidence(guideline):
    assert last_searches_of(guideline.document) == {"rec-hearing": "2026-03-01"}
    project = guideline.project
    signed = signoff_sha256(guideline.document)
    with transaction():
        search = evidence.start_search(guideline.author, project, texts={"title": "Hearing"})
        evidence.add_strategy(
            guideline.author,
            search,
            texts={"database": "MEDLINE", "query": "hearing", "searched_on": "2026-03-14"},
        )
        question = profile_keyed(project.id, "rec-hearing").asked
        question.search = search
    assert last_searches_of(guideline.document) == {"rec-hearing": "2026-03-14"}
    assert signoff_sha256(guideline.document) != signed  # it is printed: signed with the text
    browser = guideline.build.client(project, Role.AUTHOR)
    url = f"/documents/{guideline.document.id}/recommendations"
    assert "Searched 14 March 2026" in browser.get(url).text
    assert "2026-03-14" in browser.get(f"{url}.csv").text

    change_text(guideline, "certainty=low}", "certainty=low last-search=2026-04}")
    assert last_searches_of(guideline.document) == {"rec-hearing": "2026-04"}
    assert "Searched April 2026" in browser.get(url).text
    told = program(guideline.build, project).get(url).json["recommendations"]
    assert [one["last_search"] for one in told] == ["", "2026-04", ""]


def test_findings_speak_the_language_of_the_text():
    told = json.loads(
        json.dumps(
            {
                "recommendations": [{"key": "a", "number": "1"}, {"key": "b", "number": "3"}],
                "question": "Hilft es?",
                "certainty": "low",
                "last_search": "2026-03-01",
                "outcomes": [
                    {
                        "name": "Schmerz", "critical": True, "studies": 2, "participants": None,
                        "measure": "md", "estimate": -1.5, "lower": -2.25, "upper": 0.5,
                        "without": None, "with": None, "finding": "", "certainty": "low",
                        "notes": [],
                    }
                ],
            }
        )
    )  # fmt: skip
    found = findings_in(told, "de")
    assert found.title == "Empfehlung 1, Empfehlung 3: Hilft es?"
    assert found.rows == (("Schmerz", "2", "MD −1,5 (−2,25 – 0,5)", "Niedrig"),)
    assert found.names == ("Endpunkt", "Studien (Personen)", "Effekt (95-%-KI)", found.names[3])
    empty = findings_in({**told, "outcomes": [], "certainty": ""}, "de")
    assert (empty.rows, empty.names) == ((), ())
    assert "2026-03-01" in empty.note


def test_a_frozen_version_stays_as_it_was(guideline):
    edition = an_edition(guideline)
    before = json.dumps(edition.content, sort_keys=True)
    with transaction():
        profile_keyed(guideline.project.id, "rec-hearing").asked.text = "Something else?"
    session.expire_all()
    assert json.dumps(edition.content, sort_keys=True) == before


def test_why_it_is_strong_on_little_evidence_stands_beside_it(build, guideline):
    grade(**{"strength": "strong", "strong-because": "catastrophe"})(guideline)

    edition = an_edition(guideline)

    because = [one["strong_because"] for one in edition.content["recommendations"]]
    assert because == ["", "catastrophe", ""]
    rows = manuscript_of(edition.content, {}).recommendations
    assert [dict(row.remarks).get("strong-because") for row in rows] == [
        None, "A catastrophic harm is possible", None,
    ]  # fmt: skip
    german = manuscript_of({**edition.content, "language": "de"}, {}).recommendations
    assert "katastrophaler Schaden" in dict(german[1].remarks)["strong-because"]
    work()
    page = build.app.test_client().get(public_address(edition)).text
    assert page.count("Strong although the evidence is weak.") == 1
    assert "The accepted reason: A catastrophic harm is possible." in page
    older = {**edition.content, "recommendations": [
        {key: value for key, value in one.items() if key != "strong_because"}
        for one in edition.content["recommendations"]
    ]}  # fmt: skip
    assert not dict(manuscript_of(older, {}).recommendations[1].remarks)


def public_address(edition):
    """Return the path of the public page of a published version."""
    network = edition.content["network"]["slug"]
    return f"/library/{network}/{edition.document.slug}/{edition.number}/"
