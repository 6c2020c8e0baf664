"""Slides between two rounds: what is unsettled, how it was rated, moderated comments only."""

import io
import re
import zipfile

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import comments_of
from guidelines.db import transaction
from guidelines.typesetting.slides import Slide, slides
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote
from tests.consensus.test_routes import office

SPLIT = (9, 9, 5, 3, 1)


def said_on(content):
    """Return the words of each slide of a presentation."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [one for one in file.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", one)]
        names.sort(key=lambda one: int(re.findall(r"\d+", one)[0]))
        pages = [file.read(one).decode() for one in names]
    return [re.findall(r"<a:t>([^<]*)</a:t>", page) for page in pages]


@pytest.fixture
def panel(build):
    return a_panel(build)


def test_slides_hold_the_unsettled_with_their_ratings_and_shown_comments_only(panel):
    round_ = an_open_round(panel)
    for index, rating in enumerate(SPLIT):
        values = dict.fromkeys(KEYS, 9) | {"rec-hearing": rating}
        reasons = {"rec-hearing": f"Comment of somebody, number {index}."}
        vote(panel, round_, index, values, reasons)
    client = office(panel)
    path = f"/rounds/{round_.id}/slides.pptx"
    assert client.get(path).status_code == 409
    close(panel, round_)
    shown, withheld, *_waiting = comments_of(round_)
    with transaction():
        service.moderate_comment(panel.office, shown, show=True)
        service.moderate_comment(panel.office, withheld, show=False)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=round-1.pptx"
    title, statement, comments = said_on(answer.data)
    assert "Safe airway" in " ".join(title)
    words = " ".join(statement)
    assert "Statement 2: No consensus" in words
    assert "Agreement 40 % (2 of 5)" in words
    assert statement[-18:] == ["1", "1", "2", "0", "3", "1", "4", "0", "5", "1", "6", "0", "7",
                               "0", "8", "0", "9", "2"]  # fmt: skip
    assert comments[1:] == [shown.text]


def test_a_round_that_settled_everything_says_so(panel):
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 9))
    close(panel, round_)
    pages = said_on(office(panel).get(f"/rounds/{round_.id}/slides.pptx").data)
    assert "Every statement of this round is settled." in " ".join(pages[1])


def test_nothing_in_a_text_is_read_as_markup():
    page = Slide(
        "# **Bold** <script>", ["![x](/etc/passwd) $x$"], [["a", "b"], ["c"]], ["- *one*"]
    )
    _title, words, *_more = said_on(slides("Title", "Under", [page]))
    assert "# **Bold** &lt;script&gt;" in " ".join(words)
    assert "![x](/etc/passwd) $x$" in " ".join(words)
