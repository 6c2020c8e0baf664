"""Searches: strategies, what Covidence and Rayyan export, exclusions, and risk of bias."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from guidelines import audit
from guidelines.db import now, session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.importers import screening
from guidelines.evidence.importers.findings import Mistakes
from guidelines.evidence.models import BiasTable, SearchStrategy
from guidelines.evidence.rules.bias import DOMAINS, Tool
from guidelines.evidence.rules.flow import Flow
from guidelines.evidence.rules.questions import QuestionDraft
from guidelines.evidence.rules.screening import Decision, Screened, Stage, reasons_in
from guidelines.permissions import Role
from tests.evidence.build import a_question

MAY = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}
INSIDE = MAY | {Role.FACILITATOR, Role.REVIEWER, Role.APPROVER, Role.OBSERVER}
RUN = {"database": "MEDLINE", "platform": "Ovid", "searched_on": "2026-01-12",
       "query": "1. exp Pain/\n2. child*.ti.\n", "hits": "1,204"}  # fmt: skip
INCLUDED, EXCLUDED, MAYBE, CONFLICT = (
    Decision.INCLUDED, Decision.EXCLUDED, Decision.MAYBE, Decision.CONFLICT,
)  # fmt: skip

# The columns of the two programs' exports; the records are made up.
COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,"
    "Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\r\n"
    '"Record, one","Ada, A.; Bo, B.",,2019,,Journal A,,,,,10.1/a,,#12,Ada 2019,'
    '"Exclusion reason: Wrong population; ",\r\n'
    "Record two,,,2020,,,,,,,,,#13,Bo 2020,,\r\n"
)
RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,"
    "location,abstract,notes\r\n"
    'rayyan-1,Both take it,2019,1,1,Journal A,,,,,"Ada, A.",,,,,,'
    '"RAYYAN-INCLUSION: {""Ada""=>""Included"", ""Bo""=>""Included""} | RAYYAN-LABELS: new"\r\n'
    "rayyan-2,Both leave it,2020,1,1,,,,,,,,,,,,"
    '"RAYYAN-INCLUSION: {""Ada""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: wrong outcome,'
    'animal study | USER-NOTES: {""Ada""=>[""x""]}"\r\n'
    "rayyan-3,They differ,,,,,,,,,,,,,,,"
    '"RAYYAN-INCLUSION: {""Ada""=>""Included"", ""Bo""=>""Excluded""}"\r\n'
    'rayyan-4,Not sure,,,,,,,,,,,,,,,"RAYYAN-INCLUSION: {""Ada""=>""Maybe""}"\r\n'
    "rayyan-5,Nobody looked,,,,,,,,,,,,,,,\r\n"
)
RIS = (
    "TY  - JOUR\r\nTI  - Both leave it\r\nAU  - Ada, A.\r\nPY  - 2020\r\nJO  - Journal A\r\n"
    "DO  - 10.1/b\r\nN1  - RAYYAN-INCLUSION: {\"Ada\"=>\"Excluded\"} | "
    "RAYYAN-EXCLUSION-REASONS: wrong outcome\r\nER  - \r\n"
)  # fmt: skip


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("customizations_log.csv", "x")
        archive.writestr(name, content)
    return out.getvalue()


def test_what_covidence_exports():
    one, two = screening.read(COVIDENCE.encode(), otherwise=EXCLUDED)
    assert one == Screened(
        "Record, one", EXCLUDED, "Ada, A.; Bo, B.", "2019", "Journal A", "10.1/a",
        "Wrong population",
    )  # fmt: skip
    assert (two.decision, two.reason) == (EXCLUDED, "")
    assert screening.read(COVIDENCE.encode(), otherwise=INCLUDED)[1].decision is INCLUDED


@pytest.mark.parametrize(
    "content", [RAYYAN.encode(), zipped("articles.csv", RAYYAN), RAYYAN.encode("utf-16")]
)
def test_what_rayyan_exports(content):
    found = screening.read(content, otherwise=INCLUDED)
    assert [(one.decision, one.reason) for one in found] == [
        (INCLUDED, ""), (EXCLUDED, "wrong outcome; animal study"), (CONFLICT, ""), (MAYBE, ""),
        (INCLUDED, ""),
    ]  # fmt: skip


def test_ris_of_either_program():
    [found] = screening.read(RIS.encode(), otherwise=INCLUDED)
    assert found == Screened(
        "Both leave it", EXCLUDED, "Ada, A.", "2020", "Journal A", "10.1/b", "wrong outcome"
    )


def test_each_record_without_a_title_is_named():
    broken = COVIDENCE + ",,,2021,,,,,,,,,#14,,,\r\n"
    with pytest.raises(Mistakes) as caught:
        screening.read(broken.encode(), otherwise=INCLUDED)
    assert [(one.row, one.column) for one in caught.value.mistakes] == [(4, "Title")]


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"Title\n", b"PK\x03\x04zip", b"%PDF-1.7\x00", zipped("x", "y")],
)
def test_files_without_records_are_refused(content):
    with pytest.raises(Invalid):
        screening.read(content, otherwise=INCLUDED)


def test_the_first_reason_counts():
    records = [(EXCLUDED, "a; b"), (EXCLUDED, "a"), (EXCLUDED, ""), (INCLUDED, "a")]
    assert reasons_in(records) == [("a", 2), ("", 1)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.READER])
def test_who_may_change_searches(build, role):
    project = build.project()
    chair, actor = build.actor(project, Role.CHAIR), build.actor(project, role)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
        strategy = service.add_strategy(chair, search, texts=RUN)
        table = service.start_bias_table(chair, search, title="Trials", tool=Tool.ROB2)
        spare = service.start_search(chair, project, texts={"title": "Spare"})
    before = len(audit.history(project.id))
    record = Screened("Record", EXCLUDED)
    things = [
        lambda: service.start_search(actor, project, texts={"title": "New"}),
        lambda: service.save_search(actor, search, texts={"title": "New"}, revision=1),
        lambda: service.save_flow(actor, search, flow=Flow(databases=1), revision=2),
        lambda: service.add_strategy(actor, search, texts=RUN),
        lambda: service.save_strategy(actor, strategy, texts=RUN, revision=1),
        lambda: service.import_screening(actor, search, records=[record], stage=Stage.TITLE),
        lambda: service.start_bias_table(actor, search, title="B", tool=Tool.CASES),
        lambda: service.save_bias_table(actor, table, title="T", rows=[], revision=1),
        lambda: service.remove_bias_table(actor, table),
        lambda: service.remove_strategy(actor, strategy),
        lambda: service.remove_search(actor, spare),
    ]

    for thing in things:
        if role in MAY:
            with transaction():
                thing()
        else:
            with pytest.raises(NotAllowed), transaction():
                thing()

    assert len(audit.history(project.id)) - before == (len(things) if role in MAY else 0)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({**RUN, "database": ""}, {"database"}),
        ({**RUN, "query": " \n"}, {"query"}),
        ({**RUN, "searched_on": "12.1.2026"}, {"searched_on"}),
        ({**RUN, "searched_on": "2999-01-01"}, {"searched_on"}),
        ({**RUN, "hits": "some"}, {"hits"}),
        ({**RUN, "hits": "-1", "limits": "x" * 1001}, {"hits", "limits"}),
    ],
)
def test_a_strategy_must_make_sense(build, texts, wrong):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
    with pytest.raises(Invalid) as caught, transaction():
        service.add_strategy(chair, search, texts=texts)
    assert set(caught.value.errors) == wrong


def test_a_search_on_which_questions_rest_stays(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    question = a_question(chair, project)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
        service.save_question(
            chair, question, draft=QuestionDraft("Why?"), revision=1, search=search
        )
    with pytest.raises(Conflict), transaction():
        service.remove_search(chair, search)
    assert [one.number for one in queries.questions_on(search)] == [1]
    other = build.project()
    assert queries.search_in(other.id, search.id) is None
    for thing in (
        lambda: service.save_search(chair, search, texts={"title": "x"}, revision=9),
        lambda: service.save_flow(chair, search, flow=Flow(), revision=9),
    ):
        with pytest.raises(Stale), transaction():
            thing()


def test_the_hits_are_known_when_all_strategies_have_theirs(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
    assert (search.hits, search.last_search) == (None, None)
    with transaction():
        service.add_strategy(chair, search, texts=RUN)
    assert (search.hits, search.last_search) == (1204, date(2026, 1, 12))
    with transaction():
        service.add_strategy(chair, search, texts={**RUN, "database": "Embase", "hits": ""})
    assert search.hits is None


def test_a_search_in_the_browser(build):
    project = build.project()
    browser = build.client(project, Role.METHODOLOGIST)
    refused = browser.post(f"/projects/{project.id}/searches", data={"criteria": "Typed."})
    assert refused.status_code == 422
    assert "Typed." in refused.text
    answer = browser.post(
        f"/projects/{project.id}/searches", data={"title": "Search <b>1</b>", "living": "yes"}
    )
    assert answer.status_code == 303
    address = answer.location
    assert "Search &lt;b&gt;1&lt;/b&gt;" in browser.get(address).text

    tomorrow = (now().date() + timedelta(days=1)).isoformat()
    refused = browser.post(f"{address}/strategies", data={**RUN, "searched_on": tomorrow})
    assert refused.status_code == 422
    assert "cannot lie in the future" in refused.text
    assert browser.post(f"{address}/strategies", data=RUN).status_code == 303
    page = browser.get(address).text
    assert "12 January 2026" in page
    assert "1. exp Pain/\n2. child*.ti." in page
    [strategy] = session.query(SearchStrategy)
    edit = f"/strategies/{strategy.id}/edit"
    assert browser.post(edit, data={**RUN, "hits": "7", "revision": "1"}).status_code == 303
    stale = browser.post(edit, data={**RUN, "revision": "1"})
    assert stale.status_code == 412
    assert "Saved meanwhile: 7" in stale.text

    answer = browser.post(
        f"{address}/screening",
        data={"file": (io.BytesIO(COVIDENCE.encode()), "x.csv"), "decision": "excluded"},
    )
    assert answer.status_code == 303
    page = browser.get(address).text
    assert "Wrong population: 1" in page
    assert "No reason given: 1" in page
    flow = browser.get(f"{address}/flow").text
    assert 'value="7"' in flow  # found in databases, from the strategies
    assert 'value="Wrong population"' in flow
    again = browser.post(
        f"{address}/screening",
        data={"file": (io.BytesIO(RIS.encode()), "x.ris"), "stage": "full-text"},
    )
    assert again.status_code == 303
    assert "Wrong population" not in browser.get(address).text
    refused = browser.post(f"{address}/screening", data={"file": (io.BytesIO(b"x"), "x.csv")})
    assert refused.status_code == 422
    assert "No column is called “Title”" in refused.text


def test_risk_of_bias_in_the_browser(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
    browser = build.client(project, Role.AUTHOR)
    for data, words in (
        ({"title": "", "tool": "rob2"}, "Give it a title."),
        ({"title": "T", "tool": "own", "domains": "\n"}, "Name at least one domain"),
        ({"title": "T", "tool": "own", "domains": "A\na"}, "Name each domain once"),
    ):
        refused = browser.post(f"/searches/{search.id}/bias", data=data)
        assert refused.status_code == 422
        assert words in refused.text
    answer = browser.post(f"/searches/{search.id}/bias", data={"title": "T", "tool": "rob2"})
    edit = answer.location
    for domain in DOMAINS[Tool.ROB2]:
        assert domain in browser.get(edit).text

    row = {
        "title": "Trials", "study-0": "Ada 2019", "risk-0-0": "low", "risk-0-1": "high",
        "overall-0": "high", "note-0": "", "study-1": "", "revision": "1",
    }  # fmt: skip
    for wrong, words in (
        ({"risk-0-0": "x"}, "Choose one of the answers listed."),
        ({"study-0": ""}, "Name the study, or clear its row."),
        ({"study-1": "ada 2019"}, "Each study can stand here once only."),
    ):
        refused = browser.post(edit, data={**row, **wrong})
        assert refused.status_code == 422
        assert words in refused.text
    assert browser.post(edit, data=row).status_code == 303
    page = browser.get(f"/searches/{search.id}").text
    assert "Ada 2019" in page
    assert page.count('class="risk risk-high"') == 2
    assert "Some concerns" not in page
    [table] = session.query(BiasTable)
    assert table.rows == [
        {"study": "Ada 2019", "risks": ["low", "high", "", "", ""], "overall": "high", "note": ""}
    ]
    stale = browser.post(edit, data=row)
    assert stale.status_code == 412
    assert "Saved meanwhile: Ada 2019" in stale.text


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_which_page(build, role):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        search = service.start_search(chair, project, texts={"title": "Search"})
        table = service.start_bias_table(chair, search, title="Trials", tool=Tool.ROB2)
    browser = build.client(project if role else build.project(), role or Role.CHAIR)

    address = f"/searches/{search.id}"
    assert browser.get(address).status_code == (200 if role in INSIDE else 404)
    for page in (
        f"/projects/{project.id}/searches/new", f"{address}/edit", f"{address}/strategies/new",
        f"{address}/flow", f"{address}/screening", f"{address}/bias/new", f"/bias/{table.id}/edit",
    ):  # fmt: skip
        assert browser.get(page).status_code == (200 if role in MAY else 404), page
