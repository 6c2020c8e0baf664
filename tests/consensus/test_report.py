"""The report: filled from the record, completed by people, printed, with its open data."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from guidelines.audit import AuditEntry
from guidelines.consensus import service
from guidelines.consensus.models import ExploratoryRun, ReportText
from guidelines.consensus.queries import comments_of
from guidelines.consensus.queries.accounts import CHECKLISTS, checklist, parts_of, report_of
from guidelines.consensus.queries.package import package_of
from guidelines.consensus.rules.states import CommentState
from guidelines.consensus.rules.writeup import Grid, Part, as_markdown
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from tests.consensus.build import CANNOT, KEYS, a_panel, an_open_round, close, rows, vote, vote_all

FIRST = {
    "rec-airway": [9, 9, 8, 9, 9],
    "rec-hearing": [1, 2, 5, 8, CANNOT],
    "rec-follow-up": [7, 8, 3, 4, 6],
}
SECOND = {"rec-hearing": [7, 7, 8, 8, 9], "rec-follow-up": [7, 8, 3, 4, 6]}


def a_finished_process(build):
    panel = a_panel(build)
    for table in (FIRST, SECOND):
        round_ = an_open_round(panel)
        vote_all(panel, round_, table)
        close(panel, round_)
        with transaction():
            service.report_round(panel.office, round_)
    with transaction():
        service.finish_process(panel.office, panel.process)
    return panel


def answers(panel, name="accord"):
    return {one.item.id: one for one in report_of(panel.process, name).answers}


def words(answered):
    return " ".join(
        str(getattr(block, "words", getattr(block, "lines", getattr(block, "rows", ""))))
        for block in answered.blocks
    )


def test_the_checklist_has_its_35_items_with_source_and_licence():
    accord = checklist("accord")

    by_letter = {}
    for one in accord.items:
        by_letter[one.id[0]] = by_letter.get(one.id[0], 0) + 1
    assert by_letter == {"T": 1, "I": 3, "M": 21, "R": 5, "D": 2, "O": 3}
    assert "10.1371/journal.pmed.1004326" in accord.source
    for name in CHECKLISTS:
        found = checklist(name)
        assert found.licence
        assert len({one.id for one in found.items}) == len(found.items)
    assert checklist("unknown") == accord


def test_what_the_record_knows_is_filled_in(build):
    panel = a_finished_process(build)
    found = answers(panel)

    filled = {"M2", "M3", "M4", *(f"M{n}" for n in (9, 10, 12, 13, 14, 15, 17, 18, 21))}
    filled |= {f"R{n}" for n in range(1, 6)} | {"O2"}
    assert {key for key in filled if found[key].is_missing} == set()
    assert {"I1", "D1", "D2", "O1", "O3"} <= {one.id for one in report_of(panel.process).missing}
    assert "5 places on the panel" in words(found["M3"])
    assert "at least 75 %" in words(found["M12"])
    response = found["R3"].blocks[0]
    assert [row[1:5] for row in response.rows] == [("5", "5", "100 %", "5")] * 2
    results = {row[0]: row for row in found["R4"].blocks[0].rows}
    assert results["2"][2:4] == ("2", "5")  # of the second round
    assert results["2"][6:] == ("100 % (5 of 5)", "consensus for")
    assert results["3"][7] == "no consensus"


def test_an_open_round_leaves_no_trace_in_the_report(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, FIRST)
    close(panel, first)
    before = as_markdown(parts_of(report_of(panel.process), ""))
    second = an_open_round(panel)
    vote(panel, second, 0, {"rec-hearing": 9}, {"rec-hearing": "A secret reason."})

    after = as_markdown(parts_of(report_of(panel.process), ""))
    assert after == before


def test_what_people_write_is_kept_with_its_history(build):
    panel = a_finished_process(build)

    for text in ("A first try.", "Nobody knew enough.\n\nSo we asked.", "Nobody knew enough."):
        with transaction():
            service.write_report_text(panel.office, panel.process, item="I1", text=text)
    assert answers(panel)["I1"].text == "Nobody knew enough."
    assert answers(panel, "delphistar")["DS4"].text == "Nobody knew enough."
    told = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event == "report-item.written")
        .order_by(AuditEntry.number)
    ).all()
    assert [one.detail["text"][:9] for one in told] == ["A first t", "Nobody kn", "Nobody kn"]
    with transaction():
        service.write_report_text(panel.office, panel.process, item="I1", text="")
    assert answers(panel)["I1"].is_missing
    for item, text in (("X9", "?"), ("I1", "x" * 8001)):
        with pytest.raises(Invalid), transaction():
            service.write_report_text(panel.office, panel.process, item=item, text=text)
    with pytest.raises(NotAllowed), transaction():
        service.write_report_text(panel.actor(0), panel.process, item="I1", text="Mine.")
    assert [row.text for row in rows(ReportText)] == [""]


def test_how_comments_were_edited_is_a_number(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for index, text in enumerate(["Too dear.", "In Ghent we do.", "Shout!"]):
        vote(panel, round_, index, {"rec-hearing": 3}, {"rec-hearing": text})
    close(panel, round_)
    for comment in comments_of(round_):
        with transaction():
            service.moderate_comment(
                panel.office,
                comment,
                show=comment.original != "Shout!",
                text="Elsewhere we do." if "Ghent" in comment.original else None,
                stance="against",
            )

    said = words(answers(panel, "delphistar")["DS30"])
    assert "wrote 3 comments" in said
    assert "showed 2 of them, 1 with words taken out" in said
    assert "withheld 1" in said
    shown = comments_of(round_, CommentState.SHOWN)
    assert {one.stance for one in shown} == {"against"}


@pytest.mark.parametrize(("name", "start"), [("report.pdf", b"%PDF"), ("report.docx", b"PK")])
def test_it_is_printed(build, name, start):
    panel = a_finished_process(build)
    client = build.sign_in(build.member(panel.project, Role.METHODOLOGIST))

    answer = client.get(f"/processes/{panel.process.id}/{name}")

    assert answer.status_code == 200
    assert answer.data.startswith(start)
    if start == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as word:
            text = word.read("word/document.xml").decode()
            pictures = [one for one in word.namelist() if one.startswith("word/media/")]
        assert "100 % (5 of 5)" in re.sub(r"<[^>]+>", "", text)
        assert len(pictures) >= 3  # flow chart, all statements, a statement asked twice


def test_the_page_is_for_the_group_and_takes_texts(build):
    panel = a_finished_process(build)
    address = f"/processes/{panel.process.id}/report"
    client = build.sign_in(build.member(panel.project, Role.AUTHOR))

    page = client.get(address).get_data(as_text=True)
    assert "of 35 answered" in page
    sent = {"item": "D1", "by": "accord", "text": "A small panel."}
    answer = client.post(address, data=sent)
    assert (answer.status_code, answer.headers["Location"].endswith("#item-D1")) == (303, True)
    assert "A small panel." in client.get(address).get_data(as_text=True)
    refused = client.post(address, data=sent | {"text": "x" * 8001})
    assert refused.status_code == 422
    assert "x" * 8001 in refused.get_data(as_text=True)
    assert "38 items" in client.get(f"{address}?by=delphistar").get_data(as_text=True)
    panelist = build.sign_in(panel.people[0])
    assert panelist.get(address).status_code in {403, 404}


def test_open_data_are_the_same_bytes_and_link_nobody(build):
    panel = a_finished_process(build)
    with transaction():
        service.write_report_text(
            panel.office, panel.process, item="data-licence", text="CC BY 4.0"
        )

    first = package_of(panel.process)
    session.expire_all()
    assert package_of(panel.process) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"README.txt", "codebook.csv", "SHA256SUMS", "round-2/record.json"} <= set(files)
    assert "Licence: CC BY 4.0" in files["README.txt"]
    table = files["round-2/statements.csv"].splitlines()
    assert table[0].endswith(
        "count_1,count_2,count_3,count_4,count_5,count_6,count_7,count_8,count_9"
    )
    first_round = files["round-1/statements.csv"].splitlines()
    assert first_round[0].endswith("count_9,opt_out_not-my-expertise")
    assert [line[-2:] for line in first_round[1:]] == [",0", ",1", ",0"]
    assert json.loads(files["round-2/results.json"])["answers"] == "confidential"
    assert "were confidential: they are anonymous once the key is destroyed" in files["README.txt"]
    assert json.loads(files["definition-of-consensus.json"]) == panel.process.rule
    everything = "\n".join(files.values())
    for person in panel.people:
        assert person.id not in everything
        assert person.name not in everything


def test_open_data_wait_until_the_process_is_finished(build):
    panel = a_panel(build)
    client = build.sign_in(build.member(panel.project, Role.CHAIR))

    answer = client.get(f"/processes/{panel.process.id}/open-data.zip")

    assert answer.status_code == 409
    assert "when the process is finished" in answer.get_data(as_text=True)


def test_another_definition_is_tried_only_after_the_report_and_leaves_a_row(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {**FIRST, "rec-follow-up": [7, 7, 7, 8, 1]})
    with pytest.raises(Conflict, match="let the answers choose"), transaction():
        service.look_under(panel.office, panel.process, name="agree-80")
    close(panel, round_)
    with pytest.raises(Conflict, match="let the answers choose"), transaction():
        service.look_under(panel.office, panel.process, name="agree-80")
    with transaction():
        service.finish_process(panel.office, panel.process)

    with pytest.raises(Invalid), transaction():
        service.look_under(panel.office, panel.process, name="agree-75")
    with pytest.raises(NotAllowed), transaction():
        service.look_under(panel.actor(0), panel.process, name="comet-70-15")
    assert rows(ExploratoryRun) == []
    with transaction():
        service.look_under(panel.office, panel.process, name="comet-70-15")

    [run] = rows(ExploratoryRun)
    assert run.person_id == panel.office.person_id
    assert [(one["before"], one["after"]) for one in run.found["statements"]] == [
        ("consensus-for", "consensus-for"),
        ("no-consensus", "no-consensus"),
        ("consensus-for", "no-consensus"),  # 1 of 5 is not fewer than 15 %
    ]
    parts = {part.title: part for part in parts_of(report_of(panel.process), "")}
    line = parts["Exploratory analyses"].blocks[1].lines[0]
    assert "1 of 3 statements would have agreed, instead of 2" in line
    assert "fewer than 15 %" in line


def test_where_nothing_can_be_told_no_zero_of_zero_is_said(build):
    panel = a_panel(build, size=4, keys=KEYS[:1])
    round_ = an_open_round(panel)
    vote_all(panel, round_, {KEYS[0]: [9, 9, 8, 9]})
    close(panel, round_)
    with transaction():
        service.finish_process(panel.office, panel.process)
    with transaction():
        run = service.look_under(panel.office, panel.process, name="comet-70-15-groups")

    assert run.found["said"].startswith("1 statement is not told: the definition looks at a group")
    assert "It is: A statement is agreed when at least 70 %" in run.found["said"]


def test_a_printed_table_breaks_long_cells_and_never_short_ones():
    rows = (
        (
            "1",
            "We recommend that a child is seen early by the whole team. " * 3,
            "94.4 % (17 of 18)",
        ),
    )
    grid = Grid("Outcome", ("No.", "Statement", "Agreement"), rows)

    ruler = as_markdown([Part("Results", (grid,))])[0].splitlines()[3]

    short, long, agreement = (len(dashes.strip(" :")) for dashes in ruler.strip("|").split("|"))
    assert short < agreement < long
    assert agreement > len("94.4 % (17 of 18)")


def test_how_firm_results_are_is_looked_at_after_the_report_and_listed(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {**FIRST, "rec-follow-up": [7, 7, 7, 8, 1]})
    close(panel, round_)
    with pytest.raises(Conflict, match="let the answers choose"), transaction():
        service.look_how_firm(panel.office, panel.process)
    with transaction():
        service.finish_process(panel.office, panel.process)
    with transaction():
        run = service.look_how_firm(panel.office, panel.process)

    # 5 of 5 need two others to fall under 75 %; 2 of 4 against need one more; 4 of 5 one fewer
    assert [(one["changes"], one["becomes"]) for one in run.found["statements"]] == [
        (2, "no-consensus"),
        (1, "consensus-against"),
        (1, "no-consensus"),
    ]
    client = build.sign_in(build.member(panel.project, Role.AUTHOR))
    page = client.get(f"/processes/{panel.process.id}/explorations").get_data(as_text=True)
    assert "2 people → No consensus" in page
    assert 'value="firm"' not in page  # an author reads, and looks no further
    report = client.get(f"/processes/{panel.process.id}/report").get_data(as_text=True)
    assert "One changed rating would have given 2 of 3 statements another result." in report


def test_the_page_of_explorations_says_why_not_yet(build):
    panel = a_panel(build)
    client = build.sign_in(build.member(panel.project, Role.CHAIR))
    address = f"/processes/{panel.process.id}/explorations"

    assert "let the answers choose the definition" in client.get(address).get_data(as_text=True)
    assert client.post(address, data={"name": "agree-80"}).status_code == 409

    panel = a_finished_process(build)
    client = build.sign_in(build.member(panel.project, Role.CHAIR))
    address = f"/processes/{panel.process.id}/explorations"
    assert client.post(address, data={"name": "agree-80"}).status_code == 303
    assert "Exploratory" in client.get(address).get_data(as_text=True)
    assert client.post(address, data={"name": "nonsense"}).status_code == 422
