"""Pasted DOIs and PubMed numbers: asked for through one door, and nothing else goes out."""

import re
import socket

import pytest
from pydantic import ValidationError

from guidelines import config, lookup
from guidelines.config import Settings
from guidelines.db import transaction
from guidelines.errors import Invalid, TooLarge, Unavailable
from guidelines.evidence import queries, service
from guidelines.evidence.importers.elsewhere import look_up
from guidelines.evidence.importers.identifiers import Kind, read_identifiers
from guidelines.evidence.models import ImportState
from guidelines.jobs import work_once
from guidelines.permissions import Role
from tests.evidence.elsewhere import elsewhere


@pytest.fixture
def there():
    """Return the server of this machine, with the settings that lead to it."""
    before = config.current()
    with elsewhere() as server:
        config.use(before.model_copy(update={"look_up": True, "look_up_mirror": server.address}))
        yield server
    config.use(before)


@pytest.mark.parametrize(
    ("text", "found", "lines"),
    [
        ("10.1000/Airway", ["10.1000/airway"], []),
        ("https://doi.org/10.1000/a\ndoi:10.1000/b.", ["10.1000/a", "10.1000/b"], []),
        ("10.1000/a, 10.1000/b;10.1000/c", ["10.1000/a", "10.1000/b", "10.1000/c"], []),
        ("(see 10.1000/a(1)b).", ["10.1000/a(1)b"], []),
        ("<a href='https://doi.org/10.1000/a'>", ["10.1000/a'"], []),
        ("111, 222\n0333", ["PMID 111", "PMID 222", "PMID 333"], []),
        ("PMID: 111; PMID 222", ["PMID 111", "PMID 222"], []),
        ("https://pubmed.ncbi.nlm.nih.gov/111/", ["PMID 111"], []),
        ("Smith J. Title. J Ex 2019;7:1. doi: 10.1000/a PMID: 9", ["10.1000/a", "PMID 9"], []),
        ("10.1000/a\nDear colleague\n10.1000/A", ["10.1000/a"], ["line 2"]),
        ("123456789", [], ["line 1"]),
    ],
)
def test_a_list_is_read_as_people_paste_it(text, found, lines):
    identifiers, problems = read_identifiers(text)

    assert [str(one) for one in identifiers] == found
    assert [one.entry for one in problems] == lines


def test_a_list_has_an_end():
    with pytest.raises(TooLarge):
        read_identifiers("\n".join(f"10.1000/{n}" for n in range(501)))


def test_what_is_known_comes_back_and_what_is_not_is_named(app, there):
    progress = []
    text = "10.1000/airway\n10.1000/nowhere\n10.5000/data\n111\n999\n10.1000/nonsense"

    reading = look_up(text, progress.append)

    items = {entry.label: entry.item for entry in reading.entries}
    assert list(items) == ["10.1000/airway", "10.5000/data", "PMID 111"]
    assert items["10.1000/airway"] == {
        "type": "article-journal",
        "title": "Airway care in infants with a small lower jaw",
        "container-title": "Journal of Examples",
        "container-title-short": "J Ex",
        "author": [{"given": "Ana", "family": "Muster"}, {"literal": "The Example Group"}],
        "issued": {"date-parts": [[2019, 4, 2]]},
        "volume": "7",
        "issue": "2",
        "page": "11-19",
        "ISSN": "1234-5678, 8765-4321",
        "abstract": "What was done.",
        "DOI": "10.1000/airway",
    }
    assert items["10.5000/data"]["title"] == "A data set of another agency"
    assert items["PMID 111"]["title"] == "Feeding of infants with a cleft"
    assert [(one.entry, str(one.reason)) for one in reading.problems] == [
        ("10.1000/nowhere", "No source has this DOI. Look whether it is complete."),
        ("10.1000/nonsense", "The answer is not a record of a source."),
        ("PMID 999", "PubMed has no source with this number."),
    ]
    assert progress == [1, 2, 3, 4, 6]


def test_retractions_are_taken_over(app, there):
    reading = look_up("10.1000/gone\n222", lambda _done: None)

    assert [
        (entry.item["status"], entry.retraction.on, entry.retraction.source)
        for entry in reading.entries
    ] == [
        ("retracted", "2017-03-05", "doi:10.1000/notice"),
        ("retracted", "2012-03", "PubMed: Ex J. 2012 Mar;4(1):9. doi: 10.1000/x. PMID: 333"),
    ]


def test_pubmed_is_asked_once_for_a_hundred(app, there):
    look_up(" ".join(str(n) for n in range(100, 350)), lambda _done: None)

    assert len(there.asked) == 3


def test_when_nobody_answers_the_rest_is_not_asked_for(app, there):
    there.broken["api.crossref.org"] = 503

    reading = look_up("\n".join(f"10.1000/{n}" for n in range(10)), lambda _done: None)

    assert len(there.asked) == 3
    assert [str(one.reason)[:18] for one in reading.problems] == [
        *["doi.org answers wi"] * 3,
        *["It was not asked f"] * 7,
    ]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.org/x", "example.org, which is not asked"),
        ("http://doi.org/10.1000/a", "doi.org, which is not asked"),
        ("https://doi.org:8443/10.1000/a", "not asked"),
        ("https://doi.org@127.0.0.1/", "127.0.0.1, which is not asked"),
        ("https://127.0.0.1/", "not asked"),
        ("file:///etc/passwd", "not asked"),
    ],
)
def test_only_the_hosts_of_the_list_are_asked(app, there, url, words):
    with pytest.raises(Unavailable) as caught:
        lookup.ask(url)

    assert words in caught.value.message
    assert there.asked == []


@pytest.mark.parametrize(
    "target", ["https://evil.example", "http://data.crosscite.org", "//169.254.169.254"]
)
def test_a_redirect_to_another_host_is_not_followed(app, there, target):
    there.leads_to = target

    with pytest.raises(Unavailable) as caught:
        lookup.ask("https://doi.org/10.5000/data")

    assert "not asked" in caught.value.message
    assert len(there.asked) == 1


def test_a_circle_ends(app, there):
    there.leads_to = "https://doi.org"

    with pytest.raises(Unavailable) as caught:
        lookup.ask("https://doi.org/10.5000/data")

    assert "circle" in caught.value.message


def test_a_long_answer_is_cut(app, there):
    with pytest.raises(Unavailable) as caught:
        lookup.ask("https://api.crossref.org/works/10.1000/huge")

    assert "too great a length" in caught.value.message


def test_a_host_that_is_silent_is_said(app):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        mirror = f"http://127.0.0.1:{taken.getsockname()[1]}"
        before = config.current()
        config.use(before.model_copy(update={"look_up": True, "look_up_mirror": mirror}))
        try:
            with pytest.raises(Unavailable) as caught:
                lookup.ask("https://doi.org/10.1000/a")
        finally:
            config.use(before)

    assert "doi.org does not answer" in caught.value.message


def test_there_is_one_door():
    doors = re.compile(
        r"\b(http\.client|urllib\.request|urlopen|create_connection|requests\.get)\b"
    )
    found = {
        path.name
        for path in (config.ROOT / "guidelines").rglob("*.py")
        if doors.search(path.read_text(encoding="utf-8"))
    }

    assert found == {"lookup.py"}


def test_nobody_is_named_to_the_outside(app, there):
    lookup.ask("https://doi.org/10.1000/a")

    assert there.agents == {"Concord (http://127.0.0.1:8000)"}


def test_the_mirror_is_on_this_machine(tmp_path):
    with pytest.raises(ValidationError):
        Settings(instance=tmp_path, look_up_mirror="http://mirror.example.org")


def test_a_list_is_looked_up_by_a_job_with_its_progress(build, there):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(
        f"/projects/{project.id}/references/import", data={"text": "10.1000/airway\n111\n999"}
    )
    page = browser.get(answer.location)
    assert "0 of 3" in page.text
    while work_once():
        pass

    page = browser.get(answer.location).text
    assert "PubMed has no source with this number." in page
    assert {row.key for row in queries.references_of(project.id)} == {"muster2019", "smith2020"}


def test_a_list_that_nobody_knows_is_a_failure(build, there):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with transaction():
        service.hand_in_list(actor, project, text="10.1000/nowhere")
    while work_once():
        pass

    [handed] = queries.imports_of(project.id)
    assert handed.state is ImportState.FAILED
    assert "No source has this DOI" in handed.failure


def test_switched_off_says_so_and_keeps_the_list(build):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(
        f"/projects/{project.id}/references/import", data={"text": "10.1000/airway"}
    )

    assert answer.status_code == 422
    assert "switched off on this server" in answer.text
    assert "10.1000/airway" in answer.text
    assert queries.imports_of(project.id) == []


def test_nothing_goes_out_when_it_is_switched_off(app):
    with pytest.raises(Unavailable):
        lookup.ask("https://doi.org/10.1000/a")


def test_a_text_without_any_number_is_no_list(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with pytest.raises(Invalid), transaction():
        service.hand_in_list(actor, project, text="Dear colleague")


def test_kinds_are_told_apart():
    [doi, pmid], _problems = read_identifiers("10.1000/a\n7")

    assert (doi.kind, pmid.kind) == (Kind.DOI, Kind.PMID)
