"""“Near” only where the definition has it, “not computable” always by these words: everywhere."""

import io
import re
import zipfile
from itertools import combinations_with_replacement

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import results_document
from guidelines.consensus.queries.accounts import CHECKLISTS, parts_of, report_of
from guidelines.consensus.queries.package import package_of
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.queries.reports import methods_of
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.verdicts import Verdict, evaluate_tally
from guidelines.consensus.rules.writeup import as_markdown
from guidelines.db import transaction
from guidelines.permissions import Role
from guidelines.stats.tallies import Tally
from guidelines.typesetting.labels import LABELS, labels_in
from tests.consensus.build import CANNOT, a_panel, an_open_round, close, vote
from tests.consensus.test_routes import text_of
from tests.consensus.test_slides import said_on

NEVER = {"comet-70-15", "comet-70-15-groups", "agree-75", "agree-80", "awmf", "median-iqr", "apmo"}
TABLE = {
    "rec-airway": [8, 8, 8, 8, 2, 2],  # two thirds: short of three quarters
    "rec-hearing": [None] * 6,
    "rec-follow-up": [CANNOT] * 6,
}


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_preset_says_near_only_where_it_defines_it(name):
    rule = preset(name)
    if rule.kind in (AnswerKind.ESTIMATE, AnswerKind.RANKING):
        return
    defined = bool(rule.near_when) or bool(rule.outliers and rule.outliers.near)
    assert not (defined and name in NEVER)
    points = rule.scale.points
    some = points if len(points) <= 5 else points[:: max(1, len(points) // 4)]
    said = {
        evaluate_tally(rule, Tally.of(ratings, points[0], points[-1]), {}).verdict
        for size in (8,)
        for ratings in combinations_with_replacement([*some, points[-1], points[-2]], size)
    }
    assert (Verdict.NEAR in said) is defined


@pytest.fixture
def finished(build):
    panel = a_panel(build, size=6)
    round_ = an_open_round(panel)
    for index in range(6):
        vote(panel, round_, index, {key: row[index] for key, row in TABLE.items()})
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
        service.finish_process(panel.office, panel.process)
    return panel, round_


def page(path, *, panel_member=False):
    def read(panel, round_):
        client = (
            panel.build.sign_in(panel.people[0])
            if panel_member
            else panel.build.client(panel.project, Role.CHAIR, Role.METHODOLOGIST)
        )
        address = path.format(
            round=round_.id, process=panel.process.id, document=panel.document.id
        )
        answer = client.get(address)
        assert answer.status_code == 200, address
        return text_of(answer)

    return read


def printed(name):
    return lambda panel, _round: as_markdown(
        parts_of(report_of(panel.process, name), methods_of(panel.process))
    )[0]


def slides_of(panel, round_):
    client = panel.build.client(panel.project, Role.CHAIR)
    answer = client.get(f"/rounds/{round_.id}/slides.pptx")
    return " ".join(" ".join(words) for words in said_on(answer.data))


def statements_table(panel, _round):
    with zipfile.ZipFile(io.BytesIO(package_of(panel.process))) as archive:
        return archive.read("round-1/statements.csv").decode()


PLACES = {
    "results of the office": page("/rounds/{round}/results"),
    "results of the panel": page("/questionnaires/{round}/results", panel_member=True),
    "feedback": page("/questionnaires/{round}/feedback", panel_member=True),
    "methods": page("/rounds/{round}/methods"),
    "process": page("/processes/{process}"),
    "report on the page": page("/processes/{process}/report"),
    **{f"report by {name}": printed(name) for name in CHECKLISTS},
    "slides": slides_of,
    "document": page("/documents/{document}"),
    "open data": statements_table,
    "results file": lambda _panel, round_: str(results_document(round_)),
    "record": lambda _panel, round_: str(publication(round_)),
}


def test_every_page_and_export_says_not_computable_and_never_near_or_consensus(finished):
    panel, round_ = finished
    for name, read in PLACES.items():
        said = read(panel, round_)
        words = said.lower().replace("not-computable", "not computable")
        assert "not computable" in words, name
        for wrong in ("near consensus", "near agreement", "consensus for", "consensus-for"):
            assert wrong not in words, f"{name}: {wrong}"


def test_what_is_not_computable_is_no_number_in_files(finished):
    panel, round_ = finished
    for entry in results_document(round_)["statements"]:
        if entry["key"] == "rec-airway":
            continue
        assert entry["verdict"] == "not-computable"
        for figure in ("median", "q1", "q3", "iqr", "mean", "sd", "percent_in", "percent_out"):
            assert entry[figure] is None, figure
        assert entry["awmf_class"] is None
        assert entry["rand_class"] is None
    header, *lines = statements_table(panel, round_).splitlines()
    columns = header.split(",")
    for line in lines:
        if "not-computable" in line:
            cells = dict(zip(columns[-40:], line.split(",")[-40:], strict=False))
            assert {cells[name] for name in ("median", "mean", "percent_in")} == {""}


def test_in_every_language_the_words_are_of_computing():
    words = {
        one.stem: labels_in(one.stem)["state:not-computable"] for one in LABELS.glob("*.json")
    }
    assert len(words) == 13
    assert words["en"] == "Not computable"
    assert words["de"] == "Nicht berechenbar"
    assert not [one for one in words.values() if re.search("result|ergeb|wynik", one, re.I)]
